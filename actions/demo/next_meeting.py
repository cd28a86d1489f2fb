"""The next meeting of the demo: its agenda in the making, and the Friends invited to propose items for it."""

import datetime as dt
from dataclasses import replace

from actions import matters_arising, open_matters
from actions.demo.listing import Stage
from friends.models import Contact
from meetings import agendas, annotations, deadlines, item_decisions, item_proposals, meetings
from meetings.item_proposals import Said
from meetings.models import CallForItems, Meeting

DAY = dt.timedelta(days=1)
TITLE = "Friends meeting before the Meeting of States Parties"
TELL_THE_CHAIR = "Ask for general agreement only; the wording is for the drafting group."
# Title, who introduces it, minutes, and what the chair alone is told.
AGENDA = (
    ("Matters arising", "", 15, ""),
    ("Elements of a declaration", "Lao PDR", 30, TELL_THE_CHAIR),
    ("Programme and practical matters", "Lebanon", 20, ""),
    ("Any other business", "", 10, ""),
)
WORDS = (
    "If your delegation would like something discussed before the Meeting of States Parties, please say so."
)
# Who proposes what; the first is accepted in other words, the second waits.
REWORDED = (
    "Austria",
    "Victims and their families at the Meeting",
    "They should be heard before the general debate.",
)
ACCEPTED_AS = "Taking part of survivors in the Meeting of States Parties"
WAITING = (
    "Ireland",
    "A calendar for next year",
    "Capitals need the dates of next year before their budgets close.",
)
PAPER = "We can hand in a list of dates."


def plan(stage: Stage, now: dt.datetime) -> None:
    """A meeting in two weeks: what the last one left is on its agenda, and the Friends may propose until next week."""
    by, day = stage.coordinator.actor, (now + 15 * DAY).astimezone(stage.body.zone).date()
    begins = dt.datetime.combine(day, dt.time(10), stage.body.zone)
    meeting = Meeting(
        body=stage.body, period=stage.period, title=TITLE, when_words=f"{day.day} {day:%B %Y}", earliest=day,
        latest=day, time_zone=stage.body.time_zone, starts_at=begins, ends_at=begins + dt.timedelta(hours=2),
        venue="Palais des Nations, Geneva, room XXII", note="A light lunch will be served.",
        chair_words="Lao PDR, Presidency", chair=stage.delegations["Lao PDR"], public=False,
    )  # fmt: skip
    meetings.plan(meeting, by=by, now=now - 3 * DAY)
    for standing in meeting.agenda_items.all():
        agendas.change(standing, replace(agendas.Item.of(standing), minutes=5), by=by, now=now - 3 * DAY)
    for title, presenter, minutes, annotation in AGENDA:
        said = agendas.Item(title, presenter, stage.delegations.get(presenter), minutes=minutes)
        item = agendas.add(meeting, said, parent=None, by=by, now=now - 3 * DAY)
        annotations.annotate(item, annotation, seen="", by=by, now=now - 3 * DAY)
    last = open_matters.before(meeting)
    left = [one.key for one in open_matters.for_agenda(meeting) if one.of == last and one.kind == "point"]
    matters_arising.pull(meeting, left, by=by, now=now - 3 * DAY)
    _proposed(stage, _invited(stage, meeting, now), now)


def _invited(stage: Stage, meeting: Meeting, now: dt.datetime) -> CallForItems:
    until = deadlines.instant((now + 6 * DAY).astimezone(meeting.zone).date(), dt.time(18), meeting.zone)
    shared = list(meeting.agenda_items.filter(parent=None).values_list("pk", flat=True))
    opened = now - 2 * DAY
    seen = item_proposals.plan(meeting, shared, words=WORDS, until=until, now=opened).fingerprint
    return item_proposals.call(
        meeting, shared, words=WORDS, until=until, seen=seen, by=stage.coordinator.actor, now=opened
    )


def _proposed(stage: Stage, call: CallForItems, now: dt.datetime) -> None:
    def person(name: str) -> Contact:
        return stage.contacts[name][0]

    who, title, why = REWORDED
    row = item_proposals.propose(call, Said(title, why), contact=person(who), now=now - DAY)
    item = agendas.Item(ACCEPTED_AS, who, stage.delegations[who], minutes=15)
    item_decisions.accept(row, item, parent=None, by=stage.coordinator.actor, now=now - DAY / 2)
    who, title, why = WAITING
    item_proposals.propose(call, Said(title, why, paper=PAPER), contact=person(who), now=now - DAY)
