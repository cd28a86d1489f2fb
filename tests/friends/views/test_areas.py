"""Areas of work at the desk: in their order, added, renamed, moved by a button, ended."""

import datetime as dt

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import roster
from friends.models import AreaAlias, Assignment, ThematicArea
from tests.cast import NOW, Cast, cast, contact, delegation, listed
from tests.queries import at_the_desk, count

AREAS, ORDER = "/desk/areas/", "/desk/areas/order/"
WHY = "decided in the meeting"
TODAY = NOW.date()


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def add(keeper, name: str, day: dt.date = TODAY):
    return keeper.post(AREAS, {"name": name, "holds_from": day.isoformat(), "reason": WHY})


def named(name: str) -> ThematicArea:
    return ThematicArea.objects.get(name=name)


def page(area: ThematicArea, name: str = "area") -> str:
    return reverse(name, args=[area.pk])


def order() -> list[str]:
    return [row.name for row in ThematicArea.objects.filter(body__slug="friends").order_by("position")]


def test_it_works(keeper):
    answer = add(keeper, "Clearance")
    area = named("Clearance")
    assert (answer.url, area.slug, area.valid_from) == (page(area), "clearance", TODAY)
    text = keeper.get(AREAS).text
    assert "Clearance" in text and "nobody yet" in text and "Norway" in text
    keeper.post(page(area), {"name": "Clearance of land", "holds_from": TODAY.isoformat(), "reason": WHY})
    text = keeper.get(page(area)).text
    assert "Clearance of land" in text and "“Clearance”" in text and "The Admin" in text and WHY in text
    area.refresh_from_db()
    assert area.slug == "clearance", "the public address stays"


def test_a_name_means_one_area(keeper):
    add(keeper, "Clearance")
    keeper.post(page(named("Clearance")), {"name": "Land", "holds_from": TODAY.isoformat(), "reason": WHY})
    for taken in ("land", "clearance", "GENERAL STATUS and operation", " … "):
        assert add(keeper, taken).status_code == 400
    assert order() == ["General status and operation", "Land"]
    # Back to the name it had: no name of it is its other name as well.
    keeper.post(page(named("Land")), {"name": "Clearance", "holds_from": TODAY.isoformat(), "reason": WHY})
    assert [alias.name for alias in AreaAlias.objects.all()] == ["Land"]


def test_entries_in_the_words_of_the_old_name_say_the_new_one_from_that_day(keeper, people):
    row = people.friend.assignments.get()
    row.title, row.valid_from = row.area.name, dt.date(2020, 1, 1)
    history.save(row, by=IMPORT)
    keeper.post(page(row.area), {"name": "Operation", "holds_from": TODAY.isoformat(), "reason": WHY})

    def said(day: dt.date) -> list[str]:
        return [one.assignment.post for one in roster.rows_on(people.body, day) if one.assignment.area]

    assert said(TODAY) == ["Operation"]
    assert said(TODAY - dt.timedelta(days=1)) == ["General status and operation"]


def test_the_order_is_changed_by_a_button_which_keeps_the_focus(keeper):
    for name in ("B", "C"):
        add(keeper, name)
    answer = keeper.post(ORDER, {"down": str(named("General status and operation").pk), "reason": WHY})
    assert order() == ["B", "General status and operation", "C"]
    text = keeper.get(answer.url).text
    assert text.count("autofocus") == 1 and "General status and operation: later" in text
    keeper.post(ORDER, {"up": str(named("C").pk), "reason": WHY})
    assert order() == ["B", "C", "General status and operation"]
    for nonsense in ({"up": str(named("B").pk), "reason": WHY}, {"up": "x"}, {}, {"up": str(named("C").pk)}):
        assert keeper.post(ORDER, nonsense).status_code == 302
    assert order() == ["B", "C", "General status and operation"]


@pytest.mark.once
def test_an_area_ends_when_nobody_carries_it(keeper, people):
    row = people.friend.assignments.get()
    end = {"holds_from": TODAY.isoformat(), "reason": WHY}
    keeper.post(page(row.area, "area-end"), end)
    assert "holds beyond that day (Norway)" in keeper.get(page(row.area)).text
    row.valid_until = TODAY
    history.save(row, by=IMPORT)
    keeper.post(page(row.area, "area-end"), end)
    row.area.refresh_from_db()
    assert row.area.valid_until == TODAY
    assert roster.carried_on(people.body, TODAY + dt.timedelta(days=1)) == []
    assert keeper.post(page(row.area, "area-end"), {}).status_code == 302


@pytest.mark.once
def test_others_come_nowhere_near(people):
    area = named("General status and operation")
    stranger = at_the_desk(people.stranger)
    assert area.name not in stranger.get(AREAS).text
    for address in (page(area), page(area, "area-end")):
        assert (
            stranger.post(address, {"name": "X", "holds_from": "2026-11-02", "reason": WHY}).status_code
            == 404
        )
    assert stranger.post(ORDER, {"up": str(area.pk), "reason": WHY}).status_code == 404
    area.refresh_from_db()
    assert area.name == "General status and operation"


def test_who_carries_an_area(people):
    """Vacant posts and proposed ones stand among who coordinates; what only a record said does not."""
    area = named("General status and operation")
    peru = delegation("Peru")
    listed(people.body, peru, [contact(peru, "peru.1")], role="cooperating", area=area)
    said = {
        "body": people.body,
        "area": area,
        "role": "coordinator",
        "listed": False,
        "status_words": "asked",
    }
    history.save(Assignment(delegation=peru, status="proposed", **said), by=IMPORT)
    [carried] = roster.carried_on(people.body, TODAY)
    assert [str(row.delegation) for row in carried.coordinating] == ["Norway"]
    [row] = carried.cooperating
    assert [person.email for person in row.contacts] == ["peru.1@example.org"]


def test_it_takes_the_same_queries_at_any_length(keeper, people):
    area = named("General status and operation")
    lists, pages = [], []
    for number in range(3):
        add(keeper, f"Area {number}")
        more = delegation(f"State {number}")
        for one in (area, named(f"Area {number}")):
            listed(people.body, more, [contact(more, f"{one.slug}.{number}")], role="cooperating", area=one)
        lists.append(count(keeper, AREAS))
        pages.append(count(keeper, page(area)))
    assert (lists[0], pages[0]) == (lists[2], pages[2])
