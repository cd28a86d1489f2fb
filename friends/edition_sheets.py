"""An edition, or the list of a day, as the sheet or cards that files and pages are made of: as far as somebody sees.

Pure apart from the words of the active language.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from friends import editions, sight
from friends.models import Assignment, Body, Contact, ContactListEdition
from friends.writing.cards import Card
from friends.writing.sheets import Entry, Person, Sheet

R = Assignment.Role
# Said under the post, where the post's own words do not say it.
BENEATH = {R.COOPERATING: R.COOPERATING.label, R.OBSERVER: R.OBSERVER.label}


@dataclass(frozen=True)
class Sight:
    """How far somebody sees (a Contact.Visibility); of their own delegation they see everything."""

    reach: str
    delegation: str = ""

    def shows(self, entry: dict[str, Any], person: dict[str, Any]) -> bool:
        holder = entry["delegation"]
        own = bool(self.delegation) and holder is not None and holder["id"] == self.delegation
        return own or sight.sees(self.reach, person["visibility"])


ALL = Sight(Contact.Visibility.OFFICE)


def seen_by(content: editions.Content, sees: Sight) -> editions.Content:
    """The content without the addresses that this sight does not reach; `withheld` says where there is one."""
    return content | {
        "entries": [
            entry | {"people": [_seen(entry, person, sees) for person in entry["people"]]}
            for entry in content["entries"]
        ]
    }


def _seen(entry: dict[str, Any], person: dict[str, Any], sees: Sight) -> dict[str, Any]:
    if not person["email"] or sees.shows(entry, person):
        return person | {"withheld": False}
    return person | {"email": "", "withheld": True}


def of_edition(edition: ContactListEdition, sees: Sight = ALL) -> Sheet:
    """The edition as a sheet."""
    frozen = edition.frozen_at.astimezone(edition.body.zone).date()
    stamp = _("Edition %(number)s, frozen on %(day)s. For the Friends; not public.") % {
        "number": edition.number,
        "day": formats.date_format(frozen, "j F Y"),
    }
    if edition.content["entries"] and sees.reach != Contact.Visibility.OFFICE:
        stamp += " " + _("Addresses that are not open to every reader of this copy are left out.")
    return of_content(
        edition.content, edition.body, sees, number=edition.number, stamp=stamp, note=edition.note
    )


def of_content(
    content: editions.Content, body: Body, sees: Sight = ALL, *, number: int | None = None, stamp: str = "",
    note: str = "",
) -> Sheet:  # fmt: skip
    """A list as a sheet in the language now active."""
    seen = seen_by(content, sees)
    return Sheet(
        treaty=settings.TREATY_NAME,
        body=content["body"]["name"],
        title=editions.title(dt.date.fromisoformat(content["as_of"])),
        stamp=stamp or _("For the Friends; not public."),
        confidence=_("For the Friends; not public"),
        office=body.office,
        day=content["as_of"],
        entries=tuple(_entry(entry) for entry in seen["entries"]),
        edition=number,
        language=get_language() or "en",
        note=note,
    )


def _entry(entry: dict[str, Any]) -> Entry:
    holder, role = entry["delegation"], R(entry["role"])
    beneath = str(BENEATH.get(role, ""))
    if beneath.casefold() in entry["post"].casefold():
        # The list's own words say it: "Victim assistance, in cooperation".
        beneath = ""
    return Entry(
        post=entry["post"] or capfirst(beneath),
        delegation=holder["name"] if holder else "",
        people=tuple(_person(person) for person in entry["people"]),
        beneath=beneath if entry["post"] else "",
        chip=status_words(entry["status"]) if holder else "",
    )


def _person(person: dict[str, Any]) -> Person:
    if person["erased_on"]:
        day = formats.date_format(dt.date.fromisoformat(person["erased_on"]), "j F Y")
        return Person(_("erased on %(day)s") % {"day": day}, "")
    return Person(person["name"], person["email"], person.get("withheld", False))


def status_words(status: str) -> str:
    """What the list says of a post's status; "" where it says no more than that it is listed."""
    known = Assignment.Status(status)
    return "" if known == Assignment.Status.LISTED else str(known.label)


def cards_of(content: editions.Content, sees: Sight = ALL) -> list[Card]:
    """One card for each person who has an address to be seen, with the posts of all their entries."""
    found: dict[str, Card] = {}
    for entry, person in _reachable(seen_by(content, sees)):
        known = found.get(person["id"])
        roles = (*known.roles, entry["post"]) if known else (entry["post"],)
        holder = entry["delegation"]
        found[person["id"]] = Card(
            uid=person["id"],
            name=person["name"],
            email=person["email"],
            organisation=holder["name"] if holder else "",
            roles=roles,
        )
    return list(found.values())


def _reachable(content: editions.Content) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for entry in content["entries"]:
        for person in entry["people"]:
            if person["email"]:
                yield entry, person


@dataclass(frozen=True)
class AreaEntries:
    """An area of work, with the entries of those who coordinate it and of those who cooperate."""

    name: str
    coordinate: list[Entry]
    cooperate: list[Entry]


def by_area(content: editions.Content, besides: editions.Content, sees: Sight = ALL) -> list[AreaEntries]:
    """The entries of the list by area of work, in the order of the areas on it; other posts are left out.

    besides: the list with the posts that are not printed. Whoever is printed for an area stands there once, by what is
    printed; of the others only that they coordinate or cooperate.
    """
    printed = seen_by(content, sees)["entries"]
    threads = {entry["thread"] for entry in printed}
    said = [
        entry | {"status": Assignment.Status.LISTED}
        for entry in seen_by(besides, sees)["entries"]
        if entry["thread"] not in threads and entry["delegation"]
    ]
    found: dict[str, AreaEntries] = {}
    placed: set[tuple[str, str]] = set()
    for entry in [*printed, *said]:
        role, area = R(entry["role"]), entry["area"]
        holder = entry["delegation"]["id"] if entry["delegation"] else entry["thread"]
        if not area or role not in (R.COORDINATOR, R.COOPERATING) or (area, holder) in placed:
            continue
        placed.add((area, holder))
        place = found.setdefault(area, AreaEntries(area, [], []))
        (place.coordinate if role == R.COORDINATOR else place.cooperate).append(_entry(entry))
    return list(found.values())
