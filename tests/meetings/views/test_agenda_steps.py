"""The pages on which an agenda is circulated and its adoption recorded."""

import re

import pytest
from django.urls import reverse

from ccm_portal.models import Letter
from meetings import agenda_steps, papers
from meetings.models import AgendaStep, Document
from tests.cast import NOW, meeting


@pytest.fixture
def held(people):
    return meeting(people, day=NOW.date())


def at(name, held):
    return reverse(name, args=[held.pk])


def test_it_works(desk, held, client):
    page = desk.get(at("agenda", held)).text
    assert "Circulate the agenda" in page and "Draft" in page
    shown = desk.post(at("agenda-circulate", held), {"words": "Please read."}).text
    assert "Nothing is sent yet." in shown and "norway.1@example.org" in shown and not Letter.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    page = desk.post(
        at("agenda-circulate", held), {"words": "Please read.", "seen": seen, "confirm": "1"}, follow=True
    ).text
    assert "The letters are on their way." in page and "Circulated" in page
    assert Letter.objects.count() == 6
    desk.post(at("agenda", held), {"title": "One more"})
    page = desk.get(at("agenda", held)).text
    assert "changed since it was circulated" in page and "Circulate it again" in page
    text = Document.objects.get(kind="agenda")
    assert "One more" in desk.get(reverse("compare", args=[text.pk])).text
    assert desk.get(reverse("document", args=[text.pk])).url == at("agenda", held)
    # Nothing of it is public.
    assert "One more" not in client.get(reverse("meeting", args=[held.slug])).text
    assert "Debrief" not in client.get(reverse("meeting", args=[held.slug])).text


def test_an_old_plan_sends_nothing(desk, held):
    answer = desk.post(at("agenda-circulate", held), {"words": "", "seen": "x", "confirm": "1"})
    assert answer.status_code == 400 and "Nothing was sent; look again." in answer.text
    assert not Letter.objects.exists()


def test_adopting(desk, held):
    assert 'value="2026-11-02"' in desk.get(at("agenda-adopt", held)).text
    wrong = desk.post(at("agenda-adopt", held), {"how": "adopted", "day": "2026-10-01"})
    assert wrong.status_code == 400 and "before the meeting" in wrong.text
    page = desk.post(at("agenda-adopt", held), {"how": "adopted", "day": "2026-11-02"}, follow=True).text
    assert "It is recorded that the meeting adopted its agenda." in page
    assert AgendaStep.objects.get().kind == "adopted"
    assert "Adopted" in desk.get(at("desk-meeting", held)).text
    assert desk.get(at("agenda-adoption-take-back", held)).status_code == 405
    page = desk.post(at("agenda-adoption-take-back", held), follow=True).text
    assert "no longer recorded" in page and "adoption taken back" in page
    assert "is not recorded" in desk.post(at("agenda-adoption-take-back", held), follow=True).text


def test_a_paper_given_to_an_item_is_a_change_that_is_seen(desk, people, held):
    agenda_steps.adopt(held, day=NOW.date(), amended=False, by=people.coordinator.actor, now=NOW)
    item = held.agenda_items.all()[0]
    for title, access in (("For the office", "office"), ("For all", "friends")):
        said = papers.Said(title, "Canada", access=access)
        papers.create(people.body, said, items=[item], by=people.coordinator.actor, now=NOW)
    page = desk.get(at("agenda", held)).text
    assert "For the office (Canada)" in page and "changed since it was adopted" in page
    page = desk.get(reverse("compare", args=[Document.objects.get(kind="agenda").pk])).text
    assert "For all (Canada)" in page and "For the office" not in page
