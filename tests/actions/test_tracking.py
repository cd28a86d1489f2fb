"""Action points follow the minutes: made with them, changed with them, taken off and brought back."""

import datetime as dt

import pytest

from actions import action_points, tracking
from actions.models import ActionPoint
from friends.intake.delegations import Roll
from friends.models import DelegationAlias
from meetings import minutes
from meetings.models import Document, Paragraph
from meetings.paragraphs import Wording
from tests import cast as casting

NOW = casting.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> casting.Cast:
    return casting.cast()


@pytest.fixture
def document(people: casting.Cast) -> Document:
    return casting.document_at("drafting", people)


def save(document: Document, edit: minutes.Edit, people: casting.Cast) -> None:
    section = document.sections.last()
    saved = minutes.save_section(section, [edit], by=people.coordinator.actor, now=NOW)
    assert not saved.conflicts


def first(document: Document) -> Paragraph:
    return Paragraph.objects.get(pk=ActionPoint.objects.filter(meeting=document.meeting).first().paragraph)


def test_it_works(document: Document) -> None:
    revised, checked = ActionPoint.objects.standing()
    assert revised.wording.startswith("Canada to revise")
    assert [owner.name for owner in revised.owners.all()] == ["Canada"]
    assert revised.when_words == "in time for the next meeting"
    assert revised.by_next_meeting
    assert (revised.earliest, revised.latest) == (None, None)
    assert checked.owner_words == "All Friends"
    assert not checked.owners.exists()


def test_a_changed_wording_is_followed(document: Document, people: casting.Cast) -> None:
    row = first(document)
    wording = Wording("Norway to revise it.", "action", 0, "Norway and Canada", "by the week of 14 December")
    save(document, minutes.Edit(wording, id=row.pk, version=row.version), people)
    point = ActionPoint.objects.get(paragraph=row.pk)
    assert point.wording == "Norway to revise it."
    assert {owner.name for owner in point.owners.all()} == {"Norway", "Canada"}
    assert (point.earliest, point.latest) == (dt.date(2026, 12, 14), dt.date(2026, 12, 20))
    assert not point.by_next_meeting


def test_an_unchanged_point_writes_no_history(document: Document, people: casting.Cast) -> None:
    before = ActionPoint.history.count()
    save(document, minutes.Edit(Wording("Somebody to look.", "action")), people)
    assert ActionPoint.history.count() == before + 1


def test_a_removed_paragraph_takes_it_off_and_brings_it_back(
    document: Document, people: casting.Cast
) -> None:
    row = first(document)
    by = people.coordinator.actor
    point = ActionPoint.objects.get(paragraph=row.pk)
    action_points.set_status(point, "done", note="Reported in the meeting.", by=by, now=NOW)
    save(document, minutes.Edit(Wording.of(row), id=row.pk, version=row.version, remove=True), people)
    assert ActionPoint.objects.get(paragraph=row.pk).removed_at == NOW
    assert ActionPoint.objects.standing().count() == 1
    minutes.put_back(Paragraph.objects.get(pk=row.pk), None, by=by, now=NOW)
    back = ActionPoint.objects.get(paragraph=row.pk)
    assert (back.removed_at, back.status) == (None, "done")


def test_a_paragraph_that_is_no_action_any_more_is_taken_off(
    document: Document, people: casting.Cast
) -> None:
    row = first(document)
    save(document, minutes.Edit(Wording(row.text, "paragraph"), id=row.pk, version=row.version), people)
    assert ActionPoint.objects.get(paragraph=row.pk).removed_at == NOW


def test_a_removed_section_takes_its_points_off(document: Document, people: casting.Cast) -> None:
    minutes.remove_section(document.sections.last(), by=people.coordinator.actor, now=NOW)
    assert not ActionPoint.objects.standing().exists()


def test_another_meetings_points_are_left_alone(document: Document, people: casting.Cast) -> None:
    casting.document_at("drafting", people, day=dt.date(2026, 9, 1))
    minutes.remove_section(document.sections.last(), by=people.coordinator.actor, now=NOW)
    assert ActionPoint.objects.standing().count() == 2


def test_owners_are_named_exactly_or_not_at_all(people: casting.Cast) -> None:
    lao = people.contacts["Lao PDR"][0].delegation
    DelegationAlias.objects.create(delegation=lao, name="Laos")
    casting.delegation("Bosnia and Herzegovina")
    roll = Roll()

    def names(words: str) -> list[str]:
        return [row.name for row in tracking.owners(words, roll)]

    assert names("Laos, Norway & ICRC") == ["Lao PDR", "Norway", "ICRC"]
    assert names("Bosnia and Herzegovina") == ["Bosnia and Herzegovina"]
    assert names("norway") == ["Norway"]
    assert names("Norway and the Presidency") == []
    assert names("All Friends") == []
    assert names("") == []


def test_a_status_needs_a_note(document: Document, people: casting.Cast) -> None:
    point = ActionPoint.objects.first()
    with pytest.raises(action_points.NoReason, match="Say in a few words"):
        action_points.set_status(point, "done", note="  ", by=people.coordinator.actor, now=NOW)
    action_points.set_status(point, "dropped", note="Overtaken.", by=people.coordinator.actor, now=NOW)
    last = point.history.first()
    assert (last.status, last.status_note, last.history_change_reason) == (
        "dropped",
        "Overtaken.",
        "Overtaken.",
    )
    assert last.history_person == people.coordinator.name
