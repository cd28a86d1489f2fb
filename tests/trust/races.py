"""Two people at once, counted: `python -m tests.trust.races`. Prints one line, ends with 1 where it is short.

    --edits 500           two save one paragraph: one wins, the other is told with both texts
    --publications 200    two publish, one presses twice, or one publishes while another saves: one publication each
    --crossings 100       one saves or takes up while another issues or publishes: never both

Each person is a process with a connection of its own; the portal's pages, verbs and PDF renderer are the real ones.
Runs on a database of its own, of the kind DATABASE_URL names (SQLite without it), thrown away afterwards; a migrated,
empty one may be given with --database.
"""

import argparse
import importlib
import sys

from tests.trust import alone


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trust.races")
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--publications", type=int, default=200)
    parser.add_argument("--crossings", type=int, default=100)
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    options = parser.parse_args()
    with alone.on_a_database(options.database):
        contests = importlib.import_module("tests.trust.contests")
        result = contests.run(
            edits=options.edits, publications=options.publications, crossings=options.crossings
        )
    for line in [*result.problems, f"races: {result}"]:
        print(line)
    return 0 if result.kept else 1


if __name__ == "__main__":
    sys.exit(main())
