"""What a printing of a text says of itself: working text, circulated draft, publication."""

import datetime as dt

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from meetings.models import Document, Revision
from meetings.printing import Stamp


def _day(instant: dt.datetime, document: Document) -> dt.date:
    return timezone.localtime(instant, document.body.zone).date()


def draft(revision: Revision) -> Stamp:
    """Of a revision that is cleared, circulated or compared: for comment, not for citation."""
    document = revision.document
    day = _day(revision.frozen_at, document)
    with translation.override(document.language):
        words = {"number": revision.number, "day": formats.date_format(day, "j F Y")}
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


def published(document: Document, *, identifier: str, day: dt.date, after_comments: bool) -> Stamp:
    """Of a publication: how to cite it, and when it became public."""
    with translation.override(document.language):
        words = {"day": formats.date_format(day, "j F Y")}
        issued = (
            _("Published %(day)s. Final: issued by the Presidency after comments.")
            if after_comments
            else _("Published %(day)s. Final: issued by the Presidency.")
        )
        return Stamp(status=_("Final"), line=issued % words, identifier=identifier, date=day.isoformat())
