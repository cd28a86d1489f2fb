"""Who else is at work in a text, read from their saves; never from who looks at a page.

Only the history names people: who has no name there is "a colleague".
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ccm_portal.actors import Actor, Kind
from ccm_portal.canonical import canonical, sha256
from meetings import paragraphs
from meetings.models import Document, Paragraph
from meetings.text import numbering

RECENT = dt.timedelta(minutes=10)
ADDED, EDITED, MOVED, REMOVED = "added", "edited", "moved", "removed"


@dataclass(frozen=True)
class Edit:
    """The newest save of one person in one paragraph.

    what: the sentence without the time: "The Second edited para. 5". paragraph: its identity, also of one taken out.
    """

    person: uuid.UUID
    paragraph: uuid.UUID
    kind: str
    what: str
    at: dt.datetime

    def ago(self, now: dt.datetime) -> str:
        """How long ago, in words: "just now", "2 minutes ago"."""
        minutes = int((now - self.at).total_seconds() // 60)
        if minutes < 1:
            return _("just now")
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}


class _Save(NamedTuple):
    """A history row of the last minutes."""

    number: int
    version: int
    paragraph: uuid.UUID
    person: uuid.UUID
    kind: str
    name: str
    type: str
    reason: str
    removed_at: dt.datetime | None
    at: dt.datetime


@dataclass(frozen=True)
class Presence:
    """What was saved in a text within the last minutes by whomever.

    tag: differs whenever `others` may.
    """

    document: Document
    saves: list[_Save]

    @property
    def tag(self) -> str:
        """A fingerprint of it, for answering that nothing is new."""
        return sha256(canonical([[save.number, save.version] for save in self.saves]))[:32]

    def others(self, me: Actor) -> list[Edit]:
        """The newest save of each other person in each paragraph, newest first; one query where there is any."""
        saves = [save for save in self.saves if save.person != me.id and save.kind == Kind.STAFF]
        newest = {(save.person, save.paragraph): save for save in sorted(saves, key=lambda save: save.at)}
        places = _places(self.document) if newest else {}
        edits = [_edit(save, places) for save in newest.values()]
        return sorted(edits, key=lambda edit: edit.at, reverse=True)


def of(document: Document, *, now: dt.datetime) -> Presence:
    """The saves of the last `RECENT` in the text; one query, whatever its length."""
    rows = Paragraph.history.filter(
        section__document=document,
        saved_at__gt=now - RECENT,
        # A row is dated by its first save; this column has an index.
        history_date__gt=now - RECENT - paragraphs.COALESCE,
    ).order_by("history_id")
    return Presence(document, [_save(values) for values in rows.values_list(*COLUMNS)])


COLUMNS = (
    *("history_id", "version", "id", "history_user_id", "history_actor_kind", "history_person"),
    *("history_type", "history_change_reason", "removed_at", "saved_at"),
)


def _save(values: Iterable[Any]) -> _Save:
    return _Save._make(values)


def newest_of_each(edits: Iterable[Edit]) -> list[Edit]:
    """For a line that says it in words: of each person the newest of these edits, which are newest first."""
    first: dict[uuid.UUID, Edit] = {}
    for edit in edits:
        first.setdefault(edit.person, edit)
    return list(first.values())


def _places(document: Document) -> dict[uuid.UUID, str]:
    """What people call each paragraph of the working text."""
    rows = Paragraph.objects.filter(section__document=document, section__removed_at=None, removed_at=None)
    rows = rows.order_by("section__rank", "section_id", "rank", "id")
    found = list(rows.values_list("id", "kind"))
    labels = numbering.numbers(kind for _id, kind in found)
    return {
        id_: _("a heading")
        if kind == Paragraph.Kind.HEADING
        else numbering.place({"kind": kind, "number": number})
        for (id_, kind), number in zip(found, labels, strict=True)
    }


def _edit(save: _Save, places: dict[uuid.UUID, str]) -> Edit:
    words = {"who": save.name or _("A colleague"), "place": places.get(save.paragraph, "")}
    if save.removed_at is not None or not words["place"]:
        kind, what = REMOVED, _("%(who)s took a paragraph out")
    elif save.type == "+":
        kind, what = ADDED, _("%(who)s added %(place)s")
    elif save.reason == "moved":
        kind, what = MOVED, _("%(who)s moved %(place)s")
    else:
        kind, what = EDITED, _("%(who)s edited %(place)s")
    return Edit(save.person, save.paragraph, kind, what % words, save.at)
