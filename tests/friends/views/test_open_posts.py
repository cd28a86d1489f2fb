"""The pages of open posts: announced with a preview, interest behind the link, decided at the desk."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import history, links
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends import contacts, open_posts
from friends.changes import ONE_DAY, Change
from friends.models import AccessLink, Announcement, Assignment, Interest, ThematicArea
from tests.cast import NOW, cast
from tests.queries import at_the_desk, count

TODAY = NOW.date()
UNTIL = TODAY + dt.timedelta(days=20)
LIST, ANNOUNCE = "/desk/posts/", "/desk/posts/announce/"
Role, Status = Assignment.Role, Assignment.Status


@pytest.fixture
def people(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def coordinator(people):
    return at_the_desk(people.coordinator)


def vacant(people, name):
    area = history.save(ThematicArea(body=people.body, name=name), by=IMPORT)
    row = Assignment(body=people.body, role=Role.COORDINATOR, area=area, status=Status.VACANT)
    return history.save(row, by=IMPORT)


@pytest.fixture
def row(people):
    return vacant(people, "Clearance")


def announced(people, *rows):
    terms = {"words": "", "until": UNTIL}
    chosen = [row.pk for row in rows]
    seen = open_posts.plan(people.body, chosen, **terms, now=NOW).fingerprint
    by = people.coordinator.actor
    return open_posts.announce(people.body, chosen, **terms, seen=seen, by=by, now=NOW)


def came_in(person, made):
    link = AccessLink.objects.get(contact=person, subject=made.pk)
    browser = Client()
    browser.post(f"/l/{links.token(link.pk, link.epoch)}/")
    return browser


def page(announcement):
    return reverse("posts", args=[announcement.pk])


def fields(post, contact, **more):
    return {"post": str(post.pk), "speaker": str(contact.pk), "kind": "coordinate", "words": ""} | more


def test_it_works(coordinator, people, row):
    assert LIST in coordinator.get("/desk/contacts/").text
    assert "Clearance" in coordinator.get(LIST).text
    typed = {"posts": [str(row.pk)], "until": UNTIL.isoformat(), "words": "Please consider."}
    preview = coordinator.post(ANNOUNCE, typed)
    assert "canada.1@example.org" in preview.text
    assert not Letter.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', preview.text)[1]
    answer = coordinator.post(ANNOUNCE, typed | {"seen": seen, "confirm": "1"}, follow=True)
    assert "The posts are announced" in answer.text
    made = Announcement.objects.get()
    friend = came_in(people.friend, made)
    assert "Please consider." in friend.get(page(made)).text
    said = friend.post(page(made), fields(made.posts.get(), people.friend, words="Gladly."), follow=True)
    assert "Recorded for Norway" in said.text
    assert "Norway would take this post." in said.text
    assert "1 expression of interest" in coordinator.get("/desk/").text
    interest = Interest.objects.get()
    address = reverse("interest", args=[interest.pk])
    assert address in coordinator.get(LIST).text
    accepted = {"status": "proposed", "holds_from": TODAY.isoformat(), "reason": "chosen by the Presidency"}
    assert "Norway is told by letter" in coordinator.post(address, accepted, follow=True).text
    assert "chosen by the Presidency" in friend.get(page(made)).text
    assert "accepted" in coordinator.get(address).text


def test_what_was_typed_is_kept_when_announcing_is_refused(coordinator, row):
    answer = coordinator.post(ANNOUNCE, {"until": UNTIL.isoformat(), "words": "Please consider."})
    assert answer.status_code == 400
    assert "Please consider." in answer.text
    early = {"posts": [str(row.pk)], "until": (TODAY - ONE_DAY).isoformat(), "words": "Please consider."}
    answer = coordinator.post(ANNOUNCE, early)
    assert "has passed" in answer.text
    assert "Please consider." in answer.text


def test_a_friend_sees_nothing_of_what_others_said(people, row):
    made = announced(people, row)
    post = made.posts.get()
    open_posts.express(post, "coordinate", words="Canary.", contact=people.contacts["Canada"][0], now=NOW)
    seen = came_in(people.friend, made).get(page(made)).text
    assert "Canada" not in seen
    assert "Canary" not in seen


def test_a_friend_takes_it_back_and_nobody_elses(people, row):
    made = announced(people, row)
    post = made.posts.get()
    own = open_posts.express(post, "coordinate", words="", contact=people.friend, now=NOW)
    other = open_posts.express(post, "cooperate", words="", contact=people.contacts["Canada"][0], now=NOW)
    friend = came_in(people.friend, made)
    assert friend.post(page(made), {"withdraw": str(other.pk)}).status_code == 404
    assert friend.post(page(made), {"withdraw": "no uuid"}).status_code == 404
    assert "taken back" in friend.post(page(made), {"withdraw": str(own.pk)}, follow=True).text
    assert "or was taken back already" in friend.post(page(made), {"withdraw": str(own.pk)}, follow=True).text
    assert sorted(Interest.objects.values_list("state", flat=True)) == ["waiting", "withdrawn"]


def test_what_was_typed_is_kept_when_interest_is_refused(people, row):
    made = announced(people, row, vacant(people, "Transparency"))
    post = made.posts.get(assignment=row)
    friend = came_in(people.friend, made)
    answer = friend.post(page(made), fields(post, people.friend, kind="", words="We would like to."))
    assert answer.status_code == 400
    assert answer.text.count("We would like to.") == 1
    no_post = friend.post(page(made), {"post": "x"}, follow=True)
    assert "Choose one of the posts" in no_post.text


def test_after_the_day_and_off_the_list(people, row, time_machine):
    made = announced(people, row)
    friend, colleague = (came_in(one, made) for one in people.contacts["Norway"])
    contacts.end(people.friend, Change(TODAY - ONE_DAY, "left"), by=people.admin.actor, now=NOW)
    assert friend.get(page(made)).status_code == 410
    time_machine.move_to(made.until + dt.timedelta(minutes=1), tick=False)
    assert "The day has passed" in colleague.get(page(made)).text
    late = colleague.post(page(made), fields(made.posts.get(), people.contacts["Norway"][1]))
    assert late.status_code == 400
    assert not Interest.objects.exists()


def test_declining_asks_why_and_tells(coordinator, people, row):
    made = announced(people, row)
    said = open_posts.express(made.posts.get(), "coordinate", words="", contact=people.friend, now=NOW)
    address = reverse("interest", args=[said.pk])
    assert coordinator.post(address, {"decline": "1", "reason": ""}).status_code == 400
    coordinator.post(address, {"decline": "1", "reason": "Another State was chosen."})
    assert "Another State was chosen." in came_in(people.friend, made).get(page(made)).text


def test_the_pages_cost_the_same_for_three_posts_as_for_one(coordinator, people, row):
    def cost(made):
        friend = came_in(people.friend, made)
        return (count(coordinator, LIST), count(coordinator, ANNOUNCE), count(friend, page(made)))

    made = announced(people, row)
    open_posts.express(made.posts.get(), "coordinate", words="", contact=people.friend, now=NOW)
    one = cost(made)
    made = announced(people, *(vacant(people, name) for name in ("Transparency", "Universalisation", "Law")))
    for post in made.posts.all():
        open_posts.express(post, "coordinate", words="", contact=people.friend, now=NOW)
    assert cost(made) == one
