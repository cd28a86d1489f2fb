"""The letters of the process: each renders, says by when and for whom, and holds nothing internal."""

import re
from collections.abc import Callable

import pytest

from ccm_portal import history, links
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends.models import AccessLink
from meetings import comments, dispositions, letters, presidency, rounds
from meetings.models import Disposition, Document
from tests.cast import DEADLINE, HOUR, NOW, Cast, cast, comment_and_decide, document_at, open_round

BY = "Monday 9 November 2026, 10:00 (Europe/Zurich)"


@pytest.fixture
def people(db) -> Cast:
    people = cast()
    people.body.office = "Bureau"
    history.save(people.body, by=IMPORT)
    return people


def _ask_clearance(people: Cast) -> None:
    presidency.ask_clearance(document_at("drafting", people), by=people.coordinator.actor, now=NOW)


def _ask_approval(people: Cast) -> None:
    presidency.ask_approval(document_at("final", people), by=people.coordinator.actor, now=NOW + 6 * HOUR)


def _record(people: Cast) -> None:
    document_at("cleared", people)


def _open(people: Cast) -> None:
    open_round(document_at("cleared", people), people)


def _extend(people: Cast) -> None:
    round_ = open_round(document_at("cleared", people), people)
    rounds.extend(round_, deadline=DEADLINE + HOUR, by=people.coordinator.actor, now=NOW + 2 * HOUR)


def _remind(people: Cast) -> None:
    round_ = open_round(document_at("cleared", people), people)
    rounds.remind(round_, by=people.coordinator.actor, now=NOW + 2 * HOUR)


def _answer(people: Cast) -> None:
    comment_and_decide(open_round(document_at("cleared", people), people), people)


def _close(people: Cast) -> None:
    document_at("under_revision", people)


# What is done; the letters' reason; how many get it; the whole subject; whether there is a link.
LETTERS: list[tuple[Callable[[Cast], None], str, int, str, bool]] = [
    (_ask_clearance, "revision:.*:clear", 1, "Minutes of 30 October 2026: for clearance by the Presidency", True),
    (_ask_approval, "revision:.*:approve", 1, "Minutes of 30 October 2026: for approval by the Presidency", True),
    (_record, "word:", 1, "Minutes of 30 October 2026: the Presidency's word was recorded", False),
    (
        _open, "round:.*:opening", 6,
        "Minutes of 30 October 2026: comments by 9 November, 10:00 (Europe/Zurich)", True,
    ),
    (
        _extend, "round:.*:extended", 6,
        "Minutes of 30 October 2026: deadline now 9 November, 11:00 (Europe/Zurich)", True,
    ),
    (
        _remind, "round:.*:reminder", 6,
        "Minutes of 30 October 2026: reminder, comments by 9 November, 10:00 (Europe/Zurich)", True,
    ),
    (_answer, "answer:", 4, "Minutes of 30 October 2026: receipt for (Norway|Canada)", True),
    (_close, "round:.*:closing", 6, "Minutes of 30 October 2026: the comment round is closed", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "reason", "count", "subject", "has_link"), LETTERS, ids=lambda value: str(value)[:20]
)
def test_it_works(people, act, reason, count, subject, has_link):
    act(people)
    written = [letter for letter in Letter.objects.all() if re.match(reason, letter.reason)]
    assert len(written) == count
    for letter in written:
        pattern = subject if "|" in subject else re.escape(subject)
        assert re.fullmatch(pattern, letter.subject)
        assert (links.PLACEHOLDER in letter.text) == has_link
        assert (f'href="{links.PLACEHOLDER}"' in letter.html) == has_link
        assert bool(letter.link_id) == has_link
        assert letter.body_id == people.body.pk
        for part in (letter.text, letter.html):
            assert "Bureau" in part
            assert "Minutes and action points" in part
            assert "secretariat" not in part.casefold()
            assert "{{" not in part and "{%" not in part
            # No picture, no script, nothing that would tell that it was opened.
            assert not re.search(r"<(img|script|link|iframe)\b", part)
        assert "\n\n\n" not in letter.text


def letter_to(person, reason: str) -> Letter:
    return Letter.objects.get(recipient=person.pk, reason__contains=reason)


def test_the_opening_letter_says_by_when_who_sees_and_what_silence_means(people):
    _open(people)
    for part in (letter_to(people.friend, "opening").text, letter_to(people.friend, "opening").html):
        words = " ".join(part.split())
        assert f"Comments by {BY}" in words
        assert "seen by the Presidency and its Bureau only" in words
        assert "Not replying is not agreement." in words
        assert "for you and this round only; please do not forward it" in words
        assert "Please read with care." in words
        assert "For Norway" in words


def test_a_contact_who_gets_a_copy_is_told_so(people):
    people.friend.speaks = False
    history.save(people.friend, by=IMPORT)
    _open(people)
    assert "You receive this as a copy" in letter_to(people.friend, "opening").text
    assert "You receive this as a copy" not in letter_to(people.contacts["Norway"][1], "opening").text


def test_the_receipt_says_who_said_what_and_when(people):
    _answer(people)
    receipt = letter_to(people.contacts["Norway"][1], "answer:")
    words = " ".join(receipt.text.split())
    assert "Comments submitted By Norway 1, Monday 2 November 2026, 12:00 (Europe/Zurich)" in words
    assert "1. Para. 1 – General “looked back” Please say on which meeting." in words
    assert "button for that too" in words


