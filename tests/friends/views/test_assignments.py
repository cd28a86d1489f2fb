"""The page of one row of the list: what is said of a post, said anew from a day on, ended, begun; its story."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import assignments
from friends.assignments import Post
from friends.changes import Change
from friends.models import Assignment, ThematicArea
from tests.cast import NOW, Cast, cast, contact, delegation, listed
from tests.queries import at_the_desk, count

NEW = "/desk/assignments/new/"
WHY = "said in the meeting"
Role, Status = Assignment.Role, Assignment.Status
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


@pytest.fixture
def row(people) -> Assignment:
    """Norway's area, coordinated since long ago."""
    found = people.friend.assignments.get()
    found.valid_from = dt.date(2020, 1, 1)
    return history.save(found, by=IMPORT)


def page(row: Assignment) -> str:
    return reverse("assignment", args=[row.pk])


def form(row: Assignment, **changed: str) -> dict[str, str]:
    """What the form sends, untouched where nothing is changed."""
    data = {
        "role": row.role, "title": row.title, "status": row.status, "area": str(row.area_id or ""),
        "delegation": str(row.delegation_id or ""), "proposed_by": "", "decision": row.decision, "period": "",
        "note": row.note, "listed": "on", "holds_from": NOW.date().isoformat(), "reason": WHY,
    }  # fmt: skip
    return data | changed


def test_it_works(keeper, people, row):
    assert reverse("assignment", args=[row.pk]) in keeper.get("/desk/contacts/").text
    assert "Norway" in keeper.get(page(row)).text
    proposer = people.president.delegation
    answer = keeper.post(
        page(row),
        form(
            row, status="proposed", proposed_by=str(proposer.pk), decision="1MSP, para. 12", note="for a year"
        ),
    )
    following = Assignment.objects.get(continues=row)
    assert answer.url == page(following)
    text = keeper.get(answer.url).text
    for said in ("proposed", "by Lao PDR", "1MSP, para. 12", "for a year", "The Admin", WHY):
        assert said in text
    assert f'value="{WHY}"' in text, "the reason is asked for once per sitting"
    text = keeper.get(page(row)).text
    assert "This entry held until 1 November 2026." in text and page(following) in text


def test_the_story_tells_each_change_once_with_who_and_why(keeper, row):
    keeper.post(page(row), form(row, status="to_be_reconfirmed", reason="asked again"))
    following = Assignment.objects.get(continues=row)
    keeper.post(page(following), form(following, status="confirmed", reason="the capital said yes"))
    text = keeper.get(page(following)).text
    assert [text.count(f"Why: {why}") for why in ("asked again", "the capital said yes")] == [1, 1]
    assert text.index("the capital said yes") < text.rindex("asked again")
    told = text[text.index('id="story"') :]
    assert "as listed</del>" in told and "confirmed</ins>" in told
    assert "Until:" not in told, "that one row ends for the next is one change"


@pytest.mark.once
def test_what_does_not_go_together_is_said_and_what_was_typed_stays(keeper, row):
    answer = keeper.post(page(row), form(row, status="vacant", note="typed at length"))
    assert answer.status_code == 400
    assert "A vacant post is held by nobody" in answer.text and "typed at length" in answer.text
    early = keeper.post(page(row), form(row, status="confirmed", holds_from="2019-01-01"))
    assert early.status_code == 400 and "begins on 2020-01-01 only" in early.text
    assert Assignment.objects.filter(continues=row).count() == 0


def test_a_contradiction_stands_side_by_side(keeper, people, row):
    said = {
        "body": people.body, "delegation": row.delegation, "area": row.area, "role": Role.COORDINATOR, "listed": False,
        "valid_from": dt.date(2026, 10, 30), "status_source": "record.txt",
    }  # fmt: skip
    for number, (status, words) in enumerate(
        [(Status.CONFIRMED, "the list was confirmed"), (Status.TO_BE_RECONFIRMED, "to be asked once more")]
    ):
        post = Assignment(status=status, status_words=words, status_line=number + 6, **said)
        history.save(post, by=IMPORT)
    text = keeper.get(page(row)).text
    assert "said both that it is confirmed and that it is still open" in text
    assert "the list was confirmed" in text and "to be asked once more" in text and "line 7" in text
    # What is settled is ended on its own page.
    assignments.end(post, Change(NOW.date() - ONE_DAY, "settled"), by=people.admin.actor, now=NOW)
    assert "said both" not in keeper.get(page(row)).text


