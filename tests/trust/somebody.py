"""A world with one person everywhere: on the list, in its history and editions, in letters, comments, records as handed
in, sessions, files. Needs Django to be set up, and a renderer.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.test import Client

from actions import records
from ccm_portal import history, holdings, outbox
from ccm_portal.models import Letter
from friends import circulation as circulating
from friends import contacts, editions, imports, periodic, proposals, reviews
from friends.changes import Change
from friends.models import CarryingOn, Contact, ContactListEdition, Proposal
from friends.views.sittings import SESSION_REASON
from meetings import rounds
from meetings.models import Publication
from tests import cast, word_files
from tests.cast import HOUR, NOW, Cast
from tests.meetings import publications
from tests.queries import at_the_desk
from tests.trust import asked

NAME, EARLIER = "Zoë O’Quillfeather-Østby", "Zoë O’Quillfeather"
ADDRESS, EARLIER_ADDRESS = "zoe.oquillfeather@example.org", "z.oquillfeather@example.org"
PHONE = "+41 22 555 98 76"
# What must be nowhere afterwards: whole, and in parts that nobody else bears.
TRACES = (
    *(NAME, EARLIER, "Quillfeather", "Østby"),
    *(ADDRESS, EARLIER_ADDRESS, "zoe.oquillfeather", "z.oquillfeather"),
    *(PHONE, "555 98 76"),
)
DAY = dt.timedelta(days=1)
LATER = NOW + 9 * HOUR
# Columns into which nothing of anybody's can come.
SHORTEST = 100


@dataclass
class Somebody:
    """The person's present row, who else is there, and their browser."""

    people: Cast
    contact: Contact
    browser: Client
    published: Publication
    edition: ContactListEdition
    # How many columns the address was put into.
    planted: int
    # A letter that a worker has claimed and not sent yet.
    claimed: Letter


def build() -> Somebody:
    """Everything by the real verbs; then the address in every free text of every table that holds rows."""
    people = cast.cast()
    contact = _on_the_list(people)
    published = publications.published(people, day=dt.date(2026, 10, 20))
    _records(people)
    edition = _edition(people)
    browser = _in_a_round(people, contact)
    _asked(people, contact)
    _named_elsewhere(people)
    _at_work(people)
    return Somebody(people, contact, browser, published, edition, plant(), _claimed(contact))


def _on_the_list(people: Cast) -> Contact:
    """A first address and name, another one from a day on, a telephone number, a doubt; and a row merged into it."""
    by = people.admin.actor
    named = contacts.Details(name=EARLIER, email=EARLIER_ADDRESS, phone=PHONE, main=True)
    change = Change(NOW.date() - 60 * DAY, f"{EARLIER} comes from Oslo")
    first = contacts.correct(people.friend, named, change, by=by, now=NOW)
    married = contacts.Details(name=NAME, email=EARLIER_ADDRESS, phone=PHONE, main=True)
    first = contacts.correct(first, married, Change(NOW.date() - 40 * DAY, f"{NAME} now"), by=by, now=NOW)
    moved = contacts.Details(name=NAME, email=ADDRESS, phone=PHONE, main=True)
    second = contacts.correct(first, moved, Change(NOW.date() - 20 * DAY, f"{ADDRESS} since"), by=by, now=NOW)
    second.pair_confirmed, second.pair_doubt = False, f"does {ADDRESS} belong to {NAME}?"
    history.save(second, by=by, reason=f"doubted of {NAME}")
    twin = cast.contact(second.delegation, "unused", name=NAME.upper(), valid_until=NOW.date() - 90 * DAY)
    twin.email, twin.merged_into = "", second
    history.save(twin, by=by, reason="one person")
    people.contacts["Norway"][0] = second
    return second


def _records(people: Cast) -> None:
    """A record with the list annexed, as text and as a Word file."""
    text = (
        f"Meeting of the {people.body.name}\n3 May 2026\n\nSummary\n\nThe meeting was short.\n\n"
        f"Contact list update as of 2 May 2026\n\nThematic Area\tCountry\tName\tEmail address\n"
        f"Clearance\tNorway\t{NAME}, Bo Berg\t{ADDRESS} bo.berg@example.org\n"
    )
    by, zone = people.coordinator.actor, "Europe/Zurich"
    for name, data in (
        ("record.txt", text.encode()),
        ("record.docx", word_files.of_text(text.replace("3 May", "4 May"))),
    ):
        records.hand_in(name, data, body=people.body, time_zone=zone, by=by, now=NOW)


def _edition(people: Cast) -> ContactListEdition:
    """An edition that went out, its files made."""
    by = people.admin.actor
    planned = editions.plan(people.body, as_of=NOW.date(), now=NOW)
    note = f"Write to {ADDRESS}."
    edition = editions.freeze(people.body, as_of=NOW.date(), note=note, seen=planned.sha256, by=by, now=NOW)
    circulating.circulate(edition, seen=circulating.plan(edition, now=NOW).fingerprint, by=by, now=NOW)
    while periodic.make_edition_files(NOW):
        pass
    edition.refresh_from_db()
    return edition


