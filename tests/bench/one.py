"""One module of the bench in a process of its own: `python -m tests.bench.one tests.bench.pdf ROWS.json`.

Started by `tests.bench` with the whole environment set: DATABASE_URL names a migrated, empty PostgreSQL database,
VAR_DIR a folder of its own. The module's `rows()` gives the rows.
"""

import dataclasses
import importlib
import json
import sys
from pathlib import Path

import django


def main(module: str, results: str) -> None:
    django.setup()
    # What uses the tables can be imported only now.
    rows = importlib.import_module(module).rows()
    Path(results).write_text(json.dumps([dataclasses.asdict(row) for row in rows]))


if __name__ == "__main__":
    main(*sys.argv[1:])
