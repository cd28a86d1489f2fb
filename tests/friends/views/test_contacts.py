"""The contact list's pages: read as of a day, corrected, added to, ended; doubtful pairs and areas settled."""

import datetime as dt

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends import assignments
from friends.changes import Change
from friends.models import AreaLikeness, Assignment, Contact, ThematicArea
from tests.cast import HOUR, NOW, Cast, cast, contact, delegation, document_at, listed
from tests.queries import at_the_desk, count

LIST = "/desk/contacts/"
REASON = "told by the mission"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    """The browser of the list's administrator."""
    return at_the_desk(people.admin)


def page_of(person: Contact, name: str = "contact") -> str:
    return reverse(name, args=[person.pk])


def row_of(person: Contact, name: str) -> str:
    return reverse(name, args=[person.assignments.get().pk])


def details(person: Contact | None = None, **changed: str) -> dict[str, str]:
    """What the form sends, untouched where nothing is changed."""
    data = {
        "name": person.name if person else "", "email": person.email if person else "", "phone": "",
        "speaks": "on", "visibility": "listed", "holds_from": "2026-11-02", "reason": REASON,
    }  # fmt: skip
    return data | changed


def correct(keeper, person, **changed):
    return keeper.post(page_of(person), details(person, **changed))


def test_it_works(keeper, people):
    page = keeper.get(LIST).text
    assert "As it holds on 2 November 2026." in page and "4 entries" in page and "6 addresses" in page
    assert page.index("Lao PDR") < page.index("Norway") < page.index("Canada") < page.index("ICRC")
    answer = correct(keeper, people.friend, name="Another Name")
    assert answer.url == page_of(people.friend)
    page = keeper.get(answer.url).text
    assert "The entry of Another Name is corrected." in page
    assert "The Admin" in page and REASON in page and "Norway 1" in page


def test_the_language_of_letters_is_kept_and_said(keeper, people):
    correct(keeper, people.friend, language="fr")
    people.friend.refresh_from_db()
    assert people.friend.language == "fr"
    page = keeper.get(page_of(people.friend)).text
    assert '<option value="fr" selected>French' in page and "Language of letters" in page
    assert correct(keeper, people.friend, language="xx").status_code == 400


def test_the_coordinator_keeps_the_list_as_well_and_a_stranger_does_not(people):
    assert at_the_desk(people.coordinator).get(LIST).status_code == 200
    stranger = at_the_desk(people.stranger)
    assert "Norway" not in stranger.get(LIST).text
    assert stranger.get(LIST, {"body": "friends"}).status_code == 404
    assert stranger.get(page_of(people.friend)).status_code == 404
    assert correct(stranger, people.friend, name="X").status_code == 404
    for name in ("contact-new", "contact-confirm"):
        assert stranger.get(row_of(people.friend, name)).status_code == 404
    assert stranger.post(page_of(people.friend, "contact-end")).status_code == 404
    assert Contact.objects.get(pk=people.friend.pk).name == "Norway 1"


def test_looking_changes_nothing(keeper, people):
    before = Contact.history.count()
    addresses = [LIST, page_of(people.friend)]
    addresses += [row_of(people.friend, name) for name in ("contact-new", "contact-confirm")]
    for address in addresses:
        assert keeper.get(address, {"name": "X", "reason": REASON}).status_code == 200
    assert keeper.get(page_of(people.friend, "contact-end")).status_code == 405
    assert Contact.history.count() == before


# --- as of a day ------------------------------------------------------------------------------------------------------


def test_a_past_day_shows_the_old_address(keeper, people):
    answer = correct(keeper, people.friend, email="new@example.org")
    assert "new@example.org" in keeper.get(LIST).text
    page = keeper.get(LIST, {"on": "2026-11-01"}).text
    assert "norway.1@example.org" in page and "new@example.org" not in page
    assert "Not today" in page
    assert answer.url != page_of(people.friend)


