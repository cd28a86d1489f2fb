"""Two entries of one contact: proposed, joined, and parted again as one step."""

import datetime as dt
from dataclasses import replace

import pytest
from django.http import Http404

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from ccm_portal.policies import Gone
from friends import access, contacts, duplicates, roster
from friends.changes import BadDay, Change, NoReason
from friends.contacts import Details
from friends.duplicates import NotTwo
from friends.models import AccessLink, Contact, ListedContact
from tests.cast import NOW, cast, contact, listed

TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
WHY = Change(TODAY, "one person, they told us")


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def two(people):
    """Norway's first contact, and a second entry of the same person in a row of its own."""
    state = people.friend.delegation
    other = contact(state, "norway.again", name="Norway 1", phone="+47 22", speaks=False)
    listed(people.body, state, [other], role="member", title="Architecture")
    return people.friend, other


def shown(people, day):
    return [
        (row.assignment.post, [(one.name, one.email, one.phone) for one in row.contacts])
        for row in roster.rows_on(people.body, day)
    ]


def merge(people, keep, other, change=WHY, **details):
    said = replace(Details.of(keep), **details)
    return duplicates.merge(keep, other, said, change, by=people.admin.actor, now=NOW)


def part(people, other):
    other.refresh_from_db()
    return duplicates.part(other, reason="two after all", by=people.admin.actor, now=NOW)


def test_it_works(people, two):
    keep, other = two
    before = shown(people, YESTERDAY)
    kept = merge(people, keep, other, phone="+47 22")
    other.refresh_from_db()
    assert (other.merged_into, other.valid_until) == (kept, YESTERDAY)
    line = ("Norway 1", "norway.1@example.org", "+47 22")
    assert ("Architecture", [line]) in shown(people, TODAY)
    assert [row for row in shown(people, YESTERDAY) if row[0] == "President, 1MSP"] == before[:1]
    assert AuditRow.objects.filter(event="contacts joined").count() == 1


def test_parting_is_one_step_back(people, two):
    keep, other = two
    before = {day: shown(people, day) for day in (YESTERDAY, TODAY, TOMORROW)}
    merge(people, keep, other, phone="+47 22", speaks=False)
    part(people, other)
    assert {day: shown(people, day) for day in before} == before
    keep.refresh_from_db()
    other.refresh_from_db()
    assert (keep.speaks, keep.phone, other.merged_into, other.valid_until) == (True, "", None, None)


def test_what_was_changed_since_stays_changed(people, two):
    keep, other = two
    kept = merge(people, keep, other, phone="+47 22")
    new = replace(Details.of(kept), name="Another Name", email="norway.new@example.org")
    moved = contacts.correct(kept, new, WHY, by=people.admin.actor, now=NOW)
    assert part(people, other) == moved
    moved.refresh_from_db()
    assert (moved.name, moved.phone) == ("Another Name", "")
    titles = {place.assignment.title for place in moved.listings.select_related("assignment")}
    assert "Architecture" not in titles


def test_an_entry_of_today_leaves_its_places_at_once_and_gets_them_back(people):
    row = people.friend.assignments.get()
    by = people.admin.actor
    fresh = contacts.add(row, Details("Norway 1", "norway.again@example.org"), WHY, by=by, now=NOW)
    before = shown(people, TODAY)
    merge(people, people.friend, fresh)
    assert "norway.again@example.org" not in str(shown(people, TODAY))
    part(people, fresh)
    assert shown(people, TODAY) == before


def test_there_is_one_main_contact_throughout(people, two):
    keep, other = two
    second = people.contacts["Norway"][1]
    kept = merge(people, second, keep, main=True)
    mains = Contact.objects.filter(delegation=keep.delegation, main=True, valid_until=None)
    assert list(mains) == [kept]
    part(people, keep)
    assert mains.count() == 1 and other.merged_into is None


@pytest.mark.parametrize(
    ("problem", "make"),
    [
        (NotTwo, lambda keep, other: (keep, keep, {}, WHY)),
        (NoReason, lambda keep, other: (keep, other, {}, Change(TODAY, " "))),
        (contacts.UnfitDetails, lambda keep, other: (keep, other, {"email": other.email}, WHY)),
    ],
)
def test_what_cannot_be_joined_is_refused(people, two, problem, make):
    keep, other, details, change = make(*two)
    with pytest.raises(problem):
        merge(people, keep, other, change, **details)
    assert not Contact.objects.exclude(merged_into=None).exists()


