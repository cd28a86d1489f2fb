"""Letters: composing, storing once, the message that goes out, and what people decide."""

import copy
import datetime as dt
import uuid
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal import clock, letters, links
from ccm_portal.actors import Actor, Kind
from ccm_portal.models import AuditRow, Letter
from tests.ccm_portal.letterbox import BODY, NOW, write

State = Letter.State
COORDINATOR = Actor(Kind.STAFF, uuid.uuid4(), person="A Coordinator")
LINK = uuid.UUID("00000000-0000-0000-0000-00000000c0de")


def in_state(state: State, **changes: Any) -> Letter:
    letter = write()
    Letter.objects.filter(pk=letter.pk).update(state=state, settled_at=NOW, **changes)
    letter.refresh_from_db()
    return letter


# --- composing ----------------------------------------------------------------------------------------------


@pytest.fixture
def trial_letter(settings: Any, tmp_path: Path) -> str:
    """The name of a letter whose three templates build on the common base."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "trial.subject.txt").write_text("{% if who %}Draft for\n{{ who }}{% endif %}\n")
    (folder / "trial.txt").write_text(
        '{% extends "mail/base.txt" %}{% block content %}\n\n\nDear {{ who }},\n\n\n\n'
        '{% include "mail/link.txt" with label="Read the draft" %}{% endblock %}'
    )
    (folder / "trial.html").write_text(
        '{% extends "mail/base.html" %}{% block content %}<p>Dear {{ who }},</p>'
        '{% include "mail/link.html" with label="Read the draft" %}{% endblock %}'
    )
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], tmp_path]
    settings.TEMPLATES = templates
    return "trial"


def test_a_letter_is_composed_from_three_templates(trial_letter: str) -> None:
    subject, text, html = letters.compose(
        trial_letter, {"who": "Côte d'Ivoire & <friends>", "body": {"office": "Executive Coordinator"}}
    )
    assert subject == "Draft for Côte d'Ivoire & <friends>"
    assert text.startswith(f"Dear Côte d'Ivoire & <friends>,\n\nRead the draft:\n{links.PLACEHOLDER}\n")
    assert "Sent by the Executive Coordinator to the addresses on the contact list." in text
    assert "\n\n\n" not in text
    assert "<p>Dear Côte d&#x27;Ivoire &amp; &lt;friends&gt;,</p>" in html
    assert html.count(links.PLACEHOLDER) == 2
    assert "<table" not in html and "<img" not in html


def test_a_letter_is_composed_in_the_language_now_active(trial_letter: str) -> None:
    with override("fr"):
        assert '<html lang="fr">' in letters.compose(trial_letter, {"who": "Norway"})[2]


# --- heads --------------------------------------------------------------------------------------------------


def test_line_ends_become_blanks() -> None:
    assert letters.header_line("Draft\r\nBcc: all@example.org\t now ") == "Draft Bcc: all@example.org now"


def test_a_long_subject_is_cut() -> None:
    line = letters.header_line("word " * 100, limit=250)
    assert len(line) <= 250 and line.endswith("word…")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x00", "\x1b", "\x7f", "\ud800"])
def test_deceiving_characters_are_refused(sign: str) -> None:
    with pytest.raises(letters.UnsafeHeader, match=f"U\\+{ord(sign):04X}"):
        letters.header_line(f"Draft {sign}minutes")


@pytest.mark.parametrize("words", ["\u200fمسودة", "Đorđe Šušnjić", "ປະເທດລາວ", "A “quoted”, comma; name"])
def test_names_of_any_language_are_kept(words: str) -> None:
    assert letters.header_line(words) == words


@given(st.text())
def test_a_header_line_is_refused_or_safe(words: str) -> None:
    try:
        line = letters.header_line(words, limit=250)
    except letters.UnsafeHeader:
        return
    assert len(line.splitlines()) <= 1 and len(line) <= 250 and not set(line) & letters.BIDI_CONTROLS


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: b@c.org"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(letters.UnusableAddress):
        letters.wire_address(address)


def test_a_domain_goes_over_the_wire_in_ascii() -> None:
    assert letters.wire_address("office@bücher.example") == "office@xn--bcher-kva.example"


# --- storing ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_letter_is_stored_before_anything_is_sent() -> None:
    letter = write(link_id=LINK, link_epoch=1)
    assert letter.state == State.QUEUED
    assert letter.message_id == f"<{letter.pk.hex}@example.org>"
    assert letter.give_up_at == NOW + dt.timedelta(hours=24)
    assert links.PLACEHOLDER in letter.text and links.token(LINK, 1) not in letter.text + letter.html


@pytest.mark.django_db
def test_one_letter_per_reason_and_recipient() -> None:
    recipient = uuid.uuid4()
    first = write(recipient=recipient)
    again = write(recipient=recipient, subject="Another subject", address="other@example.org")
    another = write(recipient=recipient, reason="round:1:closing")
    assert again.pk == first.pk != another.pk
    assert (again.subject, again.address) == (first.subject, first.address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"subject": "Draft \u202eminutes"}, letters.UnsafeHeader),
        ({"name": "A\u2066B"}, letters.UnsafeHeader),
        ({"address": "nobody"}, letters.UnusableAddress),
    ],
)
def test_a_letter_that_could_deceive_is_not_stored(changes: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        write(**changes)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_the_clock_is_poked_after_commit_only(
    django_capture_on_commit_callbacks: Any, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        recipient = write().recipient
        assert clock.last_poke() == 0
    poked = clock.last_poke()
    assert poked > 0
    with django_capture_on_commit_callbacks() as callbacks:
        write(recipient=recipient)
    assert not callbacks, "nothing new was written"


@pytest.mark.django_db
def test_nothing_more_goes_to_a_person_taken_off_the_list() -> None:
    person = uuid.uuid4()
    queued = write(recipient=person, reason="a")
    claimed = write(recipient=person, reason="b")
    on_its_way = write(recipient=person, reason="c")
    somebody_else = write(reason="a")
    lease = {"state": State.SENDING, "lease_until": NOW}
    Letter.objects.filter(pk=claimed.pk).update(phase=Letter.Phase.CLAIMED, **lease)
    Letter.objects.filter(pk=on_its_way.pk).update(phase=Letter.Phase.DATA, **lease)

    assert letters.withdraw(person, now=NOW) == 2

    states = dict(Letter.objects.values_list("pk", "state"))
    assert states == {
        queued.pk: State.WITHDRAWN,
        claimed.pk: State.WITHDRAWN,
        on_its_way.pk: State.SENDING,
        somebody_else.pk: State.QUEUED,
    }
    assert letters.withdraw(person, now=NOW) == 0


# --- messages -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_message_says_who_to_whom_and_that_a_machine_wrote_it(settings: Any) -> None:
    settings.MAIL_FROM = "Friends of the President <portal@example.org>"
    settings.MAIL_REPLY_TO = "coordinator@example.org"
    letter = write(name="Şeyma, Ambassador", subject="Projet de compte rendu – révision 1")
    parsed = message_from_bytes(letters.eml(letter, with_link=False), policy=policy.default)
    assert parsed["From"] == "Friends of the President <portal@example.org>"
    assert [a.addr_spec for a in parsed["To"].addresses] == ["norway@example.org"]
    assert parsed["To"].addresses[0].display_name == "Şeyma, Ambassador"
    assert parsed["Subject"] == "Projet de compte rendu – révision 1"
    assert parsed["Message-ID"] == letter.message_id
    assert parsed["Date"].datetime == NOW
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Reply-To"] == "coordinator@example.org"
    assert not {"Cc", "Bcc"} & set(parsed.keys())
    assert parsed.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_the_same_letter_is_the_same_message() -> None:
    letter = write()
    assert letters.eml(letter, with_link=False) == letters.eml(Letter.objects.get(), with_link=False)


@pytest.mark.django_db
def test_the_personal_link_stands_in_both_parts_when_it_is_sent(settings: Any) -> None:
    letter = write(link_id=LINK, link_epoch=3)
    parsed = message_from_bytes(letters.eml(letter, with_link=True), policy=policy.default)
    address = links.url(LINK, 3)
    assert links.token(LINK, 3) in address
    for part in parsed.iter_parts():
        assert address in part.get_content()
        assert links.PLACEHOLDER not in part.get_content()


@pytest.mark.django_db
def test_the_personal_link_is_blanked_otherwise() -> None:
    letter = write(link_id=LINK, link_epoch=3)
    parsed = message_from_bytes(letters.eml(letter, with_link=False), policy=policy.default)
    for part in parsed.iter_parts():
        content = part.get_content()
        assert links.token(LINK, 3) not in content
        assert links.PLACEHOLDER not in content
        assert "href" not in content
    assert "[the personal link is not shown]" in letters.text_shown(letter, with_link=False)


@pytest.mark.django_db
def test_a_letter_without_a_link_leads_to_the_front_page(settings: Any) -> None:
    settings.BASE_URL = "https://portal.example.org"
    assert "https://portal.example.org/\n" in letters.text_shown(write(), with_link=True)


# --- decisions ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.UNCERTAIN, State.FAILED])
def test_a_person_has_a_letter_sent_again_as_the_same_message(state: State) -> None:
    letter = in_state(state, phase=Letter.Phase.DATA, attempts=1)
    later = NOW + dt.timedelta(days=2)
    letters.send_again(letter, by=COORDINATOR, now=later)
    again = Letter.objects.get()
    assert (again.state, again.phase, again.settled_at) == (State.QUEUED, Letter.Phase.NONE, None)
    assert (again.message_id, again.next_try_at) == (letter.message_id, later)
    assert again.give_up_at > later
    assert again.attempts == 1, "the count goes on, so that a worker of before finds its claim gone"


@pytest.mark.django_db
def test_a_person_counts_an_uncertain_letter_as_sent() -> None:
    letters.count_as_sent(in_state(State.UNCERTAIN), by=COORDINATOR, now=NOW)
    assert Letter.objects.get().state == State.COUNTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", [s for s in State if s not in (State.UNCERTAIN, State.FAILED, State.SENDING)]
)
def test_there_is_nothing_to_decide_about_other_letters(state: State) -> None:
    letter = in_state(state)
    for verb in (letters.send_again, letters.count_as_sent):
        with pytest.raises(letters.NothingToDecide):
            verb(letter, by=COORDINATOR, now=NOW)
    assert Letter.objects.get().state == state
    assert not AuditRow.objects.exists()


@pytest.mark.django_db
def test_a_refused_letter_cannot_be_counted_as_sent() -> None:
    with pytest.raises(letters.NothingToDecide):
        letters.count_as_sent(in_state(State.FAILED), by=COORDINATOR, now=NOW)


@pytest.mark.django_db
def test_a_decision_is_audited_without_address_or_name() -> None:
    first, second = in_state(State.UNCERTAIN), in_state(State.UNCERTAIN)
    letters.send_again(first, by=COORDINATOR, now=NOW)
    letters.count_as_sent(second, by=COORDINATOR, now=NOW)
    rows = list(AuditRow.objects.order_by("event"))
    assert [(row.event, row.subject_id) for row in rows] == [
        ("letter.counted_as_sent", second.pk),
        ("letter.sent_again", first.pk),
    ]
    for row in rows:
        assert (row.actor_id, row.body_id) == (COORDINATOR.id, BODY)
        assert "@" not in str(row.detail) and first.name not in str(row.detail)
