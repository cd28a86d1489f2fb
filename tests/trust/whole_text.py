"""Does a paragraph that nobody touched stay itself while the whole text is edited? `python -m tests.trust.whole_text`.

Hands in the whole text of minutes with random edits, through the page, a few at a time: paragraphs reworded, moved,
added, removed, and sections between them. Prints one line, ends with 1 where one that was left as it
is, moved or not, has another UUID afterwards.
"""

import argparse
import importlib
import sys

from tests.trust import alone

SEED = 20261102


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trust.whole_text")
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    options = parser.parse_args()
    with alone.on_a_database(options.database):
        cast = importlib.import_module("tests.cast")
        edits = importlib.import_module("tests.meetings.whole_edits")
        client = importlib.import_module("django.test").Client
        people = cast.cast()
        desk = client(SERVER_NAME="localhost")
        desk.force_login(people.coordinator)
        result = edits.run(desk, cast.document_at("drafting", people), edits=options.edits, seed=SEED)
    print(f"whole-text: {result}")
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
