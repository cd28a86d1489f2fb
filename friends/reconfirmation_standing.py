"""Where askings for reconfirmation stand: what the desk sees of them. Nobody else sees who has not answered."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from ccm_portal.models import Letter
from friends import assignments, letters
from friends.models import Assignment, Body, CarryingOn, Contact, PostToReconfirm, Reconfirmation
from friends.speaking import speakers

Kind = CarryingOn.Kind
Status = Assignment.Status


@dataclass(frozen=True)
class Standing:
    """One post of an asking: the delegation's newest answer and all of them, and what the list says of it now."""

    post: PostToReconfirm
    row: Assignment | None
    answers: list[CarryingOn]

    @property
    def answer(self) -> CarryingOn | None:
        return self.answers[-1] if self.answers else None

    @property
    def is_open(self) -> bool:
        """Whether the list still calls the post to be reconfirmed, by the delegation that was asked."""
        return (
            self.row is not None
            and self.row.status == Status.TO_BE_RECONFIRMED
            and self.row.delegation_id == self.post.asking.delegation_id
        )

    @property
    def waits_for_answer(self) -> bool:
        return self.is_open and (self.answer is None or self.answer.kind == Kind.LATER)

    @property
    def may_be_opened(self) -> bool:
        """Whether the delegation said that it cannot, and the post is still its own."""
        return self.is_open and self.answer is not None and self.answer.kind == Kind.CANNOT


@dataclass(frozen=True)
class AskingNow:
    """An asking with its posts as they stand."""

    asking: Reconfirmation
    posts: list[Standing]
    # Whether anybody was written to: some delegations have no address on the list.
    written: bool

    @property
    def is_answered(self) -> bool:
        return all(one.answers for one in self.posts)

    @property
    def waits(self) -> bool:
        """Whether a post is open and nothing was said of it."""
        return any(one.is_open and not one.answers for one in self.posts)


def askings(bodies: Iterable[uuid.UUID], *, only: uuid.UUID | None = None) -> list[AskingNow]:
    """The askings of these bodies, the newest first, each with its posts; a fixed number of queries."""
    rows = Reconfirmation.objects.filter(body__in=bodies).select_related("body", "delegation", "hand_over")
    if only is not None:
        rows = rows.filter(pk=only)
    rows = rows.prefetch_related("posts__assignment__area", "posts__answers__contact")
    found = list(rows)
    ends = assignments.standing([post.assignment_id for row in found for post in row.posts.all()])
    reasons = [letters.asked(row) for row in found]
    written = set(Letter.objects.filter(reason__in=reasons).values_list("reason", flat=True))
    told = []
    for row in found:
        posts = []
        for post in row.posts.all():
            post.asking = row
            posts.append(Standing(post, ends.get(post.assignment_id), list(post.answers.all())))
        told.append(AskingNow(row, posts, written=letters.asked(row) in written))
    return told


@dataclass(frozen=True)
class Waiting:
    """How many askings wait for the delegation, and how many answers for the coordinator."""

    unanswered: int
    cannot: int


def waiting(bodies: Iterable[uuid.UUID]) -> Waiting:
    found = askings(bodies)
    return Waiting(
        unanswered=sum(one.waits for one in found),
        cannot=sum(post.may_be_opened for one in found for post in one.posts),
    )


def to_remind(
    body: Body, found: Iterable[AskingNow], now: dt.datetime
) -> list[tuple[AskingNow, list[Contact]]]:
    """Who has not answered, still can, was not reminded yet and has an address today; with who would be written to."""
    silent = [one for one in found if one.waits and one.asking.reminded_at is None and one.asking.until > now]
    day = now.astimezone(body.zone).date()
    writable = speakers(body, [one.asking.delegation_id for one in silent], day)
    return [(one, contacts) for one in silent if (contacts := writable.get(one.asking.delegation_id))]
