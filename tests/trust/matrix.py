"""The permission matrix as a command: `python -m tests.trust.matrix`. Prints one line, ends with 1 where it is short.

Runs on a database of its own, of the kind DATABASE_URL names (SQLite without it), thrown away afterwards.
"""

import importlib
import os
import sys
import tempfile
from pathlib import Path

import django

from tests import databases, environment

STATES = ("draft", "round open", "round closed", "published", "corrected")


def main() -> int:
    with (
        tempfile.TemporaryDirectory(prefix="ccm-matrix-") as name,
        databases.migrated(os.environ["DATABASE_URL"], Path(name)) as url,
    ):
        os.environ |= environment.VARIABLES | databases.environment(url, Path(name))
        os.environ["DJANGO_SETTINGS_MODULE"] = "ccm_portal.settings"
        django.setup()
        # What uses the tables can be imported only now that Django knows which database.
        cells = importlib.import_module("tests.trust.cells")
        importlib.import_module("django.test.utils").setup_test_environment()
        unexpected = cells.gate()
        reports = [cells.try_state(state) for state in STATES]
    unexpected += [line for report in reports for line in report.unexpected]
    for line in unexpected:
        print(line)
    print(f"matrix: {sum(report.cells for report in reports)} cells, {len(unexpected)} unexpected")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
