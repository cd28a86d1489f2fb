"""Tokens of the links in letters.

A token is an HMAC of the link's UUID and epoch under LINK_KEY; the database keeps only its SHA-256, and stored letters
hold a placeholder, so nothing stored opens anything. Raising the epoch makes every earlier token worthless.
"""

import base64
import hashlib
import hmac
import uuid

from django.conf import settings
from django.urls import reverse

PLACEHOLDER = "https://link.invalid/here"
LETTERS_OF_A_TOKEN = 43


def token(link_id: uuid.UUID, epoch: int) -> str:
    """The 43 characters that open the link."""
    digest = hmac.new(settings.LINK_KEY.encode(), f"{link_id}:{epoch}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def fingerprint(value: str) -> str:
    """What the database keeps of a token. Mail programs add a stray '>' or '.' at the end: cut off first."""
    return hashlib.sha256(value[:LETTERS_OF_A_TOKEN].encode()).hexdigest()


def url(link_id: uuid.UUID, epoch: int) -> str:
    """The absolute address of the link."""
    return settings.BASE_URL + reverse("enter", args=[token(link_id, epoch)])
