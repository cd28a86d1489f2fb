"""When a meeting is, as the public reads it. Pure: whitelisted columns in, words out."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def day(row: dict[str, Any]) -> str:
    """The exact day, else the words in which it was said, else the days between which it lies."""
    first, last = row["earliest"], row["latest"]
    if first and first == last:
        return str(formats.date_format(first, "l j F Y"))
    if row["when_words"]:
        return str(row["when_words"])
    if first:
        days = {"first": formats.date_format(first, "j F Y"), "last": formats.date_format(last, "j F Y")}
        return _("between %(first)s and %(last)s") % days
    return _("date to be announced")


def hours(row: dict[str, Any]) -> str:
    """ "13:00–15:00 (Europe/Zurich)", "" while no hour is set."""
    if not row["starts_at"] or row["earliest"] != row["latest"]:
        return ""
    zone = ZoneInfo(row["time_zone"])
    hours = [f"{timezone.localtime(at, zone):%H:%M}" for at in (row["starts_at"], row["ends_at"]) if at]
    return f"{'–'.join(hours)} ({zone.key})"
