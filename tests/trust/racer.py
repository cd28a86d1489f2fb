"""One person in a race, as a process with its own connection to the database; see `tests/trust/races.py`.

Started with `START`, because Django is to be set up before the portal's models are imported. Reads jobs as JSON, one a
line, on standard input. For each: gets ready, says "ready", acts when the next line comes in, and prints as JSON what
became of it: {"done": "saved"}, or the name of the refusal.
"""

import datetime as dt
import json
import logging
import sys
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client

from ccm_portal.models import User
from meetings import documents, finals, publishing
from meetings.models import Document, Preparation

SAVED, CONFLICT = 302, 409
START = "import django; django.setup(); from tests.trust import racer; racer.main()"


Job = dict[str, Any]
Act = Callable[[], Job]


def _save(job: Job) -> Act:
    """Press "Save" on the page of a section. Tells which of the texts named in `look_for` the answer shows."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email=job["user"]))

    def act() -> Job:
        answer = browser.post(job["path"], job["fields"])
        page = answer.text if answer.status_code == CONFLICT else ""
        known = {SAVED: "saved", CONFLICT: "told"}
        return {
            "done": known.get(answer.status_code, str(answer.status_code)),
            "shown": [text for text in job["look_for"] if text in page],
        }

    return act


def _confirm(job: Job) -> Act:
    """Press "Publish" on what was prepared."""
    preparation = Preparation.objects.select_related("document").get(pk=uuid.UUID(job["preparation"]))
    return _verb(
        lambda: publishing.confirm(preparation, by=_actor(job), now=_instant(job)),
        "published",
        publishing.CannotPublish,
    )


def _issue(job: Job) -> Act:
    """Issue the text as final."""
    document = Document.objects.get(pk=uuid.UUID(job["document"]))
    return _verb(
        lambda: finals.issue(document, waiver="", by=_actor(job), now=_instant(job)),
        "issued",
        documents.NotNow,
    )


def _take_up(job: Job) -> Act:
    """Take the approved text up again."""
    document = Document.objects.get(pk=uuid.UUID(job["document"]))
    return _verb(
        lambda: finals.take_up_again(document, reason="a name", by=_actor(job), now=_instant(job)),
        "taken up",
        documents.NotNow,
    )


def _verb(verb: Callable[[], object], done: str, refusal: type[Exception]) -> Act:
    def act() -> Job:
        try:
            verb()
        except refusal as problem:
            return {"done": type(problem).__name__}
        return {"done": done}

    return act


def _actor(job: Job) -> Any:
    return User.objects.get(email=job["user"]).actor


def _instant(job: Job) -> dt.datetime:
    return dt.datetime.fromisoformat(job["now"])


ACTS: dict[str, Callable[[Job], Act]] = {
    "save": _save,
    "confirm": _confirm,
    "issue": _issue,
    "take up": _take_up,
}


def main() -> None:
    # Refusals are what races are about; only errors are worth a line.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    for line in iter(sys.stdin.readline, ""):
        job = json.loads(line)
        act = ACTS[job["do"]](job)
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            told = act()
        except Exception as problem:
            # An error nobody expected is told by its name, and counted against the portal.
            told = {"done": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(told), flush=True)
