"""A text as it is typed: what is asked twice happens once, nobody is overwritten, structure can be undone."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import ActionPoint
from ccm_portal.models import AuditRow
from meetings import documents, paragraphs, revisions, typing
from meetings.models import Paragraph
from meetings.paragraphs import EditConflict, Wording
from meetings.structure import Step
from meetings.typing import Typed
from tests.cast import HOUR, NOW, cast, document_at
from tests.queries import at_the_desk

pytestmark = pytest.mark.django_db

HIDDEN = "\u202e"


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def document(people):
    return document_at("drafting", people)


@pytest.fixture
def who(people):
    return {"by": people.coordinator.actor, "now": NOW + HOUR}


def texts(document):
    return [[row.text for row in rows] for _section, rows in revisions.working_sections(document)]


def row_of(document, words):
    return next(
        row
        for _section, rows in revisions.working_sections(document)
        for row in rows
        if row.text.startswith(words)
    )


def said(row, text, **fields):
    wording = Wording(**{**Wording.of(row).__dict__, "text": text, **fields})
    return Typed(row.pk, wording, row.version)


def new(text, **fields):
    return Typed(uuid.uuid4(), Wording(text, **fields))


def test_it_works(document, who):
    row = row_of(document, "The Presidency")
    done = typing.write(document, said(row, "The  Presidency looked\nback. "), **who)
    assert [(one.text, one.version) for one in done.rows] == [
        ("The Presidency looked back.", row.version + 1)
    ]
    assert not done.steps and not done.numbers


def test_the_same_save_sent_twice_is_saved_and_no_second_version(document, who):
    row = row_of(document, "The Presidency")
    for _time in range(2):
        done = typing.write(document, said(row, "Anew."), **who)
        assert done.rows[0].version == row.version + 1


def test_somebody_who_was_first_is_not_overwritten(document, who):
    row = row_of(document, "The Presidency")
    typing.write(document, said(row, "Theirs."), **who)
    with pytest.raises(EditConflict) as conflict:
        typing.write(document, said(row, "Mine."), **who)
    assert conflict.value.theirs.text == "Theirs."
    gone = row_of(document, "Several")
    paragraphs.remove(gone.pk, version=gone.version, **who)
    with pytest.raises(EditConflict):
        typing.write(document, said(gone, gone.text), **who)


def test_a_paragraph_added_twice_stands_once_with_the_identity_it_was_given(document, who):
    row = row_of(document, "The Presidency")
    one = new("Between.")
    for _time in range(2):
        done = typing.add(document, row.section_id, [one, new(" ")], after=row.pk, **who)
    assert texts(document)[0][1] == "Between." and len(texts(document)[0]) == 3
    assert done.rows[0].pk == one.id and done.places == {one.id: row.pk} and not done.steps
    first = typing.add(document, row.section_id, [new("First.")], after=None, **who)
    assert texts(document)[0][0] == "First." and set(first.places.values()) == {None}
    assert first.numbers[row.pk] == "2" and first.numbers[one.id] == "3"


def test_splitting_and_its_undoing_and_the_undoing_of_that(document, who):
    before = texts(document)
    row = row_of(document, "Several")
    rest = new("of the meeting.")
    done = typing.write(
        document, said(row, "Several delegations praised it"), following=[rest], reason="split", **who
    )
    assert texts(document)[0][1:] == ["Several delegations praised it", "of the meeting."]
    undone = typing.undo(document, done.steps, **who)
    assert texts(document) == before
    typing.undo(document, undone.steps, **who)
    assert texts(document)[0][1:] == ["Several delegations praised it", "of the meeting."]


def test_what_was_typed_after_a_split_is_not_undone_with_it(document, who):
    row, rest = row_of(document, "Several"), new("of the meeting.")
    done = typing.write(document, said(row, "Several"), following=[rest], reason="split", **who)
    typing.write(document, Typed(rest.id, Wording("of the second meeting."), 1), **who)
    with pytest.raises(typing.ChangedSince):
        typing.undo(document, done.steps, **who)
    assert texts(document)[0][1:] == ["Several", "of the second meeting."]


def test_joining_asked_twice(document, who):
    first, second = row_of(document, "The Presidency"), row_of(document, "Several")
    for _time in range(2):
        done = typing.join(document, said(first, "Both."), said(second, second.text), **who)
    assert texts(document)[0] == ["Both."]
    assert Paragraph.objects.get(pk=second.pk).removed_at
    assert not done.steps


def test_moving_within_a_section_over_its_border_and_back(document, who):
    row = row_of(document, "The Presidency")
    order = texts(document)
    steps = []
    for _place in range(2):
        row.refresh_from_db()
        done = typing.move(document, row.pk, up=False, version=row.version, **who)
        steps.append(done.steps)
    assert texts(document)[1][0] == row.text and done.places == {row.pk: None}
    for step in reversed(steps):
        typing.undo(document, step, **who)
    assert texts(document) == order
    row.refresh_from_db()
    stays = typing.move(document, row.pk, up=True, version=row.version, **who)
    assert texts(document) == order and not stays.steps


def test_a_paragraph_emptied_leaves_the_text_and_is_put_back(document, who):
    row = row_of(document, "Several")
    done = typing.write(document, said(row, "  "), **who)
    assert len(texts(document)[0]) == 1 and done.rows[0].removed_at
    back = typing.put_back(document, Typed(row.pk, Wording("Back."), done.rows[0].version), **who)
    assert texts(document)[0][1] == "Back." and back.steps


def test_becoming_an_action_point_is_structure_and_is_followed(document, who):
    row = row_of(document, "Canada introduced")
    done = typing.write(
        document, said(row, row.text, kind="action", owner_words="Canada", due_words="May 2027"), **who
    )
    assert done.numbers[row.pk] == "A1"
    point = ActionPoint.objects.get(paragraph=row.pk)
    assert point.owner_words == "Canada" and [one.name for one in point.owners.all()] == ["Canada"]
    typing.undo(document, done.steps, **who)
    assert ActionPoint.objects.get(paragraph=row.pk).removed_at


def test_a_text_that_no_longer_changes_refuses_every_verb(people, who):
    document = document_at("final", people)
    row = Paragraph.objects.filter(section__document=document)[0]
    step = Step(row.pk, None, row.history.first().history_id)
    for verb in (
        lambda: typing.write(document, said(row, "Anew."), **who),
        lambda: typing.add(document, row.section_id, [new("More.")], after=None, **who),
        lambda: typing.join(document, said(row, "x"), said(row, "x"), **who),
        lambda: typing.move(document, row.pk, up=True, version=row.version, **who),
        lambda: typing.remove(document, row.pk, version=row.version, **who),
        lambda: typing.put_back(document, said(row, "x"), **who),
        lambda: typing.undo(document, [step], **who),
    ):
        with pytest.raises(documents.NotNow):
            verb()


def test_the_paragraphs_of_another_text_are_not_there(document, people, who):
    other = document_at("drafting", people, day=NOW.date())
    row = row_of(other, "Several")
    with pytest.raises(typing.NotThere):
        typing.write(document, said(row, "x"), **who)
    with pytest.raises(typing.NotThere):
        typing.add(document, document.sections.all()[0].pk, [Typed(row.pk, Wording("x"))], after=None, **who)
    with pytest.raises(typing.NotThere):
        typing.add(document, row.section_id, [new("x")], after=None, **who)


def test_one_row_of_the_audit_log_for_what_is_typed_in_a_few_minutes(document, who):
    row = row_of(document, "Several")
    for words in ("One", "One two", "One two three"):
        row.refresh_from_db()
        typing.write(document, said(row, words), **who)
    assert AuditRow.objects.filter(event="text typed").count() == 1
    assert row.history.count() == 2


def test_signs_that_cannot_be_kept_and_signs_that_cannot_be_seen(document, who):
    row = row_of(document, "Several")
    done = typing.write(document, said(row, f"a\x00b\ud800 e\u0301 {HIDDEN}c\u200b\u2028d"), **who)
    assert done.rows[0].text == f"ab \u00e9 {HIDDEN}c\u200b d"


# --- what the page asks -----------------------------------------------------------------------------------------------


@pytest.fixture
def desk(people):
    return at_the_desk(people.coordinator)


def ask(desk, document, verb, data):
    body = data if isinstance(data, str) else json.dumps(data)
    return desk.post(reverse("typing", args=[document.pk, verb]), body, content_type="application/json")


def as_sent(row, text, **fields):
    return {"id": str(row.pk), "version": row.version, "text": text, "kind": row.kind, "level": 0, **fields}


def test_the_page_asks(desk, document):
    row = row_of(document, "Several")
    answer = ask(desk, document, "write", as_sent(row, "Some **strong** words."))
    assert answer.status_code == 200
    told = answer.json()
    assert len(told["saved"]) == 5
    assert told["rows"][0]["version"] == row.version + 1
    assert [run["strong"] for run in told["rows"][0]["runs"]] == [False, True, False]
    lost = ask(desk, document, "write", as_sent(row, "Mine."))
    assert lost.status_code == 409
    assert lost.json()["theirs"]["wording"]["text"] == "Some **strong** words."


def test_every_verb_by_its_address(desk, document):
    row, other = row_of(document, "Several"), row_of(document, "Canada introduced")
    id_ = str(uuid.uuid4())
    added = {"section": str(row.section_id), "after": str(row.pk), "reason": "pasted"}
    told = ask(desk, document, "add", added | {"rows": [{"id": id_, "text": "Pasted."}]}).json()
    assert ask(desk, document, "undo", {"steps": told["steps"]}).json()["rows"][0]["removed"]
    back = {"id": id_, "text": "Again.", "version": 2}
    assert ask(desk, document, "put-back", back).json()["rows"][0]["after"] == str(row.pk)
    kept = {"kept": as_sent(row, "Both."), "gone": {"id": id_, "version": 4}}
    assert ask(desk, document, "join", kept).status_code == 200
    moved = ask(desk, document, "move", {"id": str(other.pk), "version": other.version, "to": "up"})
    assert moved.json()["steps"]
    other.refresh_from_db()
    assert ask(desk, document, "remove", {"id": str(other.pk), "version": other.version}).status_code == 200
    assert ask(desk, document, "shout", {}).status_code == 404


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("[" * 100_000, 400),
        ("{}", 400),
        ('{"id": 7}', 400),
        ("[]", 400),
        ('{"id": "x"}', 400),
        ('{"id": "8c1b0f5e-4d2a-4c3b-9d64-0f5a7c1d2e3f", "kind": "poem"}', 400),
        ('{"id": "8c1b0f5e-4d2a-4c3b-9d64-0f5a7c1d2e3f", "version": -1}', 400),
        ('{"id": "8c1b0f5e-4d2a-4c3b-9d64-0f5a7c1d2e3f", "text": "x"}', 409),
        ("x" * 13_000_000, 413),
    ],
    ids=["deep", "empty", "number", "list", "no UUID", "no kind", "no version", "not there", "13 MB"],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(desk, document, data, status):
    answer = ask(desk, document, "write", data)
    assert answer.status_code == status and answer.json()["problem"].endswith(".")


def test_more_than_a_paragraph_or_a_paste_can_hold_changes_nothing(desk, document):
    row, before = row_of(document, "Several"), texts(document)
    long = ask(desk, document, "write", as_sent(row, "x" * (typing.LONGEST + 1)))
    assert long.status_code == 413 and "100,000" in long.json()["problem"]
    rows = [{"id": str(uuid.uuid4()), "text": "x", "kind": "bullet", "level": 900}] * (typing.MOST_ROWS + 1)
    many = ask(desk, document, "write", as_sent(row, "x", following=rows))
    assert many.status_code == 413 and "2,000" in many.json()["problem"]
    assert texts(document) == before


def test_a_save_costs_the_same_whatever_the_length_of_the_text(desk, document):
    def cost():
        row = row_of(document, "Several")
        with CaptureQueriesContext(connection) as caught:
            answer = ask(desk, document, "write", as_sent(row, f"Several {row.version} times."))
        assert answer.status_code == 200
        return len(caught)

    cost()
    few = cost()
    row = row_of(document, "Several")
    ask(
        desk,
        document,
        "add",
        {
            "section": str(row.section_id),
            "rows": [{"id": str(uuid.uuid4()), "text": f"More {n}."} for n in range(30)],
        },
    )
    assert cost() == few <= 20


def test_an_action_point_typed_for_a_while_is_one_row_of_its_history(document, who):
    row = row_of(document, "Canada to revise")
    point = ActionPoint.objects.get(paragraph=row.pk)
    before = point.history.count()
    for words in ("Canada to", "Canada to revise", "Canada to revise it."):
        row.refresh_from_db()
        typing.write(document, said(row, words), **who)
    assert point.history.count() == before + 1
    assert point.history.first().wording == "Canada to revise it."