def test_the_receipt_of_a_disowned_answer_says_it_was_taken_back(people):
    round_ = open_round(document_at("cleared", people), people)
    seat = round_.delegations.get(name="Norway")
    comments.answer(seat, "no_comments", contact=people.friend, now=NOW + 2 * HOUR)
    given = comments.disown(seat, comment=None, contact=people.friend, now=NOW + 3 * HOUR)
    assert "The answer was taken back" in letter_to(people.friend, str(given.pk)).text


def test_the_closing_note_says_what_became_of_each_comment_and_nothing_internal(people):
    round_ = open_round(document_at("cleared", people), people)
    comment_and_decide(round_, people)
    decided = Disposition.objects.get()
    decided.internal_note = "A canary for the office."
    history.save(decided, by=IMPORT)
    rounds.close(
        round_, note="Thank you.", leave_undecided=False, by=people.coordinator.actor, now=NOW + 4 * HOUR
    )
    closing = letter_to(people.friend, "closing")
    words = " ".join(closing.text.split())
    assert (
        "1. Para. 1 – General “looked back” Please say on which meeting. → Noted The heading says so."
        in words
    )
    assert "Thank you." in words
    assert "sent no comments in this round" in letter_to(people.contacts["Canada"][0], "closing").text
    for letter in Letter.objects.all():
        assert "canary" not in letter.text + letter.html


def test_an_undecided_comment_is_said_to_be_undecided(people):
    round_ = open_round(document_at("cleared", people), people)
    seat = round_.delegations.get(name="Norway")
    comments.write(seat, comments.Said(remark="And?"), contact=people.friend, now=NOW + 2 * HOUR)
    comments.send(seat, contact=people.friend, now=NOW + 2 * HOUR)
    rounds.close(round_, note="", leave_undecided=True, by=people.coordinator.actor, now=NOW + 4 * HOUR)
    assert "No decision yet" in letter_to(people.friend, "closing").text


def test_no_delegation_reads_of_another(people):
    _close(people)
    for name in ("Canada", "ICRC", "Lao PDR"):
        for letter in Letter.objects.filter(recipient__in=[row.pk for row in people.contacts[name]]):
            assert "Please say on which meeting." not in letter.text + letter.html
            assert "Norway" not in letter.text + letter.html


def test_a_title_over_two_lines_makes_one_subject(people):
    document = document_at("cleared", people)
    document.meeting.when_words = "30 October 2026\r\nBcc: somebody@example.org"
    history.save(document.meeting, by=IMPORT)
    open_round(document, people)
    for letter in Letter.objects.filter(reason__endswith=":opening"):
        assert "\r" not in letter.subject and "\n" not in letter.subject
        assert letter.subject.startswith("Minutes of 30 October 2026 Bcc: somebody@example.org: comments by")


def test_markup_in_a_comment_is_escaped_in_html_and_plain_in_text(people):
    round_ = open_round(document_at("cleared", people), people)
    seat = round_.delegations.get(name="Norway")
    said = comments.Said(remark="<b>Côte d'Ivoire</b> & co.")
    comments.write(seat, said, contact=people.friend, now=NOW + 2 * HOUR)
    comments.send(seat, contact=people.friend, now=NOW + 2 * HOUR)
    receipt = letter_to(people.friend, "answer:")
    assert "<b>Côte d'Ivoire</b> & co." in receipt.text
    assert "&lt;b&gt;Côte d&#x27;Ivoire&lt;/b&gt; &amp; co." in receipt.html


def test_the_name_of_a_text(people):
    document = document_at("drafting", people)
    assert letters.text_name(document) == "Minutes of 30 October 2026"
    document.kind, document.title = Document.Kind.PAPER, "Draft architecture"
    assert letters.text_name(document) == "Draft architecture"


def test_comments_stand_in_the_order_of_the_text(people):
    round_ = open_round(document_at("cleared", people), people)
    seat = round_.delegations.get(name="Norway")
    rows = [row["id"] for section in round_.revision.content["sections"] for row in section["paragraphs"]]
    for place in (rows[5], None, rows[0]):
        said = comments.Said(paragraph=place, remark="A remark.")
        comments.write(seat, said, contact=people.friend, now=NOW + 2 * HOUR)
    sent = comments.send(seat, contact=people.friend, now=NOW + 2 * HOUR)
    assert len(sent) == 3
    text = letter_to(people.friend, "answer:").text
    order = [text.index(place) for place in ("1. The text as a whole", "2. Para. 1", "3. Para. 4 (b)")]
    assert order == sorted(order)


def test_each_letter_is_written_in_the_contacts_own_link(people):
    _open(people)
    for letter in Letter.objects.filter(reason__endswith=":opening"):
        assert AccessLink.objects.get(pk=letter.link_id).contact_id == letter.recipient


def test_a_decision_taken_anew_is_told_as_it_last_stood(people):
    round_ = open_round(document_at("cleared", people), people)
    comment_and_decide(round_, people)
    comment = Disposition.objects.get().comment
    decision = dispositions.Decision("in_part", reason="After all.")
    dispositions.decide(comment, decision, by=people.coordinator.actor, now=NOW + 4 * HOUR)
    rounds.close(round_, note="", leave_undecided=False, by=people.coordinator.actor, now=NOW + 5 * HOUR)
    closing = letter_to(people.friend, "closing").text
    assert (
        "Reflected in part" in closing and "After all." in closing and "The heading says so." not in closing
    )
