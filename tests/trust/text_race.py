"""Two at work in one text at the same moment, through the desk's own pages: whoever is second is told, no word is lost.

Run by `python -m tests.trust.text_race`. In turn: two save one paragraph, two save neighbouring ones, one splits,
joins or moves the paragraph that the other saves, one brings the whole text back to how it was while the other saves.
Prints one line, ends with 1 where a save was overwritten in silence, or something happened by halves.
"""

import importlib
import json
import logging
import sys
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trust import alone

Act = Callable[[], str]
SENTENCES = [f"Sentence {number} was said, and noted." for number in range(8)]


class Text:
    """A text of eight paragraphs, written now, with two people at the desk."""

    def __init__(self) -> None:
        cast, minutes = (importlib.import_module(name) for name in ("tests.cast", "meetings.minutes"))
        contests = importlib.import_module("tests.trust.contests")
        users = importlib.import_module("ccm_portal.models").User
        self.moments = importlib.import_module("meetings.moments")
        self.paragraphs = importlib.import_module("meetings.paragraphs")
        people = cast.cast()
        contests._colleague(people)
        self.by = people.coordinator.actor
        wordings = [self.paragraphs.Wording(words) for words in SENTENCES]
        self.begun = timezone.now()
        self.document = minutes.create(
            cast.meeting(people), title="Raced over", sections=[minutes.SectionText("One", wordings)],
            by=self.by, now=self.begun, reason="as it began",
        )  # fmt: skip
        self.desks = [Client(SERVER_NAME="localhost") for _person in range(2)]
        for desk, email in zip(self.desks, (contests.FIRST, contests.SECOND), strict=True):
            desk.force_login(users.objects.get(email=email))

    def rows(self) -> list[Any]:
        """The paragraphs that stand, in order."""
        section = self.document.sections.get()
        return list(section.paragraphs.filter(removed_at=None))

    def typing(self, desk: int, verb: str, **said: Any) -> Act:
        """What the page sends as one types: "saved", or "told: " and what stands."""
        address = reverse("typing", args=[self.document.pk, verb])

        def act() -> str:
            answer = self.desks[desk].post(address, json.dumps(said), content_type="application/json")
            if answer.status_code != 409:
                return "saved" if answer.status_code == 200 else str(answer.status_code)
            return f"told: {answer.json().get('theirs', {}).get('wording', {}).get('text')}"

        return act

    def save(self, desk: int, row: Any, text: str) -> Act:
        return self.typing(desk, "write", **_typed(row, text))

    def bring_back(self, desk: int) -> Act:
        """The button under the changes that were shown, back to how the text began."""
        seen = self.moments.plan(self.document, self.begun).seen
        address = reverse("text-bring-back", args=[self.document.pk, self.moments.key(self.begun)])

        def act() -> str:
            status = self.desks[desk].post(address, {"seen": seen}).status_code
            return {302: "saved", 409: "told"}.get(status, str(status))

        return act


def _typed(row: Any, text: str) -> dict[str, Any]:
    return {"id": str(row.pk), "version": row.version, "text": text}


def _words(text: Text) -> list[str]:
    return [row.text for row in text.rows()]


# --- the races: each gives what two do, and what stands after which of them came first --------------------


def _same(text: Text, number: int) -> tuple[list[Act], dict[int, list[str]]]:
    [first, *rest] = text.rows()
    said = [f"Race {number}, from {side}." for side in (0, 1)]
    others = [row.text for row in rest]
    acts = [text.save(side, first, said[side]) for side in (0, 1)]
    return acts, {side: [said[side], *others] for side in (0, 1)}


def _split(text: Text, number: int) -> tuple[list[Act], dict[int, list[str]]]:
    [first, *rest] = text.rows()
    one, other = f"Race {number}, before.", f"Race {number}, behind."
    others = [row.text for row in rest]
    following = [{"id": str(uuid.uuid4()), "text": other}]
    acts = [
        text.typing(0, "write", **_typed(first, one), following=following, reason="split"),
        text.save(1, first, f"Race {number}, saved."),
    ]
    return acts, {0: [one, other, *others], 1: [f"Race {number}, saved.", *others]}


def _join(text: Text, number: int) -> tuple[list[Act], dict[int, list[str]]]:
    [first, second, *rest] = text.rows()
    both, others = f"{first.text} {second.text}", [row.text for row in rest]
    acts = [
        text.typing(0, "join", kept=_typed(first, both), gone=_typed(second, second.text)),
        text.save(1, second, f"Race {number}, saved."),
    ]
    return acts, {0: [both, *others], 1: [first.text, f"Race {number}, saved.", *others]}


def _move(text: Text, number: int) -> tuple[list[Act], dict[int, list[str]]]:
    [first, second, *rest] = text.rows()
    others = [row.text for row in rest]
    acts = [
        text.typing(0, "move", id=str(first.pk), version=first.version, to="down"),
        text.save(1, first, f"Race {number}, saved."),
    ]
    return acts, {0: [second.text, first.text, *others], 1: [f"Race {number}, saved.", second.text, *others]}


def _restore(text: Text, number: int) -> tuple[list[Act], dict[int, list[str]]]:
    row = next(row for row in text.rows() if row.text not in SENTENCES)
    before = _words(text)
    said = f"Race {number}, saved."
    saved = [said if words == row.text else words for words in before]
    return [text.bring_back(0), text.save(1, row, said)], {0: SENTENCES, 1: saved}


RACES = {"same": _same, "split": _split, "join": _join, "move": _move, "bring back": _restore}


def _neighbours(text: Text, number: int) -> list[str]:
    """Nobody stands in the way of somebody who writes elsewhere."""
    [first, second, *_rest] = text.rows()
    said = [f"Race {number}, from {side}." for side in (0, 1)]
    told = alone.at_once(text.save(0, first, said[0]), text.save(1, second, said[1]))
    if told != ["saved", "saved"] or _words(text)[:2] != said:
        return [f"race {number} of neighbours ended with {told} and {_words(text)[:2]}"]
    return []


def _race(text: Text, name: str, number: int) -> list[str]:
    """One comes first and the text says what they did; the other is told, with what stands."""
    acts, standing = RACES[name](text, number)
    told = alone.at_once(*acts)
    winners = [side for side, one in enumerate(told) if one == "saved"]
    losers = [one for one in told if one.startswith("told")]
    if len(winners) != 1 or len(losers) != 1:
        return [f"race {number} ({name}) ended with {told}"]
    now = _words(text)
    if now != standing[winners[0]]:
        return [f"race {number} ({name}), {winners[0]} was first: the text says {now}"]
    if name == "same" and losers != [f"told: {now[0]}"]:
        return [f"race {number} ({name}): the second was told {losers}, {now[0]!r} stands"]
    return []


def _run(rounds: int) -> list[str]:
    # Refusals are what races are about; only errors are worth a line.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    text = Text()
    problems: list[str] = []
    # Bringing back comes last in each turn, so that the text begins anew and there is something to bring back.
    turn = ["same", "neighbours", "split", "join", "move", "bring back"]
    for number in range(rounds):
        name = turn[number % len(turn)]
        found = _neighbours(text, number) if name == "neighbours" else _race(text, name, number)
        problems += found
    return problems


if __name__ == "__main__":
    sys.exit(alone.races("text", _run))
