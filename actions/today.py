"""What the coordinator does next: each text with its next step, letters that need a decision, pairs to confirm.

A fixed number of queries, however many texts there are.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import RecordFile
from ccm_portal.models import Letter
from friends import open_posts, proposals, reconfirmation_standing
from friends.models import AreaLikeness, Body, Contact, ListReview
from meetings import rounds, timetable_standing
from meetings.models import Comment, Document, Meeting, Paper, Round
from meetings.timetables import Standing

S = Document.Status

# In which order the texts are shown: what waits for the coordinator before what waits for others.
URGENT = (S.IN_ROUND, S.UNDER_REVISION, S.APPROVED, S.CLEARED, S.DRAFTING, S.FINAL, S.WITH_PRESIDENCY)


@dataclass(frozen=True)
class Step:
    """A text, where it is, what comes next in words, and the page where it is done. `due`: the words beside it."""

    title: str
    about: str
    status: str
    words: str
    act: str
    url: str
    page: str
    chip: str = "on"
    due: str = ""
    # Where it stands against the timetable of its body, and whether a day of it has passed.
    timetable: str = ""
    past: bool = False


def steps(bodies: Collection[uuid.UUID], now: dt.datetime) -> list[Step]:
    """The next step of every text that is not public yet, the most urgent first; then meetings without minutes."""
    documents = (
        Document.objects.filter(body__in=bodies)
        .exclude(status=S.PUBLISHED)
        .exclude(kind=Document.Kind.AGENDA)
        # A paper for the office alone, or a file that nobody wants to circulate, waits for nothing.
        .exclude(paper__access=Paper.Access.OFFICE)
        .exclude(paper__form=Paper.Form.FILE, status=S.DRAFTING)
        .exclude(Q(status=S.APPROVED) & ~Q(withheld=""))
        .select_related("body", "meeting")
    )
    open_rounds = _open_rounds(bodies)
    found = sorted(documents, key=lambda row: (URGENT.index(S(row.status)), -_day(row.meeting)))
    standings = timetable_standing.of_documents(found, now)
    told = [_timed(_step(row, open_rounds.get(row.pk), now), standings.get(row.pk)) for row in found]
    return told + _without_minutes(bodies, now)


def _timed(step: Step, standing: Standing | None) -> Step:
    """The step with where it stands against the timetable; beside a deadline only once its day has passed."""
    if standing is None or (step.due and not standing.is_past):
        return step
    return replace(step, timetable=standing.words, past=standing.is_past)


def _day(meeting: Meeting | None) -> int:
    return meeting.earliest.toordinal() if meeting is not None and meeting.earliest else 0


def _open_rounds(bodies: Collection[uuid.UUID]) -> dict[uuid.UUID, Round]:
    rows = Round.objects.filter(document__body__in=bodies, closed_at=None)
    rows = rows.prefetch_related("delegations__answers", "delegations__comments__disposition")
    return {row.document_id: row for row in rows}


def _step(document: Document, round_: Round | None, now: dt.datetime) -> Step:
    if round_ is not None and document.status == S.IN_ROUND:
        return _round_step(document, round_, now)
    words, act, route = _next(document)
    return _about(document, words=words, act=act, url=reverse(route, args=[document.pk]))


def _about(document: Document, *, words: str, act: str, url: str, chip: str = "on", due: str = "") -> Step:
    meeting = document.meeting
    return Step(
        title=document.title,
        about=f"{meeting.title}, {meeting.when_words}" if meeting else document.body.name,
        status=document.get_status_display(),
        words=words,
        act=act,
        url=url,
        page=reverse("document", args=[document.pk]),
        chip=chip,
        due=due,
    )


def _next(document: Document) -> tuple[str, str, str]:
    """(what comes next, the button, the route) of a text outside a round."""
    if document.status == S.DRAFTING and not document.body.clearance_needed:
        return (
            _("The draft is being written; then it goes to the Friends."),
            _("Work on the text"),
            "document",
        )
    if document.correction and document.status == S.UNDER_REVISION:
        words = _(
            "The published text is being corrected. Change it and issue it as final, or give the correction up."
        )
        return words, _("Work on the correction"), "document"
    return {
        S.DRAFTING: (
            _("The draft is being written. When it is ready, ask the Presidency to clear it."),
            _("Ask for clearance"),
            "clearance",
        ),
        S.WITH_PRESIDENCY: (
            _("The draft lies with the Presidency for clearance."), _("Record the Presidency's word"), "clearance"
        ),
        S.CLEARED: (_("The Presidency cleared the draft. Circulate it for comments."), _("Circulate"), "circulate"),
        S.IN_ROUND: (_("The text is with the Friends for comment."), _("Open the text"), "document"),
        S.UNDER_REVISION: (
            _("The round is closed. Finish the text and issue it as final."), _("Issue as final"), "issue"
        ),
        S.FINAL: (
            _("The text is final. The Presidency approves it before it becomes public."),
            _("Ask for approval"),
            "approval",
        ),
        S.APPROVED: (_("The Presidency approved the text. Publish it."), _("Publish"), "publish"),
    }[S(document.status)]  # fmt: skip


def _round_step(document: Document, round_: Round, now: dt.datetime) -> Step:
    seats = list(round_.delegations.all())
    replied = sum(rounds.reply_of(seat) is not None for seat in seats)
    undecided = sum(_waits(said) for seat in seats for said in seat.comments.all())
    words = _("%(replied)s of %(total)s delegations have replied.") % {
        "replied": replied,
        "total": len(seats),
    }
    if undecided:
        words += " " + ngettext(
            "%(count)s comment waits for a decision.", "%(count)s comments wait for a decision.", undecided
        ) % {"count": undecided}  # fmt: skip
    passed = round_.deadline <= now
    if passed:
        words += " " + _("The deadline has passed; close the round when every comment is decided.")
    local = timezone.localtime(round_.deadline, round_.zone)
    until = f"{formats.date_format(local, 'j F Y, H:i')} ({round_.time_zone})"
    return _about(
        document,
        words=words,
        act=_("Decide on the comments") if undecided else _("See the replies"),
        url=reverse("round", args=[round_.pk]),
        chip="no" if passed else "due",
        due=_("Comments until %(until)s") % {"until": until},
    )


def _waits(comment: Comment) -> bool:
    return comment.state == Comment.State.SENT and not hasattr(comment, "disposition")


def _without_minutes(bodies: Collection[uuid.UUID], now: dt.datetime) -> list[Step]:
    """Meetings that were held and have no minutes."""
    held = Meeting.objects.filter(body__in=bodies, latest__lte=now.date(), tentative=False)
    rows = held.exclude(documents__kind=Document.Kind.MINUTES).select_related("body")
    return [_timed(_not_begun(row), timetable_standing.without_minutes(row, now)) for row in rows]


def _not_begun(row: Meeting) -> Step:
    page = reverse("desk-meeting", args=[row.pk])
    return Step(
        title=_("Minutes"),
        about=f"{row.title}, {row.when_words}",
        status=_("Not begun"),
        words=_("The meeting was held and has no minutes yet."),
        act=_("Begin the minutes"),
        url=page,
        page=page,
        chip="due",
    )


# --- letters, records, contact list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LetterCounts:
    """Letters that a person must look at."""

    failed: int
    uncertain: int


def letters(bodies: Collection[uuid.UUID], sealed: Mapping[uuid.UUID, dt.datetime]) -> LetterCounts:
    """Of these bodies, but for what is sealed (friends.seals)."""
    counts = (
        Letter.objects.of_bodies(bodies)
        .not_sealed(sealed)
        .aggregate(
            failed=Count("pk", filter=Q(state=Letter.State.FAILED)),
            uncertain=Count("pk", filter=Q(state=Letter.State.UNCERTAIN)),
        )
    )
    return LetterCounts(counts["failed"], counts["uncertain"])


def records_waiting(bodies: Collection[uuid.UUID]) -> list[RecordFile]:
    """Records handed in and not brought in."""
    return list(RecordFile.objects.filter(body__in=bodies, meeting=None).only("name", "handed_in_at"))


@dataclass(frozen=True)
class PostsWaiting:
    """Of reconfirmations: delegations that have not answered, and answers to act on; and interest to be decided."""

    unanswered: int
    cannot: int
    interests: int

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.cannot or self.interests)


def posts_waiting(bodies: Collection[uuid.UUID]) -> PostsWaiting:
    """What waits around the posts of the list."""
    asked = reconfirmation_standing.waiting(bodies)
    return PostsWaiting(asked.unanswered, asked.cannot, open_posts.waiting(bodies))


Counts = Mapping[uuid.UUID, int]


@dataclass(frozen=True)
class ListQuestions:
    """What one body's contact list leaves open: doubtful pairs, areas named alike, proposals, a review that is open."""

    body: Body
    pairs: int
    likenesses: int
    proposals: int = 0
    review: ListReview | None = None
    # Its last day has passed: it waits to be closed.
    review_ended: bool = False


