"""What stands before a journey begins: `python -m tests.journeys.scenes NAME`, on the database DATABASE_URL names.

Prints what the journey needs to know, as JSON. A process of its own, because a test's process has its models bound to
the tests' shared database, and a journey has one to itself.
"""

import importlib
import json
import sys
from pathlib import Path

import django

# The record that every journey begins with.
RECORD = Path(__file__).resolve().parent.parent / "records" / "friends-meeting.txt"


def main() -> None:
    django.setup()
    # What uses the tables can be imported only now that Django knows which database.
    staging = importlib.import_module("tests.journeys.staging")
    print(json.dumps(staging.SCENES[sys.argv[1]]()))


if __name__ == "__main__":
    main()
