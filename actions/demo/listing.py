"""Setting up who takes part in the demo: body, staff, delegations, the list of 12 November 2010, what changed since."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from simple_history.signals import pre_create_historical_record

from actions.demo import roster
from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import User
from friends import assignments, contacts
from friends.assignments import Post
from friends.changes import ONE_DAY, Change
from friends.models import (
    AreaLikeness,
    Assignment,
    Body,
    BodyAlias,
    Capacity,
    Contact,
    Delegation,
    ListedContact,
    Period,
    StaffRole,
    ThematicArea,
)

REASON = "demo"
OFFICE_CLOSES = dt.time(17, 0)


@dataclass
class Stage:
    """The demo while it is set up. `contacts` maps a delegation's name to its contacts."""

    body: Body
    coordinator: User
    admin: User
    period: Period
    areas: dict[str, ThematicArea] = field(default_factory=dict)
    delegations: dict[str, Delegation] = field(default_factory=dict)
    contacts: dict[str, list[Contact]] = field(default_factory=dict)

    def closing_time(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, OFFICE_CLOSES, tzinfo=self.body.zone)


@contextmanager
def recorded(moment: dt.datetime) -> Iterator[None]:
    """Whatever is written within stands in the history as of that moment."""

    def date(sender: Any, history_instance: Any, **_: Any) -> None:
        history_instance.history_date = moment

    pre_create_historical_record.connect(date)
    try:
        yield
    finally:
        pre_create_historical_record.disconnect(date)


def set_up() -> Stage:
    """The body with its staff, and the list as it came to be between 12 November and 8 December 2010."""
    stage = _stage()
    with recorded(stage.closing_time(roster.HOLDS_FROM)):
        _roster(stage)
    _left(stage)
    _moved(stage)
    _met(stage)
    return stage


def _stage() -> Stage:
    body = history.save(Body(name=roster.BODY, slug=roster.BODY_SLUG), by=IMPORT, reason=REASON)
    BodyAlias.objects.create(body=body, name=roster.BODY_ALIAS)
    starts, ends = roster.PERIOD_DAYS
    period = Period(body=body, name=roster.PERIOD, starts=starts, ends=ends)
    history.save(period, by=IMPORT, reason=REASON)
    coordinator = _staff(body, roster.COORDINATOR, StaffRole.Role.COORDINATOR)
    operator = StaffRole(user=coordinator, body=body, role=StaffRole.Role.OPERATOR)
    history.save(operator, by=IMPORT, reason=REASON)
    admin = _staff(body, roster.ADMIN, StaffRole.Role.ADMIN)
    return Stage(body, coordinator, admin, period)


def _staff(body: Body, who: tuple[str, str], role: str) -> User:
    user = User.objects.create_user(*who)
    history.save(StaffRole(user=user, body=body, role=role), by=IMPORT, reason=REASON)
    return user


# --- the list of 12 November ------------------------------------------------------------------------------------------


def _roster(stage: Stage) -> None:
    for name in (*roster.AREAS, roster.AREA_NAMED_ALIKE):
        area = ThematicArea(body=stage.body, name=name, position=len(stage.areas))
        stage.areas[name] = history.save(area, by=IMPORT, reason=REASON)
    alike = AreaLikeness(
        area=stage.areas["Victim assistance"],
        other=stage.areas[roster.AREA_NAMED_ALIKE],
        why="an older list names it so",
    )
    history.save(alike, by=IMPORT, reason=REASON)
    for position, entry in enumerate(roster.ENTRIES):
        _assign(stage, entry, position)


def _delegation(stage: Stage, name: str) -> Delegation:
    if name not in stage.delegations:
        row = history.save(Delegation(name=name), by=IMPORT, reason=REASON)
        for capacity in _capacities(name):
            capacity.delegation = row
            history.save(capacity, by=IMPORT, reason=REASON)
        stage.delegations[name] = row
    return stage.delegations[name]


def _capacities(name: str) -> list[Capacity]:
    """In which capacity it takes part, the earliest first."""
    kinds = Capacity.Kind
    joined = roster.SIGNATORIES.get(name)
    if joined is None:
        return [Capacity(kind=roster.ORGANISATIONS.get(name, kinds.STATE_PARTY))]
    return [
        Capacity(kind=kinds.SIGNATORY, valid_until=joined - ONE_DAY),
        Capacity(kind=kinds.STATE_PARTY, valid_from=joined),
    ]


def _people(stage: Stage, entry: roster.Entry) -> list[Contact]:
    """The contacts of the entry's delegation; made where it first stands on the list."""
    if entry.delegation not in stage.contacts:
        row = _delegation(stage, entry.delegation)
        stage.contacts[entry.delegation] = [
            _contact(row, name, mailbox, main=place == 0)
            for place, (name, mailbox) in enumerate(entry.contacts)
        ]
    return stage.contacts[entry.delegation]


