"""Two papers: one written here and cleared, its first draft ready to go round; one that is a file."""

import datetime as dt

from actions.demo.listing import Stage
from actions.demo.texts import agreed, point, said
from ccm_portal import pdf
from meetings import minutes, papers, presidency
from meetings.models import AgendaItem, Meeting, Paper, PresidencyWord
from meetings.papers import Said

DAY = dt.timedelta(days=1)
PDF_SECONDS = 60.0
SECTIONS = (
    (
        "What is wanted",
        (
            said(
                "Between two Meetings of States Parties somebody has to keep the papers, answer letters and prepare "
                "what comes next. Today each Presidency finds its own way."
            ),
            said(
                "A lasting arrangement should cost little, belong to all States Parties, and outlive any one of them."
            ),
        ),
    ),
    (
        "Three ways to do it",
        (
            point("a small office of its own, with a head chosen by the States Parties;"),
            point("a desk within an organisation that exists already;"),
            point("the Presidency with the help of those who carry an area of work."),
            said(
                "The first costs most and lasts longest. The third costs nothing and begins anew every year."
            ),
        ),
    ),
    (
        "What the meeting could say",
        (agreed("The Friends prefer a small office and ask Canada to work out what it would cost."),),
    ),
)
NOTE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Reaching the meeting</title></head><body>
<h1>Reaching the meeting</h1>
<p>A note by the host for delegations.</p>
<h2>From the airport</h2><p>A bus leaves every half hour from the arrivals hall. Delegations with more than six people
may ask the host for a car of their own.</p>
<h2>At the door</h2><p>Badges lie ready from eight o'clock. Please bring a letter of your mission.</p>
<h2>In the room</h2><p>Two seats for each delegation at the table, three behind it. Interpretation is in English, French
and Arabic.</p></body></html>"""


def write(stage: Stage, *, gone: Meeting, coming: Meeting, now: dt.datetime) -> None:
    """Both papers stand, for the meeting whose minutes are in a round and for the one after it."""
    _text(stage, items=[_item(gone, "Paper on working"), _item(coming, "What the Meeting")], now=now)
    _file(stage, items=[_item(gone, "Preparations"), _item(coming, "Draft programme")], now=now)


def _item(meeting: Meeting, begins: str) -> AgendaItem:
    return meeting.agenda_items.get(title__startswith=begins)


def _paper(
    stage: Stage, title: str, whose: str, *, items: list[AgendaItem], now: dt.datetime, **more: str
) -> Paper:
    told = Said(title, whose, stage.delegations[whose], access=more["access"])
    return papers.create(
        stage.body, told, form=more["form"], items=items, by=stage.coordinator.actor, now=now
    )


def _text(stage: Stage, *, items: list[AgendaItem], now: dt.datetime) -> None:
    by, begun = stage.coordinator.actor, now - 8 * DAY
    paper = _paper(
        stage, "Working between meetings", "Canada", items=items, now=begun, form="text", access="friends"
    )
    for heading, wordings in SECTIONS:
        section = minutes.add_section(paper.document, heading, by=by, now=begun)
        for wording in wordings:
            minutes.save_section(section, [minutes.Edit(wording)], by=by, now=begun)
    recorded = presidency.Recorded("the Ambassador", "in the margins of the last meeting", now - 2 * DAY)
    presidency.record(
        paper.document, PresidencyWord.Purpose.CLEAR, given=True, note="", recorded=recorded,
        user=stage.coordinator, now=now - 2 * DAY,
    )  # fmt: skip


def _file(stage: Stage, *, items: list[AgendaItem], now: dt.datetime) -> None:
    paper = _paper(
        stage, "Reaching the meeting", "Lebanon", items=items, now=now - 5 * DAY, form="file", access="public"
    )
    papers.add_version(
        paper, "Reaching the meeting.pdf", pdf.render(NOTE, wait=PDF_SECONDS), note="as Lebanon sent it",
        by=stage.coordinator.actor, now=now - 5 * DAY,
    )  # fmt: skip
