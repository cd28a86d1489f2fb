"""E1 and E2: saving one paragraph, and reading the text as it was at a moment, in a text of 2,000 paragraphs.

On PostgreSQL and, in a process of its own, on SQLite. Saving has a goal in milliseconds of this machine, because it was
asked for as such; beside each stands what grows with the text: the number of queries, the same at 20 paragraphs.
"""

import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ccm_portal import history
from meetings import moments, paragraphs
from meetings.models import Document, Meeting, Paragraph, Section
from meetings.paragraphs import Wording
from tests import cast, databases
from tests.bench import pairs, twins
from tests.bench.table import Row, at_most, must

PARAGRAPHS, FEW = 2_000, 20
A_SECTION = 10
ROUNDS = 31
MOST_MS = 50.0
# What is put together for a page should hardly be felt.
READ_MS = 250.0
# How often each paragraph was changed before, by people in turn.
CHANGES = 3
MEASURED = """
import json
import django
django.setup()
from tests.bench import desk
print(json.dumps(desk.measured()))
"""


def rows() -> list[Row]:
    figures = {"PostgreSQL": measured(), "SQLite": _on_sqlite()}
    return [row for database, figure in figures.items() for row in _rows(database, figure)]


def _rows(database: str, figure: dict[str, float]) -> list[Row]:
    def quick(id_: str, what: str, name: str, most: float) -> Row:
        return must(
            id_, f"{what}, {PARAGRAPHS:,} paragraphs, {database}", f"< {most:g} ms", figure[name] < most,
            figure=f"{figure[name]:.1f} ms",
        )  # fmt: skip

    def constant(id_: str, what: str, name: str) -> Row:
        few, many = int(figure[f"{name} queries, few"]), int(figure[f"{name} queries"])
        return must(
            id_, f"queries of {what}, {FEW} / {PARAGRAPHS:,} paragraphs, {database}", "the same", few == many,
            figure=f"{few} / {many}",
        )  # fmt: skip

    return [
        quick("E1", "one paragraph saved", "verb", MOST_MS),
        quick("E1", "the request of the desk that saves it", "request", MOST_MS),
        constant("E1", "that request", "request"),
        quick("E2", "the text as of a moment put together", "read", READ_MS),
        at_most(
            "E2",
            f"its page / the page of the working text, {PARAGRAPHS:,} paragraphs, {database}",
            1.25,
            figure["page"] / figure["desk"],
            figure=pairs.both(figure["page"] / 1000, figure["desk"] / 1000),
        ),
        constant("E2", "that page", "page"),
    ]


def measured() -> dict[str, float]:
    """Medians in ms, and queries, on the database at hand."""
    people = cast.cast()
    desk = Client(SERVER_NAME="localhost")
    desk.force_login(people.coordinator)
    small, large = (_text(people, cast.meeting(people, day=day), count) for day, count in (
        (dt.date(2026, 9, 1), FEW), (dt.date(2026, 10, 1), PARAGRAPHS)
    ))  # fmt: skip
    by, at = people.coordinator.actor, _middle(large)
    rows = list(Paragraph.objects.filter(section__document=large).values_list("pk", flat=True)[: 2 * ROUNDS])
    versions = dict(Paragraph.objects.filter(pk__in=rows).values_list("pk", "version"))

    def verb(number: int) -> None:
        pk = rows[number]
        paragraphs.change(pk, Wording(f"Said {number}."), version=versions[pk], by=by, now=timezone.now())

    def request(number: int) -> None:
        pk = rows[ROUNDS + number]
        said = {"id": str(pk), "version": versions[pk], "text": f"Said {number}."}
        _save(desk, large, said)

    return {
        "verb": _median(verb),
        "request": _median(request),
        "request queries, few": _queries(lambda: _save(desk, small, _first(small))),
        "request queries": _queries(lambda: _save(desk, large, _first(large))),
        "read": _median(lambda _number: moments.content(large, at), rounds=7),
        "page": _median(lambda _number: _page(desk, large, at), rounds=7),
        "desk": _median(lambda _number: desk.get(reverse("document", args=[large.pk])), rounds=7),
        "page queries, few": _queries(lambda: _page(desk, small, _middle(small))),
        "page queries": _queries(lambda: _page(desk, large, at)),
    }


