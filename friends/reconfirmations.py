"""Letters of reconfirmation: asked of a delegation, answered in its name, reminded once, and what follows.

"We carry on" makes the post confirmed from that day on, resting on the answer. "We cannot" changes nothing by itself:
the coordinator opens the post. Who has not answered is seen at the desk alone.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ccm_portal import audit
from ccm_portal.actors import Actor
from ccm_portal.models import Letter
from friends import access, assignments, letters
from friends.assignments import Post
from friends.changes import Change
from friends.models import (
    AccessLink,
    Assignment,
    Body,
    CarryingOn,
    Contact,
    Delegation,
    HandOver,
    PostToReconfirm,
    Reconfirmation,
)
from friends.reconfirmation_standing import askings, to_remind
from friends.speaking import speakers, speakers_of

# The page can be read for so long after the day by which the answer is wanted.
READ_AFTERWARDS = dt.timedelta(days=180)
LONGEST_WORDS = 2_000
LONGEST_WHEN = 250
# How often an answer looks again at a post that somebody is changing.
LOOKS = 3

Kind = CarryingOn.Kind
Status = Assignment.Status


class CannotAsk(Exception):
    """The delegation cannot be asked; the sentence says why."""


class CannotAnswer(Exception):
    """The answer cannot be taken; the sentence says why."""


class CannotRemind(Exception):
    """Nobody can be reminded; the sentence says why."""


class NotOpenedNow(Exception):
    """The post cannot be opened on the strength of an answer; the sentence says why."""


@dataclass(frozen=True)
class Said:
    """An answer about one post. `when`: by when they will say, in words, where it is Kind.LATER."""

    kind: str
    when: str = ""
    words: str = ""


def today_in(body: Body, now: dt.datetime) -> dt.date:
    return timezone.localtime(now, body.zone).date()


def end_of(day: dt.date, body: Body) -> dt.datetime:
    """The last instant of the day there."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=body.zone)


# --- asking -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(
    row: Assignment, *, until: dt.date, words: str, change: Change, by: Actor, now: dt.datetime
) -> Reconfirmation:
    """One post is to be reconfirmed from the day of `change` on, and those who speak for its holder are asked.

    Raises CannotAsk, NoReason, BadDay, Overtaken.
    """
    check_can_ask(row, until=until, now=now)
    post = replace(Post.of(row), status=Status.TO_BE_RECONFIRMED, proposed_by=None, decision="")
    row = assignments.restate(row, post, change, by=by, now=now)
    [asking] = write_askings([row], row.body, until=until, words=words, hand_over=None, now=now)
    audit.record("reconfirmation asked", asking, by=by, now=now, body=row.body_id)
    return asking


def check_can_ask(row: Assignment, *, until: dt.date | None, now: dt.datetime) -> None:
    """Raises CannotAsk where nobody holds the post, it has ended, is asked about, or nobody can be written to."""
    today = today_in(row.body, now)
    if row.delegation is None:
        raise CannotAsk(_("Nobody holds this post, so nobody can be asked."))
    if row.valid_until is not None and row.valid_until < today:
        raise CannotAsk(_("This entry is no longer on the list."))
    if not speakers_of(row.body, row.delegation.pk, today):
        raise CannotAsk(
            _("Nobody with an address speaks for %(delegation)s on the list.")
            % {"delegation": row.delegation}
        )
    if until is not None and until < today:
        raise CannotAsk(_("The day by which the answer is wanted has passed. Choose a later one."))
    waiting = PostToReconfirm.objects.filter(assignment=row, asking__until__gt=now, answers=None)
    reasons = [letters.asked(post.asking) for post in waiting.select_related("asking")]
    if Letter.objects.filter(reason__in=reasons).exists():
        raise CannotAsk(
            _("%(delegation)s was asked about this post already and can still answer.")
            % {"delegation": row.delegation}
        )


