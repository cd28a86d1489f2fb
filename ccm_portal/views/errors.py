"""Error pages: what happened, and where to go from here."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

# What the pages' forms carry beside what a person typed: fields of their own, choices among given ones, and buttons.
OWN_FIELDS = {"csrfmiddlewaretoken", "version", "level", "seen", "after", "state"}
CHOICES = {"kind", "type", "label", "verdict", "speaker", "given", "status", "more_status", "visibility"}
TICKS = {"remove", "main", "speaks", "tentative", "change_text", "leave_undecided"}
BUTTONS = {"save", "done", "move", "insert", "confirm", "change", "ask", "record", "yes", "back"}
NOT_TYPED = OWN_FIELDS | CHOICES | TICKS | BUTTONS
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


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
    """The form was sent without its key (cookies off, or a page kept open very long): give what was typed back."""
    typed = [(name, str(value)) for name, value in request.POST.items()]
    kept = [(_label(name), value) for name, value in typed if _typed(name, value)]
    return render(request, "errors/form_expired.html", {"kept": kept}, status=403)


def _typed(name: str, value: str) -> bool:
    """Whether a person wrote it."""
    return bool(value.strip()) and _field(name) not in NOT_TYPED and not UUID.fullmatch(value)


def _field(name: str) -> str:
    """The field in a name that also says which row it belongs to: "text" in "p-<uuid>-text", "status" in "status-3"."""
    words = [word for word in UUID.sub("", name).split("-") if word and not word.isdecimal()]
    return words[-1] if words else name


def _label(name: str) -> str:
    return _field(name).replace("_", " ").capitalize()
