"""The two who manage a body's staff take each other's role at the same moment: one stays.

Run by `python -m tests.trust.staff_race`. Prints one line, ends with 1 where nobody was left or somebody was told
something else.
"""

import datetime as dt
import importlib
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from tests.trust import alone

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def _run(rounds: int) -> list[str]:
    """The problems of so many races; none where each took one role and refused the other."""
    cast = importlib.import_module("tests.cast")
    models = importlib.import_module("friends.models")
    body = cast.cast().body
    problems = []
    for number in range(rounds):
        roles = [_manager(cast, models, body, f"manager.{number}.{side}") for side in (0, 1)]
        told = sorted(_at_once(*(_taking(role) for role in roles)))
        if told != ["LastOne", "taken"]:
            problems.append(f"race {number} ended with {told}")
        models.StaffRole.objects.filter(role="operator").update(ended_at=NOW)
    return problems


def _manager(cast: Any, models: Any, body: Any, mailbox: str) -> Any:
    user = importlib.import_module("ccm_portal.models").User.objects.create_user(f"{mailbox}@example.org")
    cast.with_app(user)
    role = models.StaffRole(user=user, body=body, role=models.StaffRole.Role.OPERATOR)
    return cast.history.save(role, by=cast.IMPORT)


def _taking(role: Any) -> Callable[[], str]:
    staff = importlib.import_module("friends.staff")
    actors = importlib.import_module("ccm_portal.actors")

    def act() -> str:
        try:
            staff.take_role(role, reason="race", by=actors.IMPORT, now=NOW)
        except staff.LastOne:
            return "LastOne"
        return "taken"

    return act


def _at_once(*acts: Callable[[], str]) -> list[str]:
    """What each act came to; each on a connection of its own, all let go at the same instant."""
    start = threading.Barrier(len(acts))

    def alone_at(act: Callable[[], str]) -> str:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone_at, acts))


if __name__ == "__main__":
    sys.exit(alone.races("staff", _run))
