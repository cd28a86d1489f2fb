"""Who else is at work in a text, from what they saved: on the page, as JSON, and kept fresh by the browser."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ccm_portal.actors import IMPORT, Actor, Kind
from meetings import minutes, moments, paragraphs, presence
from meetings.models import Paragraph
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, cast, document_at
from tests.queries import at_the_desk, count

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
LATER = NOW + HOUR


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def document(people):
    return document_at("drafting", people)


def rows(document):
    return list(Paragraph.objects.filter(section__document=document).order_by("section__rank", "rank"))


def say(row, words, by, at):
    row.refresh_from_db()
    return paragraphs.change(row.pk, Wording(words, row.kind), version=row.version, by=by, now=at)


def told(document, me, now=LATER):
    return [(edit.what, edit.ago(now)) for edit in presence.of(document, now=now).others(me)]


def test_it_works(people, document):
    me, other = people.coordinator.actor, people.admin.actor
    nobody = Actor(Kind.STAFF, people.stranger.pk)
    one, _two, third, *_rest, last = rows(document)
    say(one, "Mine.", me, LATER - MINUTE)
    say(third, "Theirs.", other, LATER - 2 * MINUTE)
    say(last, "Somebody's.", nobody, LATER - 10 * MINUTE)
    say(last, "Again.", nobody, LATER - 9 * MINUTE)
    assert told(document, me) == [
        ("The Admin edited para. 3", "2 minutes ago"),
        ("A colleague edited action point A2", "9 minutes ago"),
    ]
    assert [what for what, _ago in told(document, other)] == [
        "The Coordinator edited para. 1",
        "A colleague edited action point A2",
    ]
    assert told(document, me, LATER + 2 * MINUTE) == [("The Admin edited para. 3", "4 minutes ago")]


def test_it_says_what_was_done(people, document):
    me, other = people.coordinator.actor, people.admin.actor
    one, two, *_rest = rows(document)
    paragraphs.remove(two.pk, version=1, by=other, now=LATER)
    paragraphs.move(one.pk, up=False, version=1, by=other, now=LATER)
    paragraphs.add(one.section, Wording("New."), after=None, by=other, now=LATER)
    paragraphs.add(one.section, Wording("Read."), after=None, by=IMPORT, now=LATER)
    assert {what for what, _ago in told(document, me)} == {
        "The Admin took a paragraph out", "The Admin moved para. 3", "The Admin added para. 2"
    }  # fmt: skip


def test_a_save_that_shares_a_history_row_is_told_by_its_own_time(people, document):
    row = rows(document)[0]
    say(row, "First.", people.admin.actor, LATER - 3 * MINUTE)
    say(row, "Second.", people.admin.actor, LATER)
    assert row.history.filter(history_user_id=people.admin.pk).count() == 1
    assert told(document, people.coordinator.actor) == [("The Admin edited para. 1", "just now")]


def test_it_asks_the_database_as_often_whatever_is_there(people, document):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            presence.of(document, now=LATER).others(people.coordinator.actor)
        return len(caught)

    assert queries() == 1
    for number, row in enumerate(rows(document)[:3]):
        say(row, "Theirs.", people.admin.actor, LATER)
        assert (number, queries()) == (number, 2)


def test_the_page_says_it_and_the_answer_is_short_where_nothing_is_new(people, document, time_machine):
    time_machine.move_to(LATER + 2 * MINUTE)
    desk = at_the_desk(people.coordinator)
    address = reverse("presence", args=[document.pk])
    page = reverse("document", args=[document.pk])
    few = count(desk, page)
    assert desk.get(address).json() == {"edits": []}
    row = say(rows(document)[0], "Theirs.", people.admin.actor, LATER)
    assert "<span>The Admin edited para. 1</span>" in desk.get(page).text
    assert "2 minutes ago" in desk.get(page).text
    assert count(desk, page) == few + 1
    answer = desk.get(address)
    [edit] = answer.json()["edits"]
    assert edit == {
        "person": 0, "paragraph": str(row.pk), "kind": "edited", "what": "The Admin edited para. 1",
        "at": LATER.isoformat(),
    }  # fmt: skip
    again = desk.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    say(row, "Again.", people.admin.actor, LATER + MINUTE)
    assert desk.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_others_do_not_see_it(people, document):
    address = reverse("presence", args=[document.pk])
    for user in (people.admin, people.stranger):
        assert at_the_desk(user).get(address).status_code == 404


def test_what_stands_now_is_numbered_by_what_stands_now(people, document):
    say(rows(document)[2], "Theirs.", people.admin.actor, LATER)
    minutes.remove_section(document.sections.first(), by=people.coordinator.actor, now=LATER)
    assert told(document, people.coordinator.actor) == [("The Admin edited para. 1", "just now")]
    assert moments.of(document)[0].counts == {"removed": 1}