def test_an_entry_ends(keeper, row):
    end = reverse("assignment-end", args=[row.pk])
    assert keeper.post(end, {"holds_from": "", "reason": ""}).url == page(row)
    row.refresh_from_db()
    assert row.valid_until is None
    keeper.post(end, {"holds_from": "2026-11-01", "reason": "handed back"})
    row.refresh_from_db()
    assert row.valid_until == dt.date(2026, 11, 1)
    assert "This entry held until 1 November 2026." in keeper.get(page(row)).text


@pytest.mark.once
@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"status": "vacant", "delegation": ""}, ""),
        ({"status": "proposed"}, ""),
        ({"status": "to_be_reconfirmed"}, ""),
        ({"status": "will_confirm"}, ""),
        ({"status": "confirmed"}, ""),
        ({"status": "confirmed", "holds_from": "2026-01-01"}, "2026-06-30"),
    ],
)
def test_a_new_entry_of_every_kind(keeper, people, row, said, until):
    answer = keeper.post(f"{NEW}?body=friends", form(row, **said) | {"until": until})
    added = Assignment.objects.exclude(pk=row.pk).latest("position")
    assert answer.url == page(added)
    assert added.status == said["status"]
    assert (added.valid_until.isoformat() if added.valid_until else "") == until
    assert keeper.get(answer.url).status_code == 200


@pytest.mark.once
def test_delegations_are_chosen_from_in_the_order_of_capacities_and_names(keeper):
    text = keeper.get(NEW).text
    places = [
        text.index(said)
        for said in ('label="State Party"', "Lao PDR", "Norway", 'label="Signatory"', "Canada")
    ]
    assert places == sorted(places)


@pytest.mark.once
def test_a_new_entry_of_an_area_and_one_that_ends_before_it_begins(keeper, row):
    assert f'value="{row.area_id}" selected' in keeper.get(f"{NEW}?area={row.area_id}").text
    assert keeper.get(f"{NEW}?area=nonsense").status_code == 200
    answer = keeper.post(NEW, form(row) | {"until": "2026-10-01"})
    assert answer.status_code == 400 and "lies before the day" in answer.text


@pytest.mark.once
def test_others_come_nowhere_near(people, row):
    stranger = at_the_desk(people.stranger)
    assert stranger.get(page(row)).status_code == 404
    assert stranger.post(page(row), form(row, status="confirmed")).status_code == 404
    assert stranger.post(reverse("assignment-end", args=[row.pk])).status_code == 404
    area = str(history.save(ThematicArea(body=people.other_body, name="Clearance"), by=IMPORT).pk)
    assert at_the_desk(people.admin).post(NEW, form(row, area=area)).status_code == 400


def test_it_takes_the_same_queries_at_any_length(keeper, people, row):
    found = []
    for number in range(3):
        more = delegation(f"State {number}")
        listed(people.body, more, [contact(more, f"state.{number}")], role=Role.MEMBER)
        said = Assignment(
            body=people.body, delegation=more, area=row.area, role=Role.COORDINATOR, listed=False,
            status=Status.PROPOSED, status_words="would like to", proposed_by=people.president.delegation,
        )  # fmt: skip
        history.save(said, by=IMPORT)
        day = NOW.date() - (3 - number) * ONE_DAY
        post = replace(Post.of(row), delegation=more, note=f"note {number}")
        row = assignments.restate(row, post, Change(day, WHY), by=people.admin.actor, now=NOW)
        found.append(count(keeper, page(row)))
    assert found[0] == found[2]
