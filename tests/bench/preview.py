"""P7: how soon the preview beside a text is there: one request to the portal, warm, from the text's rows to the PDF.

The text has the shape of the seed minutes, typed into the database; the request goes through Django as a browser's does
(session, rights, rows, page, renderer), without the network. Before each one a paragraph is saved, so that nothing that
was set before can be given again. The goal is a time and no ratio: a person waits for it.
"""

import statistics
import time

from django.test import Client
from django.utils import timezone

from meetings import minutes, paragraphs
from meetings.models import Document, Paragraph
from meetings.paragraphs import Wording
from tests import cast, renderers
from tests.bench import twins
from tests.bench.table import Row, must
from tests.queries import at_the_desk

PAGES = 5
MOST_SECONDS = 1.0
ROUNDS = 9


def rows() -> list[Row]:
    people = cast.cast()
    document = typed(people)
    browser = at_the_desk(people.coordinator)
    with renderers.running():
        # The first one warms up.
        taken = [_after_a_save(browser, document, people, number) for number in range(ROUNDS + 1)][1:]
    middle = statistics.median(taken)
    return [
        must(
            "P7", f"preview after a save, {PAGES} pages", f"< {MOST_SECONDS:g} s", middle < MOST_SECONDS,
            figure=f"{middle * 1000:.0f} ms (slowest {max(taken) * 1000:.0f})",
        )
    ]  # fmt: skip


def typed(people: cast.Cast) -> Document:
    """Minutes as long as the seed's, as rows."""
    texts = [
        minutes.SectionText(
            part["heading"],
            [
                Wording(
                    row["text"], row["kind"], row["level"], owner_words=row["owner"], due_words=row["due"]
                )
                for row in part["paragraphs"]
            ],
            [],
        )
        for part in twins.minutes(PAGES)["sections"]
    ]
    held = cast.meeting(people)
    return minutes.create(held, title="Minutes", sections=texts, by=people.coordinator.actor, now=cast.NOW)


def _after_a_save(browser: Client, document: Document, people: cast.Cast, number: int) -> float:
    """Seconds from asking to the last byte."""
    row = Paragraph.objects.filter(section__document=document, kind="paragraph")[0]
    said = Wording(f"{row.text} Again {number}.")
    paragraphs.change(row.pk, said, version=row.version, by=people.coordinator.actor, now=timezone.now())
    began = time.perf_counter()
    answer = browser.get(f"/desk/documents/{document.pk}/preview/", headers={"host": "localhost"})
    taken = time.perf_counter() - began
    if answer["Content-Type"] != "application/pdf":
        raise RuntimeError(f"There is no preview: {answer.status_code}")
    return taken
