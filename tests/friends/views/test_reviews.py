"""Reviews at the desk and by link: asked with a preview, answered in two clicks, decided as a diff, closed."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import history, links
from ccm_portal.actors import IMPORT
from friends import contacts, reviews
from friends.models import Contact, ListReview, Proposal
from tests.cast import HOUR, NOW, Cast, cast, contact, delegation, listed
from tests.friends.test_editions import change
from tests.friends.test_reviews import UNTIL, entry_of, left, opened
from tests.queries import at_the_desk, count

OPEN = "/desk/contacts/review/open/"
ALL = "/desk/contacts/review/"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def door_of(person: Contact, review: ListReview) -> str:
    link = reviews.link_to_entry(person, review, now=NOW)
    return f"/l/{links.token(link.pk, link.epoch)}/"


def reader(person: Contact, review: ListReview) -> Client:
    """A browser of somebody who came by their link."""
    browser = Client()
    answer = browser.post(door_of(person, review))
    assert answer["Location"] == reverse("entry", args=[review.pk])
    return browser


def page(name: str, review: ListReview, *more: object) -> str:
    return reverse(name, args=[review.pk, *more])


def person_form(person: Contact | None = None, **changed: str) -> dict[str, str]:
    data = {
        "name": person.name if person else "", "email": person.email if person else "", "phone": "",
        "posting": "", "speaks": "on", "visibility": "listed", "holds_from": "", "words": "",
    }  # fmt: skip
    return data | ({"main": "on"} if person and person.main else {}) | changed


class TestOpening:
    def test_it_works(self, keeper, people):
        terms = {"until": UNTIL.isoformat(), "note": "Thank you."}
        preview = keeper.post(OPEN, terms).text
        assert "Nothing is sent yet" in preview and "norway.1@example.org" in preview
        assert not ListReview.objects.exists()
        seen = preview.split('name="seen" value="')[1].split('"', maxsplit=1)[0]
        answer = keeper.post(OPEN, terms | {"seen": seen, "confirm": "1"})
        review = ListReview.objects.get()
        assert answer.url == review.get_absolute_url()
        assert "0 delegations have answered" in keeper.get(answer.url).text
        assert "Review of 2 November 2026" in keeper.get(ALL).text

    def test_a_day_that_has_passed_is_said_and_what_was_typed_is_kept(self, keeper, people):
        answer = keeper.post(OPEN, {"until": "2026-01-01", "note": "Typed words."})
        assert answer.status_code == 400
        assert "has passed" in answer.text and "Typed words." in answer.text


class TestTheEntry:
    def test_all_correct_in_two_clicks(self, people):
        review = opened(people)
        friend, door = Client(), door_of(people.friend, review)
        shown = friend.get(door).text
        assert "General status and operation" in shown and "norway.2@example.org" in shown
        assert entry_of(review, people.friend).confirmed_at is None
        answer = friend.post(door, {"answer": "correct"})
        assert (answer.status_code, answer["Location"]) == (303, page("entry", review))
        answer = friend.get(answer["Location"])
        assert (
            "it is recorded that your delegation" in answer.text and "Recorded as correct on" in answer.text
        )
        assert entry_of(review, people.friend).confirmed_by == people.friend

    def test_it_shows_the_own_entry_alone(self, people):
        person = people.friend
        person.posting, person.main, person.phone = "mission", True, "+41 22 111"
        history.save(person, by=IMPORT)
        shown = reader(person, opened(people)).get(page("entry", ListReview.objects.get())).text
        for expected in ("Norway 1", "Mission", "main contact", "everyone on the list", "+41 22 111"):
            assert expected in shown
        assert "canada" not in shown.lower()

    def test_a_correction_is_proposed_and_taken_back(self, people):
        review = opened(people)
        friend = reader(people.friend, review)
        address = page("entry-person", review, people.friend.pk, "correct")
        assert 'value="Norway 1"' in friend.get(address).text
        answer = friend.post(address, person_form(people.friend, name="Nora Berg"), follow=True)
        assert "Your proposal is recorded" in answer.text
        assert "<ins>" in answer.text and "Nora Berg" in answer.text
        proposal = Proposal.objects.get()
        answer = friend.post(page("entry-take-back", review, proposal.pk), follow=True)
        assert "The proposal is taken back." in answer.text and "Nora Berg" not in answer.text

    def test_a_successor_somebody_new_and_words(self, people):
        review = opened(people)
        friend = reader(people.friend, review)
        new = person_form(name="Nora", email="nora@example.org")
        friend.post(page("entry-person", review, people.friend.pk, "successor"), new)
        friend.post(page("entry-add", review), person_form(name="Nils", email="nils@example.org"))
        friend.post(page("entry-words", review), {"words": "We share two areas."})
        friend.post(
            page("entry-person", review, people.contacts["Norway"][1].pk, "left"), {"words": "Retired."}
        )
        kinds = sorted(Proposal.objects.values_list("kind", flat=True))
        assert kinds == ["add", "left", "successor", "words"]
        shown = friend.get(page("entry", review)).text
        assert all(words in shown for words in ("Nora", "Nils", "We share two areas.", "Retired."))

    def test_what_is_wrong_is_said_and_kept(self, people):
        review = opened(people)
        friend = reader(people.friend, review)
        answer = friend.post(page("entry-add", review), person_form(name="Nils", email="nils at example"))
        assert answer.status_code == 400 and "nils at example" in answer.text
        answer = friend.post(
            page("entry-person", review, people.friend.pk, "correct"), person_form(people.friend)
        )
        assert answer.status_code == 400 and "You changed nothing" in answer.text

    def test_another_delegations_person_is_not_found(self, people):
        review = opened(people)
        friend = reader(people.friend, review)
        for kind, pk in (("correct", people.president.pk), ("promote", people.friend.pk)):
            assert friend.get(page("entry-person", review, pk, kind)).status_code == 404
        theirs = left(review, people.contacts["Canada"][0])
        assert friend.post(page("entry-take-back", review, theirs.pk)).status_code == 404

    def test_a_copy_reads_and_answers_nothing(self, people):
        second = people.contacts["Norway"][1]
        second.speaks = False
        history.save(second, by=IMPORT)
        review = opened(people)
        copy = reader(second, review)
        assert "You get copies only" in copy.get(page("entry", review)).text
        copy.post(page("entry-correct", review))
        answer = copy.post(page("entry-add", review), person_form(name="Nils"))
        assert answer.status_code == 400 and "copies only" in answer.text
        assert entry_of(review, second).confirmed_at is None and not Proposal.objects.exists()

    def test_after_the_end_nothing_is_recorded(self, people, time_machine):
        review = opened(people)
        friend = reader(people.friend, review)
        time_machine.move_to(NOW + dt.timedelta(days=20), tick=False)
        assert "This review has ended." in friend.get(page("entry", review)).text
        answer = friend.post(page("entry-correct", review), follow=True)
        assert "nothing was recorded" in answer.text
        assert entry_of(review, people.friend).confirmed_at is None

    def test_whoever_is_taken_off_the_list_is_told_so(self, people):
        review = opened(people)
        friend, door = reader(people.friend, review), door_of(people.friend, review)
        yesterday = NOW.date() - dt.timedelta(days=1)
        contacts.end(people.friend, change(yesterday), by=IMPORT, now=NOW)
        assert friend.get(page("entry", review)).status_code == 410
        assert friend.get(door).status_code == 410


def test_the_entry_says_when_it_was_said_to_be_correct(keeper, people):
    review = opened(people)
    row = people.friend.assignments.get()
    pages = [reverse("contact", args=[people.friend.pk]), reverse("assignment", args=[row.pk])]
    assert not any("all correct" in keeper.get(address).text for address in pages)
    reviews.confirm(entry_of(review, people.friend), contact=people.friend, now=NOW)
    assert all("all correct, said on 2 November 2026" in keeper.get(address).text for address in pages)


class TestDeciding:
    def test_it_works(self, keeper, people):
        review = opened(people)
        friend = reader(people.friend, review)
        address = page("entry-person", review, people.friend.pk, "correct")
        friend.post(address, person_form(people.friend, name="Nora Berg"))
        proposal = Proposal.objects.get()
        assert "1 delegation has answered" in keeper.get(review.get_absolute_url()).text
        shown = keeper.get(proposal.get_absolute_url()).text
        assert "<del>Norway 1</del>" in shown and "<ins>Nora Berg</ins>" in shown
        answer = keeper.post(
            proposal.get_absolute_url(), {"holds_from": "2026-11-02", "accept": "1"}, follow=True
        )
        assert "Accepted: the list says so now." in answer.text
        people.friend.refresh_from_db()
        assert people.friend.name == "Nora Berg"
        answer = keeper.post(page("list-review-close", review), follow=True)
        assert "The review is closed. 2 letters are on their way." in answer.text

    def test_three_texts_where_the_list_changed_since(self, keeper, people):
        review = opened(people)
        friend = reader(people.friend, review)
        address = page("entry-person", review, people.friend.pk, "correct")
        friend.post(address, person_form(people.friend, name="Nora Berg"))
        details = contacts.Details(name="Nina Berg", email=people.friend.email)
        contacts.correct(people.friend, details, change(), by=IMPORT, now=NOW)
        proposal = Proposal.objects.get()
        shown = keeper.get(proposal.get_absolute_url()).text
        assert all(name in shown for name in ("Norway 1", "Nora Berg", "Nina Berg", "changed since"))
        plain = {"holds_from": "2026-11-02", "accept": "1"}
        refused = keeper.post(proposal.get_absolute_url(), plain)
        assert refused.status_code == 400 and "The list changed since this was proposed" in refused.text
        over = shown.split('name="over" value="')[1].split('"', maxsplit=1)[0]
        keeper.post(proposal.get_absolute_url(), plain | {"over": over})
        people.friend.refresh_from_db()
        assert people.friend.name == "Nora Berg"

    def test_declining_asks_why(self, keeper, people):
        proposal = left(opened(people), people.friend)
        refused = keeper.post(proposal.get_absolute_url(), {"decline": "1", "reason": ""})
        assert refused.status_code == 400
        keeper.post(proposal.get_absolute_url(), {"decline": "1", "reason": "Still there."})
        assert "Still there." in keeper.get(proposal.get_absolute_url()).text

    def test_what_cannot_be_applied_is_said(self, keeper, people):
        review = opened(people)
        taken = people.contacts["Canada"][0].email
        new = person_form(name="Nora", email=taken)
        reader(people.friend, review).post(page("entry-person", review, people.friend.pk, "successor"), new)
        proposal = Proposal.objects.get()
        refused = keeper.post(proposal.get_absolute_url(), {"holds_from": "2026-11-02", "accept": "1"})
        assert refused.status_code == 400 and "is the address of Canada 1" in refused.text

    def test_reminding_once(self, keeper, people):
        review = opened(people)
        answer = keeper.post(page("list-review-remind", review), follow=True)
        assert "6 reminders are on their way." in answer.text
        answer = keeper.post(page("list-review-remind", review), follow=True)
        assert "once is enough" in answer.text

    def test_another_body_has_nothing_here(self, people):
        stranger = at_the_desk(people.stranger)
        review = opened(people)
        proposal = left(review, people.friend)
        for address in (review.get_absolute_url(), proposal.get_absolute_url()):
            assert stranger.get(address).status_code == 404
        assert "Norway" not in stranger.get(ALL).text


@pytest.mark.once
def test_the_queries_do_not_grow(keeper, people):
    for name in ("Peru", "Chad"):
        of = delegation(name)
        listed(people.body, of, [contact(of, f"{name}.{n}".lower()) for n in range(3)], role="member")
    review = opened(people)
    peru = Contact.objects.get(email="peru.0@example.org")
    friend = reader(peru, review)
    left(review, peru)
    pages = [review.get_absolute_url(), ALL]
    few = [count(keeper, address) for address in pages], count(friend, page("entry", review))
    for email in ("peru.1@example.org", "peru.2@example.org"):
        left(review, Contact.objects.get(email=email))
    left(review, people.friend)
    assert ([count(keeper, address) for address in pages], count(friend, page("entry", review))) == few
