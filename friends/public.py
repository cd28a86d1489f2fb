"""What anybody may know of the roster: areas of work, and which States and organisations carry them in which period.

The whitelist behind the public pages of areas: nothing but the columns named here, and names and capacities of
delegations, is ever loaded; no contact, address, note, proposal or doubt. Who is only proposed, to be reconfirmed or
named in a record that was read in is left out; a vacant post is open. An area is public once it has a post on the list.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from friends import delegations
from friends.models import AreaAlias, Assignment, Delegation, ThematicArea

AREA_COLUMNS = (
    "id", "slug", "name", "body", "body__name", "body__time_zone", "valid_from", "valid_until",
)  # fmt: skip
POST_COLUMNS = (
    "area", "role", "status", "delegation", "period", "period__name", "period__starts", "valid_from", "valid_until",
)  # fmt: skip
DELEGATION_COLUMNS = ("id", "name")

Role, Status = Assignment.Role, Assignment.Status
# A post of which anything else is said is not settled, and that is nobody's business yet.
SETTLED = (Status.CONFIRMED, Status.LISTED)
# Whoever carried it before is asked once more: that is between them and the office, and changes nothing in public.
ASKED_AGAIN = (Status.TO_BE_RECONFIRMED, Status.WILL_CONFIRM)
ROLES = (Role.COORDINATOR, Role.COOPERATING)


@dataclass(frozen=True)
class Holder:
    """A State or organisation that carried an area between these days; None where a day is not known, or to come."""

    name: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True)
class Term:
    """Who carried an area in one period; the period is "" where none is stated.

    open: the roles (of ROLES) in which a post is vacant today.
    """

    period: str
    coordinating: tuple[Holder, ...]
    cooperating: tuple[Holder, ...]
    open: frozenset[str]

    @property
    def coordinator_wanted(self) -> bool:
        return Role.COORDINATOR in self.open

    @property
    def cooperation_wanted(self) -> bool:
        return Role.COOPERATING in self.open


@dataclass(frozen=True)
class Area:
    """An area of work as the public sees it. names: the name and all others by which texts know it."""

    slug: str
    name: str
    body: uuid.UUID
    body_name: str
    names: tuple[str, ...]
    # The newest period first.
    terms: tuple[Term, ...]
    ended: dt.date | None = None

    @property
    def now(self) -> Term:
        """Who carries it today, whatever the period; it is open where any post is."""
        return Term(
            period="",
            coordinating=tuple(one for term in self.terms for one in term.coordinating if one.until is None),
            cooperating=tuple(one for term in self.terms for one in term.cooperating if one.until is None),
            open=frozenset(role for term in self.terms for role in term.open),
        )


@dataclass
class _Gathered:
    """The rows of one area and period, while they are put together."""

    days: dict[tuple[str, uuid.UUID], list[tuple[dt.date | None, dt.date | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    settled: set[tuple[str, uuid.UUID]] = field(default_factory=set)
    newest: dt.date = dt.date.min
    open: set[str] = field(default_factory=set)


def areas(*, language: str, now: dt.datetime) -> list[Area]:
    """The areas of every body, by body and in the order of its list. Six queries at any number."""
    found = _areas(_standing().filter(_has_posts()), language, now)
    return [area for area in found if area.terms and not area.ended]


def area(slug: str, *, language: str, now: dt.datetime) -> Area | None:
    """One area, also one that has ended or has no post yet; None where there is none."""
    found = _areas(_standing().filter(slug=slug), language, now)
    return found[0] if found else None


def others(area: Area) -> list[str]:
    """The names of the other areas of the same body. Two queries."""
    rows = ThematicArea.objects.filter(body=area.body, joined_to=None).exclude(slug=area.slug)
    names = list(rows.values_list("name", flat=True))
    return names + list(AreaAlias.objects.filter(area__in=rows).values_list("name", flat=True))


def slugs(body: str) -> dict[str, str]:
    """Of one body by its name: the address of each area that is public, by every name it goes by. Two queries."""
    rows = _standing().filter(_has_posts(), body__name=body)
    named = dict(rows.values_list("name", "slug"))
    aliases = AreaAlias.objects.filter(area__in=rows).values_list("name", "area__slug")
    return dict(aliases) | named


def _standing() -> QuerySet[ThematicArea]:
    return ThematicArea.objects.filter(joined_to=None).order_by("body__name", "position", "name")


def _has_posts() -> Exists:
    return Exists(_public_posts().filter(area=OuterRef("pk")).exclude(status__in=ASKED_AGAIN))


def _areas(rows: QuerySet[ThematicArea], language: str, now: dt.datetime) -> list[Area]:
    found = list(rows.values(*AREA_COLUMNS))
    ids = [row["id"] for row in found]
    aliases = defaultdict(list)
    for area_id, name in AreaAlias.objects.filter(area__in=ids).order_by("name").values_list("area", "name"):
        aliases[area_id].append(name)
    posts = defaultdict(list)
    for post in _public_posts().filter(area__in=ids).values(*POST_COLUMNS):
        posts[post["area"]].append(post)
    carriers = _carriers([post for of_area in posts.values() for post in of_area])
    return [_area(row, aliases[row["id"]], posts[row["id"]], carriers, language, now) for row in found]


def _public_posts() -> QuerySet[Assignment]:
    """The settled and vacant posts of areas, with whoever is asked again, the oldest first; not what a record said."""
    rows = Assignment.objects.filter(role__in=ROLES, status__in=(*SETTLED, *ASKED_AGAIN, Status.VACANT))
    return rows.filter(Q(listed=True) | Q(status_words="")).order_by(F("valid_from").asc(nulls_first=True))


def _carriers(posts: Iterable[dict[str, Any]]) -> dict[uuid.UUID, Delegation]:
    rows = Delegation.objects.filter(pk__in={post["delegation"] for post in posts} - {None})
    return {row.pk: row for row in rows.only(*DELEGATION_COLUMNS).prefetch_related("capacities", "names")}


def _area(
    row: dict[str, Any],
    aliases: list[str],
    posts: list[dict[str, Any]],
    carriers: dict[uuid.UUID, Delegation],
    language: str,
    now: dt.datetime,
) -> Area:
    today = timezone.localtime(now, ZoneInfo(row["body__time_zone"])).date()
    ended = row["valid_until"]
    return Area(
        slug=row["slug"],
        name=row["name"],
        body=row["body"],
        body_name=row["body__name"],
        names=(row["name"], *aliases),
        terms=_terms(posts, carriers, language, today),
        ended=ended if ended and ended < today else None,
    )


def _terms(
    posts: list[dict[str, Any]], carriers: dict[uuid.UUID, Delegation], language: str, today: dt.date
) -> tuple[Term, ...]:
    by_period: dict[str, _Gathered] = defaultdict(_Gathered)
    for post in posts:
        first, last = post["valid_from"], post["valid_until"]
        if first and first > today:
            continue
        gathered = by_period[post["period__name"] or ""]
        gathered.newest = max(gathered.newest, post["period__starts"] or first or dt.date.min)
        held = post["role"], post["delegation"]
        if post["status"] == Status.VACANT:
            gathered.open |= {post["role"]} if last is None or last >= today else set()
        elif post["status"] in SETTLED or held in gathered.settled:
            gathered.settled.add(held)
            gathered.days[held].append((first, last if last and last < today else None))
    newest_first = sorted(by_period.items(), key=lambda one: one[1].newest, reverse=True)
    return tuple(
        Term(
            period,
            coordinating=_holders(gathered, Role.COORDINATOR, carriers, language, today),
            cooperating=_holders(gathered, Role.COOPERATING, carriers, language, today),
            open=frozenset(gathered.open),
        )
        for period, gathered in newest_first
        if gathered.days or gathered.open
    )


def _holders(
    gathered: _Gathered, role: str, carriers: dict[uuid.UUID, Delegation], language: str, today: dt.date
) -> tuple[Holder, ...]:
    """Each delegation once, from its first day to its last; a new status within the period is no news."""
    days = {pk: spans for (held, pk), spans in gathered.days.items() if held == role}
    holders = []
    for delegation in delegations.in_order((carriers[pk] for pk in days), language, today):
        spans = days[delegation.pk]
        firsts, lasts = [first for first, _last in spans], [last for _first, last in spans]
        holders.append(
            Holder(
                delegation.name_in(language, today),
                since=None if None in firsts else min(day for day in firsts if day),
                until=None if None in lasts else max(day for day in lasts if day),
            )
        )
    return tuple(holders)
