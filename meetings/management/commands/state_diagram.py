"""`manage.py state_diagram`: draws a document's life into docs/architecture.md from the table that governs it."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from meetings.documents import TRANSITIONS
from meetings.models import Document

PAGE = settings.BASE_DIR / "docs" / "architecture.md"
BEGIN, END = "<!-- state diagram -->", "<!-- end of state diagram -->"


def diagram() -> str:
    """The state machine as a Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Document.Status.DRAFTING}"]
    lines += [
        f"    {source} --> {transition.target}: {step}"
        for step, transition in TRANSITIONS.items()
        for source in transition.sources
    ]
    return "\n".join([*lines, f"    {Document.Status.PUBLISHED} --> [*]", "```"])


def drawn_into(page: str) -> str:
    """The page with the diagram between its two marks. Raises CommandError where the marks are missing."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise CommandError(f"{PAGE.name} lacks the marks {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{diagram()}\n{END}{after}"


class Command(BaseCommand):
    help = (
        "Draw the life of a document into docs/architecture.md; with --check, fail when the drawing is stale."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        page = PAGE.read_text()
        drawn = drawn_into(page)
        if check and drawn != page:
            raise CommandError("The state diagram is stale: run `manage.py state_diagram`.")
        if not check:
            PAGE.write_text(drawn)