def _in_a_round(people: Cast, contact: Contact) -> Client:
    """They comment under their name, answer, and leave a browser open; colleagues get receipts that name them."""
    document = cast.document_at("in_round", people)
    round_ = document.rounds.get()
    seat = round_.delegations.get(name="Norway")
    first = round_.revision.content["sections"][0]["paragraphs"][0]["id"]
    said = cast.comments.Said(paragraph=first, remark=f"Please add a date.\n{NAME}, {PHONE}")
    cast.comments.write(seat, said, contact=contact, now=NOW + 2 * HOUR)
    cast.comments.send(seat, contact=contact, now=NOW + 2 * HOUR)
    link = rounds.round_link(contact, round_, now=NOW)
    browser = Client()
    session = browser.session
    session["links"] = [str(link.pk)]
    session.save()
    return browser


def _asked(people: Cast, contact: Contact) -> None:
    """They propose something in a review of the list, answer for their post, and stand in a list handed in."""
    by, until = people.admin.actor, NOW.date() + 14 * DAY
    seen = reviews.plan(people.body, until=until, note="", now=NOW).fingerprint
    review = reviews.open(people.body, until=until, note="", seen=seen, by=by, now=NOW)
    entry = reviews.entry_of(review, contact)
    assert entry is not None
    details = contacts.Details(name=NAME, email=ADDRESS, phone=f"{PHONE} 1", main=True)
    wanted = proposals.Wanted(
        Proposal.Kind.CORRECT, contact, details, NOW.date(), f"Write to {NAME}, {ADDRESS}."
    )
    proposals.propose(entry, wanted, contact=contact, now=NOW)
    reviews.confirm(entry, contact=contact, now=NOW)
    said = asked.asking(people).posts.get()
    CarryingOn.objects.create(
        post=said, kind=CarryingOn.Kind.values[0], words=f"Yes. {NAME}", contact=contact, given_at=NOW
    )
    rows = [[1, ["Country", "Name", "Email"]], [2, ["Norway", NAME, ADDRESS]]]
    content = {"sheets": [{"name": "", "rows": rows, "merged": []}], "text": "", "remarks": []}
    imports.propose(people.body, "list.csv", content, by=by, now=NOW)


def _named_elsewhere(people: Cast) -> None:
    """A colleague's post speaks of them by name alone."""
    row = people.contacts["Canada"][0].assignments.get()
    row.note = f"To be settled with {NAME}."
    history.save(row, by=people.admin.actor, reason=f"{NAME} telephoned")


def _at_work(people: Cast) -> None:
    """The keeper of the list has given a reason that names them, in a sitting that goes on."""
    session = at_the_desk(people.admin).session
    session[SESSION_REASON] = f"{NAME} telephoned"
    session.save()


def _claimed(contact: Contact) -> Letter:
    """One of their letters is in a worker's hands; others wait."""
    waiting = Letter.objects.filter(recipient=contact.pk, state=Letter.State.QUEUED)
    waiting.update(enclosure_id=None, next_try_at=NOW)
    first = waiting.first()
    assert first is not None
    claimed = outbox.claim(first.pk, LATER)
    assert claimed is not None
    return claimed


def plant() -> int:
    """The address in every free text of every table with rows, what is published left alone; in how many columns."""
    planted = 0
    for table in holdings.tables():
        row = None if holdings.is_frozen(table) or _is_text_of_minutes(table) else table._base_manager.first()
        values = _with_the_address(row) if row is not None else {}
        if values:
            holdings.rewrite(holdings.Found(table, row.pk, {}), values)
            planted += len(values)
    return planted


def _is_text_of_minutes(table: type[models.Model]) -> bool:
    """Texts, meetings and preparations: some of their rows stand for what is published."""
    original = getattr(table, "instance_type", table)
    return original._meta.app_label == "meetings" and original.__name__ in {
        *("Document", "Section", "Paragraph", "Meeting", "AgendaItem", "AgendaArea", "Attendance"),
        "Preparation",
    }


def _with_the_address(row: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.choices or column.unique:
            continue
        held = getattr(row, column.attname)
        if isinstance(column, models.JSONField):
            if column.name != "content" and isinstance(held, list | dict):
                seen = {"seen": f"{NAME} <{ADDRESS}>", "told by": PHONE}
                values[column.name] = [*held, seen] if isinstance(held, list) else held | seen
        elif isinstance(column, models.TextField):
            values[column.name] = f"{held or ''} ({NAME}, {ADDRESS}, {PHONE})"
    return values


def chosen(seen: Any) -> list[str]:
    """What the keeper of the list ticks: every place that the page asks about."""
    return [one.key for one in seen.possible]
