"""The draft as a PDF with the letters of its round: made once by the clock, waited for, or done without and said so."""

import datetime as dt

import pytest

from ccm_portal import enclosures, envelopes, letters, pdf_limits
from ccm_portal.models import Enclosure, Letter
from ccm_portal.periodic import send_letters
from friends import contacts
from meetings import enclosing, rounds
from meetings.models import Round
from meetings.periodic import make_enclosures
from tests import renderers
from tests.cast import DEADLINE, HOUR, NOW, cast, document_at

pytestmark = pytest.mark.django_db

SPOKEN_OF = "It is enclosed as a PDF file."
OPENED = NOW + HOUR
LATER = OPENED + dt.timedelta(minutes=1)


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def round_(people, settings, smtp_server) -> Round:
    """A round whose letters wait for their file, with everybody's earlier letters sent."""
    settings.EMAIL_URL = smtp_server.url
    document = document_at("cleared", people)
    send_letters(OPENED)
    smtp_server.received.clear()
    terms = {"deadline": DEADLINE, "cover_note": "", "enclose": True, "now": OPENED}
    seen = rounds.plan(document, **terms).fingerprint
    return rounds.open(document, **terms, seen=seen, by=people.coordinator.actor)


def opening(round_):
    return Letter.objects.filter(reason=f"round:{round_.pk}:opening")


def test_it_works(round_, smtp_server):
    """Nothing leaves before the file is made; then each letter carries the same one, and says so."""
    send_letters(LATER)
    assert smtp_server.received == []
    envelopes.encoded.cache_clear()
    with renderers.running():
        assert make_enclosures(LATER) is False
    kept = Enclosure.objects.get()
    assert bytes(kept.data).startswith(b"%PDF-") and kept.name.endswith("-revision-1.pdf")
    send_letters(LATER)
    assert len(smtp_server.received) == opening(round_).count() == 6
    for letter in smtp_server.received:
        (file,) = letter.message.iter_attachments()
        assert (file.get_content_type(), file.get_filename()) == ("application/pdf", kept.name)
        assert file.get_content() == bytes(kept.data)
        assert SPOKEN_OF in letter.text and SPOKEN_OF in letter.html
    assert envelopes.encoded.cache_info().misses == 1


def test_it_is_made_once_also_by_two_workers_and_after_a_crash(round_):
    with renderers.running():
        assert enclosing.make(round_, wait=60, now=LATER)
        first = Enclosure.objects.get()
        assert enclosing.make(round_, wait=60, now=LATER + HOUR)
    again = enclosures.keep(first.pk, name="other.pdf", data=b"other", now=LATER)
    assert again == first and bytes(again.data) == bytes(first.data)
    assert not enclosing.waiting().exists()
    enclosing.go_without(round_, "Too late.", now=LATER)
    round_.refresh_from_db()
    assert round_.enclosure_refusal == "" and round_.goes_with == first.pk


def test_while_the_renderer_is_away_the_letters_wait_but_not_for_ever(
    round_, smtp_server, settings, tmp_path
):
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    assert make_enclosures(OPENED + enclosing.PATIENCE - dt.timedelta(seconds=1)) is False
    assert enclosing.waiting().exists()
    late = OPENED + enclosing.PATIENCE
    make_enclosures(late)
    send_letters(late)
    assert len(smtp_server.received) == 6
    round_.refresh_from_db()
    assert "renderer does not answer" in round_.enclosure_refusal


def test_a_file_that_cannot_be_made_keeps_no_letter_back(round_, smtp_server, monkeypatch):
    """The letters do not speak of it, and the round says why."""
    monkeypatch.setattr(pdf_limits, "MAX_HTML_BYTES", 10)
    assert SPOKEN_OF in opening(round_)[0].text
    make_enclosures(LATER)
    assert not Enclosure.objects.exists() and not enclosing.waiting().exists()
    send_letters(LATER)
    assert len(smtp_server.received) == 6
    for letter in smtp_server.received:
        assert SPOKEN_OF not in letter.text and SPOKEN_OF not in letter.html
        assert list(letter.message.iter_attachments()) == []
    round_.refresh_from_db()
    assert round_.enclosure_refusal and round_.goes_with is None


def test_who_is_invited_later_gets_it_too(round_, people):
    with renderers.running():
        make_enclosures(LATER)
    row = people.contacts["Norway"][0].assignments.get()
    details, change = contacts.Details("New", "new@example.org"), contacts.Change(NOW.date(), "joined")
    contacts.add(row, details, change, by=people.admin.actor, now=LATER)
    rounds.invite_newcomers(round_, by=people.coordinator.actor, now=LATER)
    letter = opening(round_).get(address="new@example.org")
    assert letter.enclosure_id == round_.enclosure_id and SPOKEN_OF in letter.text
    assert b"application/pdf" in letters.eml(letter, with_link=False)


def test_without_it_the_letters_leave_at_once(people, settings, smtp_server):
    settings.EMAIL_URL = smtp_server.url
    document = document_at("in_round", people)
    send_letters(LATER)
    assert not enclosing.waiting().exists()
    assert not opening(document.rounds.get()).exclude(state=Letter.State.SENT).exists()
    assert SPOKEN_OF not in opening(document.rounds.get())[0].text


def test_a_round_closed_before_anything_left_asks_nobody_to_comment(round_, people, smtp_server):
    """Its opening letters are shown as not sent; the closing notes go out."""
    rounds.close(round_, note="", leave_undecided=False, by=people.coordinator.actor, now=LATER)
    send_letters(LATER)
    assert set(opening(round_).values_list("state", flat=True)) == {Letter.State.FAILED}
    assert len(smtp_server.received) == 6
    assert all("closed" in letter.subject for letter in smtp_server.received)
