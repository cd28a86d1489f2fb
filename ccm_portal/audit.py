"""The audit log: one row per change of state, never altered, without personal data.

Names of persons, addresses, comments and free text do not belong here; identifiers, delegations and
counts do.
"""

import datetime as dt
import uuid
from typing import Any

from ccm_portal.actors import Actor
from ccm_portal.models import AuditRow


def record(
    event: str,
    subject: Any,
    *,
    by: Actor,
    now: dt.datetime,
    body: uuid.UUID | None = None,
    sha256: str = "",
    **detail: str | int | bool | None,
) -> AuditRow:
    """Write down that `event` ("round.opened") happened to `subject` (a model instance with a UUID)."""
    return AuditRow.objects.create(
        at=now,
        event=event,
        actor_kind=by.kind,
        actor_id=by.id,
        delegation=by.delegation,
        body_id=body,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        sha256=sha256,
        detail=detail,
    )


def record_sitting(
    event: str, subject: Any, *, by: Actor, now: dt.datetime, within: dt.timedelta, body: uuid.UUID
) -> None:
    """As `record`, once for all that one person does to `subject` within that time: for what is saved as one types.

    What was typed, each time, stands in the history of its row.
    """
    lately = AuditRow.objects.filter(subject_id=subject.pk, event=event, actor_id=by.id, at__gt=now - within)
    if not lately.exists():
        record(event, subject, by=by, now=now, body=body)