def write_askings(
    rows: Iterable[Assignment],
    body: Body,
    *,
    until: dt.date,
    words: str,
    hand_over: HandOver | None,
    now: dt.datetime,
) -> list[Reconfirmation]:
    """One asking for each delegation with all its posts, and one letter to each of those who speak for it.

    For verbs that change the list and write down that they do.
    """
    held: dict[Delegation, list[Assignment]] = defaultdict(list)
    for row in rows:
        if row.delegation is not None:
            held[row.delegation].append(row)
    writable = speakers(body, [one.pk for one in held], today_in(body, now))
    askings = []
    for delegation, posts in held.items():
        asking = Reconfirmation.objects.create(
            body=body, delegation=delegation, hand_over=hand_over, words=words, asked_at=now,
            until=end_of(until, body),
        )  # fmt: skip
        for row in posts:
            PostToReconfirm.objects.create(asking=asking, assignment=row)
        for contact in writable.get(delegation.pk, []):
            link = _link(contact, asking, now=now)
            letters.reconfirm_asked(contact, asking, posts, link=link, now=now)
        askings.append(asking)
    return askings


def _link(contact: Contact, asking: Reconfirmation, *, now: dt.datetime) -> AccessLink:
    return access.open_link(
        contact, purpose=AccessLink.Purpose.RECONFIRM, subject=asking.pk, until=asking.until + READ_AFTERWARDS,
        now=now,
    )  # fmt: skip


# --- answering --------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    asking: Reconfirmation, said: Mapping[uuid.UUID, Said], *, contact: Contact, now: dt.datetime
) -> list[CarryingOn]:
    """The delegation says of each post, by the UUID of its row in the asking, whether it carries on.

    It may be said anew until the day; the newest counts. "We carry on" makes the post confirmed from today on; another
    answer after it takes that back. Everybody who speaks for the delegation gets a receipt. Raises CannotAnswer.
    """
    asking = Reconfirmation.objects.select_for_update(of=("self",)).select_related("body").get(pk=asking.pk)
    _check_answer(asking, said, contact, now)
    posts = {row.pk: row for row in asking.posts.select_related("assignment")}
    given = []
    for pk, words in said.items():
        if pk not in posts:
            raise CannotAnswer(_("That post is not among those your delegation was asked about."))
        given.append(
            CarryingOn.objects.create(
                post=posts[pk],
                kind=words.kind,
                contact=contact,
                given_at=now,
                when_words=words.when if words.kind == Kind.LATER else "",
                words=words.words,
            )
        )
        _let_the_list_say(posts[pk], words.kind, contact, now=now)
    audit.record(
        "reconfirmation answered", asking, by=contact.actor, now=now, body=asking.body_id, posts=len(given),
        carry_on=sum(row.kind == Kind.CARRY_ON for row in given),
    )  # fmt: skip
    for colleague in speakers_of(asking.body, asking.delegation_id, today_in(asking.body, now)):
        link = _link(colleague, asking, now=now)
        letters.reconfirm_receipt(colleague, asking, given, link=link, now=now)
    return given


def _check_answer(
    asking: Reconfirmation, said: Mapping[uuid.UUID, Said], contact: Contact, now: dt.datetime
) -> None:
    if now > asking.until:
        raise CannotAnswer(
            _("The day by which the answer was wanted has passed. Please write to the %(office)s instead.")
            % {"office": asking.body.office}
        )
    if contact.delegation_id != asking.delegation_id or not contact.speaks:
        raise CannotAnswer(_("Only those who speak for the delegation can answer for it."))
    if not said:
        raise CannotAnswer(_("Say of at least one post whether your delegation carries on."))
    for one in said.values():
        if one.kind not in Kind.values:
            raise CannotAnswer(_("That is not an answer to choose."))
        if one.kind == Kind.LATER and not one.when.strip():
            raise CannotAnswer(_("Say by when you will answer, in words: “after the elections in March”."))
        if len(one.words) > LONGEST_WORDS or len(one.when) > LONGEST_WHEN:
            raise CannotAnswer(_("Please write no more than %(most)s characters.") % {"most": LONGEST_WORDS})


