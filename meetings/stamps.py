"""What a printing of a text says of itself: working text, circulated draft, publication."""

import datetime as dt
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from meetings import moments
from meetings.models import AgendaStep, Document, Meeting, Revision
from meetings.models.agenda_steps import newest
from meetings.printing import Stamp

MOST_PLACES = 10


def _day(instant: dt.datetime, document: Document) -> dt.date:
    return timezone.localtime(instant, document.body.zone).date()


def draft(revision: Revision) -> Stamp:
    """Of a revision that is cleared, circulated or compared: for comment, not for citation."""
    document = revision.document
    day = _day(revision.frozen_at, document)
    with translation.override(document.language):
        words = {"number": revision.number, "day": formats.date_format(day, "j F Y")}
        if document.kind == Document.Kind.AGENDA:
            return _agenda_step(revision, day)
        if document.kind == Document.Kind.PAPER:
            return _draft_paper(revision.content, revision.number, day)
        return Stamp(
            status=_("Draft, revision %(number)s") % words,
            line=_(
                "Presidency draft, revision %(number)s, %(day)s; for comment, not for citation; "
                "for Friends and their capitals"
            )
            % words,
            identifier="",
            date=day.isoformat(),
        )


def paper_draft(content: dict[str, Any], number: int) -> str:
    """ "Draft 1 for discussion": the number of a file's version, else of the revision."""
    draft = _("Draft %(number)s") % {"number": content.get("file", {}).get("version", number)}
    return f"{draft} {content.get('paper', {}).get('note', '')}".strip()


def _draft_paper(content: dict[str, Any], number: int, day: dt.date) -> Stamp:
    words = {"draft": paper_draft(content, number), "day": formats.date_format(day, "j F Y")}
    return Stamp(
        status=words["draft"],
        line=_("%(draft)s, %(day)s; for comment, not for citation; for Friends and their capitals") % words,
        identifier="",
        date=day.isoformat(),
    )


def working(document: Document, now: dt.datetime) -> Stamp:
    """Of the working text on the desk: nobody else has it."""
    day = _day(now, document)
    with translation.override(document.language):
        words = {"day": formats.date_format(day, "j F Y"), "office": document.body.office}
        return Stamp(
            status=_("Working text"),
            line=_("Working text of the %(office)s, %(day)s; not circulated") % words,
            identifier="",
            date=day.isoformat(),
        )


def agenda(meeting: Meeting, now: dt.datetime, *, changed: bool = False) -> Stamp:
    """Of an agenda as it stands on the desk; `changed`: since it was circulated or adopted."""
    day = timezone.localtime(now, meeting.body.zone).date()
    words = {"day": formats.date_format(day, "j F Y")}
    line = (
        _("Draft agenda, %(day)s; changed since it was circulated") if changed else _("Draft agenda, %(day)s")
    )
    return Stamp(status=_("Draft agenda"), line=line % words, identifier="", date=day.isoformat())


def _agenda_step(revision: Revision, frozen: dt.date) -> Stamp:
    """Of an agenda that was circulated or adopted: by the newest step that names this text."""
    step = newest(revision.agenda_steps.all())
    day = step.day if step else frozen
    words = {"day": formats.date_format(day, "j F Y"), "rev": step.rev if step else 0}
    if step is None:
        status, line = _("Draft agenda"), _("Draft agenda, %(day)s")
    elif step.kind == AgendaStep.Kind.ADOPTED:
        status, line = _("Agenda as adopted"), _("Agenda as adopted on %(day)s")
    elif step.kind == AgendaStep.Kind.AMENDED:
        status, line = _("Agenda as adopted"), _("Agenda as adopted with amendments on %(day)s")
    elif step.rev:
        status = _("Agenda, Rev. %(rev)s") % words
        line = _("Agenda, Rev. %(rev)s, circulated %(day)s; for Friends and their capitals")
    else:
        status, line = _("Agenda"), _("Agenda, circulated %(day)s; for Friends and their capitals")
    return Stamp(status=status, line=line % words, identifier="", date=day.isoformat())


def published(
    document: Document,
    *,
    identifier: str,
    day: dt.date,
    after_comments: bool,
    corrects: dict[str, Any] | None = None,
) -> Stamp:
    """Of a publication: how to cite it, when it became public, and what it corrects (as in the canonical content)."""
    with translation.override(document.language):
        words = {"day": formats.date_format(day, "j F Y")}
        issued = (
            _("Published %(day)s. Final: issued by the Presidency after comments.")
            if after_comments
            else _("Published %(day)s. Final: issued by the Presidency.")
        )
        if document.kind == Document.Kind.PAPER:
            # Whose words it is stands in it: the Presidency approved that it is published, no more.
            issued = _("Published %(day)s, after comments.") if after_comments else _("Published %(day)s.")
        line = issued % words
        if corrects:
            line = f"{line} {correction_line(corrects)}"
        return Stamp(status=_("Final"), line=line, identifier=identifier, date=day.isoformat())


def correction_line(corrects: dict[str, Any]) -> str:
    """What a correction says of itself: which edition it corrects, of which day, and why."""
    day = dt.date.fromisoformat(corrects["date"])
    said = {
        "identifier": corrects["identifier"],
        "day": formats.date_format(day, "j F Y"),
        "reason": corrects["reason"],
    }
    line = _("Corrects %(identifier)s of %(day)s: %(reason)s") % said
    return f"{line} {_corrected_places(corrects['changes'])}".strip()


def _corrected_places(changes: list[dict[str, str]]) -> str:
    """ "Corrected: para. 1, para. 4.", the first places only where there are many."""
    places = list(dict.fromkeys(change["place"] for change in changes))
    if not places:
        return ""
    words = {"places": ", ".join(places[:MOST_PLACES]), "more": len(places) - MOST_PLACES}
    if len(places) > MOST_PLACES:
        return _("Corrected: %(places)s, and in %(more)s more places.") % words
    return _("Corrected: %(places)s.") % words


# A revision's number, the moment of an earlier state, or None for the working text.
Which = int | dt.datetime | None


def compared(document: Document, *, old: Which, new: Which, now: dt.datetime) -> Stamp:
    """Of a comparison on the desk."""
    day = _day(now, document)
    with translation.override(document.language):
        words = {
            "old": _side(document, old),
            "new": _side(document, new),
            "day": formats.date_format(day, "j F Y"),
        }
        if isinstance(old, int) and isinstance(new, int):
            line = _("Comparison of %(old)s with %(new)s, %(day)s; for comment, not for citation")
        else:
            line = _("Comparison of %(old)s with %(new)s, %(day)s; not circulated")
        return Stamp(status=_("What changed"), line=line % words, identifier="", date=day.isoformat())


def _side(document: Document, which: Which) -> str:
    if which is None:
        return _("the working text of the %(office)s") % {"office": document.body.office}
    if isinstance(which, int):
        return _("revision %(number)s") % {"number": which}
    return _("the text as it stood on %(when)s") % {"when": moments.named(document, which)}
