"""Loading the demo: everything is done by the verbs the portal itself uses, with the time passed to them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from actions.demo import archive, asked, drafting, in_round, listing, next_meeting, papers, roster
from actions.demo.listing import REASON, Stage
from actions.demo.texts import APOLOGIES, OBSERVER, OBSERVERS, PRESENT, Held
from ccm_portal import history, ranks
from ccm_portal.actors import IMPORT
from ccm_portal.models import User
from meetings import comments, deadlines, dispositions, finals, minutes, presidency, publishing, rounds
from meetings.models import (
    AgendaArea,
    AgendaItem,
    Answer,
    Attendance,
    Comment,
    Document,
    Meeting,
    Paragraph,
    PresidencyWord,
    Round,
)
from meetings.paragraphs import Wording

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TUESDAY = 1
PDF_SECONDS = 60.0


def is_loaded() -> bool:
    return User.objects.filter(email=roster.COORDINATOR[0]).exists()


@transaction.atomic
def load(now: dt.datetime) -> None:
    """The demo's data stands: all of it, or where anything fails nothing. Needs the PDF renderer."""
    stage = listing.set_up()
    asked.edition(stage)
    _archive(stage)
    today = now.astimezone(stage.body.zone).date()
    gone = _in_round(stage, _tuesday(today - dt.timedelta(weeks=3)), now)
    coming = _in_drafting(stage, _tuesday(today - dt.timedelta(weeks=1)), now)
    if gone.meeting is not None and coming.meeting is not None:
        papers.write(stage, gone=gone.meeting, coming=coming.meeting, now=now)
    asked.under_way(stage, now)
    next_meeting.plan(stage, now)


def _tuesday(day: dt.date) -> dt.date:
    """The last Tuesday not after `day`."""
    return day - dt.timedelta(days=(day.weekday() - TUESDAY) % 7)


# --- meetings ---------------------------------------------------------------------------------------------------------


def _meeting(stage: Stage, held: Held, day: dt.date) -> Meeting:
    zone = stage.body.zone
    meeting = Meeting(
        body=stage.body,
        period=stage.period,
        title=held.title,
        slug=f"{day.isoformat()}-{stage.body.slug}",
        when_words=f"{day.day} {day:%B %Y}",
        earliest=day,
        latest=day,
        time_zone=stage.body.time_zone,
        starts_at=deadlines.instant(day, dt.time.fromisoformat(held.begins), zone),
        ends_at=deadlines.instant(day, dt.time.fromisoformat(held.ends), zone),
        venue=held.venue,
        chair_words=held.chair,
        chair=stage.delegations["Lao PDR"],
    )
    history.save(meeting, by=IMPORT, reason=REASON)
    for rank, item in zip(ranks.first(len(held.agenda)), held.agenda, strict=True):
        row = AgendaItem(
            meeting=meeting,
            rank=rank,
            title=item.title,
            presenter_words=item.presenter,
            presenter=stage.delegations.get(item.presenter),
        )
        history.save(row, by=IMPORT, reason=REASON)
        for position, name in enumerate(item.areas):
            AgendaArea.objects.create(item=row, area=stage.areas[name], position=position)
        for below, title in zip(ranks.first(len(item.points)), item.points, strict=True):
            history.save(
                AgendaItem(meeting=meeting, parent=row, rank=below, title=title), by=IMPORT, reason=REASON
            )
    _attendance(stage, meeting, held)
    return meeting


def _attendance(stage: Stage, meeting: Meeting, held: Held) -> None:
    on_list = dict.fromkeys(entry.delegation for entry in roster.ENTRIES if entry.delegation)
    for position, name in enumerate(on_list):
        status = APOLOGIES if name in held.apologies else OBSERVER if name in OBSERVERS else PRESENT
        row = Attendance(
            meeting=meeting, delegation=stage.delegations[name], name=name, status=status, position=position
        )
        history.save(row, by=IMPORT, reason=REASON)


def _minutes(stage: Stage, held: Held, day: dt.date, *, now: dt.datetime) -> Document:
    meeting = _meeting(stage, held, day)
    items = list(meeting.agenda_items.filter(parent=None))
    sections = [
        minutes.SectionText(
            part.heading, list(part.wordings), [] if part.item is None else [items[part.item]]
        )
        for part in held.parts
    ]
    return minutes.create(
        meeting, title=held.document_title, sections=sections, by=stage.coordinator.actor, now=now
    )


def _at(stage: Stage, day: dt.date, time: str) -> dt.datetime:
    return deadlines.instant(day, dt.time.fromisoformat(time), stage.body.zone)


def _presidency_says_yes(stage: Stage, document: Document, purpose: str, *, now: dt.datetime) -> None:
    """Asked by letter, answered two hours later by link and button."""
    ask = presidency.ask_clearance if purpose == PresidencyWord.Purpose.CLEAR else presidency.ask_approval
    revision = ask(document, by=stage.coordinator.actor, now=now)
    link = stage.contacts["Lao PDR"][0].links.get(purpose=purpose, subject=revision.pk)
    presidency.give(revision, link, given=True, note="", now=now + 2 * HOUR)
    document.refresh_from_db()


def _circulate(stage: Stage, document: Document, *, deadline: dt.datetime, now: dt.datetime) -> Round:
    note = "Please look above all at what is said in your delegation's name."
    seen = rounds.plan(document, deadline=deadline, cover_note=note, now=now).fingerprint
    return rounds.open(
        document, deadline=deadline, cover_note=note, seen=seen, by=stage.coordinator.actor, now=now
    )


