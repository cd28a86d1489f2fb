"""Open posts: announced once to each who speaks, interest expressed, withdrawn, accepted, declined, told by letter."""

import datetime as dt

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter
from friends import assignments, open_posts
from friends.changes import ONE_DAY, Change
from friends.models import Assignment, Interest, ThematicArea
from friends.open_posts import CannotAnnounce, CannotDecide, CannotExpress
from tests.cast import NOW, cast

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
UNTIL = TODAY + dt.timedelta(days=20)
LATER = NOW + dt.timedelta(days=2)
CHOSEN = Change(TODAY + dt.timedelta(days=5), "chosen by the Presidency")
Role, Status = Assignment.Role, Assignment.Status


@pytest.fixture
def people():
    people = cast()
    people.area = history.save(ThematicArea(body=people.body, name="Clearance"), by=IMPORT)
    return people


def vacant(people, **fields):
    row = Assignment(
        body=people.body, status=Status.VACANT, **({"role": Role.COORDINATOR, "area": people.area} | fields)
    )
    return history.save(row, by=IMPORT)


@pytest.fixture
def row(people):
    return vacant(people)


def announce(people, *rows, until=UNTIL):
    terms = {"words": "Please consider.", "until": until}
    chosen = [row.pk for row in rows]
    seen = open_posts.plan(people.body, chosen, **terms, now=NOW).fingerprint
    by = people.coordinator.actor
    return open_posts.announce(people.body, chosen, **terms, seen=seen, by=by, now=NOW)


@pytest.fixture
def post(people, row):
    return announce(people, row).posts.get()


def express(post, contact, kind="coordinate", words="", now=LATER):
    return open_posts.express(post, kind, words=words, contact=contact, now=now)


def test_everybody_who_speaks_on_the_list_gets_one_letter(people, row):
    copy_only = people.contacts["Canada"][1]
    copy_only.speaks = False
    history.save(copy_only, by=IMPORT)
    made = announce(people, row)
    letters = Letter.objects.filter(reason=f"posts:{made.pk}:announced")
    assert len(letters) == 5
    assert copy_only.email not in {letter.address for letter in letters}
    assert "Clearance (coordinating)" in letters[0].text
    assert "Please consider." in letters[0].text


def test_accepted_the_delegation_is_proposed_by_itself(people, row, post):
    said = express(post, people.friend, words="Gladly.")
    made = open_posts.accept(said, Status.PROPOSED, CHOSEN, by=people.coordinator.actor, now=LATER)
    assert (made.delegation.name, made.proposed_by.name, made.valid_from) == (
        "Norway",
        "Norway",
        CHOSEN.holds_from,
    )
    assert made.continues == row
    told = Letter.objects.filter(reason=f"interest:{said.pk}:decided")
    assert {letter.address for letter in told} == {one.email for one in people.contacts["Norway"]}
    assert "your delegation is proposed" in told[0].text


def test_accepted_as_chosen_it_rests_on_the_offer(people, post):
    said = express(post, people.friend)
    made = open_posts.accept(said, Status.CONFIRMED, CHOSEN, by=people.coordinator.actor, now=LATER)
    assert (made.status, made.decision, made.proposed_by) == (
        Status.CONFIRMED, "offer of Norway, 4 November 2026", None,
    )  # fmt: skip


def test_who_cooperates_stands_beside_the_open_post(people, row, post):
    said = express(post, people.friend, "cooperate")
    made = open_posts.accept(said, Status.CONFIRMED, CHOSEN, by=people.coordinator.actor, now=LATER)
    assert (made.role, made.area, made.listed) == (Role.COOPERATING, people.area, False)
    row.refresh_from_db()
    assert open_posts.is_open(row, CHOSEN.holds_from)
    again = express(post, people.friend, "cooperate", now=LATER + ONE_DAY)
    with pytest.raises(CannotDecide, match="already"):
        open_posts.accept(again, Status.PROPOSED, CHOSEN, by=people.coordinator.actor, now=LATER + ONE_DAY)


