"""Circulating: the terms, exactly who would get what, one confirmation."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ccm_portal import enclosures, history
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends import contacts
from friends.models import Contact
from meetings import enclosing
from meetings.models import Document, Round
from tests.cast import contact, delegation, document_at, listed
from tests.queries import count

TERMS = {"day": "2026-11-09", "time": "18:00", "cover_note": "Please read with care."}


@pytest.fixture
def document(people) -> Document:
    return document_at("cleared", people)


def page_of(document):
    return reverse("circulate", args=[document.pk])


def preview(desk, document, **terms):
    return desk.post(page_of(document), TERMS | terms)


def seen_in(page) -> dict[str, str]:
    [found] = re.findall(r'name="seen" value="(\w+)"', page.text)
    return {"seen": found, "confirm": "1"}


def confirm(desk, document, page, **terms):
    return desk.post(page_of(document), TERMS | terms | seen_in(page))


def opening_letters():
    return Letter.objects.filter(reason__endswith=":opening")


def test_it_works(desk, document, people):
    page = preview(desk, document)
    assert "Monday 9 November 2026, 18:00 (Europe/Zurich)" in page.text
    assert "4 delegations" in page.text and "Open the round and send 6 letters" in page.text
    for people_of in people.contacts.values():
        for person in people_of:
            assert page.text.count(f"&lt;{person.email}&gt;") == 1
    assert not Round.objects.exists() and not opening_letters().exists()
    answer = confirm(desk, document, page)
    round_ = Round.objects.get()
    assert answer.url == reverse("round", args=[round_.pk])
    assert round_.deadline == dt.datetime(2026, 11, 9, 17, 0, tzinfo=dt.UTC)
    assert opening_letters().count() == 6
    document.refresh_from_db()
    assert document.status == "in_round"


def test_the_usual_terms_are_proposed(desk, document):
    page = desk.get(page_of(document)).text
    assert 'value="2026-11-09"' in page and 'value="18:00"' in page


def test_the_terms_can_be_changed_after_the_preview(desk, document):
    page = preview(desk, document, change="1")
    assert "Please read with care." in page.text and "See who gets what" in page.text
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"day": "2026-11-01"}, "has already passed. Choose a later one."),
        ({"day": "2027-03-28", "time": "02:30"}, "02:30 does not exist on 2027-03-28 in Europe/Zurich"),
        ({"day": "2027-10-31", "time": "02:30"}, "02:30 comes twice on 2027-10-31 in Europe/Zurich"),
        ({"day": ""}, "This field is required."),
        ({"day": "next Monday"}, "Enter a valid date."),
        ({"time": "late"}, "Enter a valid time."),
        ({"cover_note": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_terms_that_cannot_be_are_given_back(desk, document, terms, sentence):
    note = terms.get("cover_note", "Typed with care.")
    answer = preview(desk, document, **({"cover_note": note} | terms))
    assert answer.status_code == 400
    assert sentence in answer.text and note in answer.text
    assert not Round.objects.exists()


def test_a_list_without_recipients_opens_nothing(desk, document):
    for person in Contact.objects.all():
        person.email, person.name = "", "Somebody"
        history.save(person, by=IMPORT)
    answer = preview(desk, document)
    assert answer.status_code == 400
    assert "Nobody would get it" in answer.text
    assert not Round.objects.exists()


def test_a_delegation_without_an_address_is_shown_as_such(desk, document, people):
    for person in people.contacts["Norway"]:
        person.email = ""
        history.save(person, by=IMPORT)
    page = preview(desk, document).text
    assert "no address: gets nothing" in page and "Norway 1: no address" in page
    assert "Open the round and send 4 letters" in page


def test_what_changed_since_the_preview_is_not_sent(desk, document, people):
    page = preview(desk, document)
    change = contacts.Change(dt.date(2026, 11, 1), "left")
    contacts.end(people.friend, change, by=people.admin.actor, now=dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
    answer = confirm(desk, document, page)
    assert answer.status_code == 400
    assert "changed since you looked. Nothing was sent; look again." in answer.text
    assert "Please read with care." in answer.text
    assert not Round.objects.exists() and not opening_letters().exists()


def test_confirming_other_terms_than_those_shown_sends_nothing(desk, document):
    answer = confirm(desk, document, preview(desk, document), day="2026-11-10")
    assert answer.status_code == 400
    assert not Round.objects.exists()


def test_confirming_twice_opens_one_round(desk, document):
    page = preview(desk, document)
    confirm(desk, document, page)
    again = desk.post(page_of(document), TERMS | seen_in(page), follow=True)
    assert "The text is not cleared for circulation." in again.text
    assert Round.objects.count() == 1 and opening_letters().count() == 6


@pytest.mark.parametrize("status", ["drafting", "under_revision", "final"])
def test_only_a_cleared_text_goes_out(desk, people, status):
    text = document_at(status, people)
    assert "The text is not cleared for circulation." in desk.get(page_of(text), follow=True).text
    assert "The text is not cleared for circulation." in desk.post(page_of(text), TERMS, follow=True).text


def test_the_preview_makes_as_many_queries_for_three_more_delegations(desk, document, people):
    before = count(desk, page_of(document), **TERMS)
    for name in ("Austria", "Ghana", "Mexico"):
        state = delegation(name)
        listed(people.body, state, [contact(state, f"{name.lower()}.{n}") for n in (1, 2)], role="member")
    assert count(desk, page_of(document), **TERMS) == before


# --- the file that goes with the letters ---------------------------------------------------------------------


def test_the_draft_goes_with_the_letters_unless_it_is_unticked(desk, document):
    form = desk.get(page_of(document)).text
    assert re.search(r'<input type="checkbox" name="enclose"[^>]* checked>', form)
    ticked = preview(desk, document, enclose="on").text
    assert "With each letter goes revision 1 as a PDF file." in ticked
    assert '<input type="hidden" name="enclose" value="on">' in ticked
    unticked = preview(desk, document).text
    assert "a link to the text and no file" in unticked and 'name="enclose"' not in unticked


def test_what_was_confirmed_about_the_file_is_what_is_done(desk, document):
    page = preview(desk, document, enclose="on")
    assert confirm(desk, document, page).status_code == 400
    assert not Round.objects.exists()
    assert confirm(desk, document, page, enclose="on").status_code == 302
    round_ = Round.objects.get()
    assert round_.enclosure_id
    assert set(opening_letters().values_list("enclosure_id", flat=True)) == {round_.enclosure_id}


def test_the_round_and_the_letter_say_where_the_file_is(desk, document):
    confirm(desk, document, preview(desk, document, enclose="on"), enclose="on")
    round_, letter = Round.objects.get(), opening_letters()[0]
    round_page, letter_page = reverse("round", args=[round_.pk]), reverse("letter", args=[letter.pk])
    file = reverse("letter-enclosure", args=[letter.pk])
    assert "is being made; they leave with it" in desk.get(round_page).text
    assert "the letter leaves with it" in desk.get(letter_page).text
    assert desk.get(file).status_code == 404
    enclosures.keep(round_.enclosure_id, name="draft.pdf", data=b"%PDF-1.7 draft", now=round_.opened_at)
    assert "is being made" not in desk.get(round_page).text
    assert f'<a href="{file}">draft.pdf</a>' in desk.get(letter_page).text
    answer = desk.get(file)
    assert answer.content == b"%PDF-1.7 draft" and answer["Content-Type"] == "application/pdf"


def test_the_round_says_why_the_letters_went_without_it(desk, document):
    confirm(desk, document, preview(desk, document, enclose="on"), enclose="on")
    enclosing.go_without(Round.objects.get(), "Its text is too long.", now=Round.objects.get().opened_at)
    page = desk.get(reverse("round", args=[Round.objects.get().pk])).text
    assert "The letters went without the PDF file. Its text is too long." in page
