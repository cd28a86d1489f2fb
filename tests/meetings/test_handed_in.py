"""A text taken out as a Word file, edited or not, and handed in again: who is still who, and what it says."""

import io
import random
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordFile
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings import handed_in, minutes, revisions, stamps, whole_texts
from meetings.handed_in import HandedIn
from meetings.models import Document
from meetings.paragraphs import Wording
from meetings.reading import UnreadableRecord
from meetings.writing import word
from tests import word_files
from tests.cast import HOUR, NOW, Cast, cast, document_at

pytestmark = pytest.mark.django_db

KINDS = ("paragraph", "bullet", "numbered", "heading", "decision", "action")
PHRASES = (
    "Norway: supports [the paper](https://example.org/p).", "5 * 3 and a_b", "**Bold** and *slanted* words", "R&amp;D",
    "Decision: not one", "- no bullet", "1. no number", "\\# no heading", "two  blanks", "Action: who knows",
    "naïve “quotes” – dash", "[no](link", "*all of it*", "Lao PDR",
)  # fmt: skip


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def document(people: Cast) -> Document:
    return document_at("drafting", people)


def taken_out(document: Document) -> bytes:
    return word.document(revisions.content(document), stamps.working(document, NOW))


def edited(data: bytes, edit: Callable[[WordFile], None]) -> bytes:
    file = docx.Document(io.BytesIO(data))
    edit(file)
    return word_files.data_of(file)


def read(document: Document, data: bytes) -> HandedIn:
    return handed_in.read(document, data, "minutes.docx", now=NOW)


def planned(document: Document, data: bytes) -> whole_texts.Plan:
    lines = read(document, data).accepted
    return whole_texts.plan(document, lines.text, lines.known)


def rows(content: dict) -> list[dict]:  # type: ignore[type-arg]
    return [row for section in content["sections"] for row in section["paragraphs"]]


def paragraph_of(file: WordFile, words: str) -> WordParagraph:
    return next(row for row in file.paragraphs if words in row.text)


# --- our own file -------------------------------------------------------------------------------------------------


def test_it_works(document: Document) -> None:
    found = read(document, taken_out(document))
    assert found.accepted.text == whole_texts.lines(document)
    assert not found.left_out
    plan = planned(document, taken_out(document))
    assert plan.after == plan.before


def test_an_edited_copy_keeps_everybody(people: Cast, document: Document) -> None:
    before = rows(revisions.content(document))

    def edit(file: WordFile) -> None:
        # Nothing of it is like what it was: its bookmark alone says who it is.
        row = paragraph_of(file, "Canada introduced")
        row.runs[-1].text = "Entirely other words."
        for run in row.runs[:-1]:
            run.text = ""
        paragraph_of(file, "Several delegations").add_run(" Truly.").bold = True
        moved = paragraph_of(file, "a small support office")
        paragraph_of(file, "a yearly meeting")._p.addprevious(moved._p)
        paragraph_of(file, "looked back")._p.addnext(file.add_paragraph("A new one.", style="Paragraph")._p)
        paragraph_of(file, "looked back").style = "Decision"
        file.tables[-1].rows[1].cells[2].paragraphs[0].runs[0].text = "Canada and Norway"

    lines = read(document, edited(taken_out(document), edit)).accepted
    plan = whole_texts.plan(document, lines.text, lines.known)
    whole_texts.replace(
        document, lines.text, seen=plan.seen, by=people.coordinator.actor, now=NOW + HOUR, known=lines.known
    )
    after = {row["id"]: row for row in rows(revisions.content(document))}
    assert set(after) >= {row["id"] for row in before}
    assert len(after) == len(before) + 1
    by_old = {row["text"]: after[row["id"]] for row in before}
    assert (
        by_old["Canada introduced a paper on how the work could be organised."]["text"]
        == "Entirely other words."
    )
    assert by_old["Several delegations praised the **good spirit** of the meeting."]["text"].endswith(
        "**Truly.**"
    )
    assert [row["text"] for row in after.values() if row["kind"] == "bullet"] == [
        "a small support office.", "a yearly meeting between sessions;",
    ]  # fmt: skip
    action = next(row for row in after.values() if row["text"].startswith("Canada to revise"))
    assert (action["owner"], action["due"]) == ("Canada and Norway", "in time for the next meeting")
    assert next(row for row in after.values() if row["text"] == "A new one.")["kind"] == "paragraph"
    assert next(row for row in after.values() if "looked back" in row["text"])["kind"] == "decision"


