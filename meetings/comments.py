"""What a delegation says in a round: comments, typed, sent, withdrawn; and its answer as a whole.

Comments belong to the delegation: colleagues see and change each other's before they are sent. Text that comes after
the deadline is kept as late until the round closes; after closing it is kept too, for the coordinator.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.models import AuditRow
from friends.models import Contact
from meetings import letters
from meetings.models import Answer, Comment, Invitation, Round, RoundDelegation
from meetings.text import inline

LONGEST = 20_000
CONTEXT = 64
# The reason in the history of a comment that its delegation says it never made.
NOT_US = "not us"


class NothingSaid(ValueError):
    """A comment needs a remark or a proposed wording."""


class TooLong(ValueError):
    """The text is longer than a comment may be."""


class NoSuchPlace(ValueError):
    """The paragraph, or the quoted words, are not in the circulated text."""


class CommentConflict(Exception):
    """A colleague saved or removed this comment first; `theirs` is what stands."""

    def __init__(self, theirs: Comment) -> None:
        super().__init__(str(theirs.pk))
        self.theirs = theirs


class RoundClosed(Exception):
    """The round is closed. What was typed has been kept for the coordinator in `kept`."""

    def __init__(self, kept: Comment | None) -> None:
        super().__init__(_("The round is closed. What you wrote was kept and shown to the coordinator."))
        self.kept = kept


class NothingToSend(Exception):
    """There is no unsent comment."""


@dataclass(frozen=True)
class Said:
    """What is said: about which paragraph (None: the whole), about which of its words, remark and wording."""

    paragraph: uuid.UUID | None = None
    quote: str = ""
    type: str = Comment.Type.GENERAL
    remark: str = ""
    proposal: str = ""


def seat_of(round_: Round, contact: Contact) -> RoundDelegation | None:
    """The delegation's place for which this contact was invited; None for somebody who never was."""
    row = Invitation.objects.filter(seat__round=round_, contact=contact).select_related("seat").first()
    return row.seat if row else None


def paragraph_text(round_: Round, paragraph: uuid.UUID) -> str:
    """The circulated wording of a paragraph. Raises NoSuchPlace."""
    for section in round_.revision.content["sections"]:
        for row in section["paragraphs"]:
            if row["id"] == str(paragraph):
                return str(row["text"])
    raise NoSuchPlace(_("That paragraph is not in the circulated text."))


def readable(text: str) -> str:
    """A paragraph's words as they are read on the page, and quoted from it: without marks, single blanks between."""
    return " ".join(inline.to_text(text).split())


def _anchor(round_: Round, said: Said) -> dict[str, object]:
    """The comment's place: paragraph, exact words, and what stands before and after them. Raises NoSuchPlace."""
    if said.paragraph is None:
        return {"paragraph": None, "quote": "", "quote_prefix": "", "quote_suffix": ""}
    text = readable(paragraph_text(round_, said.paragraph))
    quote = " ".join(said.quote.split())
    at = text.find(quote) if quote else -1
    if quote and at < 0:
        raise NoSuchPlace(
            _(
                "The words “%(quote)s” are not in this paragraph. Copy them as they stand, or leave the field empty."
            )
            % {"quote": quote[:80]}
        )
    end = at + len(quote)
    return {
        "paragraph": said.paragraph,
        "quote": quote,
        "quote_prefix": text[max(0, at - CONTEXT) : at] if quote else "",
        "quote_suffix": text[end : end + CONTEXT] if quote else "",
    }


def _check(said: Said) -> None:
    if not said.remark.strip() and not said.proposal.strip():
        raise NothingSaid(_("Write a remark, a proposed wording, or both."))
    if said.proposal.strip() and said.paragraph is None:
        raise NothingSaid(
            _("A proposed wording needs a paragraph; for the text as a whole, write it as a remark.")
        )
    if max(len(said.remark), len(said.proposal)) > LONGEST:
        raise TooLong(_("A comment may have %(most)s characters; please shorten it.") % {"most": LONGEST})


