"""Open posts: announced to the Friends, interest expressed by link, accepted or declined by the coordinator.

Nobody sees the interest of another delegation, and nobody is shown who said nothing.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from ccm_portal import audit
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends import access, assignments, letters, roster
from friends.assignments import Post
from friends.changes import Change
from friends.models import (
    AccessLink,
    AnnouncedPost,
    Announcement,
    Assignment,
    Body,
    Contact,
    Interest,
)
from friends.reconfirmations import LONGEST_WORDS, READ_AFTERWARDS, end_of, today_in
from friends.speaking import Place, places, speakers_of

Role, Status = Assignment.Role, Assignment.Status
Kind, State = Interest.Kind, Interest.State
# As what a delegation whose interest is accepted stands on the list.
CHOICES = (Status.PROPOSED, Status.CONFIRMED)


class CannotAnnounce(Exception):
    """The posts cannot be announced so; the sentence says why."""


class CannotExpress(Exception):
    """The interest cannot be taken; the sentence says why."""


class CannotDecide(Exception):
    """The interest cannot be accepted or declined so; the sentence says why."""


# --- announcing -----------------------------------------------------------------------------------------------------


def vacant(body: Body, day: dt.date) -> list[Assignment]:
    """The posts of the list that nobody holds on the day, in its order."""
    return [row.assignment for row in roster.rows_on(body, day) if row.assignment.status == Status.VACANT]


def is_open(row: Assignment, day: dt.date) -> bool:
    """Whether the row still says that nobody holds the post."""
    return row.status == Status.VACANT and row.holds_on(day)


@dataclass(frozen=True)
class Plan:
    """Exactly what would be announced to whom; checked again when it is done."""

    body: Body
    posts: list[Assignment]
    words: str
    until: dt.date
    places: list[Place]

    @property
    def letters(self) -> int:
        return sum(len(place.contacts) for place in self.places)

    @property
    def fingerprint(self) -> str:
        """Changes when anything the coordinator was shown changes."""
        told = {
            "posts": [[str(row.pk), row.post] for row in self.posts],
            "words": self.words,
            "until": str(self.until),
            "places": [place.told for place in self.places],
        }
        return sha256(canonical(told))


def plan(body: Body, chosen: Collection[uuid.UUID], *, words: str, until: dt.date, now: dt.datetime) -> Plan:
    """What announcing these posts would do. Raises CannotAnnounce."""
    today = today_in(body, now)
    posts = [row for row in vacant(body, today) if row.pk in chosen]
    if not posts:
        raise CannotAnnounce(_("Choose at least one open post."))
    if len(posts) < len(set(chosen)):
        raise CannotAnnounce(_("One of the posts is no longer open; look at the list again."))
    if until < today:
        raise CannotAnnounce(_("The day until which interest can be expressed has passed."))
    found = places(body, today)
    if not any(place.contacts for place in found):
        raise CannotAnnounce(_("Nobody would get it: the contact list holds no address today."))
    return Plan(body, posts, words, until, found)


@transaction.atomic
def announce(
    body: Body,
    chosen: Collection[uuid.UUID],
    *,
    words: str,
    until: dt.date,
    seen: str,
    by: Actor,
    now: dt.datetime,
) -> Announcement:
    """Everybody who speaks for a delegation on the list gets one letter with a link to the posts.

    `seen` is the fingerprint of the plan the coordinator confirmed. Raises CannotAnnounce.
    """
    # The same announcement pressed twice at once is made once.
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    planned = plan(body, chosen, words=words, until=until, now=now)
    if planned.fingerprint != seen:
        raise CannotAnnounce(_("The list changed since you looked. Nothing was sent; look again."))
    made = Announcement.objects.create(body=body, words=words, announced_at=now, until=end_of(until, body))
    for row in planned.posts:
        AnnouncedPost.objects.create(announcement=made, assignment=row)
    for place in planned.places:
        for contact in place.contacts:
            letters.posts_open(contact, made, planned.posts, link=_link(contact, made, now=now), now=now)
    audit.record(
        "open posts announced", made, by=by, now=now, body=body.pk, posts=len(planned.posts), letters=planned.letters
    )  # fmt: skip
    return made


def _link(contact: Contact, made: Announcement, *, now: dt.datetime) -> AccessLink:
    return access.open_link(
        contact, purpose=AccessLink.Purpose.POSTS, subject=made.pk, until=made.until + READ_AFTERWARDS, now=now
    )  # fmt: skip


# --- interest ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def express(post: AnnouncedPost, kind: str, *, words: str, contact: Contact, now: dt.datetime) -> Interest:
    """The delegation would take the post, or cooperate in it. What it said of the post before, undecided, is replaced.

    Everybody who speaks for it gets a receipt. Raises CannotExpress.
    """
    post = _locked(post)
    announcement = post.announcement
    _check_express(post, kind, words, contact, now)
    for earlier in post.interests.filter(delegation=contact.delegation_id, state=State.WAITING):
        _settle(earlier, State.WITHDRAWN, now=now)
    said = Interest.objects.create(
        post=post, delegation=contact.delegation, kind=kind, words=words, contact=contact, said_at=now
    )
    audit.record(f"interest expressed: {kind}", said, by=contact.actor, now=now, body=announcement.body_id)
    _receipts(said, contact, now=now)
    return said


def _locked(post: AnnouncedPost) -> AnnouncedPost:
    rows = AnnouncedPost.objects.select_for_update(of=("self",))
    return rows.select_related("announcement__body", "assignment__area").get(pk=post.pk)


def _check_express(post: AnnouncedPost, kind: str, words: str, contact: Contact, now: dt.datetime) -> None:
    announcement = post.announcement
    if now > announcement.until:
        raise CannotExpress(
            _(
                "The day until which interest could be expressed has passed. Please write to the %(office)s instead."
            )
            % {"office": announcement.body.office}
        )
    if not contact.speaks:
        raise CannotExpress(_("Only those who speak for the delegation can express its interest."))
    if kind not in kinds(post.assignment):
        raise CannotExpress(_("Say whether your delegation would take the post or cooperate in it."))
    if len(words) > LONGEST_WORDS:
        raise CannotExpress(_("Please write no more than %(most)s characters.") % {"most": LONGEST_WORDS})
    if not is_open(post.assignment, today_in(announcement.body, now)):
        raise CannotExpress(_("This post is no longer open."))


def kinds(row: Assignment) -> list[str]:
    """What may be said of a post: an office is taken or not, in an area one may also cooperate, or only that."""
    if row.role == Role.COOPERATING:
        return [Kind.COOPERATE]
    return [Kind.COORDINATE, Kind.COOPERATE] if row.area_id is not None else [Kind.COORDINATE]


@transaction.atomic
def withdraw(interest: Interest, *, contact: Contact, now: dt.datetime) -> None:
    """The delegation takes back what is not decided yet; everybody who speaks for it is told. Raises CannotExpress."""
    interest = _undecided(interest) or _refuse(
        CannotExpress(_("This is decided, or was taken back already."))
    )
    if contact.delegation_id != interest.delegation_id or not contact.speaks:
        raise CannotExpress(_("Only those who speak for the delegation can take this back."))
    _settle(interest, State.WITHDRAWN, now=now)
    body = interest.post.announcement.body
    audit.record("interest withdrawn", interest, by=contact.actor, now=now, body=body.pk)
    _receipts(interest, contact, now=now)


def _refuse(problem: Exception) -> Interest:
    raise problem


def _undecided(interest: Interest) -> Interest | None:
    """The interest, kept from others, or None where it is settled."""
    rows = Interest.objects.select_for_update(of=("self",)).filter(pk=interest.pk, state=State.WAITING)
    return rows.select_related(
        "post__announcement__body", "post__assignment__area", "post__assignment__body", "delegation"
    ).first()


def _settle(interest: Interest, state: str, *, now: dt.datetime, **fields: object) -> None:
    interest.state, interest.settled_at = state, now
    for name, value in fields.items():
        setattr(interest, name, value)
    interest.save(update_fields=["state", "settled_at", *fields])


def _receipts(interest: Interest, person: Contact, *, now: dt.datetime) -> None:
    announcement = interest.post.announcement
    for colleague in speakers_of(announcement.body, interest.delegation_id, today_in(announcement.body, now)):
        link = _link(colleague, announcement, now=now)
        letters.interest_said(colleague, interest, person=person, link=link, now=now)


# --- deciding ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def accept(interest: Interest, status: str, change: Change, *, by: Actor, now: dt.datetime) -> Assignment:
    """The delegation is on the list from the day on: in the post, or in cooperation beside it; it is told by letter.

    `status`: proposed (by the delegation itself) or confirmed. Raises CannotDecide, NoReason, BadDay, Overtaken.
    """
    interest = _undecided(interest) or _refuse(CannotDecide(_("This is decided, or was taken back already.")))
    if status not in CHOICES:
        raise CannotDecide(_("Say whether the delegation is proposed or chosen."))
    row = interest.post.assignment
    if interest.kind == Kind.COOPERATE and row.role != Role.COOPERATING:
        _check_is_new(interest, change)
        made = assignments.begin(row.body, _beside(row, interest, status), change, by=by, now=now)
    else:
        if not is_open(row, max(change.holds_from, today_in(row.body, now))):
            raise CannotDecide(_("The post is no longer open. Decline, or make it vacant first."))
        made = assignments.restate(row, _held(Post.of(row), interest, status), change, by=by, now=now)
    _settle(interest, State.ACCEPTED, now=now, reason=change.reason, made=made)
    audit.record("interest accepted", interest, by=by, now=now, body=row.body_id, status=status)
    _tell(interest, now=now)
    return made


def _check_is_new(interest: Interest, change: Change) -> None:
    row = interest.post.assignment
    same = Assignment.objects.filter(
        body=row.body, area=row.area, role=Role.COOPERATING, delegation=interest.delegation
    )
    if same.valid_on(change.holds_from).exists():
        raise CannotDecide(
            _("%(delegation)s cooperates in it already.") % {"delegation": interest.delegation}
        )


def _held(post: Post, interest: Interest, status: str) -> Post:
    proposer = interest.delegation if status == Status.PROPOSED else None
    decision = rests_on(interest) if status == Status.CONFIRMED else ""
    return replace(
        post, delegation=interest.delegation, status=status, proposed_by=proposer, decision=decision
    )


def _beside(row: Assignment, interest: Interest, status: str) -> Post:
    """In cooperation in the post's area; as everywhere, off the printed list."""
    post = Post(Role.COOPERATING, area=row.area, period=row.period, position=row.position, listed=False)
    return _held(post, interest, status)


