"""The outbox against a real mail server that answers, refuses, stalls and breaks off on demand."""

import datetime as dt
import socket
import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal import letters, mail_server, outbox
from ccm_portal.models import Letter
from ccm_portal.periodic import send_letters
from tests.ccm_portal.letterbox import NOW, only, write
from tests.ccm_portal.strict_mail import StrictServer
from tests.smtp import (
    accept,
    delay,
    drop_after_data,
    drop_before_data,
    hang,
    hang_at_recipient,
    refuse_data,
    refuse_recipient,
    refuse_sender,
)

State, Phase = Letter.State, Letter.Phase
LEASE = dt.timedelta(seconds=60)
MINUTE = dt.timedelta(minutes=1)


def states() -> dict[str, str]:
    return dict(Letter.objects.values_list("address", "state"))


# --- sending ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_works(mailbox: StrictServer) -> None:
    letter = write()
    assert send_letters(NOW) is False
    (received,) = mailbox.received
    assert received.recipients == ("norway@example.org",)
    assert received.sender == letters.sender_address().addr_spec
    assert received.message["Message-ID"] == letter.message_id
    sent = only()
    assert (sent.state, sent.server_said, sent.attempts) == (State.SENT, "250 2.0.0 Accepted", 1)
    assert sent.lease_until is None and sent.settled_at is not None


@pytest.mark.django_db
def test_a_sent_letter_is_not_sent_again(mailbox: StrictServer) -> None:
    write()
    for hours in range(3):
        send_letters(NOW + dt.timedelta(hours=hours))
    assert len(mailbox.received) == 1


@pytest.mark.django_db
def test_many_letters_go_over_one_connection_each_to_one_recipient(mailbox: StrictServer) -> None:
    addresses = {f"friend{number}@example.org" for number in range(12)}
    for address in addresses:
        write(address)
    send_letters(NOW)
    assert mailbox.connections == 1
    assert all(len(received.recipients) == 1 for received in mailbox.received)
    assert {received.recipients[0] for received in mailbox.received} == addresses
    for received in mailbox.received:
        assert [to.addr_spec for to in received.message["To"].addresses] == list(received.recipients)


@pytest.mark.django_db
def test_lines_that_begin_with_a_dot_arrive_whole(mailbox: StrictServer) -> None:
    text = "A list:\n.\n..\n.hidden\nend\n"
    write(text=text)
    send_letters(NOW)
    assert mailbox.received[0].text.splitlines() == text.splitlines()


@pytest.mark.django_db
def test_a_letter_waits_until_it_is_due(mailbox: StrictServer) -> None:
    write()
    send_letters(NOW - MINUTE)
    assert not mailbox.received and mailbox.connections == 0, "nothing due, no connection"


@pytest.mark.django_db
def test_a_turn_ends_after_some_seconds_and_says_that_letters_are_left(
    mailbox: StrictServer, monkeypatch: Any
) -> None:
    monkeypatch.setattr(outbox, "RUN_SECONDS", 0.05)
    mailbox.always = delay(0.1)
    for _number in range(3):
        write()
    assert send_letters(NOW) is True
    assert sorted(states_list()) == [State.QUEUED, State.QUEUED, State.SENT]


def states_list() -> list[str]:
    return list(Letter.objects.values_list("state", flat=True))


@pytest.mark.django_db
def test_without_a_mail_server_letters_are_kept_on_screen(settings: Any) -> None:
    settings.EMAIL_URL = ""
    write()
    assert send_letters(NOW) is False
    assert only().state == State.SHOWN


@pytest.mark.django_db
def test_a_letter_that_cannot_be_built_holds_up_none(mailbox: StrictServer) -> None:
    broken = write("first@example.org")
    Letter.objects.filter(pk=broken.pk).update(address="no address any more")
    write("second@example.org", now=NOW + MINUTE)
    send_letters(NOW + MINUTE)
    assert states() == {"no address any more": State.FAILED, "second@example.org": State.SENT}


# --- what servers say ---------------------------------------------------------------------------------------


def refuse(server: StrictServer, stage: str, words: str) -> None:
    """The next letter is refused at MAIL, RCPT, the DATA command, or after its text."""
    if stage == "DATA":
        server.refuse_data_command(words)
    else:
        server.next({"MAIL": refuse_sender, "RCPT": refuse_recipient, "text": refuse_data}[stage](words))


STAGES = ["MAIL", "RCPT", "DATA", "text"]


