"""The pages on which two entries are put side by side, joined, kept apart and parted again."""

import pytest
from django.urls import reverse

from friends.models import Contact, KeptApart
from tests.cast import HOUR, NOW, Cast, cast, contact, listed
from tests.friends.views.test_cells import SITTING
from tests.queries import at_the_desk, count

PAGE = "/desk/contacts/duplicates/"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    people = cast()
    again = contact(people.friend.delegation, "norway.again", name="Norway 1", phone="+47 22")
    listed(people.body, people.friend.delegation, [again], role="member", title="Architecture")
    people.contacts["again"] = [again]
    return people


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


@pytest.fixture
def again(people):
    return people.contacts["again"][0]


def page_of(people, name="contact-merge"):
    return reverse(name, args=[people.friend.pk, people.contacts["again"][0].pk])


def test_it_works(keeper, people, again):
    page = keeper.get(PAGE).text
    assert "1 pair to look at" in page and "the same name" in page and page_of(people) in page
    page = keeper.get(page_of(people)).text
    assert "norway.1@example.org" in page and "norway.again@example.org" in page and "Architecture" in page
    sent = SITTING | {"email": "other", "phone": "other", "main": "one"}
    page = keeper.post(page_of(people), sent, follow=True).text
    assert "The two are one entry: Norway 1." in page and "Joined with it:" in page
    assert Contact.objects.get(pk=people.friend.pk).merged_into == again
    page = keeper.post(reverse("contact-part", args=[people.friend.pk]), {"reason": "two"}, follow=True).text
    assert "are two entries again." in page
    assert Contact.objects.filter(merged_into=None).count() == Contact.objects.count()


def test_by_hand(keeper, people, again):
    second = people.contacts["Norway"][1]
    answer = keeper.get(PAGE, {"one": again.pk, "other": second.pk})
    assert answer.url == reverse("contact-merge", args=[again.pk, second.pk])
    twice = keeper.get(PAGE, {"one": again.pk, "other": again.pk})
    assert twice.status_code == 400 and "Choose two different entries." in twice.text
    assert keeper.get(PAGE, {"one": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (SITTING | {"email": "one", "phone": "one", "main": "one", "reason": ""}, "This field is required."),
        (SITTING, "This field is required."),
        (SITTING | {"email": "one", "phone": "one", "main": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_not_decided_is_given_back(keeper, people, sent, sentence):
    answer = keeper.post(page_of(people), sent)
    assert answer.status_code == 400 and sentence in answer.text
    assert not Contact.objects.exclude(merged_into=None).exists()


def test_they_are_two(keeper, people):
    page = keeper.post(page_of(people, "contact-apart"), follow=True).text
    assert "You will not be asked again." in page and "No two entries look alike." in page
    assert KeptApart.objects.count() == 1


def test_parting_says_why(keeper, people, again):
    page = keeper.post(reverse("contact-part", args=[again.pk]), {"reason": "why"}, follow=True).text
    assert "This entry was not joined with another." in page


def test_taken_off_and_put_back(keeper, people):
    person = people.friend
    keeper.post(reverse("contact-end", args=[person.pk]), {"holds_from": "2026-11-01", "reason": "left"})
    assert "Put back on the list" in keeper.get(reverse("contact", args=[person.pk])).text
    address = reverse("contact-put-back", args=[person.pk])
    assert "Say in a few words why" in keeper.post(address, {"reason": ""}, follow=True).text
    assert "Norway 1 is on the list again." in keeper.post(address, {"reason": "wrong"}, follow=True).text


def test_nobody_else_joins_anything(people):
    stranger = at_the_desk(people.stranger)
    for name in ("contact-merge", "contact-apart"):
        assert stranger.post(page_of(people, name), SITTING).status_code == 404
    for name in ("contact-part", "contact-put-back"):
        assert stranger.post(reverse(name, args=[people.friend.pk]), SITTING).status_code == 404


def test_the_pages_take_the_same_queries_for_more(keeper, people):
    before = [count(keeper, PAGE), count(keeper, page_of(people))]
    state = people.friend.delegation
    for number in range(3):
        more = contact(state, f"norway.more.{number}", name="Norway 1")
        listed(people.body, state, [more, people.friend], role="member", title=f"Post {number}")
    assert [count(keeper, PAGE), count(keeper, page_of(people))] == before
