"""The two who manage a body's staff take each other's role at the same moment: one stays.

Run by `python -m tests.trust.staff_race`. Prints one line, ends with 1 where nobody was left or somebody was told
something else.
"""

import datetime as dt
import importlib
import sys
from collections.abc import Callable
from typing import Any

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
        told = sorted(alone.at_once(*(_taking(role) for role in roles)))
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


if __name__ == "__main__":
    sys.exit(alone.races("staff", _run))
