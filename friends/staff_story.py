"""What was changed about a member of staff: by whom, when and why; for the page of the person."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ccm_portal.models import AuditRow, User
from friends.models import SetUpLink, StaffRole

# What only the audit log says.
EVENTS = {
    "staff.sign_in_reset": gettext_lazy("Sign-in reset"),
    "staff.deactivated": gettext_lazy("Sign-in closed"),
    "staff.reactivated": gettext_lazy("Sign-in opened again"),
    "staff.link_shown": gettext_lazy("Set-up link shown, to be handed over"),
}


@dataclass(frozen=True)
class Told:
    """One change. who: "" where a command or the clock did it; why: "" where no reason is to be shown."""

    at: dt.datetime
    who: str
    words: str
    why: str = ""


def of(person: User, bodies: set[uuid.UUID]) -> list[Told]:
    """Each change of the person's roles in these bodies and of the way they sign in, the newest first.

    Why a link was made is told only where all the person's roles are in these bodies.
    """
    roles = StaffRole.history.filter(user=person, body__in=bodies).select_related("body")
    elsewhere = StaffRole.objects.filter(user=person).exclude(body__in=bodies).exists()
    told = _audited(person)
    for row in SetUpLink.history.filter(user=person):
        words = _("Set-up link used") if row.used_at else _("Set-up link made")
        told.append(Told(*_who(row), words, "" if elsewhere else row.history_change_reason or ""))
    told += [Told(*_who(row), _of_role(row), row.history_change_reason or "") for row in roles]
    # What was done with one click stands in its own order, whatever the microseconds say.
    return sorted(told, key=lambda entry: entry.at.replace(microsecond=0), reverse=True)


def _who(row: Any) -> tuple[dt.datetime, str]:
    return row.history_date, row.history_person


def _of_role(row: Any) -> str:
    values = {
        "role": row.get_role_display(),
        "body": row.body,
        "from": _day(row.valid_from),
        "until": _day(row.valid_until),
    }
    if row.ended_at:
        return _("No longer %(role)s of %(body)s, at once") % values
    if row.valid_until is None:
        return _("%(role)s of %(body)s, from %(from)s") % values
    return _("%(role)s of %(body)s, from %(from)s until %(until)s") % values


def _day(day: dt.date | None) -> str:
    return formats.date_format(day, "j F Y") if day else _("the beginning")


def _audited(person: User) -> list[Told]:
    rows = list(AuditRow.objects.filter(subject_id=person.pk, event__in=EVENTS).order_by("-at"))
    names = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    return [Told(row.at, str(names.get(row.actor_id, "")), str(EVENTS[row.event])) for row in rows]