def test_one_of_two_is_chosen(people, post):
    norway, canada = express(post, people.friend), express(post, people.contacts["Canada"][0])
    by = people.coordinator.actor
    open_posts.accept(norway, Status.CONFIRMED, Change(TODAY, "chosen"), by=by, now=LATER)
    with pytest.raises((CannotDecide, assignments.Overtaken)):
        open_posts.accept(canada, Status.CONFIRMED, Change(LATER.date(), "chosen"), by=by, now=LATER)
    open_posts.decline(canada, reason="Another State was chosen.", by=by, now=LATER)
    told = Letter.objects.filter(reason=f"interest:{canada.pk}:decided")
    assert {letter.delegation for letter in told} == {"Canada"}
    assert "Another State was chosen." in told[0].text


def test_what_is_decided_stays_decided(people, post):
    by = people.coordinator.actor
    said = express(post, people.friend)
    with pytest.raises(CannotDecide, match="Say why"):
        open_posts.decline(said, reason=" ", by=by, now=LATER)
    open_posts.decline(said, reason="Not now.", by=by, now=LATER)
    with pytest.raises(CannotDecide):
        open_posts.accept(said, Status.PROPOSED, CHOSEN, by=by, now=LATER)
    with pytest.raises(CannotExpress):
        open_posts.withdraw(said, contact=people.friend, now=LATER)


def test_said_anew_replaces_and_withdrawn_is_gone(people, post):
    express(post, people.friend)
    said = express(post, people.contacts["Norway"][1], "cooperate", now=LATER + ONE_DAY)
    assert [row.state for row in Interest.objects.all()] == ["withdrawn", "waiting"]
    with pytest.raises(CannotExpress, match="Only those"):
        open_posts.withdraw(said, contact=people.contacts["Canada"][0], now=LATER)
    open_posts.withdraw(said, contact=people.friend, now=LATER)
    assert open_posts.waiting([people.body.pk]) == 0
    receipts = Letter.objects.filter(reason=f"interest:{said.pk}:withdrawn")
    assert receipts.count() == 2
    assert "taken back" in receipts[0].text


@pytest.mark.parametrize("kind", ["cooperate", "perhaps"])
def test_an_office_is_taken_or_not(people, kind):
    office = vacant(people, role=Role.MEMBER, area=None, title="Regional meeting")
    post = announce(people, office).posts.get()
    with pytest.raises(CannotExpress, match="take the post"):
        express(post, people.friend, kind)


def test_interest_is_taken_in_time_for_what_is_open_from_who_speaks(people, row, post):
    with pytest.raises(CannotExpress, match="passed"):
        express(post, people.friend, now=post.announcement.until + dt.timedelta(seconds=1))
    with pytest.raises(CannotExpress, match="no more than"):
        express(post, people.friend, words="x" * 2001)
    assignments.end(row, Change(TODAY, "given up"), by=people.admin.actor, now=LATER)
    with pytest.raises(CannotExpress, match="no longer open"):
        express(post, people.friend)
    people.friend.speaks = False
    with pytest.raises(CannotExpress, match="Only those"):
        express(post, people.friend)


@pytest.mark.parametrize(("until", "sentence"), [(TODAY - ONE_DAY, "has passed"), (UNTIL, "at least one")])
def test_what_cannot_be_announced(people, row, until, sentence):
    chosen = [row.pk] if until < TODAY else []
    with pytest.raises(CannotAnnounce, match=sentence):
        open_posts.plan(people.body, chosen, words="", until=until, now=NOW)


def test_what_changed_since_the_preview_is_looked_at_again(people, row):
    seen = open_posts.plan(people.body, [row.pk], words="", until=UNTIL, now=NOW).fingerprint
    people.friend.email = "moved@example.org"
    history.save(people.friend, by=IMPORT)
    by = people.coordinator.actor
    with pytest.raises(CannotAnnounce, match="changed since"):
        open_posts.announce(people.body, [row.pk], words="", until=UNTIL, seen=seen, by=by, now=NOW)
    assert not Letter.objects.exists()


def test_the_log_holds_no_words_of_anybody(people, post):
    express(post, people.friend, words="Canary.")
    told = AuditRow.objects.get(event__startswith="interest")
    assert (told.event, told.delegation, told.detail) == ("interest expressed: coordinate", "Norway", {})


def test_a_place_in_cooperation_that_is_open_is_taken_by_cooperating(people):
    place = vacant(people, role=Role.COOPERATING)
    post = announce(people, place).posts.get()
    said = express(post, people.friend, "cooperate")
    made = open_posts.accept(said, Status.CONFIRMED, CHOSEN, by=people.coordinator.actor, now=LATER)
    assert made.continues == place
