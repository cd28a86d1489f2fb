"""Mails that came back: delivery reports, automatic replies, plain words; and hostile ones, refused with a sentence."""

import datetime as dt
import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from friends.reading import replies
from friends.reading.replies import Says, UnreadableReply, read

pytestmark = pytest.mark.once
TODAY = dt.date(2010, 12, 20)

REPORT = b"""From: MAILER-DAEMON@mail.example.org
To: portal@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The following address does not exist: norway.1@example.org

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Original-Recipient: rfc822;norway.1@example.org
Final-Recipient: rfc822;real.box@example.org
Action: %s
Status: %s
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: message/rfc822

From: portal@example.org
To: norway.1@example.org
Subject: Contact list

Text
--b--
"""


def mail(
    text: str,
    *,
    subject: str = "Re: Contact list",
    sender: str = "Norway 1 <norway.1@example.org>",
    **headers: str,
) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def test_a_delivery_report_names_the_address_that_was_written_to():
    reply = read(REPORT % (b"failed", b"5.1.1"), today=TODAY)
    assert (reply.says, reply.about) == (Says.REFUSED, ("norway.1@example.org",))
    assert "does not exist" in reply.words


@pytest.mark.parametrize(
    ("action", "status"), [(b"delayed", b"4.4.1"), (b"delivered", b"2.0.0"), (b"failed", b"4.2.2")]
)
def test_what_may_still_arrive_is_no_refusal(action, status):
    assert read(REPORT % (action, status), today=TODAY).says != Says.REFUSED


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("I am out of the office until 5 January 2011.", dt.date(2011, 1, 5)),
        ("I am on leave and will be back on 3 January.", dt.date(2011, 1, 3)),
        ("On annual leave till 24 December.", dt.date(2010, 12, 24)),
        ("Je suis en congé jusqu'au 2011-01-10.", dt.date(2011, 1, 10)),
        ("Thank you for your message. I am out of office.", None),
    ],
)
def test_somebody_is_away(text, until):
    reply = read(mail(text), today=TODAY)
    assert (reply.says, reply.about, reply.until) == (Says.AWAY, ("norway.1@example.org",), until)


def test_an_automatic_reply_without_such_words_is_recognised_by_its_header():
    said = "Your message was received."
    assert read(mail(said), today=TODAY).says == Says.NOTHING
    assert read(mail(said, Auto_Submitted="no"), today=TODAY).says == Says.NOTHING
    assert read(mail(said, Auto_Submitted="auto-replied (vacation)"), today=TODAY).says == Says.AWAY


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        (
            "I no longer work at the mission. Please contact my successor, nora@example.org.",
            ("nora@example.org",),
        ),
        ("Mr Berg has left the ministry; write to desk@example.org instead.", ("desk@example.org",)),
        ("I have retired.", ()),
    ],
)
def test_somebody_has_left(text, instead):
    reply = read(mail(text), today=TODAY)
    assert (reply.says, reply.instead) == (Says.LEFT, instead)
    assert reply.about[0] == "norway.1@example.org" and not set(instead) & set(reply.about)
    assert text[:20] in reply.words


def test_what_is_quoted_beneath_says_nothing():
    text = "Thank you, noted.\n\n> Our colleague has left the office.\n-----Original Message-----\nI am on leave."
    assert read(mail(text), today=TODAY).says == Says.NOTHING


def test_pasted_words_are_read_without_headers():
    reply = read(b"550 5.1.1 <norway.1@example.org>: user unknown", today=TODAY)
    assert (reply.says, reply.about) == (Says.REFUSED, ("norway.1@example.org",))
    reply = read(b"norway.1@example.org is out of the office until 5 January 2011", today=TODAY)
    assert (reply.says, reply.about) == (Says.AWAY, ("norway.1@example.org",))


def test_encoded_subjects_html_and_old_charsets_are_read():
    html = EmailMessage()
    html["From"], html["Subject"] = "norway.1@example.org", "Réponse automatique"
    html.set_content("<p>I have <b>left</b> the mission</p>", subtype="html")
    assert read(html.as_bytes(), today=TODAY).says in (Says.LEFT, Says.AWAY)
    old = (
        b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=x-nowhere\n\nEn cong\xe9"
    )
    assert read(old, today=TODAY).says == Says.AWAY


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n ",
        b"x" * (replies.LARGEST + 1),
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5_000)),
        b"Content-Type: message/rfc822\n\n" * 5_000,
    ],
    ids=["empty", "blank", "too large", "nested parts", "nested messages"],
)
def test_what_is_hostile_gets_a_sentence(data):
    with pytest.raises(UnreadableReply):
        read(data, today=TODAY)


@pytest.mark.parametrize(
    "data",
    [
        b"From: " + b"<" * 900_000,
        b"From: a@example.org\nSubject: =?utf-8?q?" + b"=3D" * 300_000 + b"?=\n\nx",
        b"From: a@example.org\n\n" + b"<" * 900_000,
        b"From: a@example.org\nContent-Type: text/html\n\n" + b"<a " * 300_000,
        ("contact " * 100_000).encode(),
        b"a." * 450_000 + b"@",
        b"until 1 " * 100_000,
        b"has left " * 100_000,
    ],
)
def test_what_is_long_ends_in_time(data):
    began = time.monotonic()
    read(data, today=TODAY)
    assert time.monotonic() - began < 2


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_anything_is_read_or_refused_with_a_sentence(noise):
    for data in (noise, b"From: a@example.org\n" + noise, REPORT.replace(b"--b\n", noise, 1)):
        try:
            read(data, today=TODAY)
        except UnreadableReply as refused:
            assert str(refused)
