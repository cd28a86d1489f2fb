"""Where django-allauth asks the house: who may come in, where to, under which name, how secrets are kept."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ccm_portal import sign_in
from ccm_portal.models import User

WRONG = _("This address and password do not open a sign-in. Please check both.")
TOO_MANY = _("Too many attempts. Please wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; the same answer for an unknown address, a wrong password and an account that is closed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": _("This code is not right, or was used already. Please wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # Asked at the routes, by our own policies (ccm_portal.policies).
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The active user with this password and a second factor to ask for; None is answered the same for all."""
        user = super().authenticate(request, **credentials)
        if not isinstance(user, User):
            return None
        if user.is_active and sign_in.has_factor(user):
            return user
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        for user in filter_users_by_email(credentials.get("email", ""), for_login=True):
            sign_in.failed(user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, WRONG)
        return redirect("account_login")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that asks, as the last proxy of our own saw it; behind a socket without one, all count as one."""
        told = [
            part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
        ]
        count = settings.TRUSTED_PROXIES
        if 0 < count <= len(told):
            return str(told[-count])
        return str(request.META.get("REMOTE_ADDR") or "unknown")


class FactorAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps and recovery codes stand encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This was not accepted. Please try once more; a code works only once."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": settings.TREATY_NAME}

    def encrypt(self, text: str) -> str:
        return _keeper().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _keeper().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            # SECRET_KEY was changed: no code fits any more.
            raise self.validation_error("incorrect_code") from error


def _keeper() -> Fernet:
    digest = hashlib.sha256(b"sign-in secrets:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
