"""The pages of proposed items: invited with a preview, proposed behind the link, decided and closed at the desk."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import links
from ccm_portal.models import Letter
from friends import contacts
from friends.changes import Change
from meetings import agendas, item_decisions, item_proposals
from meetings.item_proposals import Said
from meetings.models import CallForItems, ItemProposal
from tests import cast as casting
from tests.cast import NOW
from tests.meetings import calls
from tests.meetings.calls import LATE, LATER
from tests.queries import at_the_desk, count

TITLE = "Agenda of the June meeting"


@pytest.fixture
def people(db, time_machine):
    time_machine.move_to(LATER, tick=False)
    return casting.cast()


@pytest.fixture
def meeting(people):
    return casting.meeting(people, day=dt.date(2026, 12, 14))


@pytest.fixture
def call(meeting, people):
    return calls.call(meeting, people)


@pytest.fixture
def coordinator(people):
    return at_the_desk(people.coordinator)


def came_in(person, made):
    link = calls.link(person, made)
    browser = Client()
    browser.post(f"/l/{links.token(link.pk, link.epoch)}/")
    return browser


def page_of(made):
    return reverse("propose-items", args=[made.pk])


def typed(person, **words):
    return {
        "title": TITLE,
        "why": "It comes near.",
        "area": "",
        "paper": "",
        "speaker": str(person.pk),
    } | words


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_invited_with_a_preview_and_asked_once(people, meeting, coordinator):
    address = reverse("item-call", args=[meeting.pk])
    first = agendas.tree(meeting)[0].item
    terms = {"day": "2026-11-20", "time": "18:00", "items": [str(first.pk)], "words": "Please."}
    shown = text(coordinator.post(address, terms))
    assert "Send 6 letters" in shown
    assert "norway.1@example.org" in shown
    assert "Draft architecture" not in shown
    assert not Letter.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    coordinator.post(address, terms | {"seen": seen, "confirm": "1"})
    made = CallForItems.objects.get()
    assert made.until == dt.datetime(2026, 11, 20, 17, 0, tzinfo=dt.UTC)
    assert Letter.objects.count() == 6


def test_the_deadline_is_in_the_zone_of_the_meeting(people, meeting, coordinator):
    meeting.time_zone = "Asia/Beirut"
    casting.history.save(meeting, by=casting.IMPORT)
    shown = text(
        coordinator.post(reverse("item-call", args=[meeting.pk]), {"day": "2026-11-20", "time": "18:00"})
    )
    assert "Friday 20 November 2026, 18:00 (Asia/Beirut)" in shown


def test_a_clock_time_that_does_not_exist_is_said_and_the_words_kept(people, meeting, coordinator):
    terms = {"day": "2027-03-28", "time": "02:30", "words": "Please think of June."}
    answer = coordinator.post(reverse("item-call", args=[meeting.pk]), terms)
    assert answer.status_code == 400
    assert "does not exist on 2027-03-28" in text(answer)
    assert "Please think of June." in text(answer)


def test_a_friend_proposes_from_the_letter(people, call):
    browser = came_in(people.friend, call)
    shown = text(browser.get(page_of(call)))
    assert "Debrief" in shown
    # The other item of the draft agenda was not shared.
    assert "Draft architecture" not in shown
    assert not ItemProposal.objects.exists()
    answer = browser.post(page_of(call), typed(people.friend), follow=True)
    assert "Proposed for Norway." in text(answer)
    [row] = item_proposals.own(call, people.friend.delegation_id)
    assert (row.title, row.why) == (TITLE, "It comes near.")
    # A colleague sees it; another delegation does not.
    assert TITLE in text(came_in(people.contacts["Norway"][1], call).get(page_of(call)))
    assert TITLE not in text(came_in(people.contacts["Canada"][0], call).get(page_of(call)))


def test_what_cannot_be_taken_stays_in_the_form(people, call):
    browser = came_in(people.friend, call)
    answer = browser.post(page_of(call), typed(people.friend, title="", why="Many words."))
    assert answer.status_code == 400
    assert "Many words." in text(answer)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"title": "J\u202eenu"}, "turn the direction of writing"),
        ({"title": "x" * 501}, "at most 500 characters"),
        ({"why": "y" * 2001}, "at most 2000 characters"),
        ({"speaker": "nobody"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_said_and_kept(people, call, words, sentence):
    answer = came_in(people.friend, call).post(page_of(call), typed(people.friend, paper="Ours.", **words))
    assert answer.status_code == 400
    assert sentence in text(answer)
    assert "Ours." in text(answer)
    assert not ItemProposal.objects.exists()


def test_two_colleagues_at_one_proposal_are_shown_both_texts(people, call):
    row = item_proposals.propose(call, Said(TITLE), contact=people.friend, now=LATER)
    address = reverse("propose-item-change", args=[call.pk, row.pk])
    item_proposals.change(row, Said("Theirs"), version=1, contact=people.contacts["Norway"][1], now=LATER)
    browser = came_in(people.friend, call)
    answer = browser.post(address, typed(people.friend, title="Mine", version="1"))
    assert answer.status_code == 400
    assert "Theirs" in text(answer)
    assert 'value="Mine"' in text(answer)
    again = re.search(r'name="version" value="(\d+)"', text(answer))[1]
    browser.post(address, typed(people.friend, title="Mine", version=again))
    row.refresh_from_db()
    assert row.title == "Mine"


def test_changed_and_taken_back_until_the_deadline(people, call, time_machine):
    row = item_proposals.propose(call, Said(TITLE), contact=people.friend, now=LATER)
    address = reverse("propose-item-change", args=[call.pk, row.pk])
    browser = came_in(people.friend, call)
    browser.post(address, typed(people.friend, title="Otherwise", version="1"))
    time_machine.move_to(LATE)
    assert "Take it back" not in text(browser.get(address))
    answer = browser.post(address, typed(people.friend, title="Too late", version="2"), follow=True)
    assert "marked as late" in text(answer)
    answer = browser.post(address, {"withdraw": "1"}, follow=True)
    assert "The deadline has passed. Please write to the" in text(answer)
    assert [row.title for row in item_proposals.own(call, people.friend.delegation_id)] == [
        "Otherwise",
        "Too late",
    ]
    # Nobody else's proposal is there to change.
    assert came_in(people.contacts["Canada"][0], call).get(address).status_code == 404


def test_what_is_decided_shows_no_form_that_would_be_refused(people, call, time_machine):
    row = item_proposals.propose(call, Said(TITLE), contact=people.friend, now=LATER)
    item_decisions.decline(row, reason="In June.", by=people.coordinator.actor, now=LATER)
    address = reverse("propose-item-change", args=[call.pk, row.pk])
    browser = came_in(people.friend, call)
    assert address not in text(browser.get(page_of(call)))
    shown = text(browser.get(address))
    assert "has this on its desk already" in shown
    assert "Save the change" not in shown
    time_machine.move_to(LATE)
    assert "Save the change" in text(browser.get(address))


def test_after_the_closing_no_draft_is_shown_and_what_is_sent_is_kept(people, call, time_machine):
    row = item_proposals.propose(call, Said(TITLE), contact=people.friend, now=LATER)
    by = people.coordinator.actor
    said = agendas.Item("June", "Norway", people.friend.delegation)
    item_decisions.accept(row, said, parent=None, by=by, now=LATER)
    browser = came_in(people.friend, call)
    # Before the closing nothing is said of what became of it.
    assert "It is on the agenda" not in text(browser.get(page_of(call)))
    seen = item_decisions.closing(call, words="", now=LATER).fingerprint
    item_decisions.close(call, words="", seen=seen, by=by, now=LATER)
    time_machine.move_to(LATER + casting.HOUR)
    shown = text(browser.get(page_of(call)))
    assert "It is on the agenda as “June”." in shown
    assert "Debrief" not in shown
    answer = browser.post(page_of(call), typed(people.friend, title="After all"), follow=True)
    assert "is kept for the" in text(answer)
    assert ItemProposal.objects.get(title="After all").after_closing


def test_taken_off_the_list_the_link_has_ended(people, call):
    person = people.contacts["Canada"][1]
    browser = came_in(person, call)
    change = Change(NOW.date() - dt.timedelta(days=1), "left")
    contacts.end(person, change, by=people.admin.actor, now=NOW)
    assert browser.get(page_of(call)).status_code == 410


def test_accepted_reworded_declined_and_closed_at_the_desk(people, meeting, call, coordinator):
    first, second = (
        item_proposals.propose(call, Said(title), contact=people.friend, now=LATER)
        for title in (TITLE, "Lunch")
    )
    under = meeting.agenda_items.get(title="Debrief")
    address = reverse("item-proposal", args=[first.pk])
    coordinator.post(address, {"title": "June", "where": str(under.pk), "minutes": "10"})
    item = meeting.agenda_items.get(title="June")
    assert (item.parent, item.minutes, item.presenter_words) == (under, 10, "Norway")
    answer = coordinator.post(reverse("item-proposal", args=[second.pk]), {"decline": "1", "reason": ""})
    assert answer.status_code == 400
    closing = reverse("item-call-close", args=[call.pk])
    assert "1 proposal is still to be decided" in text(coordinator.get(closing))
    assert "1 item for 14 December 2026 to accept or decline" in text(coordinator.get("/desk/"))
    coordinator.post(reverse("item-proposal", args=[second.pk]), {"decline": "1", "reason": "Not at table."})
    shown = text(coordinator.post(closing, {"words": "Thank you."}))
    assert "Close it and send 2 letters" in shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    coordinator.post(closing, {"words": "Thank you.", "seen": seen, "confirm": "1"})
    call.refresh_from_db()
    assert call.closed_at == LATER
    told = Letter.objects.filter(reason=f"items:{call.pk}:closed")[0].text
    assert "Not at table." in told
    listed = text(coordinator.get(reverse("item-proposals", args=[meeting.pk])))
    assert "On the agenda as “June”." in listed


def test_as_many_queries_for_three_as_for_one(people, meeting, call, coordinator):
    item_proposals.propose(call, Said(TITLE), contact=people.friend, now=LATER)
    addresses = [
        "/desk/",
        reverse("item-proposals", args=[meeting.pk]),
        reverse("item-call-close", args=[call.pk]),
    ]
    browser = came_in(people.friend, call)
    before = [count(coordinator, address) for address in addresses] + [count(browser, page_of(call))]
    for who in (people.friend, people.contacts["Canada"][0]):
        item_proposals.propose(call, Said(f"{TITLE} again"), contact=who, now=LATER)
    assert [count(coordinator, address) for address in addresses] + [count(browser, page_of(call))] == before
