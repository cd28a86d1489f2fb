"""Staff: who may do what in which body, from when to when; and the one-time link by which they set up their sign-in."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history, letters, links, sign_in
from ccm_portal.actors import Actor
from ccm_portal.models import User
from friends.models import Body, SetUpLink, StaffRole

LINK_GOOD_FOR = dt.timedelta(hours=72)
HOURS = int(LINK_GOOD_FOR.total_seconds() // 3600)


class NoReason(Exception):
    """The change says nothing of why."""


class BadDay(Exception):
    """A role would end before it begins; the sentence says so."""


class AlreadyHeld(Exception):
    """The person holds this role in this body already; the sentence says since when."""


class LastOperator(Exception):
    """Nobody would be left to manage the staff of the body; the sentence says so."""


class LinkIsVoid(Exception):
    """The set-up link was used, replaced, or is past its end; the sentence says which."""


class OwnRole(Exception):
    """Nobody gives a role to themselves; the sentence says so."""


class ServesElsewhere(Exception):
    """The person also serves a body whose staff somebody else manages; the sentence names it."""


class IsSetUp(Exception):
    """The person's sign-in works; a link that passes it by is made by `reset_sign_in` alone."""


class Deactivated(Exception):
    """The person's sign-in is closed; the sentence says so."""


# --- roles ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    email: str, name: str, *, role: str, body: Body, begins: dt.date | None, by: Actor, now: dt.datetime,
    reason: str = "", tell: bool = True,
) -> tuple[User, SetUpLink | None]:  # fmt: skip
    """The person holds the role from that day on; a new person gets a sign-in, and a link to set it up by letter.

    Somebody who has a sign-in keeps it, and there is no link. `tell`: False where the link is handed over otherwise.
    Raises AlreadyHeld, Deactivated, OwnRole and letters.UnusableAddress.
    """
    letters.wire_address(email)
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and user.pk == by.id:
        raise OwnRole(_("Nobody gives a role to themselves: ask another one who manages staff."))
    if user is not None and not user.is_active:
        raise Deactivated(_("%(name)s has a sign-in that is closed. Open it again first.") % {"name": user})
    new = user is None
    user = user or User.objects.create_user(email, name)
    _give(user, role=role, body=body, begins=begins, by=by, now=now, reason=reason)
    if not new and sign_in.factors(user).exists():
        return user, None
    return user, new_link(user, body=body, by=by, now=now, reason=reason, tell=tell)


def _give(
    user: User, *, role: str, body: Body, begins: dt.date | None, by: Actor, now: dt.datetime, reason: str
) -> StaffRole:
    begins = begins or now.astimezone(body.zone).date()
    held = [
        row for row in StaffRole.objects.filter(user=user, role=role, body=body) if not _over(row, begins)
    ]
    if held:
        raise AlreadyHeld(
            _("%(name)s is %(role)s of %(body)s already.")
            % {"name": user, "role": held[0].get_role_display(), "body": body}
        )
    row = StaffRole(user=user, role=role, body=body, valid_from=begins)
    history.save(row, by=by, reason=reason)
    audit.record("staff.role_given", user, by=by, now=now, body=body.pk, role=role, begins=begins.isoformat())
    return row


def _over(row: StaffRole, day: dt.date) -> bool:
    return row.valid_until is not None and row.valid_until < day


@transaction.atomic
def end_role(role: StaffRole, *, last_day: dt.date, reason: str, by: Actor, now: dt.datetime) -> None:
    """The person holds the role until the end of that day. Raises NoReason, BadDay and LastOperator."""
    _check_reason(reason)
    if role.valid_from is not None and last_day < role.valid_from - dt.timedelta(days=1):
        raise BadDay(
            _("The role begins on %(day)s; it cannot end before that.")
            % {"day": f"{role.valid_from:%d %B %Y}"}
        )
    if role.role == StaffRole.Role.OPERATOR:
        _check_another_operator(role)
    role.valid_until = last_day
    history.save(role, by=by, reason=reason)
    audit.record(
        "staff.role_ended", role.user, by=by, now=now, body=role.body_id, role=role.role,
        last_day=last_day.isoformat(),
    )  # fmt: skip


def _check_another_operator(role: StaffRole) -> None:
    others = StaffRole.objects.filter(
        role=role.role, body=role.body_id, valid_until=None, user__is_active=True
    )
    if not others.exclude(user=role.user_id).exists():
        raise LastOperator(
            _("%(name)s is the only one who manages the staff of %(body)s. Name another one first.")
            % {"name": role.user, "body": role.body}
        )


def check_serves_only(user: User, bodies: set[uuid.UUID]) -> None:
    """Closing or resetting a sign-in touches every body the person serves. Raises ServesElsewhere."""
    elsewhere = (
        StaffRole.objects.filter(user=user, valid_until=None).exclude(body__in=bodies).select_related("body")
    )
    if other := elsewhere.first():
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
    user: User, *, body: Body, by: Actor, now: dt.datetime, reason: str = "", tell: bool = True
) -> SetUpLink:
    """A link to set up the sign-in, good once and for 72 hours; the one before is void. `tell`: sent by letter.

    Raises IsSetUp and Deactivated.
    """
    _check_active(user)
    if sign_in.factors(user).exists():
        raise IsSetUp(_("%(name)s has set up a sign-in. If it is lost, reset it.") % {"name": user})
    link = SetUpLink.objects.select_for_update().filter(user=user).first() or SetUpLink(user=user)
    link.epoch += 1
    link.token_sha256 = links.fingerprint(links.token(link.pk, link.epoch))
    link.until = now + LINK_GOOD_FOR
    link.used_at = None
    history.save(link, by=by, reason=reason)
    audit.record("staff.link_made", user, by=by, now=now, body=body.pk)
    if tell:
        sign_in.write_to(
            user, "set_up", reason=f"set-up:{link.pk}:{link.epoch}", now=now, link_id=link.pk,
            link_epoch=link.epoch, body_id=body.pk, body=body, hours=HOURS, until=link.until,
        )  # fmt: skip
    return link


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

    The letter gives the reason. Raises NoReason and Deactivated.
    """
    _check_reason(reason)
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


@transaction.atomic
def deactivate(user: User, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The sign-in is closed from the next request on, and the roles end. Raises NoReason and LastOperator."""
    _check_reason(reason)
    running = (
        StaffRole.objects.filter(user=user).exclude(valid_until__lt=now.date()).select_related("body", "user")
    )
    for role in running:
        yesterday = now.astimezone(role.body.zone).date() - dt.timedelta(days=1)
        begins = role.valid_from
        # A role that began today, or is still to begin, ends as it begins: the person is out in any case.
        end_role(
            role, last_day=max(yesterday, begins) if begins else yesterday, reason=reason, by=by, now=now
        )
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
