"""The page of the contact list: found, filtered, refused addresses shown."""

import re

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from friends.models import Assignment
from tests.cast import HOUR, NOW, Cast, cast, contact, delegation, listed
from tests.friends.test_bounces import wrote
from tests.queries import at_the_desk, count

LIST = "/desk/contacts/"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    people = cast()
    turkey = delegation("Türkiye", "state_not_party")
    area = people.friend.assignments.get().area
    listed(people.body, turkey, [contact(turkey, "turkey", name="Ærik Ölund")], role="cooperating", area=area)
    row = people.friend.assignments.get()
    row.status, row.proposed_by = "proposed", people.president.delegation
    history.save(row, by=IMPORT)
    return people


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def shown(keeper, **asked):
    """The delegations of the rows that are not hidden."""
    page = keeper.get(LIST, asked).text
    rows = re.findall(r'<tbody class="entry"[^>]*>', page)
    names = re.findall(r"<strong>([^<]+)</strong>", page.split("<table")[1].split("</table>")[0])
    return [name for name, row in zip(names, rows, strict=True) if not row.endswith(" hidden>")]


def test_it_works(keeper):
    page = keeper.get(LIST).text
    assert shown(keeper) == ["Lao PDR", "Norway", "Canada", "ICRC", "Türkiye"]
    assert "with Türkiye" in page and "proposed by Lao PDR" in page
    assert "5 entries" in page and "7 addresses" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"find": "turkiye"}, ["Norway", "Türkiye"]),
        ({"find": "TÜRKIYE aerik"}, ["Türkiye"]),
        ({"find": "olund"}, ["Türkiye"]),
        ({"find": "general STATUS"}, ["Norway", "Türkiye"]),
        ({"find": "norway.2@"}, ["Norway"]),
        ({"find": "president"}, ["Lao PDR"]),
        ({"find": "nobody at all"}, []),
        ({"status": "proposed"}, ["Norway"]),
        ({"capacity": "signatory"}, ["Canada"]),
        ({"capacity": "observer", "find": "canada"}, []),
        ({"only": "refused"}, ["Canada"]),
        ({"only": "doubts"}, ["ICRC"]),
        ({"only": "settled", "find": "c"}, ["Norway", "Canada", "Türkiye"]),
        ({"status": "<b>", "capacity": "x", "only": "y"}, ["Lao PDR", "Norway", "Canada", "ICRC", "Türkiye"]),
    ],
)
def test_what_is_looked_for_is_found(keeper, people, asked, found):
    wrote(people.contacts["Canada"][1])
    doubtful = people.contacts["ICRC"][0]
    doubtful.pair_confirmed = False
    history.save(doubtful, by=IMPORT)
    assert shown(keeper, **asked) == found


def test_it_says_how_many_of_how_many(keeper):
    page = keeper.get(LIST, {"find": "norway"}).text
    assert "1 of 5 entries, 2 of 7 addresses" in page
    assert "No entry of the list fits" in keeper.get(LIST, {"find": "zzz"}).text


def test_a_refused_address_says_so_in_the_list_and_with_the_server_s_words_on_its_page(keeper, people):
    wrote(people.friend)
    page = keeper.get(LIST).text
    assert "refused by the mail server, 2 November 2026" in page
    assert "The mail server refuses 1 address for good" in page
    # Also where it stands in two entries.
    listed(people.body, people.friend.delegation, [people.friend], role="member")
    assert "The mail server refuses 1 address for good" in keeper.get(LIST).text
    page = keeper.get(f"{LIST}{people.friend.pk}/").text
    assert "550 5.1.1 no such mailbox" in page


def test_the_addresses_that_are_looked_for_in_one_line(keeper, people):
    wrote(people.friend)
    page = keeper.post(f"{LIST}addresses/?find=norway").text
    assert ">norway.1@example.org; norway.2@example.org</textarea>" in page
    assert "2 addresses, of the entries you looked for" in page
    assert "The mail server refuses for good: norway.1@example.org" in page
    assert "7 addresses, of the whole list" in keeper.post(f"{LIST}addresses/").text
    assert "No entry of the list fits" in keeper.post(f"{LIST}addresses/?find=zzz").text
    taken = AuditRow.objects.filter(event="contact list exported")
    assert sorted(row.detail["people"] for row in taken) == [0, 2, 7]
    assert keeper.get(f"{LIST}addresses/").status_code == 405


def test_it_takes_the_same_queries_whatever_is_in_it(keeper, people):
    before = count(keeper, LIST)
    for number in range(3):
        state = delegation(f"State {number}", "observer")
        row = listed(people.body, state, [contact(state, f"state.{number}")], role="member", title="x")
        wrote(row.contacts.get())
        area = people.friend.assignments.get().area
        listed(people.body, state, [], role="cooperating", area=area, listed=False, status_words="said")
    assert Assignment.objects.count() == 11
    assert count(keeper, LIST) == before
