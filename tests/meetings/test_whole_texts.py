"""The whole text edited in one piece: what it says afterwards, and who is still who."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal.models import AuditRow
from meetings import documents, minutes, revisions, whole_texts
from meetings.models import Paragraph
from meetings.text import whole
from tests.cast import HOUR, NOW, cast, document_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def document(people):
    return document_at("drafting", people)


def replace(people, document, text):
    seen = whole_texts.plan(document, text).seen
    return whole_texts.replace(document, text, seen=seen, by=people.coordinator.actor, now=NOW + HOUR)


def identities(document):
    return {
        row["text"]: row["id"]
        for part in revisions.content(document)["sections"]
        for row in part["paragraphs"]
    }


def test_it_works(people, document):
    before = identities(document)
    text = whole_texts.lines(document)
    text = text.replace("Canada introduced a paper", "Canada presented a paper")
    text = text.replace("# Debrief", "# Looking back") + "\nDecision: To meet again.\n"
    replace(people, document, text)
    after = identities(document)
    reworded = "Canada presented a paper on how the work could be organised."
    assert after[reworded] == before["Canada introduced a paper on how the work could be organised."]
    assert {key: after[key] for key in before if key in after} == {
        key: before[key] for key in before if key in after
    }
    assert whole_texts.lines(document) == text
    assert document.sections.filter(removed_at=None).first().heading == "Looking back"
    assert AuditRow.objects.filter(subject_id=document.pk, event="whole text replaced").count() == 1


def test_the_same_text_changes_nothing(people, document):
    rows = list(Paragraph.history.values_list("history_id"))
    replace(people, document, whole_texts.lines(document))
    assert list(Paragraph.history.values_list("history_id")) == rows


def test_a_paragraph_may_go_to_another_section(people, document):
    before = identities(document)
    words = "Canada introduced a paper on how the work could be organised."
    text = (
        whole_texts.lines(document)
        .replace(f"\n{words}\n", "")
        .replace("# Debrief\n", f"# Debrief\n\n{words}\n")
    )
    replace(people, document, text)
    assert identities(document)[words] == before[words]
    first = document.sections.filter(removed_at=None).first()
    assert first.paragraphs.filter(removed_at=None).first().text == words


def test_what_is_left_out_is_taken_out_never_deleted(people, document):
    total = Paragraph.objects.count()
    replace(people, document, "# Only this\n\nOne sentence.\n")
    assert whole_texts.lines(document) == "# Only this\n\nOne sentence.\n"
    assert Paragraph.objects.count() == total + 1
    assert document.sections.count() == 4


def test_nothing_is_done_when_somebody_was_faster(people, document):
    text = whole_texts.lines(document) + "\nOne more.\n"
    seen = whole_texts.plan(document, text).seen
    minutes.add_section(document, "Meanwhile", by=people.coordinator.actor, now=NOW + HOUR)
    with pytest.raises(whole_texts.Moved):
        whole_texts.replace(document, text, seen=seen, by=people.coordinator.actor, now=NOW + HOUR)
    assert "One more." not in whole_texts.lines(document)


def test_a_final_text_does_not_change(people):
    document = document_at("final", people)
    with pytest.raises(documents.NotNow):
        replace(people, document, "# One\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Lost words\n\n# One", "put a line “# Heading” before “Lost words”"),
        (f"# {'x' * 501}", "a heading has 500 characters at the most"),
        ("# One\n\nAction: write\n  Who: " + "x" * 251, "Who and when of the action point “write”"),
        ("x" * 2_000_001, "2,000,000 are the most"),
    ],
)
def test_lines_that_are_no_text_are_refused(people, document, text, sentence):
    with pytest.raises(whole_texts.CannotRead, match=sentence):
        replace(people, document, text)


def test_twins_with_one_rank_come_into_order(people, document):
    """Two people adding at one place may leave two rows with one rank; between them a new one finds its place."""
    section = document.sections.first()
    [one, two] = section.paragraphs.all()
    Paragraph.objects.filter(pk=two.pk).update(rank=one.rank)
    text = whole_texts.lines(document).replace("\n\n", "\n\nBetween.\n\n", 2)
    replace(people, document, text)
    assert whole_texts.lines(document) == text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_any_edit_of_the_lines_gives_the_text_they_say(people, document, seed):
    """Each example goes on from the text of the one before."""
    rng = random.Random(seed)
    for _round in range(3):
        blocks = whole_texts.lines(document).strip().split("\n\n")
        for step in range(rng.randrange(6)):
            at = rng.randrange(1, len(blocks)) if len(blocks) > 1 else 0
            act = rng.choice(("move", "remove", "reword", "add", "section"))
            if act == "move" and at:
                block = blocks.pop(at)
                blocks.insert(rng.randrange(1, len(blocks) + 1), block)
            elif act == "remove" and at:
                del blocks[at]
            elif act == "reword":
                blocks[at] += f" more {step}"
            else:
                blocks.insert(
                    at + 1, f"# Part {step}" if act == "section" else f"Words {step} {rng.random()}"
                )
        text = "\n\n".join(blocks) + "\n"
        wanted = whole.read(text)
        replace(people, document, text)
        assert whole.read(whole_texts.lines(document)) == wanted
