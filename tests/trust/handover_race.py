"""Two hand a period over, or add one, at the same moment; a delegation answers twice, or while its post changes.

Run by `python -m tests.trust.handover_race`. Prints one line, ends with 1 where a period was handed over twice, an
answer was lost, or the list says two things of one post on one day.
"""

import datetime as dt
import importlib
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.trust import alone

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 1)
LATER = NOW + dt.timedelta(days=2)
TOLD = "race"


class Race:
    """The list of one body, and what is raced for on it; each race leaves the body's period as it was."""

    def __init__(self) -> None:
        self.cast = importlib.import_module("tests.cast")
        self.models = importlib.import_module("friends.models")
        self.plan = importlib.import_module("friends.handover_plan")
        self.periods = importlib.import_module("friends.periods")
        self.handovers = importlib.import_module("friends.handovers")
        self.asking = importlib.import_module("friends.reconfirmations")
        self.assignments = importlib.import_module("friends.assignments")
        self.change = importlib.import_module("friends.changes").Change
        self.people = self.cast.cast()
        self.body = self.people.body
        period = self.models.Period(body=self.body, name="1MSP to 2MSP")
        self.period = self.cast.history.save(period, by=self.cast.IMPORT)

    def run(self, number: int) -> list[str]:
        """What was unexpected in this race."""
        ways = (self.two_hand_over, self.two_answer, self.answer_and_restate, self.two_name_a_period)
        return ways[number % len(ways)](number)

    def two_name_a_period(self, number: int) -> list[str]:
        terms = self.periods.Terms(f"Period {number}")

        def act() -> str:
            try:
                self.periods.add(self.body, terms, reason=TOLD, by=self.cast.IMPORT, now=NOW)
            except self.periods.UnfitPeriod:
                return "refused"
            return "added"

        told = sorted(alone.at_once(act, act))
        return [] if told == ["added", "refused"] else [f"ended with {told}"]

    def two_hand_over(self, number: int) -> list[str]:
        seats = self.plan.proposed_seats(self.plan.rows(self.body, DAY))
        terms = self.plan.Terms("2MSP to 3MSP", DAY, TOLD, *seats)
        seen = self.plan.plan(self.period, terms, now=NOW).fingerprint
        rows = len(self.plan.rows(self.body, DAY))

        def act() -> str:
            try:
                self.handovers.hand_over(self.period, terms, seen=seen, by=self.cast.IMPORT, now=NOW)
            except self.plan.CannotHandOver:
                return "refused"
            return "handed over"

        told = sorted(alone.at_once(act, act))
        problems = [] if told == ["handed over", "refused"] else [f"ended with {told}"]
        done = self.models.HandOver.objects.get()
        after = [
            row for row in self.plan.rows(self.body, DAY + dt.timedelta(days=1)) if row.valid_from == DAY
        ]
        problems += [] if len(after) == rows else [f"{len(after)} entries from {rows}"]
        self.handovers.undo(done, reason=TOLD, by=self.cast.IMPORT, now=NOW)
        return problems

    def _asked(self, number: int) -> tuple[Any, list[Any]]:
        state = self.cast.delegation(f"State {number}")
        speakers = [self.cast.contact(state, f"state.{number}.{one}") for one in (1, 2)]
        row = self.cast.listed(self.body, state, speakers, role="member", title=f"Paper {number}")
        change = self.change(NOW.date(), TOLD)
        asked = self.asking.ask(row, until=DAY, words="", change=change, by=self.cast.IMPORT, now=NOW)
        return asked, speakers

    def _answering(self, asked: Any, speaker: Any, kind: str) -> Callable[[], str]:
        said = {asked.posts.get().pk: self.asking.Said(kind)}

        def act() -> str:
            self.asking.answer(asked, said, contact=speaker, now=LATER)
            return "answered"

        return act

    def two_answer(self, number: int) -> list[str]:
        asked, (first, second) = self._asked(number)
        told = alone.at_once(
            self._answering(asked, first, "carry_on"), self._answering(asked, second, "cannot")
        )
        problems = [] if told == ["answered", "answered"] else [f"ended with {told}"]
        return problems + self._look(asked, answers=2)

    def answer_and_restate(self, number: int) -> list[str]:
        asked, (speaker, _other) = self._asked(number)
        row = asked.posts.get().assignment

        def restate() -> str:
            chosen = replace(self.assignments.Post.of(row), status="proposed")
            change = self.change(LATER.date(), TOLD)
            try:
                self.assignments.restate(row, chosen, change, by=self.cast.IMPORT, now=LATER)
            except self.assignments.Overtaken:
                return "overtaken"
            return "said anew"

        told = alone.at_once(self._answering(asked, speaker, "carry_on"), restate)
        problems = [] if told[0] == "answered" else [f"ended with {told}"]
        status = {"overtaken": "confirmed", "said anew": "proposed"}[told[1]]
        held = self.assignments.standing([row.pk])[row.pk].status
        problems += [] if held == status else [f"{told[1]}, yet the list says {held}"]
        return problems + self._look(asked, answers=1)

    def _look(self, asked: Any, *, answers: int) -> list[str]:
        """The answers that were lost, and days on which two rows speak for one post."""
        kept = self.models.CarryingOn.objects.filter(post__asking=asked).count()
        rows = self.models.Assignment.objects.filter(delegation=asked.delegation).valid_on(LATER.date())
        problems = [] if kept == answers else [f"{kept} of {answers} answers are kept"]
        return problems + ([] if rows.count() == 1 else [f"{rows.count()} rows speak for one post"])


def _run(rounds: int) -> list[str]:
    race = Race()
    return [f"race {number}: {problem}" for number in range(rounds) for problem in race.run(number)]


if __name__ == "__main__":
    sys.exit(alone.races("handover", _run))
