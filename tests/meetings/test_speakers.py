"""For whom a paragraph speaks, how far a decision was agreed, statements for the record: in every form of a text."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse

from meetings import minutes, paragraphs, printing, revisions, stamps, typing, whole_texts
from meetings.forms import sections as section_form
from meetings.models import Paragraph
from meetings.paragraphs import Wording
from meetings.text import whole
from meetings.text.labels import SELDOM, label
from meetings.writing import word
from tests.cast import HOUR, NOW, cast, document_at
from tests.queries import at_the_desk

pytestmark = pytest.mark.django_db

SAID = "We welcome the *draft*.\n\nWe reserve our position:\n- on its costs."


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def document(people):
    return document_at("drafting", people)


@pytest.fixture
def who(people):
    return {"by": people.coordinator.actor, "now": NOW + HOUR}


@pytest.fixture
def spoken(document, who):
    """The text with a statement of Norway, a decision by consensus, and a paragraph that speaks for most."""
    rows = {row.text.split()[0]: row for row in Paragraph.objects.filter(section__document=document)}
    for first, wording in (
        ("Several", Wording(SAID, "statement", speaks="delegation", speaker_words="Norway")),
        ("Support", Wording("Support should be small.", "decision", degree="consensus")),
        ("Canada", Wording("Welcomed the paper.", speaks="collective", speaker_words="most speakers")),
    ):
        typing.write(document, typing.Typed(rows[first].pk, wording, rows[first].version), **who)
    return document


def row_of(content, words):
    return next(row for part in content["sections"] for row in part["paragraphs"] if words in row["text"])


def test_it_works(spoken):
    content = revisions.content(spoken)
    statement = row_of(content, "We welcome")
    assert statement["text"] == SAID and statement["kind"] == "statement"
    assert label(statement) == "Statement for the record · Norway"
    assert label(row_of(content, "Support")) == "Decision · consensus"
    assert label(row_of(content, "Welcomed")) == "most speakers"


def test_what_says_nothing_has_no_key_so_that_earlier_texts_keep_their_hash(document):
    rows = [row for part in revisions.content(document)["sections"] for row in part["paragraphs"]]
    assert not [row for row in rows if set(SELDOM) & set(row)]
    assert label(row_of(revisions.content(document), "Support")) == "Decision"


def test_a_kind_keeps_only_what_it_has_a_place_for(document, who):
    row = document.sections.all()[0].paragraphs.all()[0]
    every = {
        "owner_words": "x",
        "due_words": "x",
        "speaks": "role",
        "speaker_words": "the Chair",
        "degree": "open",
    }
    kept = {}
    for kind in ("heading", "action", "decision", "statement"):
        wording = Wording("x", kind, **every)
        row = paragraphs.change(row.pk, wording, version=row.version, **who)
        kept[kind] = {name for name in every if getattr(row, name)}
    assert kept == {
        "heading": set(),
        "action": {"owner_words", "due_words"},
        "decision": {"speaks", "speaker_words", "degree"},
        "statement": {"speaks", "speaker_words"},
    }


def test_page_print_and_word_say_it(spoken, people):
    content = revisions.content(spoken)
    desk = at_the_desk(people.coordinator)
    page = desk.get(reverse("document", args=[spoken.pk])).text
    printed = printing.print_html(content, stamp=stamps.working(spoken, NOW))
    file = docx.Document(BytesIO(word.document(content, stamps.working(spoken, NOW))))
    in_word = "\n".join(one.text for one in file.paragraphs)
    for said in ("Statement for the record · Norway", "Decision · consensus", "most speakers"):
        assert said in page and said in printed and said in in_word
    assert "We reserve our position:\n- on its costs." in in_word
    assert "position:<br" in printed


def test_the_whole_text_keeps_statements_and_who_speaks(spoken, who):
    lines = whole_texts.lines(spoken)
    assert "Statement: We welcome the *draft*.\n\\\nWe reserve our position:\n- on its costs." in lines
    before = revisions.content(spoken)
    plan = whole_texts.plan(spoken, lines)
    assert plan.after == before
    reworded = lines.replace("Welcomed the paper.", "Welcomed the whole paper.")
    whole_texts.replace(spoken, reworded, seen=plan.seen, **who)
    row = row_of(revisions.content(spoken), "whole paper")
    assert (row["speaks"], row["speaker"]) == ("collective", "most speakers")
    again = whole.read(whole.write(revisions.content(spoken)))
    assert [row.text for part in again for row in part.rows if row.kind == "statement"] == [SAID]


def test_the_form_without_javascript(spoken, who):
    row = Paragraph.objects.get(section__document=spoken, kind="statement")
    data = {
        f"p-{row.pk}-text": SAID.replace("\n", "\r\n") + "\r\nEnd.",
        f"p-{row.pk}-kind": "statement",
        f"p-{row.pk}-version": str(row.version),
        f"p-{row.pk}-speaks": "role",
        f"p-{row.pk}-speaker": "  the  Chair ",
        f"p-{row.pk}-degree": "consensus",
    }
    minutes.save_section(row.section, section_form.edits(data), **who)
    row.refresh_from_db()
    assert row.text == f"{SAID}\nEnd."
    assert (row.speaks, row.speaker_words, row.degree) == ("role", "the Chair", "")
