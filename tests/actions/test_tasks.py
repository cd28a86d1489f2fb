"""Tasks of action points: proposed, accepted by a person, followed; the public table stays as it is."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from actions import tasks
from actions.action_points import NoReason
from actions.models import ActionPoint, Task
from ccm_portal.canonical import sha256
from ccm_portal.models import AuditRow
from friends.models import Delegation
from tests import cast as casting
from tests import queries
from tests.actions.records_in import digest

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> casting.Cast:
    people = casting.cast()
    casting.document_at("drafting", people)
    return people


@pytest.fixture
def point(people: casting.Cast) -> ActionPoint:
    return ActionPoint.objects.all()[0]


def accepted(point: ActionPoint, people: casting.Cast, *wanted: tasks.Wanted) -> list[Task]:
    rows = list(wanted) or tasks.proposed(point)
    return tasks.accept(
        point, rows, wording_sha256=sha256(point.wording), by=people.coordinator.actor, now=NOW
    )


def test_it_works(point: ActionPoint, people: casting.Cast) -> None:
    written, called = accepted(
        point,
        people,
        tasks.Wanted("Write", "Canada", "by 15 March 2027"),
        tasks.Wanted("Call", "All Friends", "soon"),
    )
    assert [row.name for row in written.owners.all()] == ["Canada"]
    assert (written.earliest, written.latest) == (dt.date(2027, 3, 15), dt.date(2027, 3, 15))
    assert not called.owners.exists()
    assert (called.when_words, called.earliest) == ("soon", None)
    assert {row.status for row in (written, called)} == {"open"}
    assert AuditRow.objects.filter(event="task accepted").count() == 2


def test_several_owners(point: ActionPoint, people: casting.Cast) -> None:
    [first, second] = Delegation.objects.all()[:2]
    [task] = accepted(point, people, tasks.Wanted("Write", f"{first} and {second}"))
    assert set(task.owners.all()) == {first, second}


def test_a_proposal_writes_nothing(point: ActionPoint) -> None:
    before = digest()
    assert tasks.proposed(point)
    assert digest() == before


def test_twice_is_refused(point: ActionPoint, people: casting.Cast) -> None:
    accepted(point, people)
    with pytest.raises(tasks.AlreadySplit):
        accepted(point, people)


def test_a_wording_that_changed_is_looked_at_again(point: ActionPoint, people: casting.Cast) -> None:
    with pytest.raises(tasks.OtherWording):
        tasks.accept(
            point, tasks.proposed(point), wording_sha256=sha256("other"), by=people.coordinator.actor, now=NOW
        )
    assert not Task.objects.exists()


def test_words_are_needed(point: ActionPoint, people: casting.Cast) -> None:
    with pytest.raises(tasks.NothingToDo):
        accepted(point, people, tasks.Wanted(" "))


def test_each_stands_where_it_stands(point: ActionPoint, people: casting.Cast) -> None:
    first, second = accepted(point, people, tasks.Wanted("Write"), tasks.Wanted("Call"))
    with pytest.raises(NoReason):
        tasks.set_status(first, "done", note=" ", by=people.coordinator.actor, now=NOW)
    tasks.set_status(first, "done", note="Sent on Monday.", by=people.coordinator.actor, now=NOW)
    tasks.change(second, tasks.Wanted("Call twice", "", ""), by=people.coordinator.actor, now=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, second.words) == ("done", "open", "Call twice")
    assert [row.history_change_reason for row in first.history.all()] == ["Sent on Monday.", "accepted"]
    assert ActionPoint.objects.get(pk=point.pk).status == "open"


def test_what_was_no_task_leaves_the_list(point: ActionPoint, people: casting.Cast) -> None:
    [task] = accepted(point, people, tasks.Wanted("Write"))
    tasks.take_off(task, by=people.coordinator.actor, now=NOW)
    assert not Task.objects.standing().exists()
    assert task.history.count() == 2
    assert accepted(point, people, tasks.Wanted("Write to all"))


class TestTheDesk:
    @pytest.fixture
    def desk(self, people: casting.Cast, client: Client) -> Client:
        client.force_login(people.coordinator)
        return client

    def test_it_works(self, desk: Client, point: ActionPoint) -> None:
        address = reverse("tasks-split", args=[point.pk])
        assert "Accept these tasks" in desk.get(address).content.decode()
        sent = {
            "wording": sha256(point.wording), "row-1-words": "Write to the port", "row-1-owner_words": "Canada",
            "row-2-words": "Call the port",
        }  # fmt: skip
        assert desk.post(address, sent)["Location"] == reverse("action-point", args=[point.pk])
        page = desk.get(reverse("actions")).content.decode()
        assert "Write to the port" in page
        assert "not stated who" in page
        task = Task.objects.get(words="Call the port")
        desk.post(reverse("task", args=[task.pk]), {"status": "done", "note": "By telephone."})
        assert "By telephone." in desk.get(reverse("action-point", args=[point.pk])).content.decode()
        desk.post(reverse("task-words", args=[task.pk]), {"words": "Call them", "owner_words": "All Friends"})
        assert "All Friends" in desk.get(reverse("task", args=[task.pk])).content.decode()
        desk.post(reverse("task-new", args=[point.pk]), {"words": "And a third"})
        assert Task.objects.standing().count() == 3
        desk.post(reverse("task-remove", args=[task.pk]))
        assert Task.objects.standing().count() == 2

    def test_nothing_typed_is_lost_where_the_wording_changed(self, desk: Client, point: ActionPoint) -> None:
        answer = desk.post(
            reverse("tasks-split", args=[point.pk]), {"wording": "0" * 64, "row-1-words": "Write to the port"}
        )
        assert answer.status_code == 400
        assert "was changed in the meantime" in answer.content.decode()
        assert "Write to the port" in answer.content.decode()

    def test_rows_without_words_are_no_tasks(self, desk: Client, point: ActionPoint) -> None:
        sent = {"wording": sha256(point.wording), "row-1-words": " ", "row-2-words": ""}
        assert desk.post(reverse("tasks-split", args=[point.pk]), sent).status_code == 400

    def test_the_list_costs_the_same_for_three_tasks_as_for_one(
        self, desk: Client, point: ActionPoint, people: casting.Cast
    ) -> None:
        accepted(point, people, tasks.Wanted("One", "Canada"))
        costs = [queries.count(desk, reverse("actions"))]
        for words in ("Two", "Three"):
            tasks.add(point, tasks.Wanted(words, "Canada"), by=people.coordinator.actor, now=NOW)
        costs.append(queries.count(desk, reverse("actions")))
        assert costs[0] == costs[1]


def test_the_public_table_has_the_wording_alone(people: casting.Cast, client: Client) -> None:
    point = ActionPoint.objects.all()[0]
    before = point.wording
    accepted(point, people, tasks.Wanted("An inner matter", "Canada"))
    meeting = point.meeting
    page = client.get(reverse("meeting", args=[meeting.slug])).content.decode()
    assert "An inner matter" not in page
    point.refresh_from_db()
    assert point.wording == before
