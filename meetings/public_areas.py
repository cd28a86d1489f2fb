"""The public pages of areas of work: who carries one, and what published minutes say of it.

Made from the database each time, of what is settled on the list (`friends.public`) and of the newest edition of each
meeting's minutes; nothing of it is kept, so nothing of it is ever old.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import formats

from friends import public as roster
from meetings import public_texts
from meetings.models import Publication
from meetings.text import about, runs

ACTION = "action"
PLAIN_WORD = re.compile("[A-Za-z0-9]+")


@dataclass(frozen=True)
class Passage:
    """A published paragraph, and where it stands. owner, due: of an action point, as minuted."""

    number: str
    text: str
    url: str
    owner: str = ""
    due: str = ""


@dataclass(frozen=True)
class Said:
    """What the newest edition of one meeting's minutes says of an area."""

    title: str
    when: str
    url: str
    identifier: str
    passages: tuple[Passage, ...]
    actions: tuple[Passage, ...]


@dataclass(frozen=True)
class AreaPage:
    """Everything the page of one area shows; the newest meeting first."""

    area: roster.Area
    said: tuple[Said, ...]

    @property
    def actions(self) -> list[Said]:
        """The meetings whose minutes have an action point of the area."""
        return [said for said in self.said if said.actions]

    @property
    def passages(self) -> list[Said]:
        return [said for said in self.said if said.passages]


@dataclass
class Group:
    """The areas of one body."""

    body: str
    areas: list[roster.Area]


def index(*, language: str, now: dt.datetime) -> list[Group]:
    """All areas, by body."""
    groups: list[Group] = []
    for area in roster.areas(language=language, now=now):
        if not groups or groups[-1].body != area.body_name:
            groups.append(Group(area.body_name, []))
        groups[-1].areas.append(area)
    return groups


def of(slug: str, *, language: str, now: dt.datetime) -> AreaPage | None:
    """The page of one area, None where nothing of it is public. Nine queries at any number of minutes."""
    area = roster.area(slug, language=language, now=now)
    if area is None:
        return None
    names = about.Names.of(area.names, roster.others(area))
    rows = _newest(area).order_by("-document__meeting__earliest", "-published_at")
    columns = ("canonical", "edition", "identifier", "document__meeting__slug")
    found = (_said(row, names) for row in rows.values(*columns))
    page = AreaPage(area, tuple(said for said in found if said.passages or said.actions))
    return page if area.terms or page.said else None


def links(body: str, agenda: list[dict[str, Any]]) -> dict[str, str]:
    """The slug of each area of a body, by the names under which an agenda may have it; nothing where it names none."""
    return roster.slugs(body) if _names_areas(agenda) else {}


def _names_areas(items: list[dict[str, Any]]) -> bool:
    return any(item["areas"] or _names_areas(item["children"]) for item in items)


def _newest(area: roster.Area) -> QuerySet[Publication]:
    """The newest edition of each minutes of the area's body, as far as a word of the area's names is in it at all."""
    originals = {f"document__{name}": value for name, value in public_texts.ORIGINAL_MINUTES.items()}
    last = (
        Publication.objects.filter(document=OuterRef("document")).order_by("-edition").values("edition")[:1]
    )
    rows = Publication.objects.filter(document__body=area.body, edition=Subquery(last), **originals)
    # As a text writes it; what has accents may be written without, and is looked for in every text.
    words = [max(PLAIN_WORD.findall(name), key=len, default="") for name in area.names if name.isascii()]
    if len(words) == len(area.names) and all(words):
        named = Q()
        for word in words:
            named |= Q(canonical__icontains=word)
        rows = rows.filter(named)
    return rows


def _said(row: dict[str, Any], names: about.Names) -> Said:
    content = json.loads(row["canonical"])
    url = reverse("publication", args=[row["document__meeting__slug"], row["edition"]])
    passages: list[Passage] = []
    actions: list[Passage] = []
    for paragraph in about.paragraphs(content, names):
        passage = Passage(
            number=paragraph["number"],
            text=paragraph["text"],
            url=f"{url}#{runs.anchor(paragraph)}",
            owner=paragraph["owner"],
            due=paragraph["due"],
        )
        (actions if paragraph["kind"] == ACTION else passages).append(passage)
    return Said(
        title=content["meeting"]["title"],
        when=_when(content["meeting"]),
        url=url,
        identifier=row["identifier"],
        passages=tuple(passages),
        actions=tuple(actions),
    )


def _when(meeting: dict[str, Any]) -> str:
    """The day of a meeting in words."""
    iso = meeting["date"]
    return str(formats.date_format(dt.date.fromisoformat(iso), "j F Y")) if iso else str(meeting["when"])
