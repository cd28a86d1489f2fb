"""What a publication says of itself: its identifier, its day, and how its text came about.

The canonical content of a publication is that of its revision with one member more, `publication`:
identifier, edition, date (ISO 8601, in the body's zone), revision (its number), approved (the day of the Presidency's
word, "" where none is needed), rounds (number, revision, circulated, closed: days), and since (per paragraph UUID, the
number of the circulated revision from which it stands as it is, or of this one). A correction has also `corrects`:
identifier, edition, date and sha256 of the edition it corrects, reason (one public sentence), and changes (what was
changed, added, removed or moved: kind, and place in words of the text's language). Nothing in it names who commented
or kept silent.
"""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings import corrections, revisions
from meetings.models import Document, Preparation, PresidencyWord, Publication, Revision
from meetings.text import inline, labels, numbering, redline


def number_of_next(document: Document) -> int:
    """1 for the first publication; a correction has the next number."""
    return document.publications.count() + 1


def identifier(document: Document, edition: int) -> str:
    """ "CCM-2010-11-30-friends-minutes", "CCM-draft-architecture-paper"; a correction with "-Corr.1" as the UN counts.

    Hyphens where a UN symbol has strokes: it cannot be taken for one.
    """
    language = f"-{document.language}" if document.version_of_id else ""
    correction = f"-Corr.{edition - 1}" if edition > 1 else ""
    return f"{settings.IDENTIFIER_PREFIX}-{document.slug}-{document.kind}{language}{correction}"


def content(document: Document, revision: Revision, *, edition: int, day: dt.date) -> dict[str, Any]:
    """The content that becomes public on `day`."""
    said = {
        "identifier": identifier(document, edition),
        "edition": edition,
        "date": day.isoformat(),
        "revision": revision.number,
        "approved": _approved(document, revision),
        "rounds": _rounds(document),
        "since": _since(document, revision),
    }
    if (old := corrections.newest(document)) is not None:
        said["corrects"] = _corrects(document, old, revision)
    return revision.content | {"publication": said}


def is_still(preparation: Preparation, document: Document) -> bool:
    """Whether the preparation holds what would be published: the newest revision and the reason as it is."""
    corrects = json.loads(preparation.canonical)["publication"].get("corrects", {"reason": ""})
    newest = revisions.latest(document)
    return (
        newest is not None
        and preparation.revision_id == newest.pk
        and corrects["reason"] == document.correction
    )


# --- what a correction says of the edition it corrects ------------------------------------------------------------


def _corrects(document: Document, old: Publication, revision: Revision) -> dict[str, Any]:
    before = json.loads(old.canonical)
    with translation.override(document.language):
        changes = changes_between(before, revision.content)
    return {
        "identifier": old.identifier,
        "edition": old.edition,
        "date": before["publication"]["date"],
        "sha256": old.sha256,
        "reason": document.correction,
        "changes": changes,
    }


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """What a correction changed: kind (changed, added, removed, moved) and place, in the order of the text."""
    around = [{"kind": redline.CHANGED, "place": fact.label} for fact in redline.facts(before, after)]
    rows = redline.redline(before, after, read=inline.to_text)
    # What was moved is named once, where it stands now.
    told = [row for row in rows if row.kind not in (redline.SAME, redline.LEFT)]
    return around + [{"kind": row.kind, "place": _place(row)} for row in told]


def _place(change: redline.Change) -> str:
    if change.row == redline.SECTION:
        return _("the heading “%(words)s”") % {"words": change.text}
    return numbering.place({"kind": change.row, "number": change.number, "text": change.text})


# --- how the text came about --------------------------------------------------------------------------------------


def _day(instant: dt.datetime, document: Document) -> str:
    return timezone.localtime(instant, document.body.zone).date().isoformat()


def _approved(document: Document, revision: Revision) -> str:
    word = revision.presidency_words.filter(purpose=PresidencyWord.Purpose.APPROVE, given=True).last()
    return _day(word.given_at, document) if word else ""


def _rounds(document: Document) -> list[dict[str, Any]]:
    closed = document.rounds.filter(closed_at__isnull=False).select_related("revision")
    return [
        {
            "number": round_.number,
            "revision": round_.revision.number,
            "circulated": _day(round_.opened_at, document),
            "closed": _day(round_.closed_at, document),
        }
        for round_ in closed
        if round_.closed_at
    ]


def _since(document: Document, revision: Revision) -> dict[str, int]:
    """Per paragraph: the first of the circulated revisions from which on, without a break, it reads the same."""
    circulated = (
        document.revisions.filter(rounds__isnull=False, number__lt=revision.number)
        .order_by("-number")
        .distinct()
    )
    wordings = _wordings(revision)
    since = dict.fromkeys(wordings, revision.number)
    standing = set(wordings)
    for earlier in circulated.order_by("-number").distinct():
        then = _wordings(earlier)
        standing = {paragraph for paragraph in standing if then.get(paragraph) == wordings[paragraph]}
        since |= dict.fromkeys(standing, earlier.number)
    return since


def _wordings(revision: Revision) -> dict[str, tuple[str, ...]]:
    """What each paragraph says; where it stands and what number is printed beside it does not matter."""
    return {
        row["id"]: (row["kind"], row["text"], row["owner"], row["due"], labels.label(row))
        for section in revision.content["sections"]
        for row in section["paragraphs"]
    }
