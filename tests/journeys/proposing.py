"""A meeting to come, for the journeys: its agenda takes something up, and the Friends propose items for it."""

import datetime as dt

from django.utils import timezone

from actions import matters_arising, open_matters
from ccm_portal.actors import Actor
from friends.models import Body, Contact
from meetings import agendas, annotations, item_proposals, meetings
from meetings.item_proposals import Said
from meetings.models import Meeting

DAYS = dt.timedelta(days=30)


def planned(body: Body, speaker: Contact, *, by: Actor) -> dict[str, str]:
    """The speaker's delegation proposed an item; one thing left open is taken up, others are offered."""
    now = timezone.now()
    day = timezone.localdate(now, body.zone) + DAYS
    begins = dt.datetime.combine(day, dt.time(10), body.zone)
    meeting = Meeting(
        body=body, title="The next meeting", when_words=f"{day.day} {day:%B %Y}", earliest=day, latest=day,
        time_zone=body.time_zone, starts_at=begins, ends_at=begins + dt.timedelta(hours=1), public=False,
    )  # fmt: skip
    meetings.plan(meeting, by=by, now=now)
    item = agendas.add(meeting, agendas.Item("Programme", minutes=90), parent=None, by=by, now=now)
    annotations.annotate(item, "Not too long.", seen="", by=by, now=now)
    matters_arising.pull(meeting, [open_matters.for_agenda(meeting)[0].key], by=by, now=now)
    terms = {"words": "Please propose items.", "until": begins - DAYS / 2}
    seen = item_proposals.plan(meeting, [item.pk], **terms, now=now).fingerprint  # type: ignore[arg-type]
    call = item_proposals.call(meeting, [item.pk], **terms, seen=seen, by=by, now=now)  # type: ignore[arg-type]
    said = Said("A calendar", "Budgets close soon.", paper="We have a list.")
    row = item_proposals.propose(call, said, contact=speaker, now=now)
    approving = meeting.agenda_items.exclude(approves=None)[0]
    return {
        "approving": str(approving.pk),
        "next": str(meeting.pk),
        "next_item": str(item.pk),
        "call": str(call.pk),
        "proposed": str(row.pk),
    }
