"""What the portal holds about one person, told to them or to whoever keeps the list: for reading, and as JSON.

A table somebody adds is told of like the others: every row that points to the person. The person reads all of it but
the notes of the office. The keeper of the list reads those, but of letters and of what was said in rounds only how many
there are: they are not the keeper's to read.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ccm_portal import holdings
from ccm_portal.holdings import Table
from ccm_portal.models import Letter
from friends import sessions
from friends.models import AccessLink, Contact, ListedContact
from friends.persons import Person

# Told in words of their own, or nothing anybody reads.
TOLD_APART: tuple[Table, ...] = (Contact, Contact.history.model, ListedContact, AccessLink, Letter)
DAY, MOMENT = "j F Y", "j F Y, H:i e"
# Words of the office about its own work; never a key.
FOR_THE_OFFICE = ("reason", "note", "internal", "pair_doubt")
NEVER = ("sha256", "token", "message_id", "version", "rank")
ENTRY = (
    *("name", "email", "phone", "delegation", "posting", "speaks", "main", "language", "visibility"),
    *("valid_from", "valid_until"),
)


@dataclass(frozen=True)
class Held:
    """One kind of thing that is held: what it is called, how many, and each as label → value where it may be read."""

    what: str
    number: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def all_of(cls, what: str, rows: Iterable[dict[str, Any]]) -> "Held":
        told = list(rows)
        return cls(what, len(told), told)

    @property
    def shown(self) -> list[dict[str, str]]:
        """The rows for reading, without what is empty; instants in the zone now active."""
        return [{label: _read(value) for label, value in row.items() if value != ""} for row in self.rows]


@dataclass(frozen=True)
class Report:
    """Everything that is held about a person, as of `made_at`; `acts`: how often they changed what, by table."""

    person: Person
    made_at: dt.datetime
    held: list[Held]
    acts: dict[str, int]
    sessions: int

    def as_json(self) -> dict[str, Any]:
        """The same for a file: text, numbers, days and instants, to be written as ISO 8601."""
        return {
            "made_at": self.made_at,
            "person": str(self.person.contact),
            "held": [{"what": one.what, "number": one.number, "entries": one.rows} for one in self.held],
            "changes_made_by_the_person": self.acts,
            "open_sessions": self.sessions,
        }


def report(person: Person, *, to_keeper: bool, now: dt.datetime) -> Report:
    """All that points to the person, as its keeper or the person may read it."""
    links = AccessLink.objects.filter(contact__in=person.ids).order_by("created_at")
    held = [
        Held.all_of(_("On the contact list"), (_entry(row) for row in person.rows)),
        Held.all_of(_("What the list said before, and says"), _states(person, to_keeper)),
        Held.all_of(_("Places on the list"), _places(person)),
        Held.all_of(_("Links in letters"), (_link(link) for link in links)),
        Held.all_of(_("Letters"), _letters(person, to_keeper)),
        *_others(person, to_keeper),
    ]
    return Report(
        person=person,
        made_at=now,
        held=[one for one in held if one.number],
        acts=dict(_acts(person)),
        sessions=sessions.count([str(link.pk) for link in links]),
    )


def _entry(row: Any) -> dict[str, Any]:
    return {_label(Contact, name): _value(row, name) for name in ENTRY}


def _states(person: Person, to_keeper: bool) -> Iterator[dict[str, Any]]:
    states = Contact.history.filter(id__in=person.ids).select_related("delegation")
    for state in states.order_by("history_date", "history_id"):
        why = {_("Why"): state.history_change_reason or ""} if to_keeper else {}
        yield {_("Recorded"): state.history_date, **_entry(state), **why}


def _places(person: Person) -> Iterator[dict[str, Any]]:
    places = ListedContact.objects.filter(contact__in=person.ids)
    for place in places.select_related("assignment__body", "assignment__area", "assignment__delegation"):
        row = place.assignment
        yield {
            _("Body"): str(row.body),
            _("Post"): row.post,
            _("Role"): row.get_role_display(),
            _("From"): _plain(row.valid_from),
            _("Until"): _plain(row.valid_until),
        }


def _link(link: AccessLink) -> dict[str, Any]:
    return {
        _("To"): link.get_purpose_display(),
        _("Made"): _plain(link.created_at),
        _("Good until"): _plain(link.revoked_at or link.until),
    }


def _letters(person: Person, to_keeper: bool) -> Iterator[dict[str, Any]]:
    for letter in Letter.objects.filter(recipient__in=person.ids).order_by("written_at"):
        yield {
            _("Written"): _plain(letter.written_at),
            _("Subject"): letter.subject,
            _("To"): letter.address,
            _("State"): letter.get_state_display(),
            _("Mail server"): letter.server_said,
            **({} if to_keeper else {_("Text"): letter.text}),
        }


def _others(person: Person, to_keeper: bool) -> Iterator[Held]:
    """Rows of any other table that point to the person, in its own words."""
    for table in holdings.tables():
        if table in TOLD_APART or hasattr(table, "history_person"):
            continue
        rows = list(holdings.rows_about(table, Contact, person.ids))
        sealed = to_keeper and table._meta.app_label != Contact._meta.app_label
        told = [] if sealed else [_told(row, to_keeper) for row in rows]
        yield Held(capfirst(str(table._meta.verbose_name_plural)), len(rows), told)


def _told(row: models.Model, to_keeper: bool) -> dict[str, Any]:
    """What the row itself says; nothing of the rows it refers to but what it is about."""
    said = {}
    for one in row._meta.concrete_fields:
        sealed = any(word in one.name for word in FOR_THE_OFFICE) and not to_keeper
        key = isinstance(one, models.UUIDField | models.BinaryField) or any(
            word in one.name for word in NEVER
        )
        if not one.is_relation and not sealed and not key:
            said[_label(type(row), one.name)] = _value(row, one.name)
    return said


def _acts(person: Person) -> Iterator[tuple[str, int]]:
    for table in holdings.tables():
        if hasattr(table, "history_person"):
            acted = table._base_manager.filter(history_user_id__in=person.ids).count()
            if acted:
                original = table.instance_type  # type: ignore[attr-defined]
                yield capfirst(str(original._meta.verbose_name_plural)), acted


def _label(table: Table, name: str) -> str:
    return capfirst(str(getattr(table._meta.get_field(name), "verbose_name", name)))


def _value(row: Any, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    return _plain(display() if display else getattr(row, name))


def _plain(value: Any) -> Any:
    """As JSON can say it."""
    if value is None:
        return ""
    return value if isinstance(value, bool | int | float | str | list | dict | dt.date) else str(value)


def _read(value: Any) -> str:
    """As a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return formats.date_format(timezone.localtime(value), MOMENT)
    return formats.date_format(value, DAY) if isinstance(value, dt.date) else str(value)


def held_about(ids: frozenset[uuid.UUID]) -> dict[str, int]:
    """How many rows of each other table point to these people; they stay, and name nobody once a person is erased."""
    counts = {}
    for table in holdings.tables():
        if table in TOLD_APART or hasattr(table, "history_person"):
            continue
        if number := holdings.rows_about(table, Contact, ids).count():
            counts[capfirst(str(table._meta.verbose_name_plural))] = number
    return counts
