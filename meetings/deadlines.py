"""From a day and a clock time in a named zone to an instant, refusing what does not exist or is meant twice."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


class NoSuchTime(ValueError):
    """The clocks skip this time on that day."""


class TimeTwice(ValueError):
    """The clocks show this time twice on that day."""


def instant(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The instant (UTC) at which clocks in `zone` show `time` on `day`. Raises NoSuchTime, TimeTwice."""
    earlier = dt.datetime.combine(day, time, zone)
    later = earlier.replace(fold=1)
    sentence = {"time": time.strftime("%H:%M"), "day": day.isoformat(), "zone": zone.key}
    if earlier.utcoffset() == later.utcoffset():
        return earlier.astimezone(dt.UTC)
    if earlier.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != earlier.replace(tzinfo=None):
        raise NoSuchTime(
            _("%(time)s does not exist on %(day)s in %(zone)s: the clocks go forward. Choose another time.")
            % sentence
        )
    raise TimeTwice(
        _("%(time)s comes twice on %(day)s in %(zone)s: the clocks go back. Choose another time.") % sentence
    )
