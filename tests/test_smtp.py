"""The mail server of the tests answers as it is told, and counts right: the proof about letters stands on it."""

import smtplib

import pytest

from tests import smtp

LETTER = "Subject: Draft minutes\r\n\r\nPlease find the draft.\r\n"
ADDRESS = "norway@example.org"


def send(server, address=ADDRESS, wait=5.0):
    with smtplib.SMTP(
        smtp.HOST, server.port, local_hostname="sender.example.org", timeout=wait
    ) as connection:
        return connection.sendmail("portal@example.org", [address], LETTER)


def test_it_works(smtp_server):
    send(smtp_server)
    (letter,) = smtp_server.letters_to(ADDRESS)
    assert (letter.subject, letter.text.strip()) == ("Draft minutes", "Please find the draft.")
    assert letter.sender == "portal@example.org"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (smtp.refuse_sender(), smtplib.SMTPSenderRefused),
        (smtp.refuse_recipient(), smtplib.SMTPRecipientsRefused),
        (smtp.refuse_recipient("451 4.3.0 Later"), smtplib.SMTPRecipientsRefused),
        (smtp.refuse_data(), smtplib.SMTPDataError),
        (smtp.drop_before_data(), smtplib.SMTPServerDisconnected),
    ],
)
def test_a_refused_letter_is_not_kept_and_the_next_one_is(smtp_server, reply, error):
    smtp_server.next(reply)
    with pytest.raises(error):
        send(smtp_server)
    assert smtp_server.received == []
    send(smtp_server)
    assert len(smtp_server.received) == 1


@pytest.mark.parametrize("reply", [smtp.drop_after_data(), smtp.hang()])
def test_a_letter_whose_receipt_never_came_is_kept(smtp_server, reply):
    smtp_server.next(reply)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(smtp_server, wait=0.5)
    assert len(smtp_server.received) == 1


def test_silence_before_the_text_keeps_nothing(smtp_server):
    smtp_server.next(smtp.hang_at_recipient())
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(smtp_server, wait=0.5)
    assert smtp_server.received == []


def test_one_address_can_be_refused_whatever_its_turn(smtp_server):
    smtp_server.for_address("Closed@example.org", smtp.refuse_recipient())
    send(smtp_server)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(smtp_server, "closed@example.org")
    assert [letter.recipients for letter in smtp_server.received] == [(ADDRESS,)]


def test_it_may_go_away_and_come_back_with_what_it_kept(smtp_server):
    send(smtp_server)
    open_line = smtplib.SMTP(smtp.HOST, smtp_server.port, local_hostname="sender.example.org", timeout=5)
    smtp_server.go_away()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        open_line.noop()
    with pytest.raises(ConnectionRefusedError):
        send(smtp_server)
    smtp_server.come_back()
    send(smtp_server)
    assert len(smtp_server.received) == 2