def list_questions(bodies: Collection[uuid.UUID], now: dt.datetime) -> list[ListQuestions]:
    """The bodies whose list leaves something open today."""
    day = now.date()
    doubtful = Contact.objects.valid_on(day).filter(pair_confirmed=False, assignments__body__in=bodies)
    pairs = dict(doubtful.values_list("assignments__body").annotate(Count("pk", distinct=True)).order_by())
    alike = AreaLikeness.objects.filter(area__body__in=bodies, verdict=AreaLikeness.Verdict.OPEN)
    likenesses = dict(alike.values_list("area__body").annotate(Count("pk")).order_by())
    waiting = proposals.waiting(bodies).values_list("body").annotate(Count("pk")).order_by()
    proposed = dict(waiting)
    open_reviews = ListReview.objects.filter(body__in=bodies, closed_at=None).select_related("body")
    reviews = {review.body_id: review for review in open_reviews}
    return [
        _questions(body, pairs, likenesses, proposed, reviews.get(body.pk), now)
        for body in Body.objects.filter(pk__in=[*pairs, *likenesses, *proposed, *reviews])
    ]


def _questions(
    body: Body,
    pairs: Counts,
    likenesses: Counts,
    proposed: Counts,
    review: ListReview | None,
    now: dt.datetime,
) -> ListQuestions:
    key = body.pk
    ended = review is not None and not review.takes_answers_at(now)
    return ListQuestions(
        body, pairs.get(key, 0), likenesses.get(key, 0), proposed.get(key, 0), review, review_ended=ended
    )
