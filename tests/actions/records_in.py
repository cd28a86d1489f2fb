"""Records for tests: the synthetic twin, the real one where it is, and a small one; handed in and brought in."""

import datetime as dt
from pathlib import Path

from django.apps import apps

from actions import records
from actions.models import RecordFile
from ccm_portal.actors import IMPORT
from ccm_portal.canonical import sha256
from friends.models import (
    Body,
)
from meetings.models import Meeting

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
ZONE = "Europe/Zurich"
HERE = Path(__file__).resolve().parent.parent
TWIN = HERE / "records" / "friends-meeting.txt"
SEED = HERE.parent.parent / "shared" / "seed" / "friends-meeting-2010-11-30.txt"
RECORDS = [path for path in (TWIN, SEED) if path.exists()]
SMALL = """Meeting of the Harbour Committee
4 April 2012, 10:00 – 11:00

Minutes

Opening

The Committee met and was brief about it, as it had promised in writing before.

Harbour Committee contact list as of 1 April 2012

Area\tCountry\tName\tEmail
Docks\tNorway\tAda Dock\tada.dock@no.example.org
Tides\tPeru\tTito Tide\ttito.tide@pe.example.org
"""


def handed_in(data: bytes, *, body: Body | None = None, name: str = "record.txt") -> RecordFile:
    return records.hand_in(name, data, body=body, time_zone=ZONE, by=IMPORT, now=NOW)


def brought_in(data: bytes, *, body: Body | None = None, **choices: object) -> Meeting:
    chosen = records.Choices(**choices)  # type: ignore[arg-type]
    return records.bring_in(handed_in(data, body=body), chosen, by=IMPORT, now=NOW)


def digest(*, without: tuple[str, ...] = ()) -> str:
    """Of every row of every table, but for the models named."""
    rows = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in without:
            continue
        for row in model._default_manager.order_by("pk").values_list():
            rows.append(f"{model._meta.label} {row!r}")
    return sha256("\n".join(sorted(rows)))