def _paragraph(round_: Round, words: str) -> Paragraph:
    """The first circulated paragraph that holds these words."""
    rows = (row for section in round_.revision.content["sections"] for row in section["paragraphs"])
    return Paragraph.objects.get(pk=next(row["id"] for row in rows if words in row["text"]))


@dataclass(frozen=True)
class _Remark:
    """What a delegation says: on the paragraph with the words `about`, and the words it quotes from it."""

    delegation: str
    about: str
    quote: str
    remark: str
    proposal: str


def _comment(stage: Stage, round_: Round, remark: _Remark, *, now: dt.datetime) -> Comment:
    """A delegation writes one comment and sends it."""
    seat = round_.delegations.get(name=remark.delegation)
    contact = stage.contacts[remark.delegation][0]
    paragraph = _paragraph(round_, remark.about).pk
    said = comments.Said(
        paragraph=paragraph, quote=remark.quote, remark=remark.remark, proposal=remark.proposal
    )
    comments.write(seat, said, contact=contact, now=now)
    [sent] = comments.send(seat, contact=contact, now=now + HOUR / 4)
    return sent


def _answers(stage: Stage, round_: Round, names: Iterable[str], kind: str, *, now: dt.datetime) -> None:
    for step, name in enumerate(names):
        seat = round_.delegations.get(name=name)
        comments.answer(seat, kind, contact=stage.contacts[name][0], now=now + step * HOUR)


def _decide(stage: Stage, comment: Comment, label: str, reason: str, *, now: dt.datetime) -> None:
    """The coordinator decides; a reflected wording goes into the text."""
    new = None
    row = dispositions.paragraph_of(comment)
    if label == "reflected" and comment.proposal and row is not None:
        standing = Wording.of(row)
        wording = replace(standing, text=comment.proposal)
        new = dispositions.NewWording(wording, row.version)
    decision = dispositions.Decision(label, reason)
    dispositions.decide(comment, decision, new_wording=new, by=stage.coordinator.actor, now=now)


def _archive(stage: Stage) -> None:
    """The meeting of 2010: drafted, cleared, commented, decided, final, approved, published within two weeks."""
    by = stage.coordinator.actor
    written = _at(stage, roster.MEETING_DAY + DAY, "17:00")
    document = _minutes(stage, archive.MEETING, roster.MEETING_DAY, now=written)
    _presidency_says_yes(stage, document, PresidencyWord.Purpose.CLEAR, now=written + HOUR)
    opened = _at(stage, roster.MEETING_DAY + 2 * DAY, "10:00")
    round_ = _circulate(
        stage, document, deadline=_at(stage, roster.MEETING_DAY + 9 * DAY, "18:00"), now=opened
    )
    _answers(stage, round_, archive.NO_COMMENTS, Answer.Kind.NO_COMMENTS, now=opened + 2 * DAY)
    decided = _at(stage, roster.MEETING_DAY + 10 * DAY, "09:00")
    for step, (*remark, label, reason) in enumerate(archive.COMMENTS):
        sent = _comment(stage, round_, _Remark(*remark), now=opened + (3 + step) * DAY)
        _decide(stage, sent, label, reason, now=decided)
    rounds.close(
        round_, note="Thank you for reading with care.", leave_undecided=False, by=by, now=decided + HOUR
    )
    document.refresh_from_db()
    finals.issue(document, waiver="", by=by, now=decided + 2 * HOUR)
    document.refresh_from_db()
    _presidency_says_yes(stage, document, PresidencyWord.Purpose.APPROVE, now=decided + 3 * HOUR)
    published = decided + 4 * DAY
    preparation = publishing.prepare(document, by=by, now=published)
    preparation = publishing.finish(preparation, wait=PDF_SECONDS, now=published)
    publishing.confirm(preparation, by=by, now=published)


def _in_round(stage: Stage, day: dt.date, now: dt.datetime) -> Document:
    """The meeting of three weeks ago: its minutes went out four days ago and are due back in three."""
    document = _minutes(stage, in_round.MEETING, day, now=now - 9 * DAY)
    _presidency_says_yes(stage, document, PresidencyWord.Purpose.CLEAR, now=now - 6 * DAY)
    opened = now - 4 * DAY
    due = (now + 3 * DAY).astimezone(stage.body.zone).date()
    round_ = _circulate(stage, document, deadline=_at(stage, due, "18:00"), now=opened)
    _answers(stage, round_, in_round.NO_COMMENTS, Answer.Kind.NO_COMMENTS, now=opened + DAY)
    _answers(stage, round_, in_round.CONSULTING, Answer.Kind.CONSULTING, now=opened + DAY)
    decided, label, reason = in_round.DECIDED
    for step, remark in enumerate(in_round.COMMENTS):
        sent = _comment(stage, round_, _Remark(*remark), now=opened + 2 * DAY + step * HOUR)
        if sent.seat.name == decided:
            _decide(stage, sent, label, reason, now=now - DAY)
    return document


def _in_drafting(stage: Stage, day: dt.date, now: dt.datetime) -> Document:
    """The meeting of last week, its minutes half written."""
    return _minutes(stage, drafting.MEETING, day, now=now - DAY)
