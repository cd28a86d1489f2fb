"""What a hand-over would do, worked out before anything is done: row by row, and who would be written to.

Of a period are handed over the rows of the list, and the States named in an agenda as cooperating. What records say of
who carries on belongs to the period it was said in, and ends with it.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ccm_portal.canonical import canonical, sha256
from friends import assignments, roster
from friends.assignments import Post
from friends.changes import ONE_DAY
from friends.models import Assignment, Body, Contact, Delegation, HandOver, Period
from friends.speaking import speakers

Role, Status = Assignment.Role, Assignment.Status
NUMBER = re.compile(r"\d+")
DESIGNATE = re.compile(r"[\s-]+designate\b", re.IGNORECASE)


class CannotHandOver(Exception):
    """The period cannot be handed over so; the sentence says why."""


class Choice(models.TextChoices):
    """What becomes of one row."""

    KEEP = "keep", gettext_lazy("Keep as it is")
    CHANGE = "change", gettext_lazy("Change holder")
    RECONFIRM = "reconfirm", gettext_lazy("Ask to reconfirm")
    VACANT = "vacant", gettext_lazy("Leave open")
    END = "end", gettext_lazy("End")


@dataclass(frozen=True)
class Wish:
    """What is chosen for one row; `holder` where another delegation takes it."""

    choice: str = Choice.KEEP
    holder: Delegation | None = None


@dataclass(frozen=True)
class Seat:
    """President or President-designate of the new period; nobody where `holder` is None."""

    holder: Delegation | None
    title: str


@dataclass(frozen=True)
class Terms:
    """Everything the coordinator says about a hand-over.

    `status`: how sure the new holders are. `until`: the day by which answers are wanted; `words`: what goes with the
    question. `new`: posts that the list did not have.
    """

    name: str
    day: dt.date
    reason: str
    president: Seat
    designate: Seat
    status: str = Status.PROPOSED
    decision: str = ""
    until: dt.date | None = None
    words: str = ""
    wishes: Mapping[uuid.UUID, Wish] = field(default_factory=dict)
    new: tuple[Post, ...] = ()


@dataclass(frozen=True)
class Line:
    """One row: `before` is on the list until the day before, `post` from the day on; either may be None."""

    before: Assignment | None
    post: Post | None
    choice: str

    @property
    def name(self) -> str:
        """What the post is called from the day on, or was called."""
        if self.post is not None:
            return self.post.title or (self.post.area.name if self.post.area else "")
        return self.before.post if self.before else ""

    @property
    def role(self) -> str:
        role = self.post.role if self.post is not None else self.before.role if self.before else ""
        return str(Role(role).label)

    @property
    def status(self) -> str:
        return str(Status(self.post.status).label) if self.post is not None else ""

    @property
    def is_renamed(self) -> bool:
        return self.before is not None and self.post is not None and self.before.title != self.post.title

    @property
    def is_beside(self) -> bool:
        """Whether it is a State in cooperation that stands under an area and not in a row of the printed list."""
        said = self.post or (Post.of(self.before) if self.before is not None else None)
        return said is not None and said.role == Role.COOPERATING and not said.listed

    @property
    def changes_something(self) -> bool:
        """Whether people will read something else on the list."""
        if self.before is None or self.post is None:
            return True
        return self.post != Post.of(self.before)


@dataclass(frozen=True)
class Asked:
    """A delegation that would be asked about its posts, and who would get the letter."""

    delegation: Delegation
    posts: list[str]
    contacts: list[Contact]


@dataclass(frozen=True)
class Plan:
    """Exactly what would change from which day, and who would get a letter; checked again when it is done."""

    period: Period
    terms: Terms
    lines: list[Line]
    asked: list[Asked]
    # What records said of the ending period.
    said: list[Assignment]
    # What begins on the day or after it already, and stays as it is.
    planned: list[Assignment]
    # The new period, where it is on record already.
    standing: Period | None

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.changes_something]

    @property
    def kept(self) -> list[Line]:
        return [line for line in self.lines if not line.changes_something]

    @property
    def letters(self) -> int:
        return sum(len(one.contacts) for one in self.asked)

    @property
    def last_day(self) -> dt.date:
        return self.terms.day - ONE_DAY

    @property
    def fingerprint(self) -> str:
        """Changes when anything the coordinator was shown changes."""
        terms = self.terms
        told = {
            "terms": [
                terms.name,
                str(terms.day),
                terms.reason,
                terms.decision,
                str(terms.until),
                terms.words,
            ],
            "lines": [[_told(line.before), _planned(line.post), line.choice] for line in self.lines],
            "asked": [
                [one.delegation.name, *(contact.email for contact in one.contacts)] for one in self.asked
            ],
            "others": [str(row.pk) for row in (*self.said, *self.planned)],
        }
        return sha256(canonical(told))


def _told(row: Assignment | None) -> list[str]:
    if row is None:
        return []
    return [str(row.pk), str(row.valid_until), *_planned(Post.of(row))]


def _planned(post: Post | None) -> list[str]:
    if post is None:
        return []
    return [
        *(post.role, post.title, post.status, post.decision, post.note),
        *(str(one.pk) if one else "" for one in (post.area, post.delegation, post.proposed_by)),
    ]


# --- the rows -------------------------------------------------------------------------------------------------------


def is_post(row: Assignment) -> bool:
    """Whether the row is handed over: it is on the list, or names a State in cooperation."""
    return row.listed or row.role == Role.COOPERATING


def rows(body: Body, day: dt.date) -> list[Assignment]:
    """The posts that hold on the day before `day`, in the order of the list; who cooperates stands under the area."""
    found = [row.assignment for row in roster.rows_on(body, day - ONE_DAY, listed_only=False)]
    listed = [row for row in found if row.listed]
    helpers = [row for row in found if is_post(row) and not row.listed]
    ordered = []
    for row in listed:
        ordered.append(row)
        own = [helper for helper in helpers if row.area_id and helper.area_id == row.area_id]
        ordered += own
        helpers = [helper for helper in helpers if helper not in own]
    return ordered + helpers


def seat_row(found: Iterable[Assignment], role: str) -> Assignment | None:
    """The row of the President, or of the President-designate; the first, where the list has several."""
    return next((row for row in found if row.role == role and row.listed), None)


def following(words: str) -> str:
    """The same words with each number one higher: "1MSP to 2MSP" becomes "2MSP to 3MSP"."""
    return NUMBER.sub(lambda number: str(int(number.group()) + 1), words)


def proposed_seats(found: list[Assignment]) -> tuple[Seat, Seat]:
    """Who would follow by itself: the President-designate becomes President, and the designate's seat is open."""
    president, designate = (seat_row(found, role) for role in (Role.PRESIDENT, Role.PRESIDENT_DESIGNATE))
    if designate is not None and designate.delegation is not None:
        title = DESIGNATE.sub("", designate.title)
        return Seat(designate.delegation, title), Seat(None, following(designate.title))
    held = Seat(president.delegation, president.title) if president is not None else Seat(None, "")
    return held, Seat(None, designate.title if designate is not None else "")


