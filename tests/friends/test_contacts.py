"""The contact list: changed with a reason and from a day, readable as of any day."""

import datetime as dt

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import areas, contacts, roster
from friends.contacts import Change, Details
from friends.models import AreaLikeness, Contact, ThematicArea
from tests.cast import NOW, cast, contact, delegation, listed

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
YESTERDAY = TODAY - dt.timedelta(days=1)
BEFORE = dt.date(2020, 1, 1)


@pytest.fixture
def people():
    return cast()


def names_on(people, day):
    return [
        (row.delegation.name, [c.email for c in row.contacts]) for row in roster.rows_on(people.body, day)
    ]


def details(**changed):
    return Details(**({"name": "Norway 1", "email": "norway.1@example.org"} | changed))


def correct(people, row, new, change=None):
    change = change or Change(TODAY, "told by the mission")
    return contacts.correct(row, new, change, by=people.admin.actor, now=NOW)


def test_it_works(people):
    row = correct(people, people.friend, details(name="New Name"))
    assert row.pk == people.friend.pk
    assert Contact.objects.get(pk=row.pk).name == "New Name"
    last = row.history.latest("history_id")
    assert (last.history_change_reason, last.history_person) == ("told by the mission", "The Admin")


def test_a_new_address_begins_on_its_day_and_the_old_list_still_shows_the_old_one(people):
    before = names_on(people, YESTERDAY)
    correct(people, people.friend, details(email="new@example.org"))
    assert names_on(people, YESTERDAY) == before
    assert dict(names_on(people, TODAY))["Norway"] == ["new@example.org", "norway.2@example.org"]


def test_a_new_address_names_the_one_it_follows_and_ends_with_it(people):
    person = people.friend
    contacts.end(person, Change(TODAY, "leaves tonight"), by=people.admin.actor, now=NOW)
    new = correct(people, person, details(email="new@example.org"))
    assert (new.continues, new.valid_until) == (person, TODAY)
    with pytest.raises(contacts.BadDay):
        correct(people, new, details(email="late@example.org"), Change(TODAY + dt.timedelta(days=1), "late"))


@pytest.mark.parametrize(
    ("new", "change", "problem"),
    [
        (details(), Change(TODAY, "  "), contacts.NoReason),
        (details(name="", email=""), Change(TODAY, "x"), contacts.UnfitDetails),
        (details(email="no address"), Change(TODAY, "x"), contacts.UnfitDetails),
        (details(name="Reversed \u202e name"), Change(TODAY, "x"), contacts.UnfitDetails),
        (details(email="NORWAY.2@example.org"), Change(TODAY, "x"), contacts.AddressTaken),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changes(people, new, change, problem):
    before = names_on(people, TODAY)
    with pytest.raises(problem):
        correct(people, people.friend, new, change)
    assert names_on(people, TODAY) == before


def test_the_taken_address_names_who_has_it(people):
    with pytest.raises(contacts.AddressTaken, match="Norway 2"):
        correct(people, people.friend, details(email="norway.2@example.org"))


def test_taken_off_the_list_from_a_day_on(people):
    contacts.end(people.friend, Change(TODAY, "left"), by=people.admin.actor, now=NOW)
    assert "norway.1@example.org" in dict(names_on(people, TODAY))["Norway"]
    assert "norway.1@example.org" not in dict(names_on(people, TODAY + dt.timedelta(days=1)))["Norway"]


def test_only_one_is_the_main_contact(people):
    second = people.contacts["Norway"][1]
    correct(people, second, details(name="Norway 2", email="norway.2@example.org", main=True))
    assert list(Contact.objects.filter(delegation=second.delegation, main=True)) == [second]


def test_rows_take_the_same_number_of_queries_at_any_length(people, django_assert_num_queries):
    for _round in range(2):
        with django_assert_num_queries(3):
            rows = roster.rows_on(people.body, TODAY)
            assert all(row.delegation.name for row in rows)
        extra = delegation(f"State {_round}")
        listed(people.body, extra, [contact(extra, f"state.{_round}")], role="member")


@pytest.fixture
def doubtful(people):
    """A row with two names, two addresses, and one more name; who has which is not known."""
    state = delegation("Germany")
    rows = [
        history.save(
            Contact(
                delegation=state, name=name, email=email, pair_confirmed=False, pair_doubt="role mailbox"
            ),
            by=IMPORT,
        )
        for name, email in (
            ("First Name", "desk-1@example.org"),
            ("Second Name", "desk-2@example.org"),
            ("Third Name", ""),
        )
    ]
    return listed(people.body, state, rows, role="member")


def settle(people, row, names, reason="they told us"):
    return contacts.settle_pairs(row, names, reason=reason, by=people.admin.actor, now=NOW)


def test_a_person_settles_the_pairs_and_no_name_stands_twice(people, doubtful):
    one, two, _lone = doubtful.contacts.order_by("name")
    assert settle(people, doubtful, {one.pk: "Third Name", two.pk: ""}) == 2
    left = set(doubtful.contacts.values_list("name", "email", "pair_confirmed"))
    assert left == {("Third Name", "desk-1@example.org", True), ("", "desk-2@example.org", True)}


def test_settling_says_how_it_is_known(people, doubtful):
    with pytest.raises(contacts.NoReason):
        settle(people, doubtful, {}, reason="")


@pytest.fixture
def likeness(people):
    a = history.save(ThematicArea(body=people.body, name="Clearance and risk education"), by=IMPORT)
    b = history.save(ThematicArea(body=people.body, name="Clearance"), by=IMPORT)
    listed(people.body, delegation("Australia"), [], role="coordinator", area=b)
    return history.save(AreaLikeness(area=a, other=b), by=IMPORT)


def test_areas_are_joined_by_a_person_only(people, likeness):
    areas.join(likeness, reason="one area", by=people.admin.actor, now=NOW)
    likeness.refresh_from_db()
    assert likeness.verdict == "joined"
    assert likeness.area.assignments.get().delegation.name == "Australia"
    assert [alias.name for alias in likeness.area.aliases.all()] == ["Clearance"]


def test_areas_kept_apart_stay_two(people, likeness):
    areas.keep_apart(likeness, reason="two areas", by=people.admin.actor, now=NOW)
    assert likeness.other.assignments.count() == 1
