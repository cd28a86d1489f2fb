"""Two bodies publish at once: one comes first, the other is told that the chain moved.

Run by `python -m tests.trust.chain_race`. Each publisher is a process with a connection of its own; both texts were
prepared for the same place of the chain.
Prints one line, ends with 1 where the chain forked or somebody was told something else.
"""

import importlib
import sys
from typing import Any

from tests.trust import alone


def _run(rounds: int) -> list[str]:
    """The problems of so many races; none where each had one winner and the chain is whole."""
    cast = importlib.import_module("tests.cast")
    contests = importlib.import_module("tests.trust.contests")
    publications = importlib.import_module("tests.meetings.publications")
    renderers = importlib.import_module("tests.renderers")
    people = cast.cast()
    problems: list[str] = []
    with renderers.running(), contests.two_racers() as racers:
        for number in range(rounds):
            days = [
                contests.LATEST_MEETING - (2 * number + side) * contests.BETWEEN_MEETINGS for side in (0, 1)
            ]
            texts = [cast.document_at("approved", people, day=day) for day in days]
            jobs = [
                _confirming(publications.prepared(text, people), contests, publications) for text in texts
            ]
            told = sorted(one["done"] for one in racers.race(*jobs))
            if told != ["ChainMoved", "published"]:
                problems.append(f"race {number} ended with {told}")
    return problems + _broken_links(rounds)


def _confirming(preparation: Any, contests: Any, publications: Any) -> dict[str, str]:
    return {
        "do": "confirm",
        "user": contests.FIRST,
        "preparation": str(preparation.pk),
        "now": publications.PUBLISHED_AT.isoformat(),
    }


def _broken_links(expected: int) -> list[str]:
    chain = importlib.import_module("meetings.chain")
    models = importlib.import_module("meetings.models")
    links = list(models.ChainLink.objects.order_by("number"))
    heads = [chain.NONE_BEFORE, *(link.head for link in links)]
    whole = [link.number for link in links] == list(range(1, expected + 1)) and heads[:-1] == [
        link.previous for link in links
    ]
    return [] if whole else [f"the chain is {[link.number for link in links]}"]


if __name__ == "__main__":
    sys.exit(alone.races("chain", _run))