def rests_on(delegation: Delegation, day: dt.date) -> str:
    """What a post confirmed by an answer rests on: "answer of Norway, 3 December 2010"; in the language of the list."""
    with override(settings.LANGUAGE_CODE):
        return _("answer of %(delegation)s, %(day)s") % {
            "delegation": delegation,
            "day": formats.date_format(day, "j F Y"),
        }


def _let_the_list_say(post: PostToReconfirm, kind: str, contact: Contact, *, now: dt.datetime) -> None:
    """The list follows the answer where the post is still the delegation's and open to it; else it stays as it is."""
    row = _locked(post.assignment_id)
    if row is None or row.delegation_id != contact.delegation_id:
        return
    today = today_in(row.body, now)
    words = rests_on(contact.delegation, today)
    if kind == Kind.CARRY_ON and row.status == Status.TO_BE_RECONFIRMED:
        said = replace(Post.of(row), status=Status.CONFIRMED, decision=words)
    elif kind != Kind.CARRY_ON and _confirmed_by_answer(post, row):
        said = replace(Post.of(row), status=Status.TO_BE_RECONFIRMED, decision="")
    else:
        return
    day = max(today, row.valid_from or today)
    assignments.restate(row, said, Change(day, words), by=contact.actor, now=now)


def _locked(pk: uuid.UUID) -> Assignment | None:
    """The row that speaks for the post in the end, kept from others; None where it is gone or will not keep still."""
    for _look in range(LOOKS):
        row = assignments.standing([pk]).get(pk)
        if row is None:
            return None
        Assignment.objects.select_for_update().get(pk=row.pk)
        again = assignments.standing([pk]).get(pk)
        if again is not None and again.pk == row.pk:
            return again
    return None


def _confirmed_by_answer(post: PostToReconfirm, row: Assignment) -> bool:
    """Whether the list calls the post confirmed because the delegation said so on this page."""
    if row.status != Status.CONFIRMED:
        return False
    zone = row.body.zone
    earlier = post.answers.filter(kind=Kind.CARRY_ON).select_related("contact__delegation")
    return row.decision in {
        rests_on(one.contact.delegation, timezone.localtime(one.given_at, zone).date()) for one in earlier
    }


# --- what follows -----------------------------------------------------------------------------------------------------


@transaction.atomic
def remind(body: Body, *, by: Actor, now: dt.datetime) -> int:
    """Every delegation that has not answered is reminded, once and never again; how many letters.

    Raises CannotRemind.
    """
    locked = Reconfirmation.objects.select_for_update(of=("self",)).filter(body=body, reminded_at=None)
    open_to_it = {row.pk for row in locked}
    silent = [
        (one, contacts)
        for one, contacts in to_remind(body, askings([body.pk]), now)
        if one.asking.pk in open_to_it
    ]
    if not silent:
        raise CannotRemind(
            _("Everybody who can be written to has answered, was reminded already, or their day has passed.")
        )
    written = 0
    for one, contacts in silent:
        open_posts = [post.row for post in one.posts if post.row is not None and not post.answers]
        for contact in contacts:
            link = _link(contact, one.asking, now=now)
            letters.reconfirm_reminder(contact, one.asking, open_posts, link=link, now=now)
            written += 1
        one.asking.reminded_at = now
        one.asking.save(update_fields=["reminded_at"])
        audit.record("reconfirmation reminded", one.asking, by=by, now=now, body=body.pk)
    return written


@transaction.atomic
def open_post(post: PostToReconfirm, change: Change, *, by: Actor, now: dt.datetime) -> Assignment:
    """The delegation said that it cannot carry on: its post is vacant from the given day on.

    Raises NotOpenedNow, NoReason, BadDay, Overtaken.
    """
    [one] = askings([post.asking.body_id], only=post.asking_id)
    standing = next(row for row in one.posts if row.post.pk == post.pk)
    if not standing.may_be_opened or standing.row is None:
        raise NotOpenedNow(_("The answer or the list has changed since; look at it again."))
    vacant = replace(
        Post.of(standing.row), delegation=None, status=Status.VACANT, proposed_by=None, decision="", note=""
    )
    return assignments.restate(standing.row, vacant, change, by=by, now=now)