# --- the plan -------------------------------------------------------------------------------------------------------


def plan(period: Period, terms: Terms, *, now: dt.datetime) -> Plan:
    """What handing over so would do. Raises CannotHandOver, assignments.UnfitPost."""
    _check(period, terms, now)
    body = period.body
    found = rows(body, terms.day)
    lines = [_line(row, found, terms) for row in found]
    lines += _missing_seats(found, terms)
    lines += [
        Line(None, replace(post, position=_last(found) + place), "new") for place, post in _placed(terms)
    ]
    for line in lines:
        if line.post is not None:
            assignments.check(body, line.post)
    others = Assignment.objects.filter(body=body).select_related("delegation", "area")
    return Plan(
        period=period,
        terms=terms,
        lines=lines,
        asked=_asked(body, lines, terms, now),
        said=_said(body, terms.day),
        planned=list(others.filter(valid_from__gte=terms.day)),
        standing=Period.objects.filter(body=body, name=terms.name).first(),
    )


def _said(body: Body, day: dt.date) -> list[Assignment]:
    """What records say of who carries on, that would hold on that day and on the day before."""
    held = Assignment.objects.filter(body=body, listed=False).valid_on(day - ONE_DAY).valid_on(day)
    return [row for row in held.select_related("delegation", "area") if not is_post(row)]