@pytest.mark.django_db
@pytest.mark.parametrize("stage", STAGES)
def test_refused_for_good_is_failed_with_the_servers_words(mailbox: StrictServer, stage: str) -> None:
    refuse(mailbox, stage, "550 5.1.1 no such mailbox")
    write("first@example.org")
    write("second@example.org", now=NOW + MINUTE)
    send_letters(NOW + MINUTE)
    assert states() == {"first@example.org": State.FAILED, "second@example.org": State.SENT}
    failed = Letter.objects.get(address="first@example.org")
    assert failed.server_said == "550 5.1.1 no such mailbox"
    assert [received.recipients for received in mailbox.received] == [("second@example.org",)]
    send_letters(NOW + dt.timedelta(hours=2))
    assert len(mailbox.received) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("reply", ["451 4.3.0 busy", "421 closing for now"])
def test_not_now_is_tried_again_later(mailbox: StrictServer, stage: str, reply: str) -> None:
    refuse(mailbox, stage, reply)
    write()
    send_letters(NOW)
    waiting = only()
    assert (waiting.state, waiting.server_said, waiting.attempts) == (State.QUEUED, reply, 1)
    assert MINUTE <= waiting.next_try_at - NOW < 2 * MINUTE
    send_letters(NOW + MINUTE / 2)
    assert not mailbox.received
    send_letters(NOW + 2 * MINUTE)
    assert only().state == State.SENT and only().attempts == 2
    assert len(mailbox.received) == 1


@pytest.mark.django_db
def test_not_now_for_ever_is_given_up_in_time(mailbox: StrictServer) -> None:
    mailbox.always = refuse_recipient("451 busy")
    letter = write(give_up_at=NOW + dt.timedelta(hours=3))
    now = NOW
    while (now := now + MINUTE) < NOW + dt.timedelta(hours=4):
        send_letters(now)
    given_up = only()
    assert (given_up.state, given_up.server_said) == (State.FAILED, "451 busy")
    assert given_up.settled_at is not None and given_up.settled_at < letter.give_up_at
    # 1, 2, 4, 8, 16, 32 and 60 minutes apart, counted from the first try.
    assert given_up.attempts == 8


@pytest.mark.django_db
def test_one_refused_address_touches_no_other(mailbox: StrictServer) -> None:
    mailbox.for_address("gone@example.org", refuse_recipient())
    for number in range(10):
        write(f"friend{number}@example.org")
    write("gone@example.org")
    send_letters(NOW)
    assert states().pop("gone@example.org") == State.FAILED
    assert len(mailbox.received) == 10


# --- broken lines -------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_line_broken_before_the_text_is_tried_again(mailbox: StrictServer, stage: str) -> None:
    if stage == "RCPT":
        mailbox.next(drop_before_data())
    else:
        mailbox.refuse_data_command("")
    write()
    send_letters(NOW)
    assert only().state == State.QUEUED and only().server_said
    send_letters(NOW + 2 * MINUTE)
    assert only().state == State.SENT
    assert len(mailbox.received) == 1


@pytest.mark.django_db
def test_a_line_broken_before_the_reply_is_uncertain_and_never_sent_again_by_itself(
    mailbox: StrictServer,
) -> None:
    mailbox.next(drop_after_data())
    write("first@example.org")
    write("second@example.org", now=NOW + MINUTE)
    send_letters(NOW + MINUTE)
    assert states() == {"first@example.org": State.UNCERTAIN, "second@example.org": State.SENT}
    send_letters(NOW + dt.timedelta(days=2))
    assert [received.recipients[0] for received in mailbox.received] == [
        "first@example.org",
        "second@example.org",
    ]


@pytest.mark.django_db
def test_a_server_that_stays_silent_is_given_up(mailbox: StrictServer, monkeypatch: Any) -> None:
    monkeypatch.setattr(mail_server, "STEP_SECONDS", 0.2)
    monkeypatch.setattr(mail_server, "VERDICT_SECONDS", 0.2)
    mailbox.next(hang_at_recipient(), hang())
    write("early@example.org")
    write("late@example.org", now=NOW + MINUTE)
    send_letters(NOW + MINUTE)
    assert states() == {"early@example.org": State.QUEUED, "late@example.org": State.UNCERTAIN}


@pytest.mark.django_db
def test_a_connection_the_server_ended_between_letters_costs_no_try(mailbox: StrictServer) -> None:
    mailbox.next(accept(), drop_before_data())
    write("first@example.org")
    write("second@example.org", now=NOW + MINUTE)
    send_letters(NOW + MINUTE)
    assert set(states_list()) == {State.SENT}
    assert list(Letter.objects.values_list("attempts", flat=True)) == [1, 1]
    assert mailbox.connections == 2