def _contact(delegation: Delegation, name: str, mailbox: str, *, main: bool) -> Contact:
    doubtful, why = roster.DOUBTFUL
    postings = {"geneva": Contact.Posting.MISSION, "capital": Contact.Posting.CAPITAL}
    contact = Contact(
        delegation=delegation,
        name=name,
        email=f"{mailbox}@example.org",
        posting=postings.get(name.rsplit(maxsplit=1)[-1].lower(), ""),
        valid_from=roster.HOLDS_FROM,
        main=main,
        pair_confirmed=mailbox != doubtful,
        pair_doubt=why if mailbox == doubtful else "",
    )
    return history.save(contact, by=IMPORT, reason=REASON)


def _assign(stage: Stage, entry: roster.Entry, position: int) -> None:
    area = stage.areas.get(entry.post)
    rests_on = roster.DECISION if area else ""
    shared = {"body": stage.body, "period": stage.period, "valid_from": roster.HOLDS_FROM, "area": area}
    row = Assignment(
        delegation=_delegation(stage, entry.delegation) if entry.delegation else None,
        role=entry.role,
        title=entry.title or entry.post,
        status=entry.status,
        proposed_by=_delegation(stage, entry.proposed_by) if entry.proposed_by else None,
        decision=rests_on,
        note=entry.note,
        position=position,
        **shared,
    )
    history.save(row, by=IMPORT, reason=REASON)
    people = _people(stage, entry) if entry.delegation else []
    for place, contact in enumerate(people):
        shown = ListedContact(assignment=row, contact=contact, position=place)
        history.save(shown, by=IMPORT, reason=REASON)
    for name in entry.cooperating:
        role = Assignment.Role.COOPERATING
        helping = Assignment(
            delegation=_delegation(stage, name), role=role, listed=False, decision=rests_on, **shared
        )
        history.save(helping, by=IMPORT, reason=REASON)


# --- what changed since -----------------------------------------------------------------------------------------------


def _named(stage: Stage, delegation: str, mailbox: str) -> Contact:
    return next(one for one in stage.contacts[delegation] if one.email == f"{mailbox}@example.org")


def _left(stage: Stage) -> None:
    """Somebody leaves; the keeper of the list hears of it three days later."""
    delegation, mailbox, last_day, heard, why = roster.LEFT
    gone, now = _named(stage, delegation, mailbox), stage.closing_time(heard)
    with recorded(now):
        contacts.end(gone, Change(last_day, why), by=stage.admin.actor, now=now)
    stage.contacts[delegation].remove(gone)


def _moved(stage: Stage) -> None:
    """A mission has another address from a day on."""
    delegation, old, new, first_day, heard, why = roster.MOVED
    moved, now = _named(stage, delegation, old), stage.closing_time(heard)
    details = contacts.Details(**{one: getattr(moved, one) for one in contacts.DETAILS})
    with recorded(now):
        kept = contacts.correct(
            moved,
            replace(details, email=f"{new}@example.org"),
            Change(first_day, why),
            by=stage.admin.actor,
            now=now,
        )
    people = stage.contacts[delegation]
    people[people.index(moved)] = kept


def _met(stage: Stage) -> None:
    """The meeting confirms those who coordinate, and its record says more of some of them."""
    change = Change(roster.MEETING_DAY, roster.CONFIRMED_BECAUSE)
    now = stage.closing_time(roster.MEETING_DAY + ONE_DAY)
    coordinating = stage.body.assignments.filter(role=Assignment.Role.COORDINATOR)
    with recorded(now):
        for row in coordinating.select_related("body", "delegation", "area", "period", "proposed_by"):
            confirmed = roster.NOT_CONFIRMED.get(str(row.delegation), Assignment.Status.CONFIRMED)
            assignments.restate(
                row, replace(Post.of(row), status=confirmed), change, by=stage.coordinator.actor, now=now
            )
        for remark in roster.SAID:
            history.save(_said(stage, remark), by=stage.coordinator.actor, reason=change.reason)


def _said(stage: Stage, remark: roster.Remark) -> Assignment:
    area = stage.areas.get(remark.area)
    return Assignment(
        body=stage.body,
        period=stage.period,
        delegation=stage.delegations[remark.delegation],
        area=area,
        role=Assignment.Role.COORDINATOR if area else Assignment.Role.MEMBER,
        status=remark.status,
        status_words=remark.words,
        status_line=remark.line,
        status_source=roster.SAID_IN,
        valid_from=roster.MEETING_DAY,
        listed=False,
    )
