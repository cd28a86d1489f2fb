"""Staff of the offices that run the portal. Friends have no accounts: they come by links."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from ccm_portal.actors import Actor, Kind


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "", **fields: Any) -> "User":
        """A member of staff who cannot sign in by password."""
        user = self.model(email=self.normalize_email(email), name=name, **fields)
        user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """One member of staff. Deactivated when they leave, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    # Raised with every change of what one signs in with: sessions begun before it are over.
    sign_in_epoch = models.PositiveIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: the password and the epoch, so that a change of either ends it."""
        known = f"{self.password}:{self.sign_in_epoch}"
        return salted_hmac("ccm_portal.User.sign_in", known, secret=secret, algorithm="sha256").hexdigest()

    @property
    def actor(self) -> Actor:
        return Actor(Kind.STAFF, self.id, person=self.name)
