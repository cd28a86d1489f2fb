"""The pages of the letters: who sees which, what they say, and what a person decides there."""

import uuid
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from ccm_portal import links
from ccm_portal.models import AuditRow, Letter
from tests.cast import Cast, cast
from tests.ccm_portal.letterbox import write

State = Letter.State
LINK = uuid.UUID("00000000-0000-0000-0000-00000000c0de")

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def desk(client: Client, people: Cast) -> Client:
    """The coordinator's browser."""
    client.force_login(people.coordinator)
    return client


def letter_of(people: Cast, state: State = State.SENT, **changes: Any) -> Letter:
    letter = write(body_id=people.body.pk, link_id=LINK, link_epoch=1, **changes)
    Letter.objects.filter(pk=letter.pk).update(state=state)
    letter.refresh_from_db()
    return letter


def content(client: Client, route: str, *args: object, **query: str) -> str:
    response = client.get(reverse(route, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


# --- reading ------------------------------------------------------------------------------------------------


def test_it_works(desk: Client, people: Cast) -> None:
    letter = letter_of(people)
    listed = content(desk, "letters")
    assert (
        letter.subject in listed
        and "norway@<wbr>example.org" in listed
        and "accepted by the mail server" in listed
    )
    assert "Accepted by the mail server does not mean read." in listed
    shown = content(desk, "letter", letter.pk)
    assert "please read the draft" in shown and "Whether it was read, nobody is told." in shown


def test_a_list_without_letters_says_so(desk: Client) -> None:
    assert "There are no letters here." in content(desk, "letters")


def test_letters_of_other_bodies_do_not_exist(desk: Client, people: Cast) -> None:
    letter = letter_of(people, State.UNCERTAIN)
    Letter.objects.update(body_id=people.other_body.pk)
    assert letter.subject not in content(desk, "letters")
    for route in ("letter", "letter-eml"):
        assert desk.get(reverse(route, args=[letter.pk])).status_code == 404
    for route in ("letter-again", "letter-count"):
        assert desk.post(reverse(route, args=[letter.pk])).status_code == 404
    assert Letter.objects.get().state == State.UNCERTAIN


@pytest.mark.parametrize("who", ["nobody", "admin"])
def test_only_the_coordinator_sees_letters(client: Client, people: Cast, who: str) -> None:
    letter = letter_of(people)
    if who == "admin":
        client.force_login(people.admin)
    for address in (reverse("letters"), letter.get_absolute_url(), reverse("letter-eml", args=[letter.pk])):
        assert client.get(address).status_code == 404


def test_letters_about_one_matter(desk: Client, people: Cast) -> None:
    letter_of(people, reason="round:1:opening", subject="The opening")
    letter_of(people, reason="round:1:closing", subject="The closing")
    letter_of(people, reason="round:2:opening", subject="Another round")
    listed = content(desk, "letters", reason="round:1")
    assert "The opening" in listed and "The closing" in listed and "Another round" not in listed
    assert "2 letters" in listed


def test_letters_in_one_state(desk: Client, people: Cast) -> None:
    letter_of(people, State.SENT, subject="One that went")
    letter_of(people, State.FAILED, subject="One that did not")
    listed = content(desk, "letters", state="failed")
    assert "One that did not" in listed and "One that went" not in listed
    assert "2 letters" in listed, "the other states stay in sight"


@pytest.mark.parametrize(
    "query", [{"state": "nonsense"}, {"page": "99"}, {"page": "x"}, {"reason": "%_\x00'"}]
)
def test_odd_addresses_do_no_harm(desk: Client, people: Cast, query: dict[str, str]) -> None:
    letter_of(people)
    content(desk, "letters", **query)


def test_long_lists_have_pages(desk: Client, people: Cast) -> None:
    for number in range(51):
        letter_of(people, address=f"friend{number}@example.org")
    assert content(desk, "letters").count("@<wbr>") == 50
    assert content(desk, "letters", page="2").count("@<wbr>") == 1


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    desk: Client, people: Cast, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    letter_of(people)
    with django_assert_max_num_queries(8) as first:
        content(desk, "letters")
    letter_of(people, State.FAILED)
    letter_of(people, State.UNCERTAIN)
    with django_assert_num_queries(len(first)):
        content(desk, "letters")


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_explained(desk: Client, people: Cast, state: State) -> None:
    letter = letter_of(people)
    Letter.objects.update(state=state, lease_until=letter.give_up_at if state == State.SENDING else None)
    shown = content(desk, "letter", letter.pk)
    assert str(state.label) in shown
    after_the_chip = shown.split('class="chip', 1)[1].split("<dl", 1)[0]
    assert "<p>" in after_the_chip, "a sentence says what the state means"


def test_a_servers_words_and_a_letters_text_are_shown_as_text(desk: Client, people: Cast) -> None:
    letter = letter_of(people, State.FAILED, text="<script>alert(1)</script>")
    Letter.objects.update(server_said="550 <b>no</b>")
    shown = content(desk, "letter", letter.pk)
    assert escape("550 <b>no</b>") in shown and escape("<script>alert(1)</script>") in shown
    assert "<b>no" not in shown and "<script>alert" not in shown


# --- the personal link --------------------------------------------------------------------------------------


def test_the_personal_link_is_not_shown_to_staff(desk: Client, people: Cast, settings: Any) -> None:
    settings.DEMO = False
    letter = letter_of(people)
    token = links.token(LINK, 1)
    shown = content(desk, "letter", letter.pk)
    assert token not in shown and links.PLACEHOLDER not in shown
    assert "[the personal link is not shown]" in shown
    assert token not in content(desk, "letter-eml", letter.pk).replace("=\n", "")


def test_in_demo_mode_the_page_is_the_mailbox(desk: Client, people: Cast, settings: Any) -> None:
    settings.DEMO = True
    letter = letter_of(people, State.SHOWN)
    assert f'href="{links.url(LINK, 1)}"' in content(desk, "letter", letter.pk)
    file = desk.get(reverse("letter-eml", args=[letter.pk]))
    parsed = message_from_bytes(file.content, policy=policy.default)
    for part in parsed.iter_parts():
        assert links.url(LINK, 1) in part.get_content()


def test_a_letter_can_be_taken_as_a_file(desk: Client, people: Cast) -> None:
    letter = letter_of(people)
    file = desk.get(reverse("letter-eml", args=[letter.pk]))
    assert file["Content-Type"] == "message/rfc822"
    assert file["Content-Disposition"] == f'attachment; filename="letter-{letter.pk.hex[:8]}.eml"'
    assert file["Cache-Control"] == "no-store"
    assert message_from_bytes(file.content, policy=policy.default)["Message-ID"] == letter.message_id


# --- deciding -----------------------------------------------------------------------------------------------


def test_an_uncertain_letter_is_sent_again_or_counted(desk: Client, people: Cast) -> None:
    again, counted = letter_of(people, State.UNCERTAIN), letter_of(people, State.UNCERTAIN)
    shown = content(desk, "letter", again.pk)
    assert "Send again" in shown and "Count as sent" in shown and "may then have it twice" in shown
    assert (
        "in the queue again"
        in desk.post(reverse("letter-again", args=[again.pk]), follow=True).content.decode()
    )
    assert (
        "counts as sent"
        in desk.post(reverse("letter-count", args=[counted.pk]), follow=True).content.decode()
    )
    assert set(Letter.objects.values_list("pk", "state")) == {
        (again.pk, State.QUEUED),
        (counted.pk, State.COUNTED),
    }
    assert {row.actor_id for row in AuditRow.objects.filter(event__startswith="letter.")} == {
        people.coordinator.pk
    }


def test_deciding_twice_is_told(desk: Client, people: Cast) -> None:
    letter = letter_of(people, State.UNCERTAIN)
    desk.post(reverse("letter-count", args=[letter.pk]))
    told = desk.post(reverse("letter-again", args=[letter.pk]), follow=True).content.decode()
    assert "Not done:" in told
    assert Letter.objects.get().state == State.COUNTED


def test_a_sent_letter_offers_nothing_to_decide(desk: Client, people: Cast) -> None:
    shown = content(desk, "letter", letter_of(people).pk)
    assert "Send again" not in shown and "Count as sent" not in shown


@pytest.mark.parametrize("route", ["letter-again", "letter-count"])
def test_reading_an_address_decides_nothing(desk: Client, people: Cast, route: str) -> None:
    letter = letter_of(people, State.UNCERTAIN)
    assert desk.get(reverse(route, args=[letter.pk])).status_code == 405
    assert Letter.objects.get().state == State.UNCERTAIN
