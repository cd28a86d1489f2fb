"""The pages on which a person is erased, and is told what is held about them."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ccm_portal import sign_in
from friends import contacts
from friends.changes import Change
from friends.models import Contact
from tests import cast
from tests.cast import HOUR, NOW, Cast
from tests.meetings.paper_samples import a_file, a_word
from tests.queries import at_the_desk

ADA, ADDRESS, PHONE = "Ada Nyström", "ada.nystrom@example.org", "+41 22 555 77 01"
REASON = {"reason": "asked by letter", "typed": f" {ADA.lower()} "}


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    made = cast.cast()
    details = contacts.Details(name=ADA, email=ADDRESS, phone=PHONE, main=True)
    change = Change(NOW.date() - dt.timedelta(days=30), "the ministry told us of her illness")
    made.contacts["Norway"][0] = contacts.correct(made.friend, details, change, by=made.admin.actor, now=NOW)
    return made


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def page_of(people: Cast, name: str = "contact-erase") -> str:
    return reverse(name, args=[people.friend.pk])


def by_link(people: Cast) -> Client:
    """The browser of Norway's first contact, who came by the link of a round."""
    round_ = cast.document_at("in_round", people).rounds.get()
    link = cast.link_of(people.friend, round_)
    browser = Client()
    session = browser.session
    session["links"] = [str(link.pk)]
    session.save()
    return browser


class TestErasing:
    def test_it_works(self, people: Cast, keeper: Client):
        browser = by_link(people)
        page = keeper.get(page_of(people)).content.decode()
        assert ADA in page and "cannot be undone" in page and "Files of papers" not in page
        answer = keeper.post(page_of(people), REASON)
        assert answer["Location"] == reverse("contact", args=[people.friend.pk])
        told = keeper.get(answer["Location"]).content.decode()
        assert "erased on 2 November 2026" in told and ADA not in told
        assert "Correct the entry" not in told
        assert browser.get(reverse("your-data")).status_code == 404

    def test_it_says_beforehand_which_files_go(self, people: Cast, keeper: Client):
        a_file(people, data=a_word(words=f"{ADA} drew the map."))
        assert "Files of papers that name the person" in keeper.get(page_of(people)).content.decode()

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"typed": "Bo Berg"}, "not the name of this entry"),
            ({"typed": ""}, "required"),
            ({"reason": ""}, "required"),
            ({"reason": f"{ADA} wrote"}, "must not name the person"),
        ],
    )
    def test_a_slip_erases_nobody_and_keeps_what_was_typed(self, people, keeper, sent, says):
        answer = keeper.post(page_of(people), REASON | sent)
        page = answer.content.decode()
        assert (answer.status_code, says in page) == (400, True)
        assert (REASON | sent)["reason"] in page
        assert Contact.objects.get(pk=people.friend.pk).name == ADA

    def test_another_entry_of_the_name_is_asked_about(self, people: Cast, keeper: Client):
        other = cast.contact(people.friend.delegation, "ada.elsewhere", name=ADA)
        assert str(other.pk) in keeper.get(page_of(people)).content.decode()
        keeper.post(page_of(people), REASON | {"also": str(other.pk)})
        other.refresh_from_db()
        assert (other.email, other.erased_on) == ("", NOW.date())

    def test_nobody_is_ticked_who_was_not_offered(self, people: Cast, keeper: Client):
        other = people.contacts["Canada"][0]
        keeper.post(page_of(people), REASON | {"also": str(other.pk), "chosen": "friends.body:1"})
        other.refresh_from_db()
        assert other.erased_on is None

    def test_a_second_time_there_is_nothing_to_erase(self, people: Cast, keeper: Client):
        keeper.post(page_of(people), REASON)
        assert keeper.get(page_of(people)).status_code == 302

    @pytest.mark.parametrize("name", ["contact-erase", "contact-data", "contact-data-file"])
    def test_who_may(self, people: Cast, keeper: Client, name: str):
        assert at_the_desk(people.coordinator).get(page_of(people, name)).status_code == 404
        session = keeper.session
        session[sign_in.CONFIRMED] = (timezone.now() - HOUR).isoformat()
        session.save()
        assert keeper.get(page_of(people, name)).status_code == 403


class TestReport:
    def test_the_keeper_reads_all_of_it(self, people: Cast, keeper: Client):
        by_link(people)
        page = keeper.get(page_of(people, "contact-data")).content.decode()
        for words in (ADA, ADDRESS, "555 77 01", "told us of her illness", "Invitations"):
            assert words in page
        [told] = json.loads(keeper.get(page_of(people, "contact-data-file")).content)
        assert told["held"][0]["entries"][0]["Email address"] == ADDRESS
        assert {"Letters", "Links in letters", "Places on the list"} <= {one["what"] for one in told["held"]}

    def test_the_person_reads_what_is_theirs(self, people: Cast):
        browser = by_link(people)
        page = browser.get(reverse("your-data")).content.decode()
        assert ADDRESS in page and "her illness" not in page
        assert people.contacts["Norway"][1].email not in page
        [told] = json.loads(browser.get(reverse("your-data-file")).content)
        assert told["person"] == ADA
        assert "sha256" not in json.dumps(told)

    def test_without_a_link_there_is_no_such_page(self, people: Cast):
        assert Client().get(reverse("your-data")).status_code == 404

    def test_who_left_the_list_is_told_so(self, people: Cast):
        browser = by_link(people)
        gone = Change(NOW.date() - dt.timedelta(days=1), "left")
        contacts.end(people.friend, gone, by=people.admin.actor, now=NOW)
        assert browser.get(reverse("your-data")).status_code == 410
