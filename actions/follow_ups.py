"""Follow-ups: sentences that promise something, proposed from the minutes, accepted or declined by a person.

They join the list of actions for the office and are never public, whatever is published of the minutes.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from actions import tracking
from actions.action_points import NoReason
from actions.models import ActionPoint, FollowUp
from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import sha256
from friends.intake.delegations import Roll
from meetings import revisions
from meetings.models import Document, Meeting, Paragraph
from meetings.reading.dates import read_date
from meetings.reading.follow_ups import promises_in
from meetings.text import inline

LONGEST_WORDS = 250
LONGEST_PLACE = 500
LONGEST_SENTENCE = 2_000
NOT_PROSE = (Paragraph.Kind.ACTION, Paragraph.Kind.DECISION, Paragraph.Kind.HEADING)


class NotThere(Exception):
    """The sentence does not stand in the minutes any more, or was decided on."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence with its place: the paragraph and its number, the heading, who is bound and by when, as printed."""

    paragraph: uuid.UUID
    number: str
    place: str
    sentence: str
    owner_words: str
    due_words: str

    @property
    def key(self) -> str:
        """Names the sentence, whatever its place."""
        return sha256(self.sentence)


def proposed(meeting: Meeting) -> list[Proposal]:
    """The sentences of the meeting's minutes that seem to promise something and were not decided on. Writes nothing."""
    document = meeting.documents.filter(kind=Document.Kind.MINUTES, version_of=None).first()
    if document is None:
        return []
    decided = set(meeting.follow_ups.values_list("sentence_sha256", flat=True))
    found: dict[str, Proposal] = {}
    for section, rows in revisions.numbered_sections(document):
        for row, number in rows:
            if row.kind in NOT_PROSE:
                continue
            for one in promises_in(row.text):
                proposal = Proposal(
                    row.pk, number, section.heading, one.sentence, one.owner_words, one.due_words
                )
                if proposal.key not in decided:
                    found.setdefault(proposal.key, proposal)
    return list(found.values())


@transaction.atomic
def decide(meeting: Meeting, key: str, verdict: str, *, by: Actor, now: dt.datetime) -> FollowUp:
    """The sentence is followed up, or it is no follow-up and not proposed again. Raises NotThere.

    `key`: of the proposal the person had before them.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    proposal = next((one for one in proposed(meeting) if one.key == key), None)
    if proposal is None:
        raise NotThere(_("This sentence does not stand in the minutes any more, or was decided on already."))
    due = read_date(proposal.due_words[:LONGEST_WORDS], meeting_date=meeting.earliest)
    row = FollowUp(
        meeting=meeting, paragraph=proposal.paragraph, sentence=proposal.sentence, sentence_sha256=key,
        place=proposal.place[:LONGEST_PLACE], owner_words=proposal.owner_words[:LONGEST_WORDS],
        when_words=proposal.due_words[:LONGEST_WORDS], earliest=due.earliest, latest=due.latest,
        tentative=due.tentative, by_next_meeting=bool(due.follows), verdict=FollowUp.Verdict(verdict), decided_at=now,
    )  # fmt: skip
    history.save(row, by=by, reason=row.get_verdict_display())
    row.owners.set(tracking.owners(row.owner_words, Roll()))
    audit.record(f"follow-up: {row.verdict}", row, by=by, now=now, body=meeting.body_id)
    return row


@transaction.atomic
def mark(row: Paragraph, words: str, *, by: Actor, now: dt.datetime) -> FollowUp:
    """These words of the paragraph are followed up, as `decide` does it with a sentence that was proposed.

    Marked already: as it is; declined before: followed up now. Raises NotThere where they do not stand in it.
    """
    sentence = " ".join(words.split())
    said = " ".join(inline.to_text(row.text).split())
    document, meeting = row.section.document, row.section.document.meeting
    if meeting is None or document.kind != Document.Kind.MINUTES or document.version_of_id is not None:
        raise NotThere(_("Only sentences of the minutes of a meeting are followed up."))
    if not sentence or sentence not in said or len(sentence) > LONGEST_SENTENCE:
        raise NotThere(_("These words do not stand in the paragraph as it is saved."))
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    key = sha256(sentence)
    marked = meeting.follow_ups.filter(sentence_sha256=key).first()
    if marked is not None and marked.verdict == FollowUp.Verdict.ACCEPTED:
        return marked
    promise = next(iter(promises_in(sentence)), None)
    owner_words = promise.owner_words[:LONGEST_WORDS] if promise else ""
    due = read_date(promise.due_words[:LONGEST_WORDS] if promise else "", meeting_date=meeting.earliest)
    marked = marked or FollowUp(
        meeting=meeting, sentence=sentence, sentence_sha256=key, owner_words=owner_words,
        when_words=promise.due_words[:LONGEST_WORDS] if promise else "", earliest=due.earliest, latest=due.latest,
        tentative=due.tentative, by_next_meeting=bool(due.follows),
    )  # fmt: skip
    marked.paragraph, marked.place = row.pk, row.section.heading[:LONGEST_PLACE]
    marked.verdict, marked.decided_at = FollowUp.Verdict.ACCEPTED, now
    history.save(marked, by=by, reason=marked.get_verdict_display())
    marked.owners.set(tracking.owners(marked.owner_words, Roll()))
    audit.record("follow-up: marked", marked, by=by, now=now, body=meeting.body_id)
    return marked


@transaction.atomic
def set_status(
    row: FollowUp, status: str, *, note: str, confirmed: bool, by: Actor, now: dt.datetime
) -> FollowUp:
    """The follow-up is open, done or no longer pursued; `confirmed`: its delegation said so. Raises NoReason."""
    if not note.strip():
        raise NoReason(_("Say in a few words what was reported, and by whom."))
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=row.pk)
    row.status, row.status_note, row.confirmed = ActionPoint.Status(status), note.strip(), confirmed
    history.save(row, by=by, reason=note.strip())
    audit.record(f"follow-up: {row.status}", row, by=by, now=now, body=row.meeting.body_id)
    return row
