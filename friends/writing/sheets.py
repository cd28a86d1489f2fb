"""The contact list as values, for whatever file is made of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Person:
    """A person, or a role mailbox (`name` is ""), as the list shows them.

    withheld: there is an address, and whoever reads this may not see it; `email` is "" then.
    """

    name: str
    email: str
    withheld: bool = False


@dataclass(frozen=True)
class Entry:
    """One row of the list. beneath: what stands under the post ("in cooperation"); chip: the status, "" where none."""

    post: str
    delegation: str
    people: tuple[Person, ...] = ()
    beneath: str = ""
    chip: str = ""


@dataclass(frozen=True)
class Sheet:
    """The whole list and what stands around it, in one language.

    title: "Contact list, update as of 12 November 2010". edition: its number, None for a list that is no edition.
    stamp: how final it is and for whom, on the first page. confidence: "For the Friends; not public", on each page.
    day: ISO 8601, of the list. language: BCP 47. office: who holds the addresses that are not shown. note: what was
    written to go with it.
    """

    treaty: str
    body: str
    title: str
    stamp: str
    confidence: str
    office: str
    day: str
    entries: tuple[Entry, ...]
    edition: int | None = None
    language: str = "en"
    note: str = ""

    @property
    def addresses(self) -> int:
        """How many different addresses it shows."""
        return len({person.email.casefold() for entry in self.entries for person in entry.people} - {""})


@dataclass(frozen=True)
class Table:
    """Columns and rows of words; title: of the sheet and the file. language: BCP 47."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    language: str = "en"
    creator: str = ""


def headings() -> tuple[str, str, str, str]:
    """The four columns as the list has always had them."""
    return _("Area of work or office"), _("Delegation"), _("Name"), _("Address")


def shown_name(person: Person) -> str:
    return person.name or _("role mailbox")


def shown_address(person: Person, sheet: Sheet) -> str:
    """The address; who holds it, where it is not shown; "" where there is none."""
    if person.withheld:
        return _("held by the %(office)s") % {"office": sheet.office}
    return person.email


def post_words(entry: Entry) -> str:
    """The post with what stands under it: "Victim assistance (in cooperation)"."""
    said = ", ".join(words for words in (entry.beneath, entry.chip) if words)
    return f"{entry.post} ({said})" if entry.post and said else entry.post or said


def four_columns(sheet: Sheet) -> Table:
    """The list as a table, a row for each person, so that each name stays beside its address when it is sorted."""
    with translation.override(sheet.language):
        return Table(
            title=sheet.title,
            headings=headings(),
            rows=tuple(_rows(sheet)),
            language=sheet.language,
            creator=f"{sheet.body}, {sheet.treaty}",
        )


def _rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    for entry in sheet.entries:
        for person in entry.people or (Person("", ""),):
            yield post_words(entry), entry.delegation, person.name, shown_address(person, sheet)
