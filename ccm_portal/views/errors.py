"""Error pages: what happened, and where to go from here."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without a request context: whatever failed may have been the database.
    return HttpResponseServerError(loader.get_template("errors/server_error.html").render({}))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without its key (cookies off, or a page kept open very long): give the text back."""
    kept = [
        (name, value)
        for name, value in request.POST.items()
        if name != "csrfmiddlewaretoken" and value.strip()
    ]
    return render(request, "errors/form_expired.html", {"kept": kept}, status=403)
