"""`make bench`: measures every goal of speed and prints one table of goal, figure, ratio, and whether it is met.

    python -m tests.bench               all but what is heavy to install
    python -m tests.bench P1 S2 mail    some: by the number of a goal or by module
    python -m tests.bench peers         Wagtail and Indico, which is `make bench-peers`

Each module runs as a process of its own, on its own migrated PostgreSQL database, so that no measurement inherits the
memory or the imports of another. Falling short is shown in the table and is no error: a busy machine must not look like
a broken one. Ends with 1 where something could not be measured at all.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import databases, environment, interrupts, postgres
from tests.bench.table import Row, table

# Which module measures which goals.
MODULES: dict[str, tuple[str, ...]] = {
    "pdf": ("P1", "P3", "P4", "P5"),
    "preview": ("P7",),
    "pages": ("S1", "S2", "S4", "S5"),
    "mail": ("M1", "M2", "M3", "M4"),
    "redlines": ("D1", "D2", "D3"),
    "desk": ("E1", "E2"),
    "roster": ("H1", "H2"),
    "peers": ("S3",),
}
HEAVY = ("peers",)


def main(arguments: list[str]) -> int:
    chosen = _options(arguments)
    rows: list[Row] = []
    errors: list[str] = []
    with tempfile.TemporaryDirectory(prefix="ccm-bench-") as name, postgres.cluster() as server:
        for module, goals in chosen.items():
            print(f"measuring {', '.join(goals)} ({module}) …", file=sys.stderr, flush=True)
            folder = Path(name) / module
            folder.mkdir()
            found, problem = measure(module, server, folder)
            rows += [row for row in found if row.id in goals]
            errors += [f"{module}: {problem}"] if problem else []
            errors += [f"{goal} was not measured" for goal in goals if goal not in {row.id for row in found}]
    print(table(rows))
    for line in errors:
        print(f"ERROR {line}")
    return 1 if errors else 0


def _options(arguments: list[str]) -> dict[str, tuple[str, ...]]:
    """The modules to run, each with the goals to show."""
    names = [*MODULES, *(goal for goals in MODULES.values() for goal in goals)]
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "ids", nargs="*", metavar="GOAL", help=f"of {', '.join(names)}; without any: all but S3"
    )
    ids = parser.parse_args(arguments).ids
    if unknown := sorted(set(ids) - set(names)):
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(names)}")
    return dict(selected(ids))


def selected(ids: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each wanted module with its wanted goals, in the order of the table."""
    for module, goals in MODULES.items():
        if module in ids or (not ids and module not in HEAVY):
            yield module, goals
        elif wanted := tuple(goal for goal in goals if goal in ids):
            yield module, wanted


def measure(module: str, server: str, folder: Path) -> tuple[list[Row], str]:
    """The rows of one module, and what went wrong ("" where nothing did)."""
    results = folder / "rows.json"
    with databases.migrated(server, folder) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.one", f"tests.bench.{module}", str(results)],
            cwd=databases.ROOT,
            env=os.environ | environment.VARIABLES | databases.environment(url, folder) | _own(folder),
            check=False,
        )
    if not results.exists():
        return [], f"ended with {done.returncode}; what it said stands above"
    return [Row(**row) for row in json.loads(results.read_text())], ""


def _own(folder: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "ccm_portal.settings",
        "RENDERER_SOCKET": str(folder / "renderer.sock"),
    }


if __name__ == "__main__":
    interrupts.become_exits()
    sys.exit(main(sys.argv[1:]))
