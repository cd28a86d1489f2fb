"""The text as it was at a moment: read from its history, listed, and brought back with every identity."""

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal.actors import Actor, Kind
from ccm_portal.models import AuditRow
from meetings import documents, minutes, moments, paragraphs, revisions, whole_texts
from meetings.models import Paragraph, Section
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, cast, document_at

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def document(people):
    return document_at("drafting", people)


def text(document, at=None):
    content = moments.content(document, at) if at else revisions.content(document)
    return content["sections"]


def rewrite(people, document, text, now):
    seen = whole_texts.plan(document, text).seen
    whole_texts.replace(document, text, seen=seen, by=people.coordinator.actor, now=now)


def restore(people, document, moment, now=NOW + 9 * HOUR, reason="", seen=""):
    seen = seen or moments.plan(document, moment).seen
    return moments.restore(document, moment, seen=seen, reason=reason, by=people.coordinator.actor, now=now)


def first_row(document):
    return document.sections.first().paragraphs.first()


def test_it_works(people, document):
    by = people.coordinator.actor
    begun = text(document)
    row = first_row(document)
    paragraphs.change(row.pk, Wording("Reworded."), version=row.version, by=by, now=NOW + HOUR)
    minutes.rename_section(document.sections.all()[1], "Renamed", version=1, by=by, now=NOW + HOUR)
    reworded = text(document)
    minutes.remove_section(document.sections.first(), by=by, now=NOW + 2 * HOUR)
    taken_out = text(document)
    assert text(document, NOW) == begun
    assert text(document, NOW + HOUR) == reworded
    assert text(document, NOW + 2 * HOUR - MINUTE) == reworded
    assert text(document, NOW + 2 * HOUR) == taken_out
    assert text(document, NOW - MINUTE) == []


def test_a_moment_has_a_key_and_a_name(document):
    moment = NOW + dt.timedelta(microseconds=250)
    assert moments.key(moment) == "2026-11-02T09:00:00.000250Z"
    assert moments.from_key(moments.key(moment)) == moment
    assert moments.named(document, moment) == "2 November 2026, 10:00:00"
    for words in ("", "2", "working", "2026-11-02", "0001-01-01T00:00:00Z", "2026-13-02T09:00:00Z"):
        with pytest.raises(moments.NoSuchMoment):
            moments.from_key(words)


def test_it_is_read_in_as_many_queries_whatever_its_length(people, document):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            moments.content(document, NOW + HOUR)
            moments.of(document)
        return len(caught)

    queries()
    few = queries()
    rewrite(
        people, document, "".join(f"# Part {n}\n\nOne {n}.\n\nTwo {n}.\n\n" for n in range(9)), NOW + HOUR
    )
    assert queries() == few


def test_moments_are_of_one_person_within_a_few_minutes(people, document):
    by, other = people.coordinator.actor, people.admin.actor
    one, two = Paragraph.objects.filter(section=document.sections.first())
    for minutes_later, row, who in ((0, one, by), (2, two, by), (4, one, by), (5, two, other)):
        row.refresh_from_db()
        paragraphs.change(
            row.pk, Wording(f"After {minutes_later}."), version=row.version, by=who,
            now=NOW + HOUR + minutes_later * MINUTE,
        )  # fmt: skip
    found = moments.of(document)
    assert [(m.at - NOW, m.who, m.counts) for m in found] == [
        (HOUR + 5 * MINUTE, "The Admin", {"changed": 1}),
        (HOUR + 4 * MINUTE, "The Coordinator", {"changed": 1}),
        (HOUR + 2 * MINUTE, "The Coordinator", {"changed": 2}),
        (dt.timedelta(0), "The Coordinator", {"added": 12}),
    ]
    assert [change.beginning for change in found[0].shown] == ["After 5."]
    assert (found[-1].more, len(found[-1].shown)) == (9, 3)


def test_what_was_done_is_told(people, document):
    by, at = people.coordinator.actor, NOW + HOUR
    row = first_row(document)
    row = paragraphs.remove(row.pk, version=row.version, by=by, now=at)
    row = paragraphs.restore(row.pk, version=row.version, by=by, now=at + HOUR)
    paragraphs.move(row.pk, up=False, version=row.version, by=by, now=at + 2 * HOUR)
    minutes.remove_section(document.sections.first(), by=by, now=at + 3 * HOUR)
    told = [m.counts for m in moments.of(document)][:4]
    assert told == [{"removed": 1}, {"moved": 1}, {"back": 1}, {"removed": 1}]


def test_a_whole_text_comes_back_with_everything_that_it_was(people, document):
    before = text(document)
    ids = set(Paragraph.objects.values_list("pk", flat=True))
    rewrite(people, document, "# Only this\n\nOne sentence.\n", NOW + HOUR)
    short = text(document)
    restore(people, document, NOW, now=NOW + 2 * HOUR, reason="too short")
    assert text(document) == before
    assert ids < set(Paragraph.objects.values_list("pk", flat=True))
    [moment, *_rest] = moments.of(document)
    assert (moment.reason, moment.at) == (
        "as it stood on 2 November 2026, 10:00:00: too short",
        NOW + 2 * HOUR,
    )
    assert AuditRow.objects.filter(subject_id=document.pk, event="whole text restored").count() == 1
    # What was brought back is undone the same way.
    restore(people, document, NOW + HOUR, now=NOW + 3 * HOUR)
    assert text(document) == short