@pytest.mark.parametrize("asked", ["yesterday", "2026-02-30", "2026-13-01", "20261101x", "<b>"])
def test_a_day_that_cannot_be_read_shows_today_and_says_so(keeper, people, asked):
    page = keeper.get(LIST, {"on": asked})
    assert page.status_code == 200
    assert "is not a day; the list of today is shown." in page.text
    assert "As it holds on 2 November 2026." in page.text and "<b>" not in page.text.split("<main")[1][:900]


def test_a_day_before_everything_began(keeper, people):
    for row in Assignment.objects.all():
        row.valid_from = dt.date(2026, 1, 1)
        history.save(row, by=IMPORT)
    assert "The list holds nothing on that day." in keeper.get(LIST, {"on": "2025-12-31"}).text


@pytest.fixture
def two_days_later(people, time_machine):
    """The keeper's browser on 4 November."""
    time_machine.move_to(NOW + 50 * HOUR, tick=False)
    return at_the_desk(people.admin)


def test_what_was_recorded_by_the_end_of_a_day_stands_as_it_did(two_days_later, people):
    keeper = two_days_later
    correct(keeper, people.friend, name="Another Name", holds_from="2026-11-01")
    assert "Another Name" in keeper.get(LIST, {"on": "2026-11-01"}).text
    page = keeper.get(LIST, {"on": "2026-11-01", "recorded": "2026-11-02"})
    assert "as the portal had it at the end of 2 November 2026" in page.text
    assert "Norway 1" in page.text and "Another Name" not in page.text
    assert "4 entries" in page.text and "6 addresses" in page.text
    assert page_of(people.friend) not in page.text
    assert "Another Name" in keeper.get(LIST, {"on": "2026-11-01", "recorded": "2026-11-04"}).text
    assert "the portal knew of nothing that holds on" in keeper.get(LIST, {"recorded": "2026-10-01"}).text


