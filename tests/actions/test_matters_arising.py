"""Matters arising: pulled into the agenda once each, linked both ways, internal ones never in its words."""

import datetime as dt

import pytest
from django.urls import reverse

from actions import action_points, matters_arising, open_matters
from actions.models import ActionPoint, FollowUp, MatterArising
from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from meetings import agendas, revisions
from meetings.models import Meeting, Paragraph
from tests import cast as casting
from tests import queries
from tests.cast import NOW

pytestmark = pytest.mark.django_db

SENTENCE = "Norway will quietly sound out the donors."


@pytest.fixture
def people() -> casting.Cast:
    return casting.cast()


@pytest.fixture
def last(people: casting.Cast) -> Meeting:
    """A meeting with two action points, and a follow-up that nobody confirmed."""
    document = casting.document_at("drafting", people)
    assert document.meeting is not None
    follow_up(document.meeting)
    return document.meeting


@pytest.fixture
def following(people: casting.Cast, last: Meeting) -> Meeting:
    return casting.meeting(people, day=dt.date(2026, 12, 14))


def follow_up(meeting: Meeting, sentence: str = SENTENCE, **fields: object) -> FollowUp:
    point = ActionPoint.objects.filter(meeting=meeting)[0]
    row = FollowUp(
        meeting=meeting, paragraph=point.paragraph, sentence=sentence, sentence_sha256=sentence[:64],
        verdict=FollowUp.Verdict.ACCEPTED, decided_at=NOW, **fields,
    )  # fmt: skip
    return history.save(row, by=IMPORT)


def pull(meeting: Meeting, people: casting.Cast, *kinds: str, **how: object) -> int:
    keys = [one.key for one in open_matters.for_agenda(meeting) if one.kind in kinds]
    return matters_arising.pull(meeting, keys, by=people.coordinator.actor, now=NOW, **how)  # type: ignore[arg-type]


def titles(meeting: Meeting) -> list[tuple[str, str]]:
    return [(node.number, node.item.title) for node in agendas.flat(agendas.tree(meeting))]


def test_it_works(people: casting.Cast, last: Meeting, following: Meeting) -> None:
    assert pull(following, people, "point") == 2
    number, title = titles(following)[3]
    assert (number, title) == (
        "3.1",
        "Canada to revise the paper in the light of comments, in time for the next meeting.",
    )
    assert titles(following)[2] == ("3", "Matters arising")
    point = ActionPoint.objects.get(owner_words="Canada")
    [row] = open_matters.agendas_of(point.pk)
    assert (row.item.presenter.name, row.item.note) == (
        "Canada",
        "Action point of the meeting of 30 October 2026",
    )
    first = open_matters.taken_up(following)[0]
    assert (first.number, first.matter.source) == ("3.1", point.pk)
    assert AuditRow.objects.get(event="matters taken up").detail == {"matters": 2, "internal": 0}


def test_nothing_is_pulled_twice(people: casting.Cast, last: Meeting, following: Meeting) -> None:
    assert pull(following, people, "point") == 2
    assert pull(following, people, "point") == 0
    assert len(titles(following)) == 5
    assert MatterArising.objects.count() == 2


