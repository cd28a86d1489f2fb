"""History: who, for whom, why and when on every row; a save without an actor is refused."""

import datetime as dt
import uuid

import pytest

from ccm_portal import history
from ccm_portal.actors import CLOCK, IMPORT, Actor, Kind
from friends.models import Body
from tests.cast import NOW

pytestmark = pytest.mark.django_db
FRIEND = Actor(Kind.CONTACT, uuid.UUID(int=7), delegation="Norway", person="A Friend")


@pytest.fixture
def body():
    return history.save(Body(name="Friends", slug="friends"), by=IMPORT, reason="brought in", at=NOW)


def told(body):
    return [
        (row.history_actor_kind, row.history_user_id, row.history_delegation, row.history_person)
        for row in body.history.order_by("history_id")
    ]


def test_it_works(body):
    body.name = "Friends of the Chair"
    history.save(body, by=FRIEND, reason="renamed", at=NOW + dt.timedelta(hours=1))
    assert told(body) == [
        (IMPORT.kind, IMPORT.id, "", IMPORT.person),
        ("contact", FRIEND.id, "Norway", "A Friend"),
    ]
    newest, first = body.history.all()
    assert (newest.history_change_reason, newest.history_date) == ("renamed", NOW + dt.timedelta(hours=1))
    assert (first.history_change_reason, first.history_date) == ("brought in", NOW)
    assert [(c.field, c.old, c.new) for c in newest.diff_against(first).changes] == [
        ("name", "Friends", "Friends of the Chair")
    ]


def test_without_an_actor_nothing_is_saved():
    with pytest.raises(history.MissingActor, match=r"friends\.Body"):
        Body(name="Nobody's", slug="nobody").save()


def test_a_fresh_instance_does_not_borrow_the_actor_of_another(body):
    fetched = Body.objects.get(pk=body.pk)
    with pytest.raises(history.MissingActor):
        fetched.save()
    with pytest.raises(history.MissingActor):
        fetched.delete()


def test_a_deletion_says_who_and_why(body):
    history.named(body, by=CLOCK, reason="made in error").delete()
    last = Body.history.latest("history_id")
    assert (last.history_type, last.history_actor_kind) == ("-", CLOCK.kind)
    assert last.history_change_reason == "made in error"


def test_a_silent_save_changes_the_row_alone_and_only_once(body):
    body.name = "Quietly"
    history.save_silently(body, by=FRIEND)
    assert (Body.objects.get().name, body.history.count()) == ("Quietly", 1)
    history.save(body, by=FRIEND)
    assert body.history.count() == 2


def test_the_reason_of_one_save_is_not_that_of_the_next(body):
    history.save(body, by=FRIEND)
    assert body.history.latest("history_id").history_change_reason == ""


def test_the_moment_of_one_save_is_not_that_of_the_next(body, time_machine):
    time_machine.move_to(NOW + dt.timedelta(days=3), tick=False)
    history.save(body, by=FRIEND)
    assert body.history.latest("history_id").history_date == NOW + dt.timedelta(days=3)


def test_the_actor_of_one_save_is_not_that_of_the_next(body):
    with pytest.raises(history.MissingActor):
        body.save()
