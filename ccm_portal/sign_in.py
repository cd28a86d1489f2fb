"""Staff signing in: how long a session lasts, whether it is fresh, and what is told when a way in changes.

django-allauth checks passwords, passkeys and codes; the rules of the house stand here. A member of staff needs a second
factor (a passkey, or an authenticator app) before any page of the desk opens. A session is *fresh* for 15 minutes after
the person proved who they are; what cannot be taken back asks for a fresh one.
"""

import datetime as dt
import uuid
from typing import Any

from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import audit, letters
from ccm_portal.actors import ANYONE
from ccm_portal.models import User

# Circulating, publishing, exporting and managing staff ask for a proof no older than this.
FRESH_FOR = dt.timedelta(minutes=15)
# Nobody at the keyboard: the session ends. And it ends in any case once a working day is over.
IDLE_FOR = dt.timedelta(hours=4)
ENDS_AFTER = dt.timedelta(hours=12)
# Who came by a set-up link and has no factor yet may take so long; nobody can be asked to confirm before there is one.
SET_UP_WITHIN = dt.timedelta(hours=1)
# A session is written at most so often to say that somebody is there.
SEEN_EVERY = dt.timedelta(minutes=5)

BEGAN, SEEN, CONFIRMED = "sign-in-began", "sign-in-seen", "sign-in-confirmed"

FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


# --- the session ------------------------------------------------------------------------------------------------------


@receiver(user_logged_in, dispatch_uid="session begins")
def begin(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Django let somebody in: the clock of this session starts."""
    now = timezone.now()
    for what in (BEGAN, SEEN, CONFIRMED):
        request.session[what] = now.isoformat()
    audit.record("sign_in.done", user, by=user.actor, now=now)


def confirm(request: HttpRequest) -> None:
    """The person proved again who they are: the session is fresh from now on, under a new key."""
    request.session.cycle_key()
    request.session[CONFIRMED] = timezone.now().isoformat()
    audit.record("sign_in.confirmed", request.user, by=request.user.actor, now=timezone.now())  # type: ignore[union-attr]


def _age(request: HttpRequest, what: str) -> dt.timedelta:
    """How long ago it was; for ever where the session does not say."""
    said = request.session.get(what)
    return timezone.now() - dt.datetime.fromisoformat(said) if said else dt.timedelta.max


def user_of(request: HttpRequest) -> User | None:
    """The active member of staff whose session this is, or None; also once it has lasted or rested too long."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return None
    if _age(request, BEGAN) > ENDS_AFTER or _age(request, SEEN) > IDLE_FOR:
        return None
    if _age(request, SEEN) > SEEN_EVERY:
        request.session[SEEN] = timezone.now().isoformat()
    return user


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved within FRESH_FOR who they are, or is still setting up their sign-in.

    The demo's people have nothing to prove it with: always fresh.
    """
    if settings.DEMO or _age(request, CONFIRMED) <= FRESH_FOR:
        return True
    user = request.user
    return isinstance(user, User) and not has_factor(user) and _age(request, BEGAN) <= SET_UP_WITHIN


def has_factor(user: User) -> bool:
    """Whether the person has a passkey or an authenticator app. The demo's people have none and need none."""
    return settings.DEMO or factors(user).exists()


def factors(user: User) -> Any:
    """The person's passkeys and authenticator app, the oldest first."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).order_by("created_at")


# --- what changes the way in ------------------------------------------------------------------------------------------


@transaction.atomic
def set_password(request: HttpRequest, user: User, password: str) -> None:
    """The person's new password; all their other sessions end, and a letter tells them."""
    user.set_password(password)
    user.save(update_fields=["password"])
    _changed(request, user, "password_set", _("Your password was set."))


@transaction.atomic
def end_sessions(user: User) -> None:
    """Every session of this person is over with its next request."""
    user.sign_in_epoch += 1
    user.save(update_fields=["sign_in_epoch"])


@transaction.atomic
def forget(user: User) -> None:
    """The password, passkeys, authenticator app and recovery codes are gone, and with them every session."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)


@receiver(factor_signals.authenticator_added, dispatch_uid="factor added")
def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    words = {
        Authenticator.Type.WEBAUTHN: _("A passkey was added."),
        Authenticator.Type.TOTP: _("An authenticator app was added."),
        Authenticator.Type.RECOVERY_CODES: _("Recovery codes were made."),
    }
    _changed(request, user, "factor_added", words[authenticator.type], kind=authenticator.type)


@receiver(factor_signals.authenticator_removed, dispatch_uid="factor removed")
def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    words = {
        Authenticator.Type.WEBAUTHN: _("A passkey was removed."),
        Authenticator.Type.TOTP: _("The authenticator app was removed."),
        Authenticator.Type.RECOVERY_CODES: _("The recovery codes were removed."),
    }
    _changed(request, user, "factor_removed", words[authenticator.type], kind=authenticator.type)


@receiver(factor_signals.authenticator_reset, dispatch_uid="codes renewed")
def codes_renewed(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    _changed(request, user, "codes_renewed", _("New recovery codes were made; the earlier ones are void."))


@receiver(factor_signals.authenticator_used, dispatch_uid="factor used")
def factor_used(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """A recovery code is for the day a device is lost: its owner is told whenever one was used."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _tell(user, "code_used", _("A recovery code was used to sign in."))


@receiver(factor_signals.authentication_failed, dispatch_uid="factor failed")
def factor_failed(user: User, **_kwargs: Any) -> None:
    failed(user)


def failed(user: User) -> None:
    """Somebody tried to come in as this person and did not get in."""
    audit.record("sign_in.failed", user, by=ANYONE, now=timezone.now())


def _changed(request: HttpRequest, user: User, event: str, words: str, kind: str = "") -> None:
    """Ends the person's other sessions, keeps this one, writes it down and tells them."""
    end_sessions(user)
    update_session_auth_hash(request, user)
    audit.record(f"sign_in.{event}", user, by=user.actor, now=timezone.now(), kind=kind)
    _tell(user, event, words)


def _tell(user: User, event: str, words: str) -> None:
    write_to(
        user, "sign_in_changed", reason=f"sign-in:{event}:{uuid.uuid4()}", now=timezone.now(), words=words
    )


def write_to(
    user: User, template: str, *, reason: str, now: dt.datetime, link_id: uuid.UUID | None = None,
    link_epoch: int = 0, body_id: uuid.UUID | None = None, **context: Any,
) -> None:  # fmt: skip
    """A letter to a member of staff about their own way in."""
    subject, text, html = letters.compose(template, {"user": user, "at": now, **context})
    letters.write(
        reason=reason, recipient=user.pk, address=user.email, name=user.name, delegation="", body_id=body_id,
        subject=subject, text=text, html=html, now=now, link_id=link_id, link_epoch=link_epoch,
    )  # fmt: skip
