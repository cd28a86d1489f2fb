"""Editions of the contact list: what it holds on a day, frozen and numbered; a person erased from all of them.

Content (schema `ccm-portal/contact-list/1`), in the printed order:
    {"schema", "body": {"id", "name"}, "as_of": "2010-11-12", "time_zone", "entries": [
        {"thread", "post", "area", "role", "status",
            "delegation": {"id", "name"} or null, "people": [
            {"id", "thread", "name", "email", "visibility", "erased_on": "" or ISO 8601}]}]}
`thread` is the first of the assignments (of the contacts) that continue each other: an entry (a person) keeps it
through every change. A person's `id` is the contact's UUID. Telephone numbers and notes are in no edition.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ccm_portal import audit, enclosures
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends import roster, sight
from friends.models import Assignment, Body, Contact, ContactListEdition

SCHEMA = "ccm-portal/contact-list/1"

Content = dict[str, Any]


class CannotFreeze(Exception):
    """The list cannot be frozen so; the sentence says why."""


@dataclass(frozen=True)
class Plan:
    """The edition that freezing now would make: shown first, and checked again when it is frozen."""

    number: int
    as_of: dt.date
    content: Content
    sha256: str
    before: ContactListEdition | None

    @property
    def says_the_same(self) -> bool:
        """Whether the edition before it holds the same entries."""
        return self.before is not None and self.before.content["entries"] == self.content["entries"]


# --- what the list holds ----------------------------------------------------------------------------------------------


def content_of(body: Body, day: dt.date, *, listed_only: bool = True) -> Content:
    """The list that holds at the end of `day` in the body's zone; six queries whatever its length.

    Without `listed_only` also the posts that are not printed: who cooperates by what a record says.
    """
    threads = _threads(Assignment.objects.filter(body=body)) | _threads(Contact.objects.all())
    return {
        "schema": SCHEMA,
        "body": {"id": str(body.pk), "name": body.name},
        "as_of": day.isoformat(),
        "time_zone": body.time_zone,
        "entries": [_entry(row, threads) for row in roster.rows_on(body, day, listed_only=listed_only)],
    }


def _threads(rows: QuerySet[Any]) -> dict[uuid.UUID, uuid.UUID]:
    """For each row that continues another: the first of them."""
    continued = dict(rows.filter(continues__isnull=False).values_list("pk", "continues"))
    return {pk: _first(pk, continued) for pk in continued}


def _first(pk: uuid.UUID, continued: dict[uuid.UUID, uuid.UUID]) -> uuid.UUID:
    seen = set()
    while pk in continued and pk not in seen:
        seen.add(pk)
        pk = continued[pk]
    return pk


def _entry(row: roster.Row, threads: dict[uuid.UUID, uuid.UUID]) -> dict[str, Any]:
    post, holder = row.assignment, row.delegation
    return {
        "thread": str(threads.get(post.pk, post.pk)),
        "post": post.post,
        "area": post.area.name if post.area else "",
        "role": post.role,
        "status": post.status,
        "delegation": {"id": str(holder.pk), "name": holder.name} if holder else None,
        "people": [
            {
                "id": str(contact.pk),
                "thread": str(threads.get(contact.pk, contact.pk)),
                "name": contact.name,
                "email": contact.email,
                "visibility": contact.visibility,
                "erased_on": contact.erased_on.isoformat() if contact.erased_on else "",
            }
            for contact in row.contacts
        ],
    }


def title(day: dt.date) -> str:
    """ "Contact list, update as of 12 November 2010"."""
    return _("Contact list, update as of %(day)s") % {"day": formats.date_format(day, "j F Y")}


# --- verbs ------------------------------------------------------------------------------------------------------------


def newest(body: Body) -> ContactListEdition | None:
    """The last edition that was frozen."""
    return ContactListEdition.objects.filter(body=body).order_by("-number").first()


def plan(body: Body, *, as_of: dt.date, now: dt.datetime) -> Plan:
    """What freezing the list as of this day would make. Raises CannotFreeze."""
    if as_of > timezone.localtime(now, body.zone).date():
        raise CannotFreeze(
            _("The day is still to come; an edition says what the list holds, not what it may.")
        )
    content = content_of(body, as_of)
    if not content["entries"]:
        raise CannotFreeze(_("The list holds nothing on that day."))
    before = newest(body)
    number = before.number + 1 if before else 1
    return Plan(number, as_of, content, sha256(canonical(content)), before)


@transaction.atomic
def freeze(
    body: Body, *, as_of: dt.date, note: str, seen: str, by: Actor, now: dt.datetime
) -> ContactListEdition:
    """The list as of this day is the next edition; nobody is told yet.

    `seen` is the SHA-256 of the content that was shown. Two at once get a number each. Raises CannotFreeze.
    """
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    planned = plan(body, as_of=as_of, now=now)
    if planned.sha256 != seen:
        raise CannotFreeze(_("The list changed since you looked. Nothing was frozen; look again."))
    edition = ContactListEdition.objects.create(
        body=body,
        number=planned.number,
        as_of=as_of,
        frozen_at=now,
        frozen_by=by.person,
        note=note,
        content=planned.content,
        sha256=planned.sha256,
    )
    audit.record(
        "edition frozen", edition, by=by, now=now, body=body.pk, sha256=edition.sha256, number=edition.number
    )
    return edition


@transaction.atomic
def blank(contacts: Collection[uuid.UUID], *, day: dt.date, by: Actor, now: dt.datetime) -> int:
    """What is personal of these contacts is gone from every edition, which says that it was erased on `day`.

    The files that went with their letters are kept no longer. How many editions were changed.
    Called by whoever erases a person, inside that transaction.
    """
    wanted, changed = {str(pk) for pk in contacts}, 0
    for edition in ContactListEdition.objects.select_for_update().order_by("pk"):
        if _blank_in(edition.content, wanted, day):
            edition.sha256 = sha256(canonical(edition.content))
            edition.save(update_fields=["content", "sha256"])
            enclosures.take_out(file_of(edition, reach) for reach in sight.REACH)
            audit.record(
                "person erased from edition",
                edition,
                by=by,
                now=now,
                body=edition.body_id,
                sha256=edition.sha256,
            )
            changed += 1
    return changed


def _blank_in(content: Content, wanted: set[str], day: dt.date) -> bool:
    found = [person for entry in content["entries"] for person in entry["people"] if person["id"] in wanted]
    for person in found:
        person |= {"name": "", "email": "", "erased_on": day.isoformat()}
    return bool(found)


def file_of(edition: ContactListEdition, reach: str) -> uuid.UUID:
    """The enclosure that holds the edition as far as this reach (a Contact.Visibility) sees."""
    return uuid.uuid5(edition.pk, reach)


def handed_out(edition: ContactListEdition, kind: str, *, by: Actor, now: dt.datetime) -> None:
    """A file of the edition left the portal: written down."""
    audit.record("edition handed out", edition, by=by, now=now, body=edition.body_id, format=kind)