def _check(period: Period, terms: Terms, now: dt.datetime) -> None:
    if (done := HandOver.objects.filter(from_period=period).select_related("to_period").first()) is not None:
        raise CannotHandOver(
            _("%(period)s was handed over to %(next)s already, from %(day)s on.")
            % {"period": period, "next": done.to_period, "day": done.day.isoformat()}
        )
    if period.starts is not None and terms.day <= period.starts:
        raise CannotHandOver(
            _("The new period must begin after %(day)s, when %(period)s began.")
            % {"period": period, "day": period.starts.isoformat()}
        )
    if terms.name.casefold() == period.name.casefold():
        raise CannotHandOver(_("The new period needs a name of its own."))
    standing = Period.objects.filter(body=period.body, name=terms.name).first()
    if standing is not None and HandOver.objects.filter(from_period=standing).exists():
        raise CannotHandOver(_("“%(period)s” is over: it was handed over itself.") % {"period": standing})
    if standing is not None and HandOver.objects.filter(to_period=standing).exists():
        raise CannotHandOver(_("Another period was handed over to “%(period)s”.") % {"period": standing})
    if standing is not None and standing.ends is not None and standing.ends < terms.day:
        raise CannotHandOver(
            _("“%(period)s” ends on %(day)s, before it would begin.")
            % {"period": standing, "day": standing.ends.isoformat()}
        )
    _check_day_of_answers(period.body, terms, now)


def _check_day_of_answers(body: Body, terms: Terms, now: dt.datetime) -> None:
    if not any(wish.choice == Choice.RECONFIRM for wish in terms.wishes.values()):
        return
    if terms.until is None:
        raise CannotHandOver(
            _("Say by which day you would like the answers of those who are asked to reconfirm.")
        )
    if terms.until < now.astimezone(body.zone).date():
        raise CannotHandOver(_("The day by which answers are wanted has passed. Choose a later one."))


def _line(row: Assignment, found: list[Assignment], terms: Terms) -> Line:
    for role, seat in ((Role.PRESIDENT, terms.president), (Role.PRESIDENT_DESIGNATE, terms.designate)):
        if row == seat_row(found, role):
            return Line(row, _seated(Post.of(row), role, seat, terms), "seat")
    wish = terms.wishes.get(row.pk, Wish())
    return Line(row, _wished(row, wish, terms), wish.choice)


def _seated(post: Post, role: str, seat: Seat, terms: Terms) -> Post:
    if seat.holder == post.delegation and seat.title == post.title:
        return post
    sure = Status.CONFIRMED if role == Role.PRESIDENT else terms.status
    if seat.holder is None:
        return _vacant(replace(post, title=seat.title))
    return replace(
        post, title=seat.title, delegation=seat.holder, status=sure, proposed_by=None, decision=terms.decision, note=""
    )  # fmt: skip


def _vacant(post: Post) -> Post:
    return replace(post, delegation=None, status=Status.VACANT, proposed_by=None, decision="", note="")


def _wished(row: Assignment, wish: Wish, terms: Terms) -> Post | None:
    post = Post.of(row)
    if wish.choice == Choice.END:
        return None
    if wish.choice == Choice.VACANT:
        return _vacant(post)
    if wish.choice == Choice.RECONFIRM:
        return replace(post, status=Status.TO_BE_RECONFIRMED, proposed_by=None, decision="")
    if wish.choice == Choice.CHANGE:
        return replace(
            post, delegation=wish.holder, status=terms.status, proposed_by=None, decision=terms.decision, note=""
        )  # fmt: skip
    return post


def _missing_seats(found: list[Assignment], terms: Terms) -> list[Line]:
    """President and designate where somebody is named and the list had no such row."""
    lines = []
    for role, seat in ((Role.PRESIDENT, terms.president), (Role.PRESIDENT_DESIGNATE, terms.designate)):
        if seat.holder is not None and seat_row(found, role) is None:
            lines.append(Line(None, _seated(Post(role, title=seat.title), role, seat, terms), "seat"))
    return lines


def _placed(terms: Terms) -> list[tuple[int, Post]]:
    return list(enumerate(terms.new, 1))


def _last(found: list[Assignment]) -> int:
    return max((row.position for row in found), default=0)


def _asked(body: Body, lines: list[Line], terms: Terms, now: dt.datetime) -> list[Asked]:
    posts: dict[Delegation, list[str]] = {}
    for line in lines:
        if line.choice == Choice.RECONFIRM and line.post is not None and line.post.delegation is not None:
            posts.setdefault(line.post.delegation, []).append(line.name)
    writable = speakers(body, [one.pk for one in posts], now.astimezone(body.zone).date())
    return [Asked(one, names, writable.get(one.pk, [])) for one, names in posts.items()]