def test_headings_of_sections_keep_their_numbers_out_of_the_text(document: Document) -> None:
    def edit(file: WordFile) -> None:
        row = paragraph_of(file, "Draft architecture")
        row.runs[0].text = row.runs[0].text.replace("Draft architecture", "The architecture")

    plan = planned(document, edited(taken_out(document), edit))
    assert [section["heading"] for section in plan.after["sections"]][1] == "The architecture"
    assert [section["id"] for section in plan.after["sections"]] == [
        section["id"] for section in plan.before["sections"]
    ]


@pytest.mark.once
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_whatever_it_says_it_comes_back_as_it_was(people: Cast, document: Document, seed: int) -> None:
    chance = random.Random(seed)
    sections = [*document.sections.filter(removed_at=None)]
    for section in sections[:2]:
        edits = [
            minutes.Edit(
                Wording(
                    " ".join(chance.sample(PHRASES, 2)), kind=(kind := chance.choice(KINDS)),
                    level=chance.randint(0, 3) if kind in ("bullet", "numbered") else 0,
                    owner_words=chance.choice(["", "Norway; CMC", "All"]) if kind == "action" else "",
                    due_words=chance.choice(["", "before 12 May"]) if kind == "action" else "",
                )
            )
            for _one in range(4)
        ]  # fmt: skip
        standing = [
            minutes.Edit(Wording.of(row), id=row.pk, version=row.version)
            for row in section.paragraphs.filter(removed_at=None)
        ]
        minutes.save_section(section, [*standing, *edits][-8:], by=people.coordinator.actor, now=NOW)
    before = revisions.content(document)
    data = taken_out(document)
    plan = planned(document, data)
    assert plan.after["sections"] == before["sections"]
    # One paragraph of it edited: all others stay who they are.
    words = [row for row in docx.Document(io.BytesIO(data)).paragraphs if row.style.name == "Paragraph"]
    if words:
        place = chance.randrange(len(words))

        def edit(file: WordFile) -> None:
            [row for row in file.paragraphs if row.style.name == "Paragraph"][place].add_run(" Added.")

        after = planned(document, edited(data, edit)).after
        assert [row["id"] for row in rows(after)] == [row["id"] for row in rows(before)]
        differ = [
            new for new, old in zip(rows(after), rows(before), strict=True) if new["text"] != old["text"]
        ]
        assert len(differ) == 1


# --- files of others ----------------------------------------------------------------------------------------------


def foreign(file: WordFile) -> None:
    file.add_paragraph("Minutes of the meeting", style="Title")
    file.add_paragraph("1. Opening", style="Heading 1")
    row = file.add_paragraph("The chair ")
    row.add_run("welcomed").bold = True
    row.add_run(" all.")
    file.add_paragraph("Sub-heading", style="Heading 2")
    file.add_paragraph("outer", style="List Bullet")
    file.add_paragraph("inner", style="List Bullet 2")
    file.add_paragraph("first", style="List Number")
    file.add_paragraph("Decision: to meet again.")
    file.add_paragraph("Actions", style="Heading 1")
    table = file.add_table(rows=2, cols=3)
    for cell, words in zip(
        (*table.rows[0].cells, *table.rows[1].cells),
        ("Action", "Who", "By when", "Revise the paper", "Canada", "May"),
        strict=True,
    ):
        cell.text = words
    plain = file.add_table(rows=1, cols=2)
    plain.rows[0].cells[0].text, plain.rows[0].cells[1].text = "State", "Sum"