def test_what_was_added_to_a_section_before_it_went_does_not_come_back_with_it(people, document):
    by, section = people.coordinator.actor, document.sections.first()
    before = text(document)
    paragraphs.add(section, Wording("Later."), after=None, by=by, now=NOW + HOUR)
    minutes.remove_section(section, by=by, now=NOW + 2 * HOUR)
    restore(people, document, NOW)
    assert text(document) == before


def test_in_no_state_are_words_that_were_split_off_missing(people, document):
    """One person writes two sentences and makes two paragraphs of them, all within a few minutes."""
    by, row = people.coordinator.actor, first_row(document)
    for seconds, words in ((0, "One. Two."), (60, "One.\n\nTwo.")):
        row.refresh_from_db()
        edit = minutes.Edit(Wording(words), row.pk, row.version)
        minutes.save_section(row.section, [edit], by=by, now=NOW + HOUR + dt.timedelta(seconds=seconds))
    between = [one["text"] for one in text(document, NOW + HOUR)[0]["paragraphs"]]
    after = [one["text"] for one in text(document, NOW + HOUR + MINUTE)[0]["paragraphs"]]
    assert (between[0], after[:2]) == ("One. Two.", ["One.", "Two."])


def test_levels_come_back_too(people, document):
    before = text(document)
    row = Paragraph.objects.filter(kind="bullet").first()
    wording = Wording(row.text, "bullet", 1)
    paragraphs.change(row.pk, wording, version=1, by=people.coordinator.actor, now=NOW + HOUR)
    restore(people, document, NOW)
    assert text(document) == before


def test_nothing_is_done_when_somebody_was_faster(people, document):
    rewrite(people, document, "# Only this\n\nOne sentence.\n", NOW + HOUR)
    seen = moments.plan(document, NOW).seen
    minutes.add_section(document, "Meanwhile", by=people.coordinator.actor, now=NOW + HOUR)
    standing = text(document)
    with pytest.raises(moments.Moved):
        restore(people, document, NOW, seen=seen)
    assert text(document) == standing


def test_a_final_text_does_not_change(people):
    with pytest.raises(documents.NotNow):
        restore(people, document_at("final", people), NOW)


def test_the_same_text_changes_nothing(people, document):
    rows = (Paragraph.history.count(), Section.history.count())
    assert not restore(people, document, NOW).changes_anything
    assert (Paragraph.history.count(), Section.history.count()) == rows


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_any_state_is_read_and_brought_back(people, document, seed):
    """Random edits by two people at random distances; each example goes on from the text of the one before."""
    rng = random.Random(seed)
    actors = [people.coordinator.actor, Actor(Kind.STAFF, people.admin.pk, person="Another")]
    at = max(row.at for row in moments.of(document)) + HOUR
    states = {}
    for _step in range(8):
        # More than a few minutes apart, so that each state is an entry of its own.
        at += dt.timedelta(minutes=rng.randrange(4, 90))
        _edit(document, rng, actors, at)
        states[at] = text(document)
    assert {moment: text(document, moment) for moment in states} == states
    wanted = rng.choice(list(states))
    restore(people, document, wanted, now=at + HOUR)
    assert text(document) == states[wanted]


def _edit(document, rng, actors, now):
    by = rng.choice(actors)
    rows = [row for _section, rows in revisions.working_sections(document) for row in rows]
    act = rng.choice(("reword", "remove", "move", "add", "section", "gone", "back"))
    parts = list(document.sections.filter(removed_at=None))
    if act == "section" or not parts:
        minutes.add_section(document, f"Part {rng.random()}", by=by, now=now)
    elif act == "add" or not rows:
        paragraphs.add(rng.choice(parts), Wording(f"New {rng.random()}."), after=None, by=by, now=now)
    elif act == "reword":
        row = rng.choice(rows)
        wording = Wording(
            f"Said {rng.random()}.", rng.choice(("paragraph", "decision", "bullet")), rng.randrange(3)
        )
        paragraphs.change(row.pk, wording, version=row.version, by=by, now=now)
    elif act == "remove":
        row = rng.choice(rows)
        paragraphs.remove(row.pk, version=row.version, by=by, now=now)
    elif act == "move":
        row = rng.choice(rows)
        paragraphs.move(row.pk, up=rng.random() < 0.5, version=row.version, by=by, now=now)
    elif act == "gone":
        minutes.remove_section(rng.choice(parts), by=by, now=now)
    else:
        gone = list(Paragraph.objects.filter(section__in=parts).exclude(removed_at=None))
        for row in gone[:1]:
            paragraphs.restore(row.pk, version=row.version, by=by, now=now)
