"""M1 to M4: how fast one process sends the letters of a round with a PDF of 60 KB, against Django, and by itself.

The mail server is the thin sink of `tests.bench.sink`: it only looks for the closing dot, so that what is measured is
the sender. M1 is sending alone; M3 is sending with its rows, against the same commits without any sending.
"""

import secrets
import smtplib
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.headerregistry import Address

import environ
from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from ccm_portal import envelopes, letters, outbox
from ccm_portal.envelopes import Envelope, File
from ccm_portal.mail_server import Talk, parse
from ccm_portal.models import Letter
from tests import databases, postgres
from tests.bench.pairs import ACROSS_PROCESSES, alternate
from tests.bench.sink import Sink
from tests.bench.table import Row, at_least, must
from tests.ccm_portal.plain_mail import by_django, by_python, fields, read

PDF = File("Revision 1.pdf", secrets.token_bytes(60 * 1024))
SENDER = Address("Friends of the President", addr_spec="portal@example.org")
SIZES = {200: 9, 2000: 2}
BOOKED = 200
BOOKED_ROUNDS = 5


def rows() -> list[Row]:
    with Sink() as sink:
        return [*_sending_alone(sink), _encoded_once(), _with_bookkeeping(sink), _field_by_field()]


def _letter(number: int) -> tuple[Envelope, str, str]:
    """A letter of a round: name, delegation and link are its own."""
    envelope = Envelope(
        sender=SENDER,
        to_name=f"Friend {number}" if number % 2 else f"Şeyma {number}, Ambassador",
        to_address=f"friend{number}@example.org",
        subject="Minutes of 8 March 2011: comments by 3 December, 18:00 (Europe/Zurich)",
        message_id=f"<{uuid.uuid4().hex}@example.org>",
        date=timezone.now(),
    )
    link = f"https://portal.example.org/r/{secrets.token_urlsafe(32)}/"
    words = "The office circulates the following text for comments. Not replying is not agreement. "
    text = f"For delegation {number}\n\n" + f"{words}\n" * 12 + f"{link}\n"
    html = (
        f"<p>For delegation {number}</p>" + f"<p>{words}</p>\n" * 20 + f'<p><a href="{link}">Read</a></p>\n'
    )
    return envelope, text, html


# --- M1 -----------------------------------------------------------------------------------------------------


def _sending_alone(sink: Sink) -> list[Row]:
    found = []
    for size, rounds in SIZES.items():
        given = [_letter(number) for number in range(size)]
        ready = [
            (envelope.to_address, by_python(envelope, text, html, PDF)) for envelope, text, html in given
        ]
        actions: list[Callable[[], object]] = [
            lambda given=given: _ours(sink, given),  # type: ignore[misc]
            lambda given=given: _django(sink, given),  # type: ignore[misc]
            lambda ready=ready: _raw(sink, ready),  # type: ignore[misc]
        ]
        ours, django, raw = alternate(actions, rounds=rounds, clock=ACROSS_PROCESSES, warm=size < 1000)
        for name, limit, others in (
            ("Django send_messages", 5.0, django),
            ("smtplib, ready bytes", 1.0, raw),
        ):
            ratio = statistics.median(other / own for own, other in zip(ours, others, strict=True))
            figure = f"{_rate(size, ours)} / {_rate(size, others)} letters/s"
            found.append(at_least("M1", f"{size:,} letters / {name}", limit, ratio, figure=figure))
    return found


def _rate(size: int, seconds: tuple[float, ...]) -> str:
    return f"{size / statistics.median(seconds):,.0f}"


def _ours(sink: Sink, given: list[tuple[Envelope, str, str]]) -> None:
    envelopes.encoded.cache_clear()
    talk = Talk(parse(sink.url), our_name="localhost")
    for envelope, text, html in given:
        talk.introduce(SENDER.addr_spec, envelope.to_address)
        talk.deliver(envelopes.on_the_wire(envelope, text, html, PDF))
    talk.goodbye()


def _django(sink: Sink, given: list[tuple[Envelope, str, str]]) -> None:
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=sink.port
    )
    connection.send_messages([by_django(*letter, PDF) for letter in given])


def _raw(sink: Sink, ready: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, local_hostname="localhost") as connection:
        for address, content in ready:
            connection.sendmail(SENDER.addr_spec, [address], content)


# --- M2, M4 -------------------------------------------------------------------------------------------------


def _encoded_once() -> Row:
    envelopes.encoded.cache_clear()
    for number in range(200):
        envelopes.message(*_letter(number), PDF)
    calls = envelopes.encoded.cache_info().misses
    return must("M2", "times the PDF is encoded for 200 letters", "1", calls == 1, figure=str(calls))


def _field_by_field() -> Row:
    """Names, subject, texts, file and numbers of 200 letters, as Django's reader would show them."""
    same = 0
    for number in range(200):
        given = (*_letter(number), PDF)
        ours, theirs = envelopes.message(*given), by_django(*given).message().as_bytes()
        same += fields(read(ours)) == fields(read(theirs))
    return must("M4", "letters whose fields read as Django's", "200", same == 200, figure=str(same))


# --- M3 -----------------------------------------------------------------------------------------------------


def _with_bookkeeping(sink: Sink) -> Row:
    """The outbox itself on PostgreSQL, against the commits it makes, made without a mail server."""
    settings.EMAIL_URL = sink.url
    outbox.RUN_SECONDS = 600.0
    with _durable():
        pairs = [(_booked(_turn), _booked(_commits)) for _round in range(BOOKED_ROUNDS)]
    ratio = statistics.median(commits / turn for turn, commits in pairs)
    turn, commits = (BOOKED / statistics.median(each) for each in zip(*pairs, strict=True))
    return at_least(
        "M3",
        "letters with their rows / the same commits",
        0.8,
        ratio,
        figure=f"{turn:,.0f} / {commits:,.0f} per s",
    )


@contextmanager
def _durable() -> Iterator[None]:
    """A PostgreSQL that writes each commit to the disk; the bench's own does not."""
    with (
        postgres.Cluster(postgres.SAFE) as server,
        databases.migrated(server.url, settings.VAR_DIR) as url,
    ):
        connection.close()
        connection.settings_dict.update(environ.Env.db_url_config(url))
        yield
        connection.close()


def _booked(action: Callable[[], None]) -> float:
    Letter.objects.all().delete()
    for number in range(BOOKED):
        envelope, text, html = _letter(number)
        letters.write(
            reason="bench", recipient=uuid.uuid4(), address=envelope.to_address, name=envelope.to_name,
            delegation="", subject=envelope.subject, text=text, html=html, now=timezone.now(),
        )  # fmt: skip
    began = time.perf_counter()
    action()
    taken = time.perf_counter() - began
    sent = Letter.objects.filter(state=Letter.State.SENT).count()
    if sent != BOOKED:
        raise RuntimeError(f"{sent} of {BOOKED} letters were marked as sent")
    return taken


def _turn() -> None:
    outbox.run(timezone.now())


def _commits() -> None:
    for pk in Letter.objects.values_list("pk", flat=True):
        now = timezone.now()
        letter = outbox.claim(pk, now)
        assert letter is not None
        outbox.text_may_go(letter, now)
        outbox.sent(letter, "250 OK", now)