FOREIGN = """# Opening

The chair **welcomed** all.

## Sub-heading

- outer
  - inner
1. first

Decision: to meet again.

# Actions

Action: Revise the paper
  Who: Canada
  When: May

State; Sum
"""


def test_a_file_from_elsewhere_becomes_lines(document: Document) -> None:
    found = read(document, word_files.built(foreign))
    assert found.accepted.text == FOREIGN


def test_what_says_the_same_is_who_it_was(document: Document) -> None:
    def write(file: WordFile) -> None:
        file.add_paragraph("Debrief", style="Heading 1")
        row = file.add_paragraph("Several delegations praised the ")
        row.add_run("good spirit").bold = True
        row.add_run(" of the meeting.")

    plan = planned(document, word_files.built(write))
    [row] = rows(plan.after)
    assert row in rows(plan.before)[1:2] or row["id"] == rows(plan.before)[1]["id"]
    assert plan.after["sections"][0]["id"] == plan.before["sections"][0]["id"]


def test_tracked_changes_are_read_in_both_ways(document: Document) -> None:
    heading = word_files.para(word_files.run("Opening"), '<w:pStyle w:val="Heading1"/>')
    said = word_files.para(
        word_files.run("We ")
        + word_files.deleted("refuse")
        + word_files.inserted("agree")
        + word_files.run(".")
    )
    found = read(document, word_files.of_xml(heading, said))
    assert "We agree." in found.accepted.text
    assert "We refuse." in found.rejected.text
    assert {change.kind for change in found.changes} == {"inserted", "deleted"}


def test_plain_text_is_read_as_lines(document: Document) -> None:
    assert read(document, b"# One\n\nWords.\n").accepted.text == "# One\n\nWords.\n"


def test_a_file_of_another_text_gives_nobody_away(people: Cast, document: Document) -> None:
    other = document_at("drafting", people, day=NOW.date(), body=people.other_body)
    lines = read(document, taken_out(other)).accepted
    plan = whole_texts.plan(document, lines.text, lines.known)
    theirs = {row["id"] for row in rows(revisions.content(other))}
    assert not theirs & {row["id"] for row in rows(plan.after)}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_text_is_refused_in_a_sentence(document: Document, data: bytes) -> None:
    with pytest.raises(UnreadableRecord, match=r"minutes\.docx"):
        read(document, data)


# --- for whom it speaks, how far it was agreed, statements for the record -------------------------------------------


def test_labels_are_no_words_and_statements_keep_their_lines(people: Cast, document: Document) -> None:
    section = document.sections.filter(removed_at=None)[0]
    edits = [
        minutes.Edit(Wording("It supports the paper.", speaks="role", speaker_words="The Presidency")),
        minutes.Edit(Wording("To meet again.", kind="decision", degree="consensus")),
        minutes.Edit(
            Wording("First line.\n\nSecond *line*.", kind="statement", speaks="role", speaker_words="Host")
        ),
    ]
    minutes.save_section(section, edits, by=people.coordinator.actor, now=NOW)
    before = revisions.content(document)
    data = taken_out(document)
    assert planned(document, data).after == before

    def edit(file: WordFile) -> None:
        for words in ("It supports the paper.", "To meet again.", "First line."):
            paragraph_of(file, words).add_run(" Truly.")

    after = planned(document, edited(data, edit)).after
    changed = {row["text"]: row for row in rows(after) if row not in rows(before)}
    assert set(changed) == {
        "It supports the paper. Truly.", "To meet again. Truly.", "First line.\n\nSecond *line*. Truly.",
    }  # fmt: skip
    assert {row.get("speaker") or row.get("degree") for row in changed.values()} == {
        "The Presidency", "consensus", "Host",
    }  # fmt: skip
    assert [row["id"] for row in rows(after)] == [row["id"] for row in rows(before)]