def rests_on(interest: Interest) -> str:
    """What a post given to who offered rests on: "offer of Norway, 3 December 2010"; in the language of the list."""
    body = interest.post.announcement.body
    with override(settings.LANGUAGE_CODE):
        return _("offer of %(delegation)s, %(day)s") % {
            "delegation": interest.delegation,
            "day": formats.date_format(today_in(body, interest.said_at), "j F Y"),
        }


@transaction.atomic
def decline(interest: Interest, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The delegation is told that it was not taken up, and why. Raises CannotDecide."""
    interest = _undecided(interest) or _refuse(CannotDecide(_("This is decided, or was taken back already.")))
    if not reason.strip():
        raise CannotDecide(_("Say why, in words that the delegation will read."))
    _settle(interest, State.DECLINED, now=now, reason=reason.strip())
    body = interest.post.announcement.body
    audit.record("interest declined", interest, by=by, now=now, body=body.pk)
    _tell(interest, now=now)


def _tell(interest: Interest, *, now: dt.datetime) -> None:
    body = interest.post.announcement.body
    for contact in speakers_of(body, interest.delegation_id, today_in(body, now)):
        letters.interest_decided(contact, interest, now=now)


# --- what the desk sees ---------------------------------------------------------------------------------------------


def interests(bodies: Iterable[uuid.UUID]) -> list[Interest]:
    """What was expressed to these bodies, what waits for a decision first, then the newest; one query."""
    rows = Interest.objects.filter(post__announcement__body__in=bodies).exclude(state=State.WITHDRAWN)
    rows = rows.select_related(
        "post__announcement__body", "post__assignment__area", "delegation", "contact"
    ).order_by("-said_at", "pk")
    return sorted(rows, key=lambda row: row.state != State.WAITING)


def waiting(bodies: Iterable[uuid.UUID]) -> int:
    """How many expressions of interest wait for the coordinator."""
    return Interest.objects.filter(post__announcement__body__in=bodies, state=State.WAITING).count()
