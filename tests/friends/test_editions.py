"""Editions: numbered once, as the list held on the day, with what changed; a person erased from all of them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from friends import assignments, contacts, edition_changes, edition_sheets, editions
from friends.assignments import Post
from friends.changes import Change
from friends.edition_sheets import Sight
from friends.models import Assignment, Contact, ContactListEdition
from tests.cast import HOUR, NOW, Cast, cast

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
V = Contact.Visibility


@pytest.fixture
def people() -> Cast:
    return cast()


def frozen(people: Cast, *, as_of: dt.date = TODAY, note: str = "") -> ContactListEdition:
    seen = editions.plan(people.body, as_of=as_of, now=NOW).sha256
    by = people.admin.actor
    return editions.freeze(people.body, as_of=as_of, note=note, seen=seen, by=by, now=NOW)


def change(day: dt.date = TODAY) -> Change:
    return Change(day, "told by the mission")


def words(people: Cast, before: ContactListEdition, sees: Sight = edition_sheets.ALL) -> list[str]:
    """What changed since an edition, each with its kind and about whom."""
    now = editions.content_of(people.body, TODAY)
    old, new = (edition_sheets.seen_by(content, sees) for content in (before.content, now))
    return [f"{told.kind} {told.about}: {told.words}" for told in edition_changes.told(old, new)]


def test_it_works(people):
    edition = frozen(people)
    assert (edition.number, edition.as_of, edition.circulated_at) == (1, TODAY, None)
    names = [entry["delegation"]["name"] for entry in edition.content["entries"]]
    assert names == ["Lao PDR", "Norway", "Canada", "ICRC"]
    norway = edition.content["entries"][1]
    assert norway["post"] == "General status and operation"
    assert [person["email"] for person in norway["people"]] == [
        "norway.1@example.org",
        "norway.2@example.org",
    ]
    assert norway["people"][0]["id"] == str(people.friend.pk)
    assert "phone" not in str(edition.content)
    assert AuditRow.objects.get(event="edition frozen").sha256 == edition.sha256
    assert frozen(people).number == 2


def test_it_is_the_list_of_its_day(people):
    contacts.end(people.friend, change(TODAY), by=IMPORT, now=NOW)
    tomorrow = editions.content_of(people.body, TODAY + dt.timedelta(days=1))
    assert len(frozen(people).content["entries"][1]["people"]) == 2
    assert len(tomorrow["entries"][1]["people"]) == 1


def test_what_was_not_seen_is_not_frozen(people):
    seen = editions.plan(people.body, as_of=TODAY, now=NOW).sha256
    contacts.end(people.friend, change(TODAY - dt.timedelta(days=1)), by=IMPORT, now=NOW)
    with pytest.raises(editions.CannotFreeze, match="changed since you looked"):
        editions.freeze(people.body, as_of=TODAY, note="", seen=seen, by=people.admin.actor, now=NOW)
    assert not ContactListEdition.objects.exists()


def test_no_day_to_come_and_no_empty_list_is_frozen(people):
    with pytest.raises(editions.CannotFreeze, match="still to come"):
        editions.plan(people.body, as_of=TODAY + dt.timedelta(days=1), now=NOW)
    with pytest.raises(editions.CannotFreeze, match="holds nothing"):
        editions.plan(people.other_body, as_of=TODAY, now=NOW)
    # In Zurich it is the next day already.
    late = dt.datetime.combine(TODAY, dt.time(23, 30), tzinfo=dt.UTC)
    assert editions.plan(people.body, as_of=TODAY + dt.timedelta(days=1), now=late)


def test_a_number_is_given_once(people):
    edition = frozen(people)
    edition.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save(force_insert=True)


class TestWhatChanged:
    def test_nothing(self, people):
        assert words(people, frozen(people)) == []

    def test_a_new_address_is_the_same_person(self, people):
        before = frozen(people)
        person = people.friend
        details = contacts.Details(name=person.name, email="new@example.org")
        person.valid_from = TODAY - dt.timedelta(days=9)
        contacts.correct(person, details, change(), by=IMPORT, now=NOW)
        said = "the address of Norway 1 is new@example.org, before: norway.1@example.org"
        assert words(people, before) == [f"changed Norway: {said}"]

    def test_who_came_and_who_left(self, people):
        before = frozen(people)
        row = people.friend.assignments.get()
        contacts.end(people.friend, change(TODAY - dt.timedelta(days=1)), by=IMPORT, now=NOW)
        contacts.add(row, contacts.Details("Nora", "nora@example.org"), change(), by=IMPORT, now=NOW)
        assert words(people, before) == [
            "added Norway: Nora is new",
            "gone Norway: Norway 1 is no longer on the list",
        ]

    def test_an_entry_keeps_its_thread(self, people):
        row = people.friend.assignments.get()
        row.valid_from = TODAY - dt.timedelta(days=9)
        history.save(row, by=IMPORT)
        before = frozen(people)
        post = Post.of(row)
        sure = Post(**(post.__dict__ | {"status": Assignment.Status.CONFIRMED}))
        assignments.restate(row, sure, change(), by=IMPORT, now=NOW)
        assert words(people, before) == [
            "changed Norway: General status and operation: confirmed, before: as listed"
        ]

    def test_an_entry_begins_and_another_ends(self, people):
        before = frozen(people)
        row = people.contacts["ICRC"][0].assignments.get()
        assignments.end(row, change(TODAY - dt.timedelta(days=1)), by=IMPORT, now=NOW)
        vacant = Post(role="member", title="Reporting", status=Assignment.Status.VACANT)
        assignments.begin(people.body, vacant, change(), by=IMPORT, now=NOW)
        assert words(people, before) == [
            "added vacant: new on the list: Reporting",
            "gone ICRC: no longer on the list: no area",
            "gone ICRC: Icrc 1 is no longer on the list",
        ]

    def test_no_sentence_names_an_address_that_is_withheld(self, people):
        before = frozen(people)
        row = people.friend.assignments.get()
        hidden = contacts.Details("Nora", "nora@example.org", visibility=V.OFFICE)
        contacts.add(row, hidden, change(), by=IMPORT, now=NOW)
        assert words(people, before, Sight(V.STATES)) == ["added Norway: Nora is new"]


class TestSight:
    @pytest.mark.parametrize(
        ("reach", "seen"),
        [(V.OFFICE, 6), (V.STATES, 5), (V.LISTED, 4)],
    )
    def test_it_reaches_so_far(self, people, reach, seen):
        for contact, visibility in zip(people.contacts["Norway"], (V.OFFICE, V.STATES), strict=True):
            contact.visibility = visibility
            history.save(contact, by=IMPORT)
        sheet = edition_sheets.of_edition(frozen(people), Sight(reach))
        assert sheet.addresses == seen
        assert [person.withheld for person in sheet.entries[1].people].count(True) == 6 - seen
        assert ("left out" in sheet.stamp) == (reach != V.OFFICE)
        cards = edition_sheets.cards_of(frozen(people).content, Sight(reach))
        assert len(cards) == seen

    def test_ones_own_delegation_is_seen_whole(self, people):
        people.friend.visibility = V.OFFICE
        history.save(people.friend, by=IMPORT)
        own = Sight(V.LISTED, delegation=str(people.friend.delegation_id))
        assert edition_sheets.of_edition(frozen(people), own).addresses == 6


def test_a_person_is_erased_from_every_edition(people):
    first, second = frozen(people), frozen(people)
    changed = editions.blank([people.friend.pk], day=TODAY, by=people.admin.actor, now=NOW + HOUR)
    assert changed == 2
    for edition in (first, second):
        was = edition.sha256
        edition.refresh_from_db()
        assert "norway.1@" not in str(edition.content) and "Norway 1" not in str(edition.content)
        assert edition.sha256 != was
    with override("en"):
        shown = edition_sheets.of_edition(first).entries[1].people[0]
    assert (shown.name, shown.email) == ("erased on 2 November 2026", "")
    assert len(edition_sheets.cards_of(first.content)) == 5
    assert words(people, first) == []
    assert editions.blank([people.friend.delegation_id], day=TODAY, by=people.admin.actor, now=NOW) == 0
