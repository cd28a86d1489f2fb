"""What every change of the contact list says: from which day it holds, and why it is made."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

ONE_DAY = dt.timedelta(days=1)


class NoReason(Exception):
    """Every change of the list says why."""


class BadDay(Exception):
    """The day does not fit the days between which the row holds."""


@dataclass(frozen=True)
class Change:
    """From which day a change holds, and why it is made."""

    holds_from: dt.date
    reason: str


def check_reason(change: Change) -> None:
    """Raises NoReason where the change does not say why."""
    if not change.reason.strip():
        raise NoReason(_("Say in a few words why the list is changed."))