@pytest.mark.django_db
def test_while_no_server_answers_all_letters_wait_and_none_loses_a_try(settings: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_URL = f"smtp://127.0.0.1:{taken.getsockname()[1]}"
        write("first@example.org")
        write("second@example.org")
        send_letters(NOW)
    for letter in Letter.objects.all():
        assert (letter.state, letter.attempts) == (State.QUEUED, 0)
        assert "refused" in letter.server_said
        assert outbox.REACH_AGAIN <= letter.next_try_at - NOW < MINUTE


@pytest.mark.django_db
def test_a_letter_not_sent_in_time_is_failed_not_sent_late(mailbox: StrictServer) -> None:
    letter = write()
    send_letters(letter.give_up_at)
    assert only().state == State.FAILED
    assert not mailbox.received


# --- workers that die, and workers that are late ------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_dead_worker_had_claimed_goes_out(mailbox: StrictServer) -> None:
    letter = write()
    assert outbox.claim(letter.pk, NOW) is not None
    send_letters(NOW + LEASE / 2)
    assert not mailbox.received, "the lease still holds"
    send_letters(NOW + LEASE)
    assert only().state == State.SENT
    assert len(mailbox.received) == 1


@pytest.mark.django_db
def test_what_a_dead_worker_was_handing_over_is_uncertain(mailbox: StrictServer) -> None:
    claimed = outbox.claim(write().pk, NOW)
    assert claimed is not None and outbox.text_may_go(claimed, NOW)
    send_letters(NOW + LEASE / 2)
    assert only().state == State.SENDING
    send_letters(NOW + LEASE)
    assert only().state == State.UNCERTAIN
    assert not mailbox.received


@pytest.mark.django_db
def test_a_letter_is_claimed_once() -> None:
    letter = write()
    assert [outbox.claim(letter.pk, NOW) is not None for _worker in range(10)] == [True] + [False] * 9


@pytest.mark.django_db
def test_a_late_worker_finds_its_claim_gone_and_sends_nothing() -> None:
    letter = write()
    late = outbox.claim(letter.pk, NOW)
    outbox.sweep(NOW + LEASE)
    prompt = outbox.claim(letter.pk, NOW + LEASE)
    assert late is not None and prompt is not None
    assert not outbox.text_may_go(late, NOW + LEASE)
    outbox.failed(late, Phase.CLAIMED, "550 no", NOW + LEASE)
    assert outbox.text_may_go(prompt, NOW + LEASE), "the late worker's words did not touch the other's claim"


@pytest.mark.django_db
def test_a_slow_reply_settles_a_letter_already_shown_as_uncertain() -> None:
    claimed = outbox.claim(write().pk, NOW)
    assert claimed is not None and outbox.text_may_go(claimed, NOW)
    outbox.sweep(NOW + LEASE)
    assert only().state == State.UNCERTAIN
    outbox.sent(claimed, "250 taken", NOW + LEASE)
    assert only().state == State.SENT


@pytest.mark.django_db
def test_a_slow_reply_changes_nothing_after_a_person_decided() -> None:
    claimed = outbox.claim(write().pk, NOW)
    assert claimed is not None and outbox.text_may_go(claimed, NOW)
    outbox.sweep(NOW + LEASE)
    Letter.objects.update(state=State.COUNTED)
    outbox.sent(claimed, "250 taken", NOW + LEASE)
    assert only().state == State.COUNTED


@pytest.mark.django_db
def test_a_person_taken_off_the_list_gets_no_letter_already_claimed(
    mailbox: StrictServer, monkeypatch: Any
) -> None:
    person = uuid.uuid4()
    write(recipient=person)
    introduce = mail_server.Talk.introduce

    def taken_off_meanwhile(talk: mail_server.Talk, sender: str, recipient: str) -> None:
        introduce(talk, sender, recipient)
        letters.withdraw(person, now=NOW)

    monkeypatch.setattr(mail_server.Talk, "introduce", taken_off_meanwhile)
    send_letters(NOW)
    assert only().state == State.WITHDRAWN
    assert not mailbox.received


@pytest.mark.django_db
def test_the_outbox_refuses_to_run_inside_a_transaction(mailbox: StrictServer) -> None:
    """Its marks must be in the database before the next step, or a crash would take them back."""
    write()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        send_letters(NOW)
    assert not mailbox.received


@given(st.integers(min_value=1, max_value=10_000))
def test_waits_grow_and_stay_bounded(attempts: int) -> None:
    wait = outbox.wait_after(attempts)
    assert outbox.FIRST_WAIT <= wait <= outbox.LONGEST_WAIT
    assert wait <= outbox.wait_after(attempts + 1)
