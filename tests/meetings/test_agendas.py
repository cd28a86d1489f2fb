"""The agenda: added to, moved about, taken out, taken over; numbered by the system whatever is done."""

import datetime as dt
from contextlib import suppress
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal.models import AuditRow
from friends.models import ThematicArea
from meetings import agendas
from meetings.agendas import Item
from tests.cast import HOUR, NOW, cast, document_at, meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def held(people):
    return meeting(people)


def printed(held):
    return [f"{node.number} {node.item.title}" for node in agendas.flat(agendas.tree(held))]


def by(people):
    return {"by": people.coordinator.actor, "now": NOW + HOUR}


def add(people, held, title, parent=None, **more):
    return agendas.add(held, Item(title, **more), parent=parent, **by(people))


def move(people, item, *directions):
    for direction in directions:
        agendas.move(item, direction, **by(people))


def test_it_works(people, held):
    area = ThematicArea.objects.get()
    paper = held.agenda_items.get(title="Draft architecture")
    point = add(people, held, "Discussion", paper, minutes=20)
    other = add(people, held, "Any other business", areas=(area,), presenter_words="the Presidency")
    assert printed(held) == ["1 Debrief", "2 Draft architecture", "2.1 Discussion", "3 Any other business"]
    move(people, other, "up")
    assert printed(held) == ["1 Debrief", "2 Any other business", "3 Draft architecture", "3.1 Discussion"]
    move(people, point, "out")
    assert printed(held)[-1] == "4 Discussion"
    move(people, point, "up", "in")
    assert printed(held) == ["1 Debrief", "2 Any other business", "2.1 Discussion", "3 Draft architecture"]
    agendas.change(other, Item("AOB", areas=(area,)), **by(people))
    assert [str(named) for named in other.named_areas.all()] == [area.name]
    agendas.remove(other, **by(people))
    assert printed(held) == ["1 Debrief", "2 Draft architecture"]
    assert AuditRow.objects.filter(event__startswith="agenda item").count() == 8


def test_what_is_said_already_changes_nothing(people, held):
    item = held.agenda_items.first()
    rows = item.history.count()
    agendas.change(item, Item.of(item), **by(people))
    assert item.history.count() == rows


def test_the_words_of_an_area_stay_with_it(people, held):
    area, item = ThematicArea.objects.get(), held.agenda_items.first()
    agendas.change(item, Item("Debrief", areas=(area,)), **by(people))
    item.named_areas.update(words="General status (Norway)")
    agendas.change(item, Item("Looking back", areas=(area,)), **by(people))
    assert [str(named) for named in item.named_areas.all()] == ["General status (Norway)"]


def test_points_stand_three_levels_deep_at_most(people, held):
    one = held.agenda_items.first()
    two = add(people, held, "Second level", one)
    three = add(people, held, "Third level", two)
    with pytest.raises(agendas.CannotMove, match="at most 3 levels"):
        add(people, held, "Fourth level", three)
    paper = held.agenda_items.get(title="Draft architecture")
    move(people, paper, "up")
    with pytest.raises(agendas.CannotMove, match="at most 3 levels"):
        move(people, one, "in")


@pytest.mark.parametrize(
    ("direction", "sentence"), [("in", "no item before"), ("out", "stands under no other")]
)
def test_the_first_item_of_the_outermost_level_goes_no_further(people, held, direction, sentence):
    with pytest.raises(agendas.CannotMove, match=sentence):
        move(people, held.agenda_items.first(), direction)


def test_an_item_that_the_minutes_answer_stays(people):
    document = document_at("drafting", people)
    item = document.meeting.agenda_items.get(title="Draft architecture")
    with pytest.raises(agendas.IsAnswered, match="The minutes answer “Draft architecture”"):
        agendas.remove(item, **by(people))


def test_items_are_taken_over_with_their_points(people, held):
    paper = held.agenda_items.get(title="Draft architecture")
    add(people, held, "Discussion", paper, minutes=20)
    chosen = {item.pk for item in held.agenda_items.exclude(title="Debrief")}
    following = meeting(people, day=NOW.date())
    for item in following.agenda_items.all():
        agendas.remove(item, **by(people))
    assert agendas.take_over(following, held, chosen, **by(people)) == 2
    assert printed(following) == ["1 Draft architecture", "1.1 Discussion"]
    assert following.agenda_items.get(title="Discussion").minutes == 20
    assert not following.agenda_items.exclude(presenter_words="").exists()


def test_allotted_time_is_not_counted_twice(people, held):
    one = held.agenda_items.first()
    agendas.change(one, Item("Debrief", minutes=30), **by(people))
    add(people, held, "Part of it", one, minutes=10)
    add(people, held, "More", held.agenda_items.get(title="Draft architecture"), minutes=15)
    assert agendas.allotted(agendas.tree(held)) == 45


DAYS = count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["up", "down", "in", "out"])), max_size=12))
def test_whatever_is_moved_every_item_stands_once(people, moves):
    held = meeting(people, day=dt.date(2000, 1, 1) + dt.timedelta(days=next(DAYS)))
    for number in range(3):
        add(people, held, f"Item {number}")
    titles = sorted(held.agenda_items.values_list("title", flat=True))
    for at, direction in moves:
        items = list(held.agenda_items.all())
        with suppress(agendas.CannotMove):
            move(people, items[at % len(items)], direction)
    assert sorted(node.item.title for node in agendas.flat(agendas.tree(held))) == titles
