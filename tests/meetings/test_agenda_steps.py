"""Agendas circulated once to each address, changed and circulated again, adopted; frozen each time."""

import datetime as dt

import pytest

from ccm_portal.models import Enclosure, Letter
from meetings import agenda_steps, agendas, periodic, stamps
from meetings.agenda_steps import CannotAdopt, CannotCirculate
from meetings.agendas import Item
from meetings.models import AgendaStep, Document
from tests.cast import HOUR, NOW, cast, meeting

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def held(people):
    return meeting(people, day=DAY)


def by(people, now=NOW):
    return {"by": people.coordinator.actor, "now": now}


def circulate(held, people, words="", now=NOW):
    seen = agenda_steps.plan(held, words=words, now=now).fingerprint
    return agenda_steps.circulate(held, words=words, seen=seen, **by(people, now))


def add(held, people, title="One more"):
    agendas.add(held, Item(title), parent=None, **by(people))


def test_it_works(held, people):
    assert agenda_steps.standing(held).label == "Draft"
    step = circulate(held, people, "Please bring your copy.")
    letters = Letter.objects.filter(reason=f"agenda:{step.pk}:circulated")
    assert sorted(letters.values_list("address", flat=True)) == [
        "canada.1@example.org", "canada.2@example.org", "icrc.1@example.org", "lao-pdr.1@example.org",
        "norway.1@example.org", "norway.2@example.org",
    ]  # fmt: skip
    text = letters[0].text
    assert (
        "2 Draft architecture (Lao PDR)" in text and "Please bring your copy." in text and "enclosed" in text
    )
    where = agenda_steps.standing(held)
    assert (where.label, where.changed, where.document.kind) == ("Circulated", False, Document.Kind.AGENDA)
    assert agenda_steps.stamp(held, NOW).line.startswith("Agenda, circulated 2 November 2026")


def test_what_is_changed_is_said_and_goes_out_again_as_a_revision(held, people):
    first = circulate(held, people)
    with pytest.raises(CannotCirculate, match="Nothing was changed"):
        agenda_steps.plan(held, words="", now=NOW)
    add(held, people)
    where = agenda_steps.standing(held)
    assert where.changed and "changed since" in agenda_steps.stamp(held, NOW).line
    assert [item["title"] for item in first.revision.content["agenda"]] == ["Debrief", "Draft architecture"]
    second = circulate(held, people, now=NOW + HOUR)
    assert (second.rev, agenda_steps.standing(held).label) == (1, "Circulated, Rev. 1")
    letter = Letter.objects.filter(reason__contains=str(second.pk))[0]
    assert "Rev. 1" in letter.subject and "takes the place" in letter.text
    assert Letter.objects.filter(reason__startswith="agenda:").count() == 12


def test_nothing_is_sent_where_something_changed_since_it_was_looked_at(held, people):
    seen = agenda_steps.plan(held, words="", now=NOW).fingerprint
    add(held, people)
    with pytest.raises(CannotCirculate, match="Nothing was sent"):
        agenda_steps.circulate(held, words="", seen=seen, **by(people))
    assert not Letter.objects.exists() and not AgendaStep.objects.exists()


def test_the_plan_names_who_gets_nothing(held, people):
    silent = people.contacts["Norway"][1]
    type(silent).objects.filter(pk=silent.pk).update(speaks=False)
    planned = agenda_steps.plan(held, words="", now=NOW)
    assert (planned.letters, planned.without) == (5, [silent])


def test_an_empty_agenda_is_not_circulated_nor_adopted(held, people):
    for item in held.agenda_items.all():
        agendas.remove(item, **by(people))
    with pytest.raises(CannotCirculate, match="Nothing stands"):
        agenda_steps.plan(held, words="", now=NOW)
    with pytest.raises(CannotAdopt, match="Nothing stands"):
        agenda_steps.adopt(held, day=DAY, amended=False, **by(people))


def test_adopted_is_frozen_with_its_day(held, people):
    circulate(held, people)
    add(held, people)
    agenda_steps.adopt(held, day=DAY, amended=True, **by(people, NOW + HOUR))
    where = agenda_steps.standing(held)
    assert (where.label, where.adopted.day, where.changed) == ("Adopted as amended", DAY, False)
    assert agenda_steps.stamp(held, NOW).line == "Agenda as adopted with amendments on 2 November 2026"
    with pytest.raises(CannotAdopt, match="recorded already"):
        agenda_steps.adopt(held, day=DAY, amended=False, **by(people))
    with pytest.raises(CannotCirculate, match="adopted its agenda"):
        agenda_steps.plan(held, words="", now=NOW)


@pytest.mark.parametrize(("day", "sentence"), [(3, "not come yet"), (1, "before the meeting")])
def test_the_day_of_adopting_is_the_meetings(held, people, day, sentence):
    with pytest.raises(CannotAdopt, match=sentence):
        agenda_steps.adopt(held, day=DAY.replace(day=day), amended=False, **by(people))


@pytest.mark.parametrize("amended", [False, True])
def test_an_adoption_recorded_by_mistake_is_taken_back(held, people, amended):
    circulate(held, people)
    if amended:
        add(held, people)
    adopted = agenda_steps.adopt(held, day=DAY, amended=amended, **by(people, NOW + HOUR))
    agenda_steps.take_back(held, **by(people, NOW + 2 * HOUR))
    where = agenda_steps.standing(held)
    assert (where.label, where.adopted, where.changed) == ("Circulated", None, amended)
    # The text that was frozen with it says no longer that it was adopted.
    assert "adopted" not in stamps.draft(adopted.revision).line
    assert [step.kind for step in where.steps] == ["taken_back", adopted.kind, "circulated"]
    with pytest.raises(CannotAdopt, match="is not recorded"):
        agenda_steps.take_back(held, **by(people, NOW + 3 * HOUR))
    again = agenda_steps.adopt(held, day=DAY, amended=amended, **by(people, NOW + 4 * HOUR))
    assert agenda_steps.standing(held).adopted == again


def test_the_letters_wait_for_the_file_that_the_clock_makes_once(held, people, renderer):
    step = circulate(held, people)
    assert agenda_steps.waiting().count() == 6
    assert periodic.make_enclosures(NOW) is False
    kept = Enclosure.objects.get(pk=step.enclosure_id)
    assert kept.name == "2026-11-02-friends-agenda.pdf" and bytes(kept.data).startswith(b"%PDF")
    assert not agenda_steps.waiting().exists()


def test_without_a_renderer_they_go_without_it(held, people):
    step = circulate(held, people)
    letter = agenda_steps.waiting()[0]
    agenda_steps._go_without(step, now=NOW)
    letter.refresh_from_db()
    assert letter.enclosure_id is None and "enclosed" not in letter.text and "1 Debrief" in letter.text


def test_a_draft_costs_one_query(held, django_assert_num_queries):
    with django_assert_num_queries(1):
        agenda_steps.standing(held)