def _fill(comment: Comment, round_: Round, said: Said) -> None:
    for name, value in _anchor(round_, said).items():
        setattr(comment, name, value)
    comment.type, comment.remark, comment.proposal = said.type, said.remark.strip(), said.proposal.strip()


@transaction.atomic
def _write(seat: RoundDelegation, said: Said, *, contact: Contact, now: dt.datetime) -> tuple[Comment, bool]:
    """The new comment, and whether the round was still open (locked, so that closing waits or comes first)."""
    round_ = (
        Round.objects.select_for_update(of=("self",))
        .select_related("revision", "document")
        .get(pk=seat.round_id)
    )
    comment = Comment(seat=seat, author=contact, written_at=now, changed_at=now)
    _fill(comment, round_, said)
    if not round_.is_open:
        comment.state, comment.late, comment.sent_at = Comment.State.AFTER_CLOSING, True, now
    history.save(comment, by=contact.actor)
    audit.record(
        "comment written" if round_.is_open else "comment kept after closing",
        comment, by=contact.actor, now=now, body=_body(round_), sha256=round_.revision.sha256,
    )  # fmt: skip
    return comment, round_.is_open


def write(seat: RoundDelegation, said: Said, *, contact: Contact, now: dt.datetime) -> Comment:
    """The delegation has one more comment, not sent yet.

    Raises NothingSaid, TooLong, NoSuchPlace; RoundClosed after closing, when the text has been kept all the same.
    """
    _check(said)
    comment, was_open = _write(seat, said, contact=contact, now=now)
    if not was_open:
        raise RoundClosed(comment)
    return comment


def _body(round_: Round) -> uuid.UUID:
    return round_.document.body_id


def change(comment: Comment, said: Said, *, version: int, contact: Contact, now: dt.datetime) -> Comment:
    """The comment says `said` now; a sent one counts as sent again at `now`.

    Raises as `write`, and CommentConflict when a colleague saved it first. After closing the text is kept as a
    comment of its own and RoundClosed raised.
    """
    _check(said)
    with transaction.atomic():
        round_ = (
            Round.objects.select_for_update(of=("self",))
            .select_related("revision", "document")
            .get(pk=comment.seat.round_id)
        )
        if round_.is_open:
            return _change(comment, round_, said, version=version, contact=contact, now=now)
    kept, _was_open = _write(comment.seat, said, contact=contact, now=now)
    raise RoundClosed(kept)


def _change(
    comment: Comment, round_: Round, said: Said, *, version: int, contact: Contact, now: dt.datetime
) -> Comment:
    standing = Comment.objects.filter(pk=comment.pk, version=version).exclude(state=Comment.State.WITHDRAWN)
    if not standing.update(version=version + 1):
        raise CommentConflict(Comment.objects.get(pk=comment.pk))
    comment.refresh_from_db()
    _fill(comment, round_, said)
    comment.changed_at = now
    if comment.state == Comment.State.SENT:
        comment.sent_at, comment.late = now, now > round_.deadline
    history.save(comment, by=contact.actor)
    audit.record("comment changed", comment, by=contact.actor, now=now, body=_body(round_))
    return comment


@transaction.atomic
def withdraw(comment: Comment, *, contact: Contact, now: dt.datetime) -> None:
    """The comment no longer counts; its text stays in the history. Raises RoundClosed."""
    round_ = _open_round(comment.seat)
    # A colleague may have changed it since it was shown.
    comment.refresh_from_db()
    comment.state = Comment.State.WITHDRAWN
    comment.changed_at = now
    history.save(comment, by=contact.actor, reason="withdrawn")
    audit.record("comment withdrawn", comment, by=contact.actor, now=now, body=_body(round_))


