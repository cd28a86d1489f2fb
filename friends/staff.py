"""Staff: who may do what in which body, from when to when; and the one-time link by which they set up their sign-in."""

import datetime as dt
import uuid
from enum import Enum

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from ccm_portal import audit, history, letters, links, sign_in
from ccm_portal.actors import Actor
from ccm_portal.models import User
from friends.models import Body, SetUpLink, StaffRole

LINK_GOOD_FOR = dt.timedelta(hours=72)
HOURS = int(LINK_GOOD_FOR.total_seconds() // 3600)
# Roles without whose holder a body stands still.
KEPT = {StaffRole.Role.COORDINATOR, StaffRole.Role.OPERATOR}


class Way(Enum):
    """How a set-up link reaches its person."""

    LETTER = "letter"
    # On the page, once, to be handed over by whoever asked for it; the person is told so by letter. Only for somebody
    # who never came in: a sign-in once in use is opened to nobody else.
    SHOWN = "shown"
    # By a command, to whoever has the machine in hand.
    PRINTED = "printed"


class NoReason(Exception):
    """The change says nothing of why."""


class BadDay(Exception):
    """A role would end before it begins; the sentence says so."""


class AlreadyHeld(Exception):
    """The person holds this role in this body already; the sentence says since when."""


class LastOne(Exception):
    """Nobody whose sign-in works would be left to coordinate the body, or to manage its staff; the sentence says so."""


class LinkIsVoid(Exception):
    """The set-up link was used, replaced, or is past its end; the sentence says which."""


class OwnRole(Exception):
    """Nobody gives a role to themselves; the sentence says so."""


class OwnSignIn(Exception):
    """Nobody resets or closes the sign-in they use; the sentence says where to go."""


class ServesElsewhere(Exception):
    """The person also serves a body whose staff somebody else manages; the sentence names it."""


class NotNew(Exception):
    """The person signed in before, so a link is shown to nobody else; the sentence says so."""


class IsSetUp(Exception):
    """The person's sign-in works; a link that passes it by is made by `reset_sign_in` alone."""


class Deactivated(Exception):
    """The person's sign-in is closed; the sentence says so."""


# --- roles ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    email: str, name: str, *, role: str, body: Body, begins: dt.date | None, by: Actor, now: dt.datetime,
    ends: dt.date | None = None, reason: str = "", way: Way = Way.LETTER,
) -> tuple[User, SetUpLink | None]:  # fmt: skip
    """The person holds the role from that day on; a new person gets a sign-in, and a link to set it up by letter.

    Somebody who has a sign-in keeps it, there is no link, and their sessions end: the role asks for a new one.
    begins, ends: days of the body's zone, today and never where None.
    Raises AlreadyHeld, BadDay, Deactivated, OwnRole, NotNew and letters.UnusableAddress.
    """
    letters.wire_address(email)
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and user.pk == by.id:
        raise OwnRole(_("Nobody gives a role to themselves: ask another one who manages staff."))
    if user is not None and not user.is_active:
        raise Deactivated(_("%(name)s has a sign-in that is closed. Open it again first.") % {"name": user})
    new = user is None
    user = user or User.objects.create_user(email, name)
    days = (begins or now.astimezone(body.zone).date(), ends)
    _give(user, role=role, body=body, days=days, by=by, now=now, reason=reason)
    if not new and sign_in.factors(user).exists():
        sign_in.end_sessions(user)
        return user, None
    return user, new_link(user, body=body, by=by, now=now, reason=reason, way=way)


def _give(
    user: User, *, role: str, body: Body, days: tuple[dt.date, dt.date | None], by: Actor, now: dt.datetime,
    reason: str,
) -> None:  # fmt: skip
    _check_days(*days, today=now.astimezone(body.zone).date())
    _alone_with(body.pk)
    begins, ends = days
    rows = StaffRole.objects.filter(user=user, role=role, body=body, ended_at=None)
    held = [row for row in rows if row.valid_until is None or row.valid_until >= begins]
    if held:
        raise AlreadyHeld(
            _("%(name)s is %(role)s of %(body)s already.")
            % {"name": user, "role": held[0].get_role_display(), "body": body}
        )
    row = StaffRole(user=user, role=role, body=body, valid_from=begins, valid_until=ends)
    history.save(row, by=by, reason=reason)
    audit.record(
        "staff.role_given", user, by=by, now=now, body=body.pk, role=role, begins=begins.isoformat(),
        last_day=ends.isoformat() if ends else None,
    )  # fmt: skip


def _check_days(begins: dt.date, ends: dt.date | None, *, today: dt.date) -> None:
    if begins < today:
        raise BadDay(_("A role begins today at the earliest; %(day)s is past.") % {"day": _said(begins)})
    if ends is not None and ends < begins:
        raise BadDay(_("The role begins on %(day)s; it cannot end before that.") % {"day": _said(begins)})


