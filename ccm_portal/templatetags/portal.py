"""Tags and filters every template may use without loading them."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

register = template.Library()

# A text box that cannot fit its content by itself is taken to hold so many letters a line.
LETTERS_A_LINE = 72

# From so many of a unit on, the smaller unit is no longer named.
SEVERAL = 2


@register.filter
def instant(value: dt.datetime | None, zone: str | ZoneInfo = "UTC") -> str:
    """An instant in a named zone: "Friday 17 December 2010, 18:00 (Europe/Zurich)"."""
    if value is None:
        return ""
    info = ZoneInfo(zone) if isinstance(zone, str) else zone
    local = timezone.localtime(value, info)
    return _("%(day)s, %(time)s (%(zone)s)") % {
        "day": formats.date_format(local, "l j F Y"),
        "time": formats.date_format(local, "H:i"),
        "zone": info.key,
    }


@register.filter
def short_instant(value: dt.datetime | None, zone: str | ZoneInfo = "UTC") -> str:
    """An instant in a list: "17 Dec 2010, 18:00". The zone is named beside the list."""
    if value is None:
        return ""
    local = timezone.localtime(value, ZoneInfo(zone) if isinstance(zone, str) else zone)
    return str(formats.date_format(local, "j M Y, H:i"))


@register.filter
def clock(value: dt.datetime, zone: str | ZoneInfo = "UTC") -> str:
    """The time of an instant whose day and zone stand beside it: "18:00:25"."""
    local = timezone.localtime(value, ZoneInfo(zone) if isinstance(zone, str) else zone)
    return str(formats.date_format(local, "H:i:s"))


@register.filter
def time_left(deadline: dt.datetime) -> str:
    """How much time is left: "4 days left", "3 hours left", "the deadline has passed"."""
    left = deadline - timezone.now()
    if left <= dt.timedelta(0):
        return _("the deadline has passed")
    if left.days >= SEVERAL:
        return _("%(days)s days left") % {"days": left.days}
    hours = int(left.total_seconds() // 3600)
    if hours >= SEVERAL:
        return _("%(hours)s hours left") % {"hours": hours}
    return _("%(minutes)s minutes left") % {"minutes": max(1, int(left.total_seconds() // 60))}


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """`mapping|get:key`, None where there is no such key."""
    return mapping.get(key)


@register.filter
def lines(text: str) -> int:
    """How many lines a text box needs for the text, at least one: `rows="{{ text|lines }}"`."""
    return sum(1 + len(line) // LETTERS_A_LINE for line in text.split("\n"))
