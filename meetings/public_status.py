"""Where the minutes of a meeting are, in public words: no State is named, and lateness stays internal.

Pure: whitelisted columns in, words out. Nothing of it is kept in the public folder: a page that shows it is made from
the database each time it is asked for, so the line is never older than the text's status.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy

from meetings.models import Document

S = Document.Status

IN_PREPARATION = gettext_lazy("In preparation")
BEING_FINALISED = gettext_lazy("Being finalised by the Presidency")
FINAL = gettext_lazy("Final")
NOT_FOR_PUBLICATION = gettext_lazy("Not for publication")
LINES = {
    S.DRAFTING: IN_PREPARATION,
    S.WITH_PRESIDENCY: IN_PREPARATION,
    S.CLEARED: IN_PREPARATION,
    S.IN_ROUND: gettext_lazy("With the Friends for comment"),
    S.UNDER_REVISION: BEING_FINALISED,
    S.FINAL: BEING_FINALISED,
    S.APPROVED: FINAL,
    S.PUBLISHED: FINAL,
}


def words(
    meeting: dict[str, Any],
    text: dict[str, Any] | None,
    *,
    published: bool,
    approved: str = "",
    now: dt.datetime,
) -> str:
    """The line: nothing before the meeting, nor in a body that does not say so until it publishes.

    meeting: columns of `public.MEETING_COLUMNS`; text: of its minutes (`public.DOCUMENT_COLUMNS`), None without any.
    approved: the line of its approval at a later meeting (meetings.public_approvals), "" without one; it may stand
    before the minutes themselves are public, for the minutes of that meeting say so.
    """
    if published:
        return approved or str(FINAL)
    if not meeting["body__status_shown"] or not (text or _begun(meeting, now)):
        return ""
    if text is None:
        return str(IN_PREPARATION)
    if text["withheld_at"]:
        return str(NOT_FOR_PUBLICATION)
    return approved or str(LINES[S(text["status"])])


def _begun(meeting: dict[str, Any], now: dt.datetime) -> bool:
    if meeting["starts_at"]:
        return bool(meeting["starts_at"] <= now)
    today = timezone.localtime(now, ZoneInfo(meeting["time_zone"])).date()
    return bool(meeting["latest"] and meeting["latest"] < today)