def test_what_is_taken_off_the_agenda_can_be_taken_up_again(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    pull(following, people, "point")
    item = MatterArising.objects.all()[0].item
    agendas.remove(item, by=people.coordinator.actor, now=NOW)
    assert pull(following, people, "point") == 1


def test_an_unconfirmed_follow_up_is_never_in_the_words_of_the_agenda(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    assert pull(following, people, "follow_up", each=True) == 1
    assert SENTENCE not in str(revisions.agenda(following))
    assert titles(following)[-1] == ("3", "Matters arising")
    [row] = open_matters.taken_up(following)
    assert (row.matter.internal, row.number) == (True, "3")


def test_confirmed_since_it_can_be_named(people: casting.Cast, last: Meeting, following: Meeting) -> None:
    pull(following, people, "follow_up")
    assert pull(following, people, "follow_up") == 0
    row = FollowUp.objects.get()
    row.confirmed = True
    history.save(row, by=IMPORT)
    assert pull(following, people, "follow_up") == 1
    assert titles(following)[-1] == ("3.1", SENTENCE)
    assert [one.internal for one in MatterArising.objects.all()] == [False]


def test_what_is_done_is_not_offered(people: casting.Cast, last: Meeting, following: Meeting) -> None:
    point = ActionPoint.objects.get(owner_words="Canada")
    action_points.set_status(point, "done", note="said so", by=people.coordinator.actor, now=NOW)
    offered = open_matters.for_agenda(following)
    assert [one.who for one in offered if one.kind == "point"] == ["All Friends"]


def decided(last: Meeting, degree: str) -> Paragraph:
    row = Paragraph.objects.get(section__document__meeting=last, kind="decision")
    row.degree = degree
    return history.save(row, by=IMPORT)


@pytest.mark.parametrize(
    ("degree", "offered"), [("open", 1), ("deferred", 1), ("consensus", 0), ("agreed", 0), ("", 0)]
)
def test_what_was_left_open_is_offered(
    people: casting.Cast, last: Meeting, following: Meeting, degree: str, offered: int
) -> None:
    decided(last, degree)
    assert pull(following, people, "outcome") == offered


def test_how_far_it_was_agreed_is_no_word_of_the_agenda(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    decided(last, "deferred")
    pull(following, people, "outcome")
    [row] = open_matters.taken_up(following)
    assert (row.matter.stands, row.item.note) == ("deferred", "From the meeting of 30 October 2026")
    assert "deferred" not in str(revisions.agenda(following))


def test_taken_up_and_minuted_it_is_not_offered_again(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    decided(last, "open")
    pull(following, people, "outcome", each=True)
    after = casting.meeting(people, day=dt.date(2027, 1, 20))
    assert [one.kind for one in open_matters.for_agenda(after)].count("outcome") == 1
    item = MatterArising.objects.get().item
    text = casting.minutes.SectionText("Support", [casting.Wording("It was settled.")], [item])
    casting.minutes.create(following, title="Minutes", sections=[text], by=people.coordinator.actor, now=NOW)
    assert [one.kind for one in open_matters.for_agenda(after)].count("outcome") == 0


def test_items_under_which_nothing_was_minuted_carry_over(people: casting.Cast, last: Meeting) -> None:
    by = people.coordinator.actor
    item = agendas.add(last, agendas.Item("Calendar", "Canada"), parent=None, by=by, now=NOW)
    agendas.add(last, agendas.Item("In June"), parent=item, by=by, now=NOW)
    following = casting.meeting(people, day=dt.date(2026, 12, 14))
    assert pull(following, people, "item", each=True) == 1
    assert titles(following)[2:] == [("3", "Calendar"), ("3.1", "In June")]
    assert following.agenda_items.get(title="Calendar").presenter_words == ""


def test_a_meeting_to_come_has_left_nothing_yet(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    after = casting.meeting(people, day=dt.date(2027, 1, 20))
    assert open_matters.before(after) == last
    assert [one for one in open_matters.for_agenda(after) if one.of == following] == []


def test_an_item_that_stands_on_every_agenda_is_not_carried_over(people: casting.Cast, last: Meeting) -> None:
    following = casting.meeting(people, day=dt.date(2026, 12, 14))
    for meeting in (last, following):
        agendas.add(meeting, agendas.Item("Any other business"), parent=None, by=IMPORT, now=NOW)
    assert [one for one in open_matters.for_agenda(following) if one.kind == "item"] == []


def test_approving_minutes_does_not_carry_over(people: casting.Cast, last: Meeting) -> None:
    document = casting.document_at("approved", people, day=dt.date(2026, 9, 1))
    item = agendas.Item("Approval of the minutes", approves=document)
    agendas.add(last, item, parent=None, by=IMPORT, now=NOW)
    following = casting.meeting(people, day=dt.date(2026, 12, 14))
    assert [one for one in open_matters.for_agenda(following) if one.kind == "item"] == []


def test_a_meeting_takes_up_nothing_of_later_ones(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    assert open_matters.for_agenda(last) == []
    assert open_matters.before(last) is None


def test_of_another_body_nothing_is_offered(people: casting.Cast, last: Meeting) -> None:
    theirs = casting.meeting(people, day=dt.date(2026, 12, 15), body=people.other_body)
    assert open_matters.for_agenda(theirs) == []


def test_the_page_pulls_what_is_ticked(people: casting.Cast, last: Meeting, following: Meeting) -> None:
    browser = queries.at_the_desk(people.coordinator)
    address = reverse("matters-arising", args=[following.pk])
    page = browser.get(address).content.decode()
    # What the last meeting left is ticked, but for what its delegation has not confirmed.
    assert page.count(" checked>") == 2
    assert "internal until its delegation confirms" in page
    assert "its minutes are not circulated yet" in page
    point = ActionPoint.objects.get(owner_words="Canada")
    under = following.agenda_items.get(title="Debrief")
    browser.post(address, {"matter": [f"point:{point.pk}"], "where": str(under.pk)})
    assert (
        "1.1",
        "Canada to revise the paper in the light of comments, in time for the next meeting.",
    ) in titles(following)
    assert "on this agenda" in browser.get(address).content.decode()
    agenda = browser.get(reverse("agenda", args=[following.pk])).content.decode()
    assert reverse("action-point", args=[point.pk]) in agenda
    of_point = browser.get(reverse("action-point", args=[point.pk])).content.decode()
    assert "14 December 2026" in of_point
    of_item = browser.get(reverse("agenda-item", args=[MatterArising.objects.get().item_id])).content.decode()
    assert reverse("action-point", args=[point.pk]) in of_item


def test_an_unknown_place_is_not_there(people: casting.Cast, last: Meeting, following: Meeting) -> None:
    browser = queries.at_the_desk(people.coordinator)
    address = reverse("matters-arising", args=[following.pk])
    assert browser.post(address, {"where": "nowhere"}).status_code == 404
    answer = browser.post(address, {"matter": ["point:nobody"]}, follow=True)
    assert "nothing changed" in answer.content.decode()


def test_beside_the_minutes_stands_what_was_taken_up(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    pull(following, people, "point", "follow_up")
    document = casting.minutes.from_agenda(following, title="Minutes", by=people.coordinator.actor, now=NOW)
    browser = queries.at_the_desk(people.coordinator)
    page = browser.get(reverse("document", args=[document.pk])).content.decode()
    assert "Taken up from earlier" in page
    assert SENTENCE in page
    assert page.count("Say where it stands") == 3


def test_as_many_queries_for_three_as_for_one(
    people: casting.Cast, last: Meeting, following: Meeting
) -> None:
    browser = queries.at_the_desk(people.coordinator)
    addresses = [reverse(name, args=[following.pk]) for name in ("matters-arising", "agenda")]
    pull(following, people, "point", "follow_up")
    before = [queries.count(browser, address) for address in addresses]
    for day in (4, 5):
        more = casting.document_at("drafting", people, day=dt.date(2026, 9, day)).meeting
        assert more is not None
        follow_up(more, f"Peru will write on day {day}.", confirmed=True)
    pull(following, people, "point", "follow_up")
    assert [queries.count(browser, address) for address in addresses] == before
