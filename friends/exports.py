"""The contact list of a day as files to work on, which an import reads again: separated values, Excel, contact cards.

Editions have the list as it is circulated; these have what the office works with, telephone numbers included.
"""

import datetime as dt
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ccm_portal import audit
from ccm_portal.actors import Actor
from friends import roster
from friends.models import Body, Contact
from friends.writing import cards, excel, separated
from friends.writing.cards import Card
from friends.writing.sheets import Table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": "text/vcard; charset=utf-8",
}
# Programs that open separated values by themselves expect it in most of Europe.
SEPARATOR = ";"


def export(body: Body, day: dt.date, kind: str, *, by: Actor, now: dt.datetime) -> tuple[str, bytes]:
    """(name, bytes) of the list as it holds on the day; `kind`: one of TYPES. The audit says that it was taken out."""
    rows = roster.rows_on(body, day)
    data = {
        "csv": lambda: separated.text(table_of(body, day, rows), separator=SEPARATOR),
        "xlsx": lambda: excel.workbook(table_of(body, day, rows)),
        "vcf": lambda: cards.cards(cards_of(rows)),
    }[kind]()
    people = len({contact.pk for row in rows for contact in row.contacts})
    taken_out(body, day, kind, people, by=by, now=now)
    return f"{slugify(body.name)}-{day.isoformat()}.{kind}", data


def taken_out(body: Body, day: dt.date, kind: str, people: int, *, by: Actor, now: dt.datetime) -> None:
    """The audit says that so many people of the list were taken out; `kind`: as which file, or as addresses to copy."""
    audit.record(
        "contact list exported",
        body,
        by=by,
        now=now,
        body=body.pk,
        kind=kind,
        day=day.isoformat(),
        people=people,
    )


def table_of(body: Body, day: dt.date, rows: list[roster.Row]) -> Table:
    """A row for each person in each post, and one for a post in which nobody stands."""
    headings = (
        _("Area of work or office"), _("Delegation"), _("Name"), _("Email address"), _("Telephone"),
        _("Capital or mission"), _("Speaks or copies"), _("Language"),
    )  # fmt: skip
    title = _("Contact list as of %(day)s") % {"day": day.isoformat()}
    return Table(title, headings, tuple(cells for row in rows for cells in _cells(row)), creator=body.name)


def _cells(row: roster.Row) -> list[tuple[str, ...]]:
    holder = row.delegation.name if row.delegation else _("vacant")
    if not row.contacts:
        return [(row.assignment.post, holder, *[""] * 6)]
    return [(row.assignment.post, holder, *_told(contact)) for contact in row.contacts]


def _told(contact: Contact) -> tuple[str, ...]:
    return (
        contact.name,
        contact.email,
        contact.phone,
        str(contact.get_posting_display()),
        _("speaks") if contact.speaks else _("copies only"),
        contact.language,
    )


def cards_of(rows: list[roster.Row]) -> list[Card]:
    """One card for each person, with the posts of all their rows."""
    found: dict[Any, Card] = {}
    for row in rows:
        for contact in row.contacts:
            known = found.get(contact.pk)
            found[contact.pk] = Card(
                uid=str(contact.pk),
                name=contact.name,
                email=contact.email,
                organisation=row.delegation.name if row.delegation else "",
                roles=(*(known.roles if known else ()), row.assignment.post),
                phone=contact.phone,
                language=contact.language,
            )
    return list(found.values())