def test_what_was_recorded_costs_the_same_for_three_rows_as_for_one(two_days_later, people, time_machine):
    asked = f"{LIST}?recorded=2026-11-02"
    before = count(two_days_later, asked)
    time_machine.move_to(NOW + 3 * HOUR, tick=False)
    for number in range(3):
        state = delegation(f"State {number}")
        listed(people.body, state, [contact(state, f"state.{number}")], role="member")
    time_machine.move_to(NOW + 50 * HOUR, tick=False)
    assert "7 entries" in two_days_later.get(asked).text
    assert count(two_days_later, asked) == before


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "This field is required."),
        ({"reason": "   "}, "This field is required."),
        ({"reason": "x" * 501}, "at most 500 characters"),
        ({"holds_from": ""}, "This field is required."),
        ({"holds_from": "2026-02-30"}, "Enter a valid date."),
        (
            {"email": "norway.2@example.org"},
            "norway.2@example.org is the address of Norway 2 (Norway) already.",
        ),
        ({"email": "NORWAY.2@EXAMPLE.ORG"}, "is the address of Norway 2 (Norway) already."),
        ({"email": "no address"}, "no address"),
        ({"name": "", "email": ""}, "Give a name, an address, or both."),
        ({"name": "Reversed\u202ename"}, "holds an invisible character (U+202E)"),
        ({"visibility": "nobody"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_given_back(keeper, people, changed, sentence):
    before = Contact.history.count()
    answer = correct(keeper, people.friend, phone="+41 22 000", **changed)
    assert answer.status_code == 400
    assert sentence in answer.text and 'value="+41 22 000"' in answer.text
    assert Contact.history.count() == before


def test_two_contacts_never_have_one_address(keeper, people):
    answer = keeper.post(
        row_of(people.friend, "contact-new"), details(name="Third", email="CANADA.1@example.org")
    )
    assert answer.status_code == 400
    assert "is the address of Canada 1 (Canada) already. One address belongs to one contact." in answer.text
    assert 'value="Third"' in answer.text
    assert not Contact.objects.filter(name="Third").exists()


def test_an_address_as_it_is_copied_is_taken_without_its_brackets(keeper, people):
    correct(keeper, people.friend, email=" <norway.new@example.org> ")
    assert Contact.objects.filter(email="norway.new@example.org", valid_until=None).exists()


# --- added, ended -----------------------------------------------------------------------------------------------------


def test_one_contact_more(keeper, people):
    page = keeper.post(
        row_of(people.friend, "contact-new"), details(name="Third", email="norway.3@example.org"), follow=True
    )
    assert "Third is on the list." in page.text and "7 addresses" in page.text
    assert "norway.3@example.org" not in keeper.get(LIST, {"on": "2026-11-01"}).text


def test_the_reason_is_kept_for_the_next_change_of_the_sitting(keeper, people):
    correct(keeper, people.friend, reason="the list of 2 November")
    assert 'value="the list of 2 November"' in keeper.get(page_of(people.contacts["Canada"][0])).text


def test_taking_a_contact_off_the_list(keeper, people):
    end = {"holds_from": "2026-11-01", "reason": "left"}
    page = keeper.post(page_of(people.friend, "contact-end"), end, follow=True).text
    assert "Norway 1 leaves the list after that day." in page and "on the list until 1 November 2026" in page
    assert "norway.1@example.org" not in keeper.get(LIST).text
    assert "norway.1@example.org" in keeper.get(LIST, {"on": "2026-11-01"}).text


def test_letters_still_waiting_to_who_left_are_not_sent(keeper, people):
    document_at("in_round", people)
    keeper.post(page_of(people.friend, "contact-end"), {"holds_from": "2026-11-01", "reason": "left"})
    states = set(Letter.objects.filter(recipient=people.friend.pk).values_list("state", flat=True))
    assert states == {Letter.State.WITHDRAWN}


@pytest.mark.parametrize(
    "data",
    [
        {"holds_from": "2026-11-01", "reason": ""},
        {"holds_from": "never", "reason": "left"},
        {},
    ],
)
def test_an_end_without_day_or_reason_changes_nothing(keeper, people, data):
    page = keeper.post(page_of(people.friend, "contact-end"), data, follow=True).text
    assert "Give the last day and a reason. Nothing was changed." in page
    assert Contact.objects.get(pk=people.friend.pk).valid_until is None


def test_an_end_before_the_beginning_is_refused(keeper, people):
    keeper.post(row_of(people.friend, "contact-new"), details(name="Third", email="norway.3@example.org"))
    new = Contact.objects.get(name="Third")
    end = {"holds_from": "2026-10-01", "reason": "left"}
    page = keeper.post(page_of(new, "contact-end"), end, follow=True).text
    assert "The contact is on the list only since 2026-11-02." in page
    assert Contact.objects.get(pk=new.pk).valid_until is None


def test_a_contact_s_page_tells_where_it_stands_its_earlier_addresses_and_its_letters(keeper, people):
    row = people.friend.assignments.get()
    assignments.end(row, Change(dt.date(2026, 11, 1), "left"), by=people.admin.actor, now=NOW)
    listed(people.body, people.friend.delegation, [people.friend], role="member", title="Architecture")
    document_at("in_round", people)
    answer = correct(keeper, people.friend, email="new@example.org")
    page = keeper.get(answer.url).text
    assert "On other days" in page and "Listed under" in page and "Architecture" in page
    assert "norway.1@example.org: entered" in page.replace("\n", " ")
    old = at_the_desk(people.coordinator).get(page_of(people.friend)).text
    assert "Another address follows this one:" in old
    assert f"?to={people.friend.pk}" in old and "1 letter was written to it" in old
    assert f"?to={people.friend.pk}" not in keeper.get(page_of(people.friend)).text


# --- doubtful pairs and areas -----------------------------------------------------------------------------------------


@pytest.fixture
def doubtful(people) -> Assignment:
    """A row with two names and two addresses; who has which is not known."""
    state = delegation("Germany")
    rows = [
        contact(state, f"desk-{n}", name=name, pair_confirmed=False, pair_doubt="two names, two mailboxes")
        for n, name in ((1, "First Name"), (2, "Second Name"))
    ]
    return listed(people.body, state, rows, role="member")


def pairs(keeper, row, one, two, reason="they told us"):
    first, second = row.contacts.order_by("email")
    data = {f"name-{first.pk}": one, f"name-{second.pk}": two, "reason": reason}
    return keeper.post(reverse("contact-confirm", args=[row.pk]), data, follow=True)


def test_pairs_are_settled_by_a_person(keeper, doubtful):
    assert "In 1 row it is not certain" in keeper.get(LIST).text
    page = keeper.get(reverse("contact-confirm", args=[doubtful.pk])).text
    assert "desk-1@example.org: two names, two mailboxes" in page
    page = pairs(keeper, doubtful, "Second Name", "").text
    assert "2 addresses of Germany are settled." in page and "not certain" not in page
    found = set(doubtful.contacts.values_list("name", "email", "pair_confirmed"))
    assert found == {("Second Name", "desk-1@example.org", True), ("", "desk-2@example.org", True)}


@pytest.mark.parametrize(
    ("one", "two", "reason", "sentence"),
    [
        ("First Name", "First Name", "they told us", "First Name: a name belongs to one address here."),
        ("First Name", "Second Name", " ", "This field is required."),
        ("Somebody else", "", "they told us", "Select a valid choice"),
    ],
)
def test_pairs_that_cannot_be_are_given_back(keeper, doubtful, one, two, reason, sentence):
    answer = pairs(keeper, doubtful, one, two, reason)
    assert answer.status_code == 400 and sentence in answer.text
    assert doubtful.contacts.filter(pair_confirmed=True).count() == 0


@pytest.fixture
def likeness(people) -> AreaLikeness:
    area, other = (
        history.save(ThematicArea(body=people.body, name=name), by=IMPORT)
        for name in ("Clearance and risk education", "Clearance")
    )
    listed(people.body, delegation("Australia"), [], role="coordinator", area=other)
    return history.save(AreaLikeness(area=area, other=other), by=IMPORT)


@pytest.mark.parametrize(("verdict", "became"), [("join", "joined"), ("apart", "apart")])
def test_areas_named_alike_are_decided_once(keeper, likeness, verdict, became):
    address = reverse("area-likeness", args=[likeness.pk])
    assert "one area of work?" in keeper.get(LIST).text
    page = keeper.post(address, {"verdict": verdict}, follow=True).text
    assert "“Clearance and risk education” and “Clearance”: decided." in page
    assert "one area of work?" not in page
    likeness.refresh_from_db()
    assert likeness.verdict == became
    assert keeper.post(address, {"verdict": verdict}).status_code == 404


@pytest.mark.parametrize("data", [{}, {"verdict": "perhaps"}])
def test_areas_are_never_joined_without_a_word(keeper, likeness, data):
    page = keeper.post(reverse("area-likeness", args=[likeness.pk]), data, follow=True).text
    assert "Say whether it is one area or two. Nothing was changed." in page
    likeness.refresh_from_db()
    assert likeness.verdict == "open"


# --- queries ----------------------------------------------------------------------------------------------------------


def test_the_list_makes_as_many_queries_for_three_more_rows(keeper, people):
    before = count(keeper, LIST)
    for name in ("Austria", "Ghana", "Mexico"):
        state = delegation(name)
        listed(people.body, state, [contact(state, f"{name.lower()}.{n}") for n in (1, 2)], role="member")
    assert count(keeper, LIST) == before


def test_a_contact_makes_as_many_queries_on_three_rows_and_after_three_changes(keeper, people):
    correct(keeper, people.friend, phone="1")
    one = count(keeper, page_of(people.friend))
    for n in (2, 3):
        listed(people.body, people.friend.delegation, [people.friend], role="member")
        correct(keeper, people.friend, phone=str(n))
    assert count(keeper, page_of(people.friend)) == one
