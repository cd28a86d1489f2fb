"""Who leads an area of work and who cooperates, as an agenda or the minutes say: assignments off the printed list."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ccm_portal import history
from ccm_portal.actors import Actor
from friends.intake.areas import AreaPlan
from friends.intake.delegations import Roll, party
from friends.intake.posts import status_of
from friends.models import Assignment, Body, Delegation, Period, ThematicArea
from friends.reading.names import DelegationName
from meetings.reading.values import IN_CONTACT_LIST, AreaOfWork, StatusSaid

Role = Assignment.Role
Status = Assignment.Status
LONGEST_SOURCE = 255


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that say a status, where they stand, and who asked for it."""

    words: str
    line: int
    proposer: DelegationName | None = None


@dataclass
class RoleWriter:
    """Writes who carries the areas, valid from the day of the meeting."""

    body: Body
    day: dt.date
    roll: Roll
    areas: AreaPlan
    by: Actor
    reason: str
    period: Period | None = None
    # The name of the record.
    source: str = ""

    def write(self, named: Iterable[AreaOfWork], said: Iterable[StatusSaid] = ()) -> None:
        """One assignment for each thing said: a new status stands beside an old one, each with its words."""
        standing = Assignment.objects.filter(body=self.body, listed=False).valid_on(self.day)
        present = {_mark(row) for row in standing}
        for post in (*self._said(said), *self._named(named)):
            if _mark(post) not in present:
                history.save(post, by=self.by, reason=self.reason)
                present.add(_mark(post))

    def _named(self, named: Iterable[AreaOfWork]) -> Iterator[Assignment]:
        for area in named:
            group = self.areas.of(area.name)
            if area.source != IN_CONTACT_LIST and group is not None and group.known is not None:
                yield from self._posts(area, group.known)

    def _said(self, said: Iterable[StatusSaid]) -> Iterator[Assignment]:
        """What the minutes say of a delegation, of its area where they mean one."""
        for one in said:
            group = self.areas.of(one.area_name) if one.area_name else None
            row = group.known if group else None
            role = Role.COORDINATOR if row else Role.MEMBER
            yield self._post(row, role, status_of(one.status), one.delegation, _Words(one.words, one.line))

    def _posts(self, area: AreaOfWork, row: ThematicArea) -> list[Assignment]:
        status = status_of(area.status_words)
        words = _Words(area.words, area.line, area.proposer)
        posts = []
        if area.lead is not None and status != Status.VACANT:
            posts.append(self._post(row, Role.COORDINATOR, status, area.lead, words))
        elif area.lead is None:
            # Somebody unknown by name, or nobody: the words say which.
            posts.append(self._post(row, Role.COORDINATOR, Status.VACANT, None, words))
        posts += [
            self._post(row, Role.COOPERATING, Status.LISTED, helper, words) for helper in area.cooperating
        ]
        return posts

    def _post(
        self,
        area: ThematicArea | None,
        role: str,
        status: str,
        holder: DelegationName | None,
        words: _Words,
    ) -> Assignment:
        return Assignment(
            body=self.body,
            period=self.period,
            area=area,
            role=role,
            status=status,
            listed=False,
            delegation=self._delegation(holder),
            proposed_by=self._delegation(words.proposer),
            note=words.words if area else "",
            status_words=words.words,
            status_line=words.line,
            status_source=self.source[:LONGEST_SOURCE],
            valid_from=self.day,
        )

    def _delegation(self, name: DelegationName | None) -> Delegation | None:
        wanted = party(name, "") if name else None
        return self.roll.ensure(wanted, by=self.by, reason=self.reason) if wanted else None


def _mark(row: Assignment) -> tuple[object, ...]:
    return row.area_id, row.delegation_id, row.role, row.status
