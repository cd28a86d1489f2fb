"""Forms around a round: its terms, a later deadline, closing."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.models import Body
from meetings import deadlines
from meetings.models import Meeting


class DeadlineForm(forms.Form):
    """A day and a time in the zone of the body, or of the meeting, as an instant."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, body: Body | Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.fields["time"].help_text = _("In the time of %(zone)s.") % {"zone": body.time_zone}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time:
            try:
                cleaned["deadline"] = deadlines.instant(day, time, self.body.zone)
            except ValueError as problem:
                self.add_error("time", str(problem))
        return cleaned


class CirculateForm(DeadlineForm):
    cover_note = forms.CharField(
        label=_("Note to the Friends"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the letter above the link. May be left empty."),
    )

    enclose = forms.BooleanField(
        label=_("Enclose the draft as a PDF file"),
        required=False,
        help_text=_("The letters go out as soon as the file is made, usually within a minute."),
    )

    @staticmethod
    def usual(body: Body, now: dt.datetime) -> dict[str, object]:
        """The body's usual terms: so many days, until 18:00."""
        day = now.astimezone(body.zone).date() + dt.timedelta(days=body.comment_days)
        return {"day": day, "time": dt.time(18, 0), "enclose": True}


class CloseForm(forms.Form):
    note = forms.CharField(
        label=_("Note to the Friends"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the closing note. May be left empty."),
    )
    leave_undecided = forms.BooleanField(label=_("Close although comments are undecided"), required=False)