@transaction.atomic
def disown(seat: RoundDelegation, *, comment: Comment | None, contact: Contact, now: dt.datetime) -> Answer:
    """What was said in the delegation's name was not its own: the comment (with None: the answer) no longer counts.

    Every speaking contact of the delegation is told, and the coordinator sees it on the page of the round.
    Raises RoundClosed.
    """
    round_ = _open_round(seat)
    if comment is not None:
        comment.refresh_from_db()
        comment.state, comment.changed_at = Comment.State.WITHDRAWN, now
        history.save(comment, by=contact.actor, reason=NOT_US)
    audit.record(
        "comment disowned" if comment else "answer disowned", comment or seat, by=contact.actor, now=now,
        body=_body(round_), sha256=round_.revision.sha256, round=str(round_.pk),
    )  # fmt: skip
    standing = seat.comments.filter(state=Comment.State.SENT).exists()
    kind = Answer.Kind.COMMENTS if standing else Answer.Kind.RETRACTED
    given = _answer(seat, kind, contact=contact, late=now > round_.deadline, now=now)
    _receipts(seat, round_, given, now=now)
    return given


def disowned(round_: Round) -> list[AuditRow]:
    """What delegations said was not theirs in this round, oldest first: when, which delegation, comment or answer."""
    return list(
        AuditRow.objects.filter(
            event__in=["comment disowned", "answer disowned"], detail__round=str(round_.pk)
        )
    )


def _open_round(seat: RoundDelegation) -> Round:
    round_ = (
        Round.objects.select_for_update(of=("self",))
        .select_related("document", "revision")
        .get(pk=seat.round_id)
    )
    if not round_.is_open:
        raise RoundClosed(None)
    return round_


@transaction.atomic
def send(seat: RoundDelegation, *, contact: Contact, now: dt.datetime) -> list[Comment]:
    """The delegation's unsent comments are submitted; its speaking contacts get a receipt.

    The instant of sending decides what is in time. Raises NothingToSend, RoundClosed.
    """
    round_ = _open_round(seat)
    sent = list(seat.comments.filter(state=Comment.State.DRAFT))
    if not sent:
        raise NothingToSend(_("There is no comment to send."))
    late = now > round_.deadline
    for comment in sent:
        comment.state, comment.sent_at, comment.late = Comment.State.SENT, now, late
        history.save(comment, by=contact.actor, reason="sent")
    answer = _answer(seat, Answer.Kind.COMMENTS, contact=contact, late=late, now=now)
    audit.record(
        "comments sent", seat, by=contact.actor, now=now, body=_body(round_), sha256=round_.revision.sha256,
        comments=len(sent), late=late,
    )  # fmt: skip
    _receipts(seat, round_, answer, now=now)
    return sent


class HasComments(Exception):
    """ "No comments" does not override comments that stand."""


@transaction.atomic
def answer(seat: RoundDelegation, kind: str, *, contact: Contact, now: dt.datetime) -> Answer:
    """The delegation says that it has no comments, is consulting its capital, or takes an answer back.

    Its speaking contacts get a receipt. Raises HasComments, RoundClosed.
    """
    round_ = _open_round(seat)
    standing = seat.comments.filter(state__in=[Comment.State.DRAFT, Comment.State.SENT]).count()
    if kind == Answer.Kind.NO_COMMENTS and standing:
        raise HasComments(
            _("Your delegation has %(count)s comments here. Withdraw them first if it has none after all.")
            % {"count": standing}
        )
    given = _answer(seat, kind, contact=contact, late=now > round_.deadline, now=now)
    audit.record(f"answered: {kind}", seat, by=contact.actor, now=now, body=_body(round_), late=given.late)
    _receipts(seat, round_, given, now=now)
    return given


def _answer(seat: RoundDelegation, kind: str, *, contact: Contact, late: bool, now: dt.datetime) -> Answer:
    return Answer.objects.create(seat=seat, kind=kind, contact=contact, late=late, given_at=now)


def _receipts(seat: RoundDelegation, round_: Round, given: Answer, *, now: dt.datetime) -> None:
    rows = Invitation.objects.filter(seat=seat).select_related("contact__delegation")
    for row in rows:
        if row.contact.speaks and row.contact.holds_on(now.date()):
            letters.receipt(row.contact, seat, round_, given, now=now)
