"""Enclosures: kept once, read by whoever sends. Their rows never change, so a sender reads each file once."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from functools import lru_cache

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ccm_portal import clock
from ccm_portal.envelopes import KEPT_FILES, File
from ccm_portal.models import Enclosure


@transaction.atomic
def keep(pk: uuid.UUID, *, name: str, data: bytes, now: dt.datetime) -> Enclosure:
    """The file is there, and the letters that waited for it are due. Where it was kept already, that one stays."""
    kept, is_new = Enclosure.objects.get_or_create(
        pk=pk,
        defaults={
            "name": name,
            "data": data,
            "sha256": hashlib.sha256(data).hexdigest(),
            "made_at": now,
        },
    )
    if is_new:
        transaction.on_commit(clock.poke, robust=True)
    return kept


@transaction.atomic
def take_out(pks: Iterable[uuid.UUID]) -> int:
    """These files are kept no longer, because somebody who stood in them is erased; how many there were."""
    taken = Enclosure.objects.filter(pk__in=list(pks))
    count = taken.count()
    taken.delete()
    return count


def is_kept(pk: uuid.UUID) -> bool:
    return Enclosure.objects.filter(pk=pk).exists()


def name(pk: uuid.UUID | None) -> str:
    """What the file is called; "" where there is none, or none yet."""
    if pk is None:
        return ""
    return Enclosure.objects.filter(pk=pk).values_list("name", flat=True).first() or ""


def there_or_none() -> Q:
    """Of letters and rounds: those that name no enclosure, and those whose enclosure is kept."""
    return Q(enclosure_id=None) | Q(Exists(Enclosure.objects.filter(pk=OuterRef("enclosure_id"))))


def file(pk: uuid.UUID) -> File:
    """What goes with the letters. Raises Enclosure.DoesNotExist."""
    return _read(pk, Enclosure.objects.values_list("sha256", flat=True).get(pk=pk))


@lru_cache(KEPT_FILES)
def _read(pk: uuid.UUID, sha256: str) -> File:
    """The file of that content; one made anew, after somebody was erased, is read anew by every process."""
    kept = Enclosure.objects.get(pk=pk, sha256=sha256)
    return File(kept.name, bytes(kept.data))
