"""Error pages: what happened, and where to go from here."""

import re
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from ccm_portal import sign_in

# What the pages' forms carry beside what a person typed: fields of their own, choices among given ones, and buttons.
OWN_FIELDS = {"csrfmiddlewaretoken", "version", "level", "seen", "after", "state"}
CHOICES = {
    "kind",
    "type",
    "label",
    "verdict",
    "speaker",
    "given",
    "status",
    "more_status",
    "visibility",
    "way",
}
TICKS = {"remove", "main", "speaks", "tentative", "change_text", "leave_undecided"}
BUTTONS = {
    "save",
    "done",
    "move",
    "insert",
    "confirm",
    "change",
    "ask",
    "record",
    "yes",
    "back",
    "at_once",
    "shown",
}
NOT_TYPED = OWN_FIELDS | CHOICES | TICKS | BUTTONS
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also what staff meet whose session has ended: the way to sign in again, and what they had typed.

    And those whose roles do not open the page, today or any more.
    """
    at_desk = request.path.startswith("/desk/")
    came_from = request.get_full_path() if request.method == "GET" else "/desk/"
    context = {
        "at_desk": at_desk,
        "person": sign_in.user_of(request) if at_desk and hasattr(request, "user") else None,
        "next": came_from,
        "kept": kept_words(_posted(request)) if at_desk else [],
    }
    return render(request, "errors/not_found.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also where the database was away: then it says so, and gives back what was typed."""
    if _is_about_the_database(sys.exception()):
        return _not_saved(request)
    # Without a request context: whatever failed may have been the database.
    return HttpResponseServerError(loader.get_template("errors/server_error.html").render({}))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without its key (cookies off, or a page kept open very long): give what was typed back."""
    return render(request, "errors/form_expired.html", {"kept": kept_words(request.POST)}, status=403)


def _is_about_the_database(error: BaseException | None) -> bool:
    """Whether the database was away, was restarted or gave up waiting: nothing of the request was committed."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _not_saved(request: HttpRequest) -> HttpResponse:
    posted = _posted(request)
    was_form = request.method == "POST"
    context = {
        "heading": _("Not saved; your text is kept") if was_form else _("Please come back in a moment"),
        "was_form": was_form,
        "kept": kept_words(posted),
        # With the key it came with, and no new one: what came without a good key stays without.
        "fields": [] if request.FILES else [(name, value) for name, values in posted.lists() for value in values],
    }  # fmt: skip
    page = loader.get_template("errors/not_saved.html").render(context)
    return HttpResponse(page, status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})


def _posted(request: HttpRequest) -> QueryDict:
    """What the form carried, as far as it can be read."""
    try:
        return request.POST
    except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError, OSError):
        return QueryDict()


def kept_words(posted: QueryDict) -> list[tuple[str, str]]:
    """What a person typed, with what to call it."""
    typed = [(name, str(value)) for name, value in posted.items()]
    return [(_label(name), value) for name, value in typed if _typed(name, value)]


def _typed(name: str, value: str) -> bool:
    """Whether a person wrote it."""
    return bool(value.strip()) and _field(name) not in NOT_TYPED and not UUID.fullmatch(value)


def _field(name: str) -> str:
    """The field in a name that also says which row it belongs to: "text" in "p-<uuid>-text", "status" in "status-3"."""
    words = [word for word in UUID.sub("", name).split("-") if word and not word.isdecimal()]
    return words[-1] if words else name


def _label(name: str) -> str:
    return _field(name).replace("_", " ").capitalize()
