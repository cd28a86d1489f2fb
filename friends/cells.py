"""The cells of the contact list: what each holds, and how one is saved without overwriting anybody.

Whoever saves a cell says what stood in it when it was opened. Where something else stands there by now, nothing is
saved and the person is told; another cell of the same row may have changed meanwhile.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from ccm_portal.actors import Actor
from friends import assignments, contacts, delegations
from friends.assignments import Post
from friends.changes import Change
from friends.contacts import Details
from friends.models import Assignment, Contact, Delegation

OF_A_ROW = {
    "post": ("role", "area", "title", "note"),
    "holder": ("delegation",),
    "status": ("status", "proposed_by"),
}
OF_A_CONTACT = {
    "name": ("name",),
    "address": ("email",),
    "flags": ("main", "speaks", "posting", "visibility"),
}
OF_A_DELEGATION = {"seat": ("seat",)}
OF: Mapping[type[models.Model], Mapping[str, tuple[str, ...]]] = {
    Assignment: OF_A_ROW,
    Contact: OF_A_CONTACT,
    Delegation: OF_A_DELEGATION,
}
# What a cell belongs to.
Thing = Assignment | Contact | Delegation
Values = Mapping[str, Any]


class ChangedMeanwhile(Exception):
    """Somebody changed the cell since it was opened; `stands` is what holds now, `who` the one who changed it."""

    def __init__(self, thing: "Thing", cell: str) -> None:
        last = thing.history.order_by("-history_date", "-history_id").first()
        self.thing = thing
        self.stands = in_words(thing, cell)
        self.who = last.history_person if last else ""
        super().__init__(
            _("%(who)s changed this meanwhile; it says now: %(stands)s.")
            % {"who": self.who or _("Somebody"), "stands": self.stands or _("nothing")}
        )


def names_of(thing: Thing, cell: str) -> tuple[str, ...]:
    """The fields that the cell shows."""
    return next(cells[cell] for kind, cells in OF.items() if isinstance(thing, kind))


def _plain(value: Any) -> str | bool:
    """A value as a form sends it: an object by its identifier."""
    if isinstance(value, bool):
        return value
    if isinstance(value, models.Model):
        return str(value.pk)
    return "" if value is None else str(value)


def written(thing: Thing, cell: str) -> str:
    """What the cell holds, as text to be compared and to fill the fields that change it (JSON)."""
    return json.dumps({name: _plain(getattr(thing, name)) for name in names_of(thing, cell)})


def in_words(thing: Thing, cell: str) -> str:
    """What the cell holds, as a person reads it."""
    told = []
    for name in names_of(thing, cell):
        value = getattr(thing, name)
        shown = getattr(thing, f"get_{name}_display", None)
        if isinstance(value, bool):
            told.append(f"{thing._meta.get_field(name).verbose_name}: {_('yes') if value else _('no')}")  # type: ignore[union-attr]
        elif value:
            told.append(str(shown() if shown else value))
    return ", ".join(told)


def standing(thing: Thing, day: dt.date) -> Thing:
    """What stands in the place of `thing` by now, locked: itself, or what continues it on `day` or last of all."""
    model: Any = type(thing)
    found = model.objects.select_for_update().get(pk=thing.pk)
    while model is not Delegation and not found.holds_on(day):
        following = found.continued_by.select_for_update().order_by("valid_from").first()
        following = following or getattr(found, "merged_into", None)
        if following is None:
            break
        found = following
    stands: Thing = found
    return stands


@transaction.atomic
def save(
    thing: Thing,
    cell: str,
    wanted: Values,
    change: Change,
    *,
    seen: str,
    by: Actor,
    now: dt.datetime,
) -> Thing:
    """The cell says `wanted` from the day of the change on; gives what holds it then.

    seen: what `written` gave when the cell was opened. Raises ChangedMeanwhile where another thing stands there now,
    and what the verbs of the row or the contact raise.
    """
    stands = standing(thing, change.holds_from)
    now_written = written(stands, cell)
    if now_written == json.dumps({name: _plain(wanted[name]) for name in names_of(stands, cell)}):
        return stands
    if json.loads(now_written) != _read(seen):
        raise ChangedMeanwhile(stands, cell)
    if isinstance(stands, Assignment):
        return assignments.restate(stands, _post(stands, cell, wanted), change, by=by, now=now)
    if isinstance(stands, Delegation):
        seat = wanted["seat"]
        delegations.correct(stands, stands.name, seat, reason=change.reason, by=by, now=now)
        return stands
    return contacts.correct(stands, replace(Details.of(stands), **wanted), change, by=by, now=now)


def _read(seen: str) -> object:
    try:
        return json.loads(seen)
    except ValueError:
        return None


def _post(row: Assignment, cell: str, wanted: Values) -> Post:
    """What the row says with the cell changed: who holds a post and whether it is vacant change together."""
    post = replace(Post.of(row), **wanted)
    status = Assignment.Status
    if cell == "holder":
        if post.delegation is None:
            return replace(post, status=status.VACANT)
        return replace(post, status=status.LISTED) if post.status == status.VACANT else post
    if cell == "status" and post.status == status.VACANT:
        return replace(post, delegation=None)
    return post
