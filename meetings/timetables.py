"""The timetable of minutes: by which days the body means to have them drafted, circulated, commented and public.

Pure. The meeting's day, the days of the body, what was done when, and today, each a day in the body's zone, in;
where the text stands, out. Counted from the day on which the meeting ended; a meeting without an exact day has no
timetable, and says so. Lateness is for the desk alone.

Source of the usual days: ICANN's Names Council (friends.models.bodies).
"""

import datetime as dt
import enum
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# So long after a day had passed nobody is helped by counting on.
LONGEST_COUNT = 60


class Step(enum.StrEnum):
    """What the timetable asks for, in order."""

    DRAFT = "draft"
    CIRCULATE = "circulate"
    COMMENTS = "comments"
    PUBLISH = "publish"


LABELS = {
    Step.DRAFT: gettext_lazy("The draft is ready"),
    Step.CIRCULATE: gettext_lazy("It goes to the Friends"),
    Step.COMMENTS: gettext_lazy("Comments end"),
    Step.PUBLISH: gettext_lazy("The minutes are public"),
}
# What is to be done by the day: "Day 3 of 10 to …", "… the day by which …".
TO = {
    Step.DRAFT: gettext_lazy("Day %(day)s of %(days)s to have the draft ready"),
    Step.CIRCULATE: gettext_lazy("Day %(day)s of %(days)s to circulate"),
    Step.COMMENTS: gettext_lazy("Day %(day)s of %(days)s for comments"),
    Step.PUBLISH: gettext_lazy("Day %(day)s of %(days)s to publish"),
}
BY_WHICH = {
    Step.DRAFT: gettext_lazy("the day by which the draft was to be ready"),
    Step.CIRCULATE: gettext_lazy("the day by which the draft was to go to the Friends"),
    Step.COMMENTS: gettext_lazy("the day until which comments were asked for"),
    Step.PUBLISH: gettext_lazy("the day by which the minutes were to be public"),
}


@dataclass(frozen=True)
class Days:
    """The habit of a body: days after the meeting, and for how many days comments are taken."""

    draft: int
    circulate: int
    comments: int
    publish: int


@dataclass(frozen=True)
class Facts:
    """What is so of minutes: the day on which the meeting ended, None where no exact day is known; what was done when.

    circulated: when the first round was opened; comments_end: the deadline of the newest; commented: none is open any
    more. withheld: they are not for publication.
    """

    held: dt.date | None
    drafted: dt.date | None = None
    circulated: dt.date | None = None
    comments_end: dt.date | None = None
    commented: bool = False
    published: dt.date | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Row:
    """One step of the timetable: by which day; on which day it was done, None where it was not; or left out."""

    step: Step
    due: dt.date
    done: dt.date | None
    left_out: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.step])

    @property
    def is_done(self) -> bool:
        return self.done is not None or self.left_out

    @property
    def in_time(self) -> bool:
        return self.done is not None and self.done <= self.due


@dataclass(frozen=True)
class Standing:
    """Where minutes stand today: the steps, the next that is not done (None: nothing is left), since when it counts."""

    rows: tuple[Row, ...]
    next: Row | None
    since: dt.date
    today: dt.date

    @property
    def days_left(self) -> int:
        """Until the next step is due; negative once its day has passed; 0 where nothing is left."""
        return (self.next.due - self.today).days if self.next else 0

    @property
    def is_past(self) -> bool:
        return self.days_left < 0

    @property
    def words(self) -> str:
        """Where they stand, without a full stop; empty where nothing is left, or the count has not begun."""
        if self.next is None or self.today < self.since:
            return ""
        which = BY_WHICH[self.next.step]
        if self.days_left > 0:
            counted = {"day": (self.today - self.since).days, "days": (self.next.due - self.since).days}
            return str(TO[self.next.step]) % counted
        if self.days_left == 0:
            return _("Today is %(which)s") % {"which": which}
        past = -self.days_left
        if past > LONGEST_COUNT:
            return _("%(day)s was %(which)s") % {
                "day": formats.date_format(self.next.due, "j F Y"),
                "which": which,
            }
        words = ngettext("%(count)s day past %(which)s", "%(count)s days past %(which)s", past)
        return words % {"count": past, "which": which}


def standing(facts: Facts, days: Days, today: dt.date) -> Standing | None:
    """Where minutes stand on `today`; None where the meeting has no exact day to count from."""
    if facts.held is None:
        return None
    rows = _rows(facts, facts.held, days)
    following = next((row for row in rows if not row.is_done), None)
    asked = facts.circulated if following and following.step == Step.COMMENTS else None
    return Standing(rows, following, asked or facts.held, today)


def _rows(facts: Facts, held: dt.date, days: Days) -> tuple[Row, ...]:
    """The steps, each left out where a later one was done without it."""
    circulate = held + dt.timedelta(days.circulate)
    asked = (facts.circulated or circulate) + dt.timedelta(days.comments)
    steps = {
        Step.DRAFT: (held + dt.timedelta(days.draft), facts.drafted),
        Step.CIRCULATE: (circulate, facts.circulated),
        Step.COMMENTS: (facts.comments_end or asked, facts.comments_end if facts.commented else None),
        Step.PUBLISH: (held + dt.timedelta(days.publish), facts.published),
    }
    if facts.withheld:
        del steps[Step.PUBLISH]
    rows: list[Row] = []
    later = False
    for step, (due, done) in reversed(steps.items()):
        rows.append(Row(step, due, done, left_out=later and done is None))
        later = later or done is not None
    return tuple(reversed(rows))
