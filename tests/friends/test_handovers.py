"""Handing over a period: days before stay, the list from the day on is as chosen, one step undoes it."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter
from friends import (
    assignments,
    contacts,
    handover_plan,
    handovers,
    reconfirmation_standing,
    reconfirmations,
    roster,
)
from friends.assignments import Post
from friends.changes import ONE_DAY, Change, NoReason
from friends.contacts import Details
from friends.handover_plan import CannotHandOver, Choice, Seat, Terms, Wish, following
from friends.models import AccessLink, Assignment, HandOver, Period, Reconfirmation, ThematicArea
from tests.cast import NOW, cast, contact, delegation, listed

TODAY = NOW.date()
DAY = TODAY + dt.timedelta(days=30)
Role, Status = Assignment.Role, Assignment.Status


class Scene:
    """A list at the end of a period: President, designate, areas, a State in cooperation, an open post, a record."""

    def __init__(self):
        self.people = cast()
        self.body = self.people.body
        self.by = self.people.coordinator.actor
        self.period = history.save(Period(body=self.body, name="1MSP to 2MSP"), by=IMPORT)
        self.lebanon, self.peru, self.chile = (delegation(name) for name in ("Lebanon", "Peru", "Chile"))
        self.clearance = history.save(ThematicArea(body=self.body, name="Clearance"), by=IMPORT)
        of = {"period": self.period}
        self.designate = self.row(
            self.lebanon, "lebanon", role=Role.PRESIDENT_DESIGNATE, title="President-designate, 2MSP", **of
        )
        self.lead = self.row(self.peru, "peru", role=Role.COORDINATOR, area=self.clearance, **of)
        self.helper = self.row(
            self.chile, "chile", role=Role.COOPERATING, area=self.clearance, listed=False, **of
        )
        self.open = Assignment(
            body=self.body, role=Role.COORDINATOR, area=self.clearance, status=Status.VACANT, position=9, **of
        )
        history.save(self.open, by=IMPORT)
        # What the minutes said of one of them.
        self.said = Assignment(
            body=self.body, delegation=self.peru, role=Role.MEMBER, status=Status.TO_BE_RECONFIRMED, listed=False,
            status_words="Peru will see.",
        )  # fmt: skip
        history.save(self.said, by=IMPORT)
        self.president = self.body.assignments.get(role=Role.PRESIDENT)
        self.norway = self.body.assignments.get(delegation__name="Norway")

    def row(self, of, mailbox, **fields):
        return listed(self.body, of, [contact(of, f"{mailbox}.1")], **fields)

    def terms(self, *, day=DAY, **changes):
        wishes = changes.pop("wishes", {})
        rows = handover_plan.rows(self.body, day)
        president, designate = handover_plan.proposed_seats(rows)
        given = Terms(
            name="2MSP to 3MSP", day=day, reason="decided by the 2MSP", president=president, designate=designate,
            until=DAY, wishes={row.pk: wish for row, wish in wishes.items()},
        )  # fmt: skip
        return replace(given, **changes)

    def hand_over(self, **changes):
        terms = self.terms(**changes)
        seen = handover_plan.plan(self.period, terms, now=NOW).fingerprint
        return handovers.hand_over(self.period, terms, seen=seen, by=self.by, now=NOW)

    def on(self, day):
        """The list valid on a day, co-operating States included: post, role, holder, status, period, addresses."""
        return [
            (
                row.assignment.post,
                row.assignment.role,
                str(row.delegation or ""),
                row.assignment.status,
                str(row.assignment.period or ""),
                [person.email for person in row.contacts],
            )
            for row in roster.rows_on(self.body, day, listed_only=False)
        ]


@pytest.fixture
def scene(db):
    return Scene()


def holders(scene, day):
    return {(post, role): (holder, status) for post, role, holder, status, _p, _c in scene.on(day)}


def test_the_designate_becomes_president_and_all_else_is_kept(scene):
    before = scene.on(DAY - ONE_DAY)
    done = scene.hand_over()
    assert scene.on(DAY - ONE_DAY) == before
    now = holders(scene, DAY)
    assert now["President, 2MSP", "president"] == ("Lebanon", "confirmed")
    assert now["President-designate, 3MSP", "president_designate"] == ("", "vacant")
    assert now["Clearance", "cooperating"] == ("Chile", "listed")
    assert {period for *_rest, period, _people in scene.on(DAY)} == {"2MSP to 3MSP"}
    assert [row.delegation.name for row in roster.said_on(scene.body, DAY)] == []
    assert (done.from_period.ends, done.to_period.starts) == (DAY - ONE_DAY, DAY)
    # Who comes after the President is asked for the Presidency's word.
    assert [one.email for one in roster.presidency_on(scene.body, DAY)] == ["lebanon.1@example.org"]


def test_each_choice_does_what_it_says(scene):
    new = Post(Role.MEMBER, title="Regional meeting", delegation=scene.chile, status=Status.CONFIRMED)
    scene.hand_over(
        wishes={
            scene.lead: Wish(Choice.CHANGE, scene.chile),
            scene.helper: Wish(Choice.END),
            scene.norway: Wish(Choice.RECONFIRM),
            scene.designate: Wish(Choice.END),
        },
        status=Status.CONFIRMED,
        decision="2MSP, para. 30",
        new=(new,),
    )
    now = holders(scene, DAY)
    assert now["Clearance", "coordinator"] in (("Chile", "confirmed"), ("", "vacant"))
    assert ("Clearance", "cooperating") not in now
    assert now["General status and operation", "coordinator"] == ("Norway", "to_be_reconfirmed")
    assert now["Regional meeting", "member"] == ("Chile", "confirmed")
    # Of the seats of the Presidency the form above decides, not a choice of the row.
    assert ("President-designate, 3MSP", "president_designate") in now
    changed = Assignment.objects.get(continues=scene.lead)
    assert changed.decision == "2MSP, para. 30"
    assert [person.email for person in changed.contacts.all()] == ["chile.1@example.org"]


def test_one_audit_row_for_each_row_and_one_for_the_whole(scene):
    AuditRow.objects.all().delete()
    done = scene.hand_over()
    events = list(AuditRow.objects.values_list("event", flat=True))
    assert events.count("period handed over") == 1
    assert len(events) == 1 + done.steps.count()


def test_those_asked_to_reconfirm_get_one_letter_for_all_their_posts(scene):
    more = scene.row(scene.people.friend.delegation, "norway.more", role=Role.MEMBER, title="Paper")
    scene.hand_over(wishes={scene.norway: Wish(Choice.RECONFIRM), more: Wish(Choice.RECONFIRM)})
    asking = Reconfirmation.objects.get()
    assert asking.posts.count() == 2
    letters = Letter.objects.filter(reason__startswith=f"reconfirmation:{asking.pk}")
    assert sorted(letter.address for letter in letters) == [
        "norway.1@example.org", "norway.2@example.org", "norway.more.1@example.org",
    ]  # fmt: skip
    assert all("Paper" in letter.text and "General status" in letter.text for letter in letters)


def test_who_has_no_address_is_shown_and_not_reminded(scene):
    contacts.end(scene.helper.contacts.get(), Change(TODAY - ONE_DAY, "left"), by=scene.by, now=NOW)
    terms = scene.terms(wishes={scene.helper: Wish(Choice.RECONFIRM)})
    planned = handover_plan.plan(scene.period, terms, now=NOW)
    assert [(one.delegation.name, one.contacts) for one in planned.asked] == [("Chile", [])]
    scene.hand_over(wishes={scene.helper: Wish(Choice.RECONFIRM)})
    [one] = reconfirmation_standing.askings([scene.body.pk])
    assert (one.waits, one.written) == (True, False)
    with pytest.raises(reconfirmations.CannotRemind):
        reconfirmations.remind(scene.body, by=scene.by, now=NOW)
    # Once somebody with an address stands there, the question can be put.
    row = Assignment.objects.get(continues=scene.helper)
    details = Details(name="", email="chile.new@example.org")
    contacts.add(row, details, Change(TODAY, "told by the mission"), by=scene.by, now=NOW)
    reconfirmations.check_can_ask(row, until=DAY, now=NOW)


def test_a_period_is_handed_over_once(scene):
    terms = scene.terms()
    seen = handover_plan.plan(scene.period, terms, now=NOW).fingerprint
    handovers.hand_over(scene.period, terms, seen=seen, by=scene.by, now=NOW)
    with pytest.raises(CannotHandOver, match="already"):
        handovers.hand_over(scene.period, terms, seen=seen, by=scene.by, now=NOW)
    assert HandOver.objects.count() == 1


def test_what_changed_since_the_preview_is_looked_at_again(scene):
    terms = scene.terms()
    seen = handover_plan.plan(scene.period, terms, now=NOW).fingerprint
    assignments.end(scene.lead, Change(TODAY, "left"), by=scene.by, now=NOW)
    with pytest.raises(CannotHandOver, match="changed since you looked"):
        handovers.hand_over(scene.period, terms, seen=seen, by=scene.by, now=NOW)
    assert not HandOver.objects.exists()


def test_a_row_that_ends_with_the_period_is_taken_up_again(scene):
    assignments.end(scene.lead, Change(DAY - ONE_DAY, "until the 2MSP"), by=scene.by, now=NOW)
    scene.hand_over()
    following_row = Assignment.objects.get(continues=scene.lead)
    assert (following_row.valid_from, following_row.delegation) == (DAY, scene.peru)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "1msp to 2msp"}, "name of its own"),
        ({"day": dt.date(2020, 1, 1)}, "must begin after"),
        ({"until": None}, "by which day"),
        ({"until": TODAY - ONE_DAY}, "has passed"),
        ({"name": "Long over"}, "ends on"),
    ],
)
def test_what_cannot_be_is_said(scene, changes, sentence):
    scene.period.starts = dt.date(2020, 1, 1)
    history.save(scene.period, by=IMPORT)
    history.save(Period(body=scene.body, name="Long over", ends=TODAY), by=IMPORT)
    with pytest.raises(CannotHandOver, match=sentence):
        scene.hand_over(wishes={scene.lead: Wish(Choice.RECONFIRM)}, **changes)


def test_a_hand_over_says_why(scene):
    with pytest.raises(NoReason):
        scene.hand_over(reason=" ")


def test_numbers_go_up():
    assert following("1MSP to 2MSP") == "2MSP to 3MSP"
    assert following("President-designate") == "President-designate"


# --- undoing ----------------------------------------------------------------------------------------------------------


def undo(scene, done):
    handovers.undo(done, reason="decided otherwise", by=scene.by, now=NOW)


def test_undone_it_leaves_nothing_but_history(scene):
    days = [TODAY, DAY - ONE_DAY, DAY, DAY + ONE_DAY]
    before = [scene.on(day) for day in days]
    done = scene.hand_over(wishes={scene.norway: Wish(Choice.RECONFIRM)})
    undo(scene, done)
    assert [scene.on(day) for day in days] == before
    scene.period.refresh_from_db()
    assert scene.period.ends is None
    assert not Period.objects.filter(name="2MSP to 3MSP").exists()
    assert [row.history_type for row in HandOver.history.order_by("history_id")] == ["+", "-"]
    # The letters that did not leave are given up, the links of the others open nothing.
    assert all(letter.give_up_at == NOW for letter in Letter.objects.filter(reason__startswith="reconf"))
    assert all(link.revoked_at for link in AccessLink.objects.filter(purpose="reconfirm"))
    scene.hand_over()


def test_a_period_that_was_there_before_stays(scene):
    next_period = history.save(Period(body=scene.body, name="2MSP to 3MSP"), by=IMPORT)
    undo(scene, scene.hand_over())
    next_period.refresh_from_db()
    assert next_period.starts is None


def answered(scene, done):
    asking = Reconfirmation.objects.get()
    post = asking.posts.get()
    said = {post.pk: reconfirmations.Said("carry_on")}
    reconfirmations.answer(asking, said, contact=scene.people.friend, now=NOW)


def changed(scene, done):
    row = Assignment.objects.get(continues=scene.lead)
    later = Change(DAY + ONE_DAY, "told by the mission")
    post = replace(Post.of(row), status=Status.CONFIRMED)
    assignments.restate(row, post, later, by=scene.by, now=NOW)


def joined(scene, done):
    row = Assignment.objects.get(continues=scene.lead)
    details = Details(name="", email="new@example.org")
    contacts.add(row, details, Change(DAY, "told by the mission"), by=scene.by, now=NOW)


def begun(scene, done):
    post = Post(Role.MEMBER, title="Later", delegation=scene.peru, period=done.to_period)
    assignments.begin(scene.body, post, Change(DAY, "later"), by=scene.by, now=NOW)


@pytest.mark.parametrize("later", [answered, changed, joined, begun])
def test_what_something_hangs_on_is_not_undone(scene, later):
    done = scene.hand_over(wishes={scene.norway: Wish(Choice.RECONFIRM)})
    later(scene, done)
    list_then = scene.on(DAY)
    with pytest.raises(handovers.CannotUndo):
        undo(scene, done)
    assert scene.on(DAY) == list_then
    assert HandOver.objects.filter(pk=done.pk).exists()


def test_who_got_another_address_since_keeps_it_when_it_is_undone(scene):
    done = scene.hand_over()
    person = scene.lead.contacts.get()
    details = Details(name=person.name, email="peru.new@example.org")
    contacts.correct(person, details, Change(DAY + ONE_DAY, "moved"), by=scene.by, now=NOW)
    undo(scene, done)
    [people] = [row[-1] for row in scene.on(DAY + ONE_DAY) if row[2] == "Peru" and row[0]]
    assert people == ["peru.new@example.org"]


CHOICES = st.lists(st.sampled_from(Choice.values), min_size=12, max_size=12)


class AnyHandOver(TestCase):
    """Whatever is chosen: earlier days stay, later days are as planned, undoing puts every day back."""

    @given(choices=CHOICES, offset=st.integers(1, 400), designate=st.booleans())
    @settings(max_examples=6, deadline=None)
    def test_days_before_stay_and_undoing_puts_all_back(self, choices, offset, designate):
        with transaction.atomic():
            scene = Scene()
            day = TODAY + dt.timedelta(days=offset)
            days = [day - dt.timedelta(days=30), day - ONE_DAY, day, day + dt.timedelta(days=400)]
            before = [scene.on(one) for one in days]
            rows = handover_plan.rows(scene.body, day)
            wishes = {
                row: Wish(choice, scene.chile)
                for row, choice in zip(rows, choices, strict=False)
                if row.delegation is not None or choice != Choice.RECONFIRM
            }
            changes = {"designate": Seat(scene.chile, "President-designate")} if designate else {}
            done = scene.hand_over(day=day, wishes=wishes, **changes)
            assert [scene.on(one) for one in days[:2]] == before[:2]
            for one in days[2:]:
                assert sorted(map(str, scene.on(one))) == sorted(
                    map(str, self.expected(scene, rows, wishes, changes))
                )
            undo(scene, done)
            assert [scene.on(one) for one in days] == before
            transaction.set_rollback(True)

    def expected(self, scene, rows, wishes, changes):
        """The list from the day on, worked out from what was chosen alone."""
        listed_contacts = {"Chile": ["chile.1@example.org"], "Lebanon": ["lebanon.1@example.org"]}
        for row in rows:
            choice = wishes.get(row, Wish()).choice
            people = [person.email for person in row.contacts.order_by("listings__position")]
            holder, status, title = str(row.delegation or ""), row.status, row.post
            if row.role == Role.PRESIDENT:
                holder, status, title = "Lebanon", "confirmed", "President, 2MSP"
                people = listed_contacts["Lebanon"]
            elif row.role == Role.PRESIDENT_DESIGNATE and "designate" in changes:
                holder, status, title, people = (
                    "Chile",
                    "proposed",
                    "President-designate",
                    listed_contacts["Chile"],
                )
            elif row.role == Role.PRESIDENT_DESIGNATE:
                holder, status, title, people = "", "vacant", "President-designate, 3MSP", []
            elif choice == Choice.END:
                continue
            elif choice == Choice.VACANT:
                holder, status, people = "", "vacant", []
            elif choice == Choice.CHANGE:
                people = people if holder == "Chile" else listed_contacts["Chile"]
                holder, status = "Chile", "proposed"
            elif choice == Choice.RECONFIRM:
                status = "to_be_reconfirmed"
            yield (title, row.role, holder, status, "2MSP to 3MSP", people)
