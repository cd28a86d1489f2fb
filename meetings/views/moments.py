"""A text as it was: the moments at which it changed, the text of one of them, and bringing it back."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings import deadlines, documents, moments
from meetings.models import Document, Revision
from meetings.text.typed import one_line
from meetings.views import comparing, desk

A_PAGE = 100
LONGEST_REASON = 250


@dataclass(frozen=True)
class Line:
    """A moment in the list, with its key for addresses, and the revisions that froze the text as it stood then."""

    moment: moments.Moment
    key: str
    revisions: list[Revision] = field(default_factory=list)


@require_safe
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every moment at which the text changed, by day, newest first. `?day=…&time=…` leads to the text as of then."""
    document = desk.document(request, pk)
    zone = document.body.zone
    typed = {"day": request.GET.get("day", ""), "time": request.GET.get("time", "")}
    error = ""
    if any(typed.values()):
        try:
            return redirect(_as_of_url(document, _instant(document, **typed)))
        except moments.NoSuchMoment as problem:
            error = str(problem)
    page = Paginator(_lines(document), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "document": document,
        "meeting": document.meeting,
        "page": page,
        "days": [
            (day, list(found))
            for day, found in groupby(page, lambda line: timezone.localtime(line.moment.at, zone).date())
        ],
        "newest": page[0].key if page.number == 1 and page else "",
        "zone": zone,
        "typed": typed,
        "error": error,
    }
    return render(request, "meetings/desk/text_history.html", context, status=400 if error else 200)


def _lines(document: Document) -> list[Line]:
    """All moments, newest first."""
    lines = [Line(moment, moments.key(moment.at)) for moment in moments.of(document)]
    for revision in document.revisions.all():
        frozen = next((line for line in lines if line.moment.at <= revision.frozen_at), None)
        if frozen is not None:
            frozen.revisions.append(revision)
    return lines


def _instant(document: Document, day: str, time: str) -> dt.datetime:
    """What was typed, in the body's zone; a time without seconds holds to its last one. Raises NoSuchMoment."""
    try:
        at = dt.time.fromisoformat(time) if time else dt.time.max
        if len(time) == len("HH:MM"):
            at = at.replace(second=59, microsecond=999_999)
        instant = deadlines.instant(dt.date.fromisoformat(day), at, document.body.zone)
        return moments.from_key(moments.key(instant))
    except (deadlines.NoSuchTime, deadlines.TimeTwice) as problem:
        raise moments.NoSuchMoment(str(problem)) from problem
    except (ValueError, OverflowError) as problem:
        raise moments.NoSuchMoment(
            _("Give a day, and a time if you like: 2026-11-02 and 14:05.")
        ) from problem


def _as_of_url(document: Document, moment: dt.datetime) -> str:
    return reverse("text-as-of", args=[document.pk, moments.key(moment)])


@require_safe
def as_of(request: HttpRequest, pk: uuid.UUID, at: str) -> HttpResponse:
    """The whole text as it stood at the moment of this key."""
    document = desk.document(request, pk)
    moment = comparing.asked_for(at)
    before, after = _neighbours(document, moment)
    context = {
        "document": document,
        "meeting": document.meeting,
        "content": moments.content(document, moment),
        "at": moments.key(moment),
        "when": moments.named(document, moment),
        "ahead": moment > timezone.now(),
        "before": before,
        "after": after,
        "revisions": [_in_order(revision, moment) for revision in document.revisions.all()],
        "editable": document.status in documents.EDITABLE,
    }
    return render(request, "meetings/desk/text_as_of.html", context)


def _in_order(revision: Revision, moment: dt.datetime) -> tuple[Revision, str, str]:
    """A revision, and the earlier and the later of it and the moment, as a comparison names them."""
    number, key = str(revision.number), moments.key(moment)
    return (revision, number, key) if revision.frozen_at <= moment else (revision, key, number)


def _neighbours(document: Document, moment: dt.datetime) -> tuple[Line | None, Line | None]:
    """The last change before the one that this moment shows, and the first after it."""
    found = _lines(document)
    after = [line for line in found if line.moment.at > moment]
    before = found[len(after) + 1 :]
    return (before[0] if before else None), (after[-1] if after else None)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_back(request: HttpRequest, pk: uuid.UUID, at: str) -> HttpResponse:
    """What bringing back the text of that moment would change; POST with `seen` of what was shown does it."""
    document = desk.document(request, pk)
    moment = comparing.asked_for(at)
    if request.method != "POST":
        return _preview(request, document, moment)
    reason = one_line(request.POST.get("reason", ""))
    if len(reason) > LONGEST_REASON:
        problem = _("The reason has %(n)s characters; %(most)s are the most.")
        error = problem % {"n": len(reason), "most": LONGEST_REASON}
        return _preview(request, document, moment, status=400, reason=reason, error=error)
    by, now = desk.staff(request).actor, timezone.now()
    try:
        done = moments.restore(
            document, moment, seen=request.POST.get("seen", ""), reason=reason, by=by, now=now
        )
    except moments.Moved:
        return _preview(request, document, moment, status=409, reason=reason, moved=True)
    except documents.NotNow as problem:
        return _preview(request, document, moment, status=409, reason=reason, error=str(problem))
    if done.changes_anything:
        messages.success(
            request,
            _("The text is as it stood on %(when)s. To undo it, bring back the state before this one.")
            % {"when": moments.named(document, moment)},
        )
    else:
        messages.info(request, _("Nothing had changed."))
    return redirect("document", pk=document.pk)


def _preview(
    request: HttpRequest, document: Document, moment: dt.datetime, *, status: int = 200, **said: object
) -> HttpResponse:
    plan = moments.plan(document, moment)
    context = {
        "document": document,
        "meeting": document.meeting,
        "at": moments.key(moment),
        "when": moments.named(document, moment),
        "plan": plan,
        "comparison": plan.comparison,
        "editable": document.status in documents.EDITABLE,
        **said,
    }
    return render(request, "meetings/desk/text_bring_back.html", context, status=status)
