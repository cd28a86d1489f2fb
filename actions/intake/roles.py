"""Who leads an area of work and who cooperates, as an agenda or the minutes say: assignments off the printed list."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from actions.intake.areas import AreaPlan
from actions.intake.delegations import Roll, party
from actions.intake.posts import status_of
from ccm_portal import history
from ccm_portal.actors import Actor
from friends.models import Assignment, Body, Delegation, Period, ThematicArea
from friends.reading.names import DelegationName
from meetings.reading.values import IN_CONTACT_LIST, AreaOfWork

Role = Assignment.Role
Status = Assignment.Status


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

    def write(self, named: Iterable[AreaOfWork]) -> None:
        """One assignment for each lead and each cooperating delegation; a new status stands beside an old one."""
        standing = Assignment.objects.filter(body=self.body, listed=False).valid_on(self.day)
        present = {(row.area_id, row.delegation_id, row.role, row.status) for row in standing}
        for area in named:
            group = self.areas.of(area.name)
            if area.source == IN_CONTACT_LIST or group is None or group.known is None:
                continue
            for post in self._posts(area, group.known):
                mark = (post.area_id, post.delegation_id, post.role, post.status)
                if mark not in present:
                    history.save(post, by=self.by, reason=self.reason)
                    present.add(mark)

    def _posts(self, area: AreaOfWork, row: ThematicArea) -> list[Assignment]:
        status = status_of(area.status_words)
        posts = []
        if area.lead is not None and status != Status.VACANT:
            posts.append(self._post(area, row, Role.COORDINATOR, status, area.lead))
        elif area.lead is None:
            # Somebody unknown by name, or nobody: the words say which.
            posts.append(self._post(area, row, Role.COORDINATOR, Status.VACANT, None))
        posts += [
            self._post(area, row, Role.COOPERATING, Status.LISTED, helper) for helper in area.cooperating
        ]
        return posts

    def _post(
        self, area: AreaOfWork, row: ThematicArea, role: str, status: str, holder: DelegationName | None
    ) -> Assignment:
        return Assignment(
            body=self.body, period=self.period, area=row, role=role, status=status, listed=False,
            delegation=self._delegation(holder), proposed_by=self._delegation(area.proposer),
            note=area.words, valid_from=self.day,
        )  # fmt: skip

    def _delegation(self, name: DelegationName | None) -> Delegation | None:
        wanted = party(name, "") if name else None
        return self.roll.ensure(wanted, by=self.by, reason=self.reason) if wanted else None
