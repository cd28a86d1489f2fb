"""The list whatever is done to it, by hand, by file and by hand-over, and undone: it reads as it must.

On each day it holds what the days between which its rows hold say; at each moment it reads as it did then. Changes
within one instant (ties) and deletions are among them.
"""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import erasing, handover_plan, handovers, imports, persons
from friends.changes import BadDay, NoReason
from friends.handover_plan import CannotHandOver, Choice, Seat, Terms, Wish
from friends.handovers import CannotUndo
from friends.intake import files
from friends.models import Assignment, Contact, ContactImport, Delegation, HandOver, Period
from tests.cast import HOUR, NOW, cast
from tests.friends import test_recorded_roster as by_hand
from tests.friends.test_recorded_roster import DAYS, TODAY, WHY, plainly, recorded, shown

pytestmark = pytest.mark.django_db

REFUSED = (
    *by_hand.REFUSED,
    *(CannotHandOver, CannotUndo, BadDay, NoReason),
    *(imports.Moved, imports.CannotBringIn, imports.HangsOn, imports.NotOpen),
)
CHOICES = (Choice.KEEP, Choice.CHANGE, Choice.RECONFIRM, Choice.VACANT, Choice.END)
BY_HAND = ("name", "address", "add", "end", "merge", "part", "back", "status", "holder", "move")
OTHERWISE = ("import", "undo import", "hand over", "undo hand-over")
LISTS = (
    (
        ("Clearance", "Peru", "Ana Beispiel", "ana@example.org"),
        ("Architecture", "Canada", "", "desk@example.org"),
    ),
    (("General status and operation", "Norway", "Somebody Else", "norway.1@example.org"),),
    (("President, 1MSP", "Lao PDR", "Lao-Pdr 1", "lao-pdr.new@example.org"), ("Openness", "vacant", "", "")),
)

acts = st.tuples(
    st.one_of(st.sampled_from(OTHERWISE), st.sampled_from(BY_HAND)),
    st.integers(0, 7),
    st.integers(0, 3),
    st.sampled_from(DAYS),
    st.integers(0, 1),
)


@pytest.fixture
def people():
    with time_machine.travel(NOW, tick=False):
        found = cast()
        period = history.save(Period(body=found.body, name="1MSP to 2MSP"), by=IMPORT)
        for row in Assignment.objects.filter(body=found.body):
            row.period = period
            history.save(row, by=IMPORT)
        return found


def lists(body):
    return [shown(body, day) for day in DAYS]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(acts, min_size=1, max_size=8))
def test_each_day_and_each_moment_reads_as_it_must(people, story):
    with transaction.atomic():
        now, read = NOW, {NOW: lists(people.body)}
        for act, which, detail, day, later in story:
            now += later * HOUR
            with time_machine.travel(now, tick=False):
                _do(people, act, which, detail, day, now)
            read[now] = lists(people.body)
            assert read[now] == [plainly(people.body, day) for day in DAYS]
        for moment, then in read.items():
            assert [recorded(people.body, day, moment) for day in DAYS] == then
        transaction.set_rollback(True)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(acts, max_size=5), whom=st.integers(0, 5))
def test_an_erased_person_is_gone_from_every_moment_and_everybody_else_is_there(people, story, whom):
    with transaction.atomic():
        now, read = NOW, {NOW: lists(people.body)}
        for act, which, detail, day, later in story:
            now += later * HOUR
            with time_machine.travel(now, tick=False):
                _do(people, act, which, detail, day, now)
            read[now] = lists(people.body)
        everybody = list(Contact.objects.exclude(email="").order_by("pk"))
        person = everybody[whom % len(everybody)]
        # Every entry of the person: one address after another, and what was joined.
        states = Contact.history.filter(id__in=persons.of(person).ids)
        gone = set(states.values_list("name", "email"))
        addresses = set(states.exclude(email="").values_list("email", flat=True))
        now += HOUR
        with time_machine.travel(now, tick=False):
            erasing.erase(person, reason="asked for in writing", by=people.admin.actor, now=now)
        for moment, then in read.items():
            for day, before in zip(DAYS, then, strict=True):
                after = recorded(people.body, day, moment)
                assert not addresses & {one[1] for row in after for one in row[-1]}
                assert _others(after, gone, addresses) == _others(before, gone, addresses)
        transaction.set_rollback(True)


def _others(rows, gone, addresses):
    """The rows with everybody but the erased person."""
    return [
        (
            *row[:-1],
            sorted(one for one in row[-1] if one[1] and one[1] not in addresses and one[:2] not in gone),
        )
        for row in rows
    ]


def _do(people, act, which, detail, day, now):
    """One act of whoever keeps the list; what is refused changes nothing."""
    if act in BY_HAND:
        by_hand._do(people, act, which, detail, day, now=now)
        return
    said = {"by": people.admin.actor, "now": now}
    try:
        with transaction.atomic():
            {
                "import": _import,
                "undo import": _undo_import,
                "hand over": _hand_over,
                "undo hand-over": _undo_hand_over,
            }[act](people, which, detail, day, said)
    except REFUSED:
        return


def _import(people, which, detail, day, said):
    rows = (("Area or office", "Delegation", "Name", "Email"), *LISTS[detail % len(LISTS)])
    data = "\n".join("\t".join(row) for row in rows).encode()
    row = imports.propose(people.body, "list.csv", files.read(data), day=day, reason=WHY, **said)
    imports.bring_in(row, seen=imports.proposal(row).fingerprint, since=said["now"], **said)


def _undo_import(people, which, detail, day, said):
    rows = list(ContactImport.objects.order_by("-made_at", "pk"))
    if rows:
        imports.undo(rows[which % len(rows)], reason=WHY, **said)


def _hand_over(people, which, detail, day, said):
    periods = list(Period.objects.filter(body=people.body).order_by("name"))
    period = periods[which % len(periods)]
    rows = handover_plan.rows(people.body, day)
    president, designate = handover_plan.proposed_seats(rows)
    holder = Delegation.objects.order_by("name")[detail]
    wishes = {
        row.pk: Wish(
            choice := CHOICES[(which + place) % len(CHOICES)], holder if choice == Choice.CHANGE else None
        )
        for place, row in enumerate(rows)
    }
    terms = Terms(
        name=f"period {detail}", day=day, reason=WHY, president=president or Seat(None, "President"),
        designate=designate, until=TODAY + dt.timedelta(days=60), wishes=wishes,
    )  # fmt: skip
    seen = handover_plan.plan(period, terms, now=said["now"]).fingerprint
    handovers.hand_over(period, terms, seen=seen, **said)


def _undo_hand_over(people, which, detail, day, said):
    done = list(HandOver.objects.order_by("made_at", "pk"))
    if done:
        handovers.undo(done[which % len(done)], reason=WHY, **said)


def test_every_act_does_something(people):
    """None of them is always refused."""
    now = NOW + HOUR
    with time_machine.travel(now, tick=False):
        for act in ("import", "undo import", "hand over", "undo hand-over"):
            before = lists(people.body)
            _do(people, act, 0, 0, TODAY, now)
            assert lists(people.body) != before, act