def _first(document: Document) -> dict[str, Any]:
    """A paragraph with new words, as the page sends it."""
    row = Paragraph.objects.filter(section__document=document).latest("version", "pk")
    return {"id": str(row.pk), "version": row.version, "text": f"Said once more, after {row.version}."}


def _save(desk: Client, document: Document, said: dict[str, Any]) -> None:
    address = reverse("typing", args=[document.pk, "write"])
    answer = desk.post(address, json.dumps(said), content_type="application/json")
    if answer.status_code != 200:
        raise RuntimeError(f"saving was answered with {answer.status_code}: {answer.text[:200]}")


def _page(desk: Client, document: Document, at: dt.datetime) -> None:
    answer = desk.get(reverse("text-as-of", args=[document.pk, moments.key(at)]))
    if answer.status_code != 200:
        raise RuntimeError(f"the page was answered with {answer.status_code}")


def _median(act: Callable[[int], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the wall clock: the database is another process."""
    taken = []
    for number in range(rounds):
        began = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def _queries(act: Callable[[], object]) -> int:
    act()
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def _middle(document: Document) -> dt.datetime:
    """A moment about half way through the changes of the text."""
    return document.created_at + dt.timedelta(days=CHANGES // 2, hours=1)


def _text(people: cast.Cast, meeting: Meeting, count: int) -> Document:
    """A text of so many paragraphs, each changed a few times on the days after it was written.

    Rows and history are put in at once: by the verbs it would take many minutes.
    """
    begun = timezone.now() - dt.timedelta(days=CHANGES + 1)
    by, writer = people.coordinator.actor, twins.Writer()
    document = Document(
        body=people.body, meeting=meeting, kind=Document.Kind.MINUTES, title="Long", created_at=begun
    )
    history.save(document, by=by, at=begun)
    rows: list[Paragraph] = []
    for number in range(count // A_SECTION):
        section = Section(document=document, heading=f"Part {number}", rank=f"a{number:04}")
        history.save(section, by=by, at=begun)
        for place in range(A_SECTION):
            text = writer.sentence()
            row = Paragraph(
                section=section, rank=f"a{place:02}", text=text, version=CHANGES + 1, saved_at=begun
            )
            rows.append(row)
    Paragraph.objects.bulk_create(rows)
    recorded = Paragraph.history.model
    recorded.objects.bulk_create(
        _recorded(recorded, row, change, begun, writer, people)
        for change in range(CHANGES + 1)
        for row in rows
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # As its autovacuum does.
            cursor.execute("ANALYZE")
    return document


def _recorded(
    recorded: Any, row: Paragraph, change: int, begun: dt.datetime, writer: twins.Writer, people: cast.Cast
) -> Any:
    by = (people.coordinator, people.admin)[change % 2].actor
    values = {field.attname: getattr(row, field.attname) for field in Paragraph._meta.concrete_fields}
    last = change == CHANGES
    return recorded(
        **values | {"version": change + 1, "text": row.text if last else writer.sentence()},
        history_date=begun + dt.timedelta(days=change), history_type="~" if change else "+",
        history_user_id=by.id, history_actor_kind=by.kind, history_person=by.person,
    )  # fmt: skip


def _on_sqlite() -> dict[str, float]:
    """The same in a process of its own, on a file."""
    with tempfile.TemporaryDirectory(prefix="ccm-desk-") as name:
        folder = Path(name)
        with databases.migrated("sqlite:///", folder) as url:
            done = subprocess.run(
                [sys.executable, "-c", MEASURED],
                cwd=databases.ROOT,
                env=os.environ | databases.environment(url, folder),
                check=True,
                stdout=subprocess.PIPE,
            )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