def _said(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


def _alone_with(body_id: uuid.UUID) -> None:
    """Until the end of the transaction nobody else gives or ends a role in this body."""
    Body.objects.select_for_update().get(pk=body_id)


@transaction.atomic
def end_role(role: StaffRole, *, last_day: dt.date, reason: str, by: Actor, now: dt.datetime) -> None:
    """The person holds the role until the end of that day of the body's zone. Raises NoReason, BadDay and LastOne."""
    _check_reason(reason)
    if role.is_over_at(now):
        raise BadDay(_("This role has ended already."))
    today = now.astimezone(role.body.zone).date()
    if last_day < today:
        raise BadDay(
            _("%(day)s is past. To end the role now, choose to end it at once.") % {"day": _said(last_day)}
        )
    _check_days(max(role.valid_from or today, today), last_day, today=today)
    _alone_with(role.body_id)
    _check_another(role, now=now)
    role.valid_until = last_day
    history.save(role, by=by, reason=reason)
    audit.record(
        "staff.role_ended", role.user, by=by, now=now, body=role.body_id, role=role.role,
        last_day=last_day.isoformat(),
    )  # fmt: skip


@transaction.atomic
def take_role(role: StaffRole, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The role is over at once, and the person's sessions with it. Raises NoReason, BadDay and LastOne."""
    _check_reason(reason)
    if role.is_over_at(now):
        raise BadDay(_("This role has ended already."))
    _alone_with(role.body_id)
    _check_another(role, now=now)
    _take(role, reason=reason, by=by, now=now)
    sign_in.end_sessions(role.user)


def _take(role: StaffRole, *, reason: str, by: Actor, now: dt.datetime) -> None:
    today = now.astimezone(role.body.zone).date()
    role.ended_at = now
    role.valid_until = max(today, role.valid_from or today)
    history.save(role, by=by, reason=reason)
    audit.record(
        "staff.role_ended", role.user, by=by, now=now, body=role.body_id, role=role.role, at_once=True
    )


def _check_another(role: StaffRole, *, now: dt.datetime) -> None:
    """Somebody else must be there for good, with a sign-in that works, where the role counts on its holder."""
    if role.role not in KEPT or not (role.holds_at(now) and sign_in.has_factor(role.user)):
        return
    others = StaffRole.objects.filter(
        role=role.role, body=role.body_id, valid_until=None, user__is_active=True
    ).exclude(user=role.user_id)
    if any(
        other.holds_at(now) and sign_in.has_factor(other.user)
        for other in others.select_related("user", "body")
    ):
        return
    raise LastOne(
        _(
            "%(name)s is the only %(role)s of %(body)s whose sign-in works. Somebody else must hold the role without "
            "an end, and have set up their sign-in, first."
        )
        % {"name": role.user, "role": role.get_role_display(), "body": role.body}
    )


def check_serves_only(user: User, bodies: set[uuid.UUID], *, now: dt.datetime) -> None:
    """Closing or resetting a sign-in touches every body the person serves. Raises ServesElsewhere."""
    elsewhere = StaffRole.objects.filter(user=user).exclude(body__in=bodies).select_related("body")
    if other := next((role for role in elsewhere if not role.is_over_at(now)), None):
        raise ServesElsewhere(
            _(
                "%(name)s also serves %(body)s. Its own manager of staff has to do this, or end that role first."
            )
            % {"name": user, "body": other.body}
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NoReason(_("Give a reason; it stays with the change."))


# --- the sign-in ------------------------------------------------------------------------------------------------------


@transaction.atomic
def new_link(
    user: User, *, body: Body, by: Actor, now: dt.datetime, reason: str = "", way: Way = Way.LETTER
) -> SetUpLink:
    """A link to set up the sign-in, good once and for 72 hours; the one before is void.

    Raises IsSetUp, NotNew and Deactivated.
    """
    _check_active(user)
    if sign_in.factors(user).exists():
        raise IsSetUp(_("%(name)s has set up a sign-in. If it is lost, reset it.") % {"name": user})
    if way is Way.SHOWN:
        _check_new_to(body, user)
    link = SetUpLink.objects.select_for_update().filter(user=user).first() or SetUpLink(user=user)
    link.epoch += 1
    link.token_sha256 = links.fingerprint(links.token(link.pk, link.epoch))
    link.until = now + LINK_GOOD_FOR
    link.used_at = None
    history.save(link, by=by, reason=reason)
    audit.record("staff.link_made", user, by=by, now=now, body=body.pk)
    _hand_over(link, way=way, body=body, by=by, now=now)
    return link


def _check_new_to(body: Body, user: User) -> None:
    """Whoever is shown the link could use it: only where it opens nothing of the person's, nor of another body."""
    if SetUpLink.history.filter(user=user, used_at__isnull=False).exists():
        raise NotNew(
            _("%(name)s has used a set-up link before, so a new one goes by letter only.") % {"name": user}
        )
    if other := StaffRole.objects.filter(user=user).exclude(body=body).select_related("body").first():
        raise NotNew(
            _("%(name)s also serves %(body)s, so the link goes by letter only.")
            % {"name": user, "body": other.body}
        )


def _hand_over(link: SetUpLink, *, way: Way, body: Body, by: Actor, now: dt.datetime) -> None:
    user = link.user
    if way is Way.LETTER:
        sign_in.write_to(
            user, "set_up", reason=f"set-up:{link.pk}:{link.epoch}", now=now, link_id=link.pk,
            link_epoch=link.epoch, body_id=body.pk, body=body, hours=HOURS, until=link.until,
        )  # fmt: skip
    elif way is Way.SHOWN:
        audit.record("staff.link_shown", user, by=by, now=now, body=body.pk)
        words = _("%(who)s was shown a link to set up your sign-in, to hand it to you.") % {"who": by.person}
        sign_in.write_to(
            user, "sign_in_changed", reason=f"set-up-shown:{link.pk}:{link.epoch}", now=now, words=words,
            body_id=body.pk,
        )  # fmt: skip


def link_behind(token: str) -> SetUpLink | None:
    """The set-up link this token belongs to, or None; whether it is still good, `check_good` says."""
    return SetUpLink.objects.select_related("user").filter(token_sha256=links.fingerprint(token)).first()


def check_good(link: SetUpLink, *, now: dt.datetime) -> None:
    """Raises LinkIsVoid."""
    if not link.user.is_active:
        raise LinkIsVoid(_("This sign-in is closed."))
    if link.used_at is not None:
        raise LinkIsVoid(_("This link was used already; it is good once."))
    if sign_in.factors(link.user).exists():
        raise LinkIsVoid(_("This sign-in is set up already."))
    if link.until <= now:
        raise LinkIsVoid(
            _("This link has come to its end; it was good for %(hours)s hours.") % {"hours": HOURS}
        )


@transaction.atomic
def use_link(link_id: uuid.UUID, *, now: dt.datetime) -> User:
    """The person pressed the button: the link is used up. Raises LinkIsVoid."""
    link = SetUpLink.objects.select_for_update(of=("self",)).select_related("user").get(pk=link_id)
    check_good(link, now=now)
    link.used_at = now
    history.save(link, by=link.user.actor)
    audit.record("staff.link_used", link.user, by=link.user.actor, now=now)
    return link.user


@transaction.atomic
def reset_sign_in(user: User, *, body: Body, reason: str, by: Actor, now: dt.datetime) -> None:
    """After a loss: password, passkeys, app and codes are gone, sessions end, and a new link goes out by letter.

    The letter gives the reason. Raises NoReason, OwnSignIn and Deactivated.
    """
    _check_reason(reason)
    _check_not_own(user, by)
    _check_active(user)
    sign_in.forget(user)
    audit.record("staff.sign_in_reset", user, by=by, now=now, body=body.pk)
    sign_in.write_to(
        user, "sign_in_reset", reason=f"sign-in:reset:{uuid.uuid4()}", now=now, why=reason, who=by.person, body=body,
        body_id=body.pk,
    )  # fmt: skip
    new_link(user, body=body, by=by, now=now, reason=reason)


def _check_active(user: User) -> None:
    if not user.is_active:
        raise Deactivated(_("The sign-in of %(name)s is closed.") % {"name": user})


def _check_not_own(user: User, by: Actor) -> None:
    if user.pk == by.id:
        raise OwnSignIn(
            _(
                "This is the sign-in you use. Passkeys, app and password you change on the page of your own sign-in; "
                "to close it, ask another one who manages staff."
            )
        )


@transaction.atomic
def deactivate(user: User, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The sign-in is closed from the next request on, and the roles end. Raises NoReason, OwnSignIn and LastOne."""
    _check_reason(reason)
    _check_not_own(user, by)
    for role in StaffRole.objects.filter(user=user).select_related("body", "user").order_by("body"):
        if not role.is_over_at(now):
            _alone_with(role.body_id)
            _check_another(role, now=now)
            _take(role, reason=reason, by=by, now=now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sign_in.forget(user)
    audit.record("staff.deactivated", user, by=by, now=now)


@transaction.atomic
def reactivate(user: User, *, body: Body, reason: str, by: Actor, now: dt.datetime) -> None:
    """The sign-in is open again, without roles; a new link to set it up goes out. Raises NoReason."""
    _check_reason(reason)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("staff.reactivated", user, by=by, now=now, body=body.pk)
    new_link(user, body=body, by=by, now=now, reason=reason)