def test_two_delegations_are_never_joined_nor_one_entry_twice(people, two):
    keep, other = two
    with pytest.raises(NotTwo, match="different delegations"):
        merge(people, keep, people.president)
    merge(people, keep, other)
    with pytest.raises(NotTwo, match="joined with another entry already"):
        merge(people, people.contacts["Norway"][1], other)
    with pytest.raises(NotTwo, match="not joined"):
        part(people, keep)


def test_what_left_the_list_keeps_nothing(people, two):
    keep, other = two
    contacts.end(keep, Change(YESTERDAY, "left"), by=people.admin.actor, now=NOW)
    with pytest.raises(BadDay):
        merge(people, keep, other)


def test_an_address_taken_meanwhile_is_not_given_back(people, two):
    keep, other = two
    merge(people, keep, other)
    contact(people.president.delegation, "norway.again")
    with pytest.raises(contacts.AddressTaken):
        part(people, other)
    other.refresh_from_db()
    assert other.merged_into == keep


def test_a_link_of_the_joined_entry_says_where_to_go(people, two):
    keep, other = two
    link = access.open_link(
        other,
        purpose=AccessLink.Purpose.ROUND,
        subject=other.pk,
        until=NOW + dt.timedelta(days=9000),
        now=NOW,
    )
    merge(people, keep, other)
    with pytest.raises(Gone, match="joined with another"):
        access.still_good(AccessLink.objects.select_related("contact").get(pk=link.pk))
    with pytest.raises(Http404):
        access.link_for("no such token")


# --- taken off, put back ----------------------------------------------------------------------------------------------


def test_an_end_is_taken_back(people):
    person = people.friend
    contacts.end(person, Change(YESTERDAY, "left"), by=people.admin.actor, now=NOW)
    contacts.put_back(person, reason="a mistake", by=people.admin.actor, now=NOW)
    assert Contact.objects.get(pk=person.pk).valid_until is None
    assert person.email in str(shown(people, TODAY))


def test_what_another_follows_is_not_put_back(people, two):
    keep, other = two
    by = people.admin.actor
    contacts.correct(keep, replace(Details.of(keep), email="new@example.org"), WHY, by=by, now=NOW)
    keep.refresh_from_db()
    with pytest.raises(contacts.UnfitDetails):
        contacts.put_back(keep, reason="why", by=by, now=NOW)
    with pytest.raises(NoReason):
        contacts.put_back(other, reason="", by=by, now=NOW)


# --- proposed ---------------------------------------------------------------------------------------------------------


def why(people, name, mailbox="norway.x", **fields):
    state = people.friend.delegation
    row = people.friend.assignments.get()
    extra = contact(state, mailbox, name=name, **fields)
    history.save(ListedContact(assignment=row, contact=extra, position=9), by=IMPORT)
    return [(pair.other.name, pair.why) for pair in duplicates.proposals(people.body, TODAY)]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Åse Berg", "ASE BERG", "the same name"),
        ("Åse Berg", "Berg, Ase", "the same names in another order"),
        ("Åse Berg", "Ms Åse Berg", "one name stands in the other"),
        ("Johannes Lindqvist", "Johannes Lindquist", "the names are spelled almost alike"),
        ("Åse Berg", "Nils Vik", ""),
        ("Åse Berg", "", ""),
    ],
)
def test_names_alike_are_proposed(people, first, second, said):
    people.friend.name = first
    history.save(people.friend, by=IMPORT)
    people.contacts["Norway"][1].name = "Solveig"
    history.save(people.contacts["Norway"][1], by=IMPORT)
    assert why(people, second) == ([(second, said)] if said else [])


def test_one_mailbox_written_twice_is_proposed(people):
    until = TODAY + dt.timedelta(days=9)
    people.contacts["Norway"][1].name = "Solveig"
    history.save(people.contacts["Norway"][1], by=IMPORT)
    assert why(people, "Anybody", "NORWAY.1", valid_until=until) == [("Anybody", "the same mailbox")]


def test_who_is_kept_apart_is_not_proposed_again(people):
    assert why(people, "Norway 1") == [("Norway 1", "the same name")]
    [pair] = duplicates.proposals(people.body, TODAY)
    for _time in range(2):
        duplicates.keep_apart(pair.other, pair.one, by=people.admin.actor, now=NOW)
    assert duplicates.proposals(people.body, TODAY) == []
