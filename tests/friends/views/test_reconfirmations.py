"""The pages of reconfirmation: asked on the page of one entry, answered behind the link, acted upon at the desk."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import history, links
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends import assignments, contacts, reconfirmations
from friends.changes import ONE_DAY, Change
from friends.models import AccessLink, Assignment, CarryingOn, Delegation, Reconfirmation
from tests.cast import NOW, cast, contact, delegation, listed
from tests.queries import at_the_desk, count

TODAY = NOW.date()
UNTIL = TODAY + dt.timedelta(days=20)
LIST = "/desk/reconfirmations/"
Status = Assignment.Status


@pytest.fixture
def people(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def coordinator(people):
    return at_the_desk(people.coordinator)


def ask(people, row):
    change = Change(TODAY, "the period ends soon")
    by = people.coordinator.actor
    return reconfirmations.ask(row, until=UNTIL, words="", change=change, by=by, now=NOW)


@pytest.fixture
def asking(people):
    return ask(people, people.friend.assignments.get())


def came_in(person):
    """A browser that followed the link in the person's newest letter and pressed the button."""
    link = AccessLink.objects.filter(contact=person).latest("created_at")
    browser = Client()
    browser.post(f"/l/{links.token(link.pk, link.epoch)}/")
    return browser


def page(asking):
    return reverse("reconfirm", args=[asking.pk])


def answers(asking, kind, contact, **more):
    fields = {"speaker": str(contact.pk), **more}
    for post in asking.posts.all():
        fields[f"kind-{post.pk}"] = kind
    return fields


def test_it_works(coordinator, people):
    row = people.friend.assignments.get()
    ask_page = reverse("reconfirmation-ask", args=[row.pk])
    assert ask_page in coordinator.get(reverse("assignment", args=[row.pk])).text
    assert "norway.2@example.org" in coordinator.get(ask_page).text
    typed = {"until": UNTIL.isoformat(), "holds_from": TODAY.isoformat(), "reason": "the period ends"}
    assert "has not answered" in coordinator.post(ask_page, typed, follow=True).text
    asking = Reconfirmation.objects.get()
    friend = came_in(people.friend)
    asked = friend.get(page(asking)).text
    assert "Does Norway carry on?" in asked
    assert "General status and operation" in asked
    answer = friend.post(page(asking), answers(asking, "carry_on", people.friend), follow=True)
    assert "Recorded for Norway" in answer.text
    assert "What has arrived from your delegation" in answer.text
    assert assignments.standing([row.pk])[row.pk].status == Status.CONFIRMED
    # Colleagues see it by their own link.
    assert "What has arrived" in came_in(people.contacts["Norway"][1]).get(page(asking)).text
    assert "We carry on" in coordinator.get(LIST).text


def test_the_door_of_the_link_says_what_is_behind_it(people, asking):
    link = AccessLink.objects.get(contact=people.friend)
    assert "Does your delegation carry on?" in Client().get(f"/l/{links.token(link.pk, link.epoch)}/").text


def test_one_button_answers_for_all_posts(people):
    more = listed(
        people.body, people.friend.delegation, [people.friend], role=Assignment.Role.MEMBER, title="Paper"
    )
    [asking] = reconfirmations.write_askings(
        [people.friend.assignments.first(), more], people.body, until=UNTIL, words="", hand_over=None, now=NOW
    )
    friend = came_in(people.friend)
    assert "We carry on with all of them" in friend.get(page(asking)).text
    friend.post(page(asking), {"speaker": str(people.friend.pk), "all": "carry_on"})
    assert [answer.kind for answer in CarryingOn.objects.all()] == ["carry_on", "carry_on"]


@pytest.mark.parametrize(
    ("kind", "sentence"), [("", "Choose one of the three"), ("later", "Say by when"), ("x", "valid choice")]
)
def test_what_was_typed_is_kept_when_it_is_refused(people, asking, kind, sentence):
    answer = came_in(people.friend).post(
        page(asking), answers(asking, kind, people.friend, words="We are looking into it.")
    )
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "We are looking into it." in answer.text
    assert not CarryingOn.objects.exists()


def test_only_those_who_speak_are_offered_as_writers(people, asking):
    friend = came_in(people.friend)
    for stranger in (people.president, contact(people.friend.delegation, "off.the.list")):
        assert friend.post(page(asking), answers(asking, "carry_on", stranger)).status_code == 400
    people.friend.speaks = False
    history.save(people.friend, by=IMPORT)
    assert "copies only" in friend.get(page(asking)).text
    assert (
        "copies only"
        in friend.post(page(asking), answers(asking, "carry_on", people.friend), follow=True).text
    )
    assert not CarryingOn.objects.exists()


def test_after_the_day_the_page_is_read_and_no_more(people, asking, time_machine):
    time_machine.move_to(asking.until + dt.timedelta(minutes=1), tick=False)
    friend = came_in(people.friend)
    assert "The day has passed" in friend.get(page(asking)).text
    answer = friend.post(page(asking), answers(asking, "carry_on", people.friend))
    assert answer.status_code == 400
    assert "has passed" in answer.text


def test_who_left_the_list_or_the_delegation_has_no_way_in(people, asking):
    first, second = people.contacts["Norway"]
    browsers = [came_in(first), came_in(second)]
    contacts.end(first, Change(TODAY - ONE_DAY, "left"), by=people.admin.actor, now=NOW)
    second.delegation = Delegation.objects.get(name="Canada")
    history.save(second, by=IMPORT)
    assert [browser.get(page(asking)).status_code for browser in browsers] == [410, 410]


def test_a_link_opens_what_it_was_written_for(people, asking):
    lao = ask(people, people.president.assignments.get())
    assert came_in(people.friend).get(page(lao)).status_code == 404


def test_the_desk_opens_the_post_of_who_cannot(coordinator, people, asking):
    row = people.friend.assignments.order_by("valid_from").last()
    came_in(people.friend).post(page(asking), answers(asking, "cannot", people.friend, words="New duties."))
    seen = coordinator.get(LIST).text
    assert "New duties." in seen
    assert "Open the post" in seen
    post = asking.posts.get()
    address = reverse("reconfirmation-open", args=[post.pk])
    assert "open from today on" in coordinator.post(address, follow=True).text
    assert assignments.standing([row.pk])[row.pk].status == Status.VACANT
    assert "has changed since" in coordinator.post(address, follow=True).text


def test_the_desk_reminds_once(coordinator, people, asking):
    address = reverse("reconfirmation-remind")
    assert "Remind 1 delegation, once" in coordinator.get(LIST).text
    assert "2 letters are on their way" in coordinator.post(address, follow=True).text
    assert "reminded already" in coordinator.post(address, follow=True).text
    assert Letter.objects.filter(reason__endswith="reminder").count() == 2


def test_who_cannot_be_asked_is_said(coordinator, people, asking):
    row = asking.posts.get().assignment
    answer = coordinator.get(reverse("reconfirmation-ask", args=[row.pk]))
    assert "was asked about this post already" in answer.text


def test_the_lists_cost_the_same_for_three_delegations_as_for_one(coordinator, people):
    def asked(number):
        state = delegation(f"State {number}")
        ask(
            people,
            listed(people.body, state, [contact(state, f"state.{number}")], role="member", title="Paper"),
        )

    asked(1)
    one = (count(coordinator, LIST), count(coordinator, "/desk/"))
    asked(2)
    asked(3)
    assert (count(coordinator, LIST), count(coordinator, "/desk/")) == one
    assert "3 delegations have not said" in coordinator.get("/desk/").text
