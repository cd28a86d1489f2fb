"""Two at the same moment: each edition has its number, its letters go once, and a proposal is decided once.

Run by `python -m tests.trust.edition_race`. Prints one line, ends with 1 where something was numbered, sent or decided
twice.
"""

import datetime as dt
import importlib
import sys
from collections.abc import Callable
from typing import Any

from tests.trust import alone

KINDS = ("freeze", "circulate", "accept")


def _run(rounds: int) -> list[str]:
    """The problems of so many races: over a number, over the letters of an edition, over a proposal."""
    cast = importlib.import_module("tests.cast")
    people = cast.cast()
    problems = []
    for number in range(rounds):
        kind = KINDS[number % len(KINDS)]
        sides, wanted, look = {"freeze": _freezing, "circulate": _circulating, "accept": _accepting}[kind](
            people, number
        )
        told = sorted(alone.at_once(*sides))
        if told != wanted:
            problems.append(f"race {number}, {kind}: ended with {told}")
        if found := look():
            problems.append(f"race {number}, {kind}: {found}")
    return problems


Race = tuple[list[Callable[[], str]], list[str], Callable[[], str]]


def _frozen(people: Any) -> Any:
    editions, cast = importlib.import_module("friends.editions"), importlib.import_module("tests.cast")
    day, by = cast.NOW.date(), people.admin.actor
    seen = editions.plan(people.body, as_of=day, now=cast.NOW).sha256
    return editions.freeze(people.body, as_of=day, note="", seen=seen, by=by, now=cast.NOW)


def _freezing(people: Any, _number: int) -> Race:
    """Both are frozen, and each has a number of its own."""

    def act() -> str:
        _frozen(people)
        return "frozen"

    def look() -> str:
        numbers = sorted(people.body.editions.values_list("number", flat=True))
        return "" if numbers == list(range(1, len(numbers) + 1)) else f"numbered {numbers}"

    return [act, act], ["frozen", "frozen"], look


def _circulating(people: Any, _number: int) -> Race:
    """One circulates it, the other is told; each address has one letter."""
    circulation, cast = importlib.import_module("friends.circulation"), importlib.import_module("tests.cast")
    letters = importlib.import_module("ccm_portal.models").Letter
    edition = _frozen(people)
    seen = circulation.plan(edition, now=cast.NOW).fingerprint

    def act() -> str:
        try:
            circulation.circulate(edition, seen=seen, by=people.admin.actor, now=cast.NOW)
        except circulation.CannotCirculate:
            return "told"
        return "circulated"

    def look() -> str:
        count = letters.objects.filter(reason=f"edition:{edition.pk}:circulated").count()
        return "" if count == _addresses(people) else f"{count} letters"

    return [act, act], ["circulated", "told"], look


def _addresses(people: Any) -> int:
    """How many addresses stand on the list of the cast."""
    cast, roster = importlib.import_module("tests.cast"), importlib.import_module("friends.roster")
    rows = roster.rows_on(people.body, cast.NOW.date())
    return len({contact.pk for row in rows for contact in row.contacts if contact.email})


def _accepting(people: Any, number: int) -> Race:
    """One accepts it, the other is told; somebody is added once."""
    proposals, cast = importlib.import_module("friends.proposals"), importlib.import_module("tests.cast")
    models = importlib.import_module("friends.models")
    email = f"added.{number}@example.org"
    review, _made = models.ListReview.objects.get_or_create(
        body=people.body, closed_at=None, defaults={"opened_at": cast.NOW, "until": cast.NOW.date()}
    )
    friend = people.friend
    entry, _made = review.entries.get_or_create(delegation=friend.delegation)
    wanted = proposals.Wanted("add", None, proposals.Details(f"Added {number}", email))
    proposal = proposals.propose(entry, wanted, contact=friend, now=cast.NOW)

    def act() -> str:
        try:
            proposals.accept(
                proposal,
                holds_from=cast.NOW.date() + dt.timedelta(days=1),
                by=people.admin.actor,
                now=cast.NOW,
            )
        except proposals.AlreadyDecided:
            return "told"
        return "accepted"

    def look() -> str:
        count = models.Contact.objects.filter(email=email).count()
        return "" if count == 1 else f"added {count} times"

    return [act, act], ["accepted", "told"], look


if __name__ == "__main__":
    sys.exit(alone.races("edition", _run))
