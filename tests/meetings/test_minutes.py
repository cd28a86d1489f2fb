"""Editing minutes: identity kept, nothing overwritten silently, everything in the history."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal import history
from meetings import documents, finals, minutes, paragraphs, revisions
from meetings.minutes import Edit
from meetings.models import Paragraph, Section
from meetings.paragraphs import EditConflict, Wording
from tests.cast import HOUR, NOW, cast, document_at, meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def document(people):
    return document_at("drafting", people)


@pytest.fixture
def section(document):
    return document.sections.first()


def rows(section):
    return list(section.paragraphs.filter(removed_at=None))


def edit(row, text, **fields):
    return Edit(Wording(text, kind=row.kind, level=row.level), id=row.pk, version=row.version, **fields)


def save(section, edits, people, now=NOW + HOUR):
    return minutes.save_section(section, edits, by=people.coordinator.actor, now=now)


def test_it_works(section, people):
    first, second = rows(section)
    saved = save(section, [edit(first, "Anew."), edit(second, second.text)], people)
    assert saved.changed == 1 and not saved.conflicts
    assert [row.text for row in rows(section)] == ["Anew.", second.text]
    assert [row.pk for row in rows(section)] == [first.pk, second.pk]


def test_an_edit_of_an_older_version_is_a_conflict_with_both_texts_and_the_rest_is_saved(section, people):
    first, second = rows(section)
    save(section, [edit(first, "Theirs.")], people)
    saved = save(section, [edit(first, "Mine."), edit(second, "Also mine.")], people)
    [conflict] = saved.conflicts
    assert (conflict.mine.wording.text, conflict.theirs.text) == ("Mine.", "Theirs.")
    assert [row.text for row in rows(section)] == ["Theirs.", "Also mine."]


def test_a_blank_line_makes_two_paragraphs_and_the_first_keeps_its_identity(section, people):
    first, second = rows(section)
    save(section, [edit(first, "One.\r\n \r\nTwo,\nstill two.")], people)
    texts = [(row.pk, row.text) for row in rows(section)]
    assert texts[0] == (first.pk, "One.")
    assert [text for _pk, text in texts] == ["One.", "Two, still two.", second.text]


def test_an_emptied_paragraph_is_marked_not_deleted_and_can_be_put_back(section, people):
    first, _second = rows(section)
    save(section, [edit(first, "   ")], people)
    gone = Paragraph.objects.get(pk=first.pk)
    assert gone.removed_at is not None and gone.text == first.text
    paragraphs.restore(gone.pk, version=gone.version, by=people.coordinator.actor, now=NOW + 2 * HOUR)
    assert rows(section)[0].pk == first.pk


def test_new_text_for_a_paragraph_that_was_taken_out_comes_back_as_a_conflict(section, people):
    first, _second = rows(section)
    save(section, [edit(first, "x", remove=True)], people)
    [conflict] = save(section, [edit(first, "Typed meanwhile.")], people).conflicts
    assert conflict.mine.wording.text == "Typed meanwhile." and conflict.theirs.removed_at


def test_a_new_paragraph_goes_where_it_was_asked_for(section, people):
    first, second = rows(section)
    save(section, [Edit(Wording("Between."), after=first.pk), Edit(Wording("Last."))], people)
    assert [row.text for row in rows(section)] == [first.text, "Between.", second.text, "Last."]


def test_new_paragraphs_without_a_place_stand_in_the_order_of_the_form(section, people):
    before = [row.text for row in rows(section)]
    save(section, [Edit(Wording("One.")), Edit(Wording("Two.\n\nThree.")), Edit(Wording("Four."))], people)
    assert [row.text for row in rows(section)] == [*before, "One.", "Two.", "Three.", "Four."]


def test_moving_changes_the_order_and_nothing_else(section, people):
    first, second = rows(section)
    paragraphs.move(second.pk, up=True, version=second.version, by=people.coordinator.actor, now=NOW)
    assert [(row.pk, row.text) for row in rows(section)] == [(second.pk, second.text), (first.pk, first.text)]
    moved = rows(section)[0]
    paragraphs.move(moved.pk, up=True, version=moved.version, by=people.coordinator.actor, now=NOW)
    assert rows(section)[0].pk == second.pk


@pytest.mark.parametrize("status", ["final", "approved"])
def test_a_final_text_is_not_edited(people, status):
    section = document_at(status, people).sections.first()
    with pytest.raises(documents.NotNow):
        save(section, [edit(rows(section)[0], "Anew.")], people)
    with pytest.raises(documents.NotNow):
        minutes.move_paragraph(rows(section)[0], up=False, by=people.coordinator.actor, now=NOW)


def test_a_page_opened_before_the_text_was_issued_saves_nothing_afterwards(people):
    document = document_at("under_revision", people)
    section = Section.objects.select_related("document").filter(document=document)[0]
    finals.issue(document, waiver="", by=people.coordinator.actor, now=NOW + 5 * HOUR)
    with pytest.raises(documents.NotNow):
        save(section, [edit(rows(section)[0], "Too late.")], people)


def test_saves_of_one_person_within_three_minutes_are_one_history_row(section, people):
    first = rows(section)[0]
    before = first.history.count()
    by = people.coordinator.actor
    for minute, text in enumerate(("One.", "Two.", "Three.")):
        row = rows(section)[0]
        paragraphs.change(
            row.pk, Wording(text), version=row.version, by=by, now=NOW + HOUR + dt.timedelta(minutes=minute)
        )
    assert first.history.count() == before + 1
    assert first.history.latest("history_date").text == "Three."


def test_another_person_a_pause_or_a_freeze_each_begin_a_history_row(section, people):
    first = rows(section)[0]
    before = first.history.count()
    steps = [
        ("One.", people.coordinator, 0, False),
        ("Two.", people.admin, 1, False),
        ("Three.", people.admin, 10, False),
        ("Four.", people.admin, 11, True),
    ]
    for text, user, minute, frozen in steps:
        now = NOW + HOUR + dt.timedelta(minutes=minute)
        if frozen:
            revisions.freeze(section.document, note="", by=user.actor, now=now)
        row = rows(section)[0]
        paragraphs.change(row.pk, Wording(text), version=row.version, by=user.actor, now=now)
    assert first.history.count() == before + 4


def test_what_was_written_with_a_reason_is_not_written_over(section, people):
    first, _second = rows(section)
    decided = paragraphs.change(
        first.pk, Wording("As decided."), version=first.version, by=people.coordinator.actor, now=NOW + HOUR,
        reason="after a comment by Norway",
    )  # fmt: skip
    save(section, [edit(decided, "Edited at once.")], people, now=NOW + HOUR + dt.timedelta(seconds=30))
    states = first.history.order_by("-history_date", "-history_id")[:2]
    assert [(state.text, state.history_change_reason) for state in states] == [
        ("Edited at once.", ""),
        ("As decided.", "after a comment by Norway"),
    ]


def test_the_history_says_who_and_the_state_can_be_read(section, people):
    row = rows(section)[0]
    paragraphs.change(
        row.pk, Wording("Anew."), version=row.version, by=people.coordinator.actor, now=NOW, reason="why"
    )
    last = row.history.latest("history_id")
    assert (last.history_person, last.history_user_id) == ("The Coordinator", people.coordinator.pk)
    assert last.history_change_reason == "why"


def test_a_save_that_names_nobody_is_refused(section):
    row = rows(section)[0]
    with pytest.raises(history.MissingActor):
        row.save()


def test_only_action_points_keep_who_and_when(section, people):
    row = rows(section)[0]
    wording = Wording("To do.", kind="action", owner_words="Norway", due_words="March")
    row = paragraphs.change(row.pk, wording, version=row.version, by=people.coordinator.actor, now=NOW)
    assert (row.owner_words, row.due_words) == ("Norway", "March")
    plain = Wording("To do.", owner_words="Norway")
    row = paragraphs.change(row.pk, plain, version=row.version, by=people.coordinator.actor, now=NOW)
    assert (row.owner_words, row.due_words) == ("", "")


def test_minutes_begin_from_the_agenda_once(people):
    held = meeting(people)
    by = people.coordinator.actor
    document = minutes.from_agenda(held, title="Minutes", by=by, now=NOW)
    assert [section.heading for section in document.sections.all()] == ["Debrief", "Draft architecture"]
    assert [section["number"] for section in revisions.content(document)["sections"]] == ["1", "2"]
    with pytest.raises(minutes.MinutesExist):
        minutes.from_agenda(held, title="Minutes", by=by, now=NOW)


def test_a_heading_changed_by_somebody_else_is_not_overwritten(section, people):
    by = people.coordinator.actor
    minutes.rename_section(section, "Theirs", version=1, by=by, now=NOW)
    with pytest.raises(minutes.HeadingConflict):
        minutes.rename_section(section, "Mine", version=1, by=by, now=NOW)
    section.refresh_from_db()
    assert section.heading == "Theirs"


MOVES = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["edit", "up", "down", "split", "remove", "add"])),
    max_size=12,
)


@given(moves=MOVES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_every_untouched_paragraph_keeps_identity_and_text(section, people, moves):
    by = people.coordinator.actor
    touched, texts = set(), {row.pk: row.text for row in rows(section)}
    for number, (place, what) in enumerate(moves):
        standing = rows(section)
        if not standing:
            break
        row = standing[place % len(standing)]
        if what in ("up", "down"):
            paragraphs.move(row.pk, up=what == "up", version=row.version, by=by, now=NOW)
        elif what == "add":
            paragraphs.add(section, Wording(f"New {number}"), after=row, by=by, now=NOW)
        else:
            touched.add(row.pk)
            text = {"edit": f"Edited {number}", "split": f"A {number}\n\nB {number}", "remove": ""}[what]
            save(section, [edit(row, text)], people)
    after = {row.pk: row.text for row in rows(section)}
    for pk, text in texts.items():
        if pk not in touched:
            assert after[pk] == text


def test_two_who_start_from_one_version_cannot_both_win(section, people):
    row = rows(section)[0]
    by = people.coordinator.actor
    paragraphs.change(row.pk, Wording("First."), version=row.version, by=by, now=NOW)
    with pytest.raises(EditConflict) as caught:
        paragraphs.change(row.pk, Wording("Second."), version=row.version, by=by, now=NOW)
    assert caught.value.theirs.text == "First."
