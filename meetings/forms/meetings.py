"""The form of a meeting's details: an exact day with times, or honest words with what they allow."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from friends.models.bodies import validate_zone
from meetings import deadlines
from meetings.models import Meeting


class MeetingForm(forms.ModelForm):
    starts = forms.TimeField(
        label=_("Starts"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(label=_("Ends"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    class Meta:
        model = Meeting
        fields = [
            "title", "when_words", "earliest", "latest", "tentative", "time_zone", "venue", "note", "chair_words",
            "public",
        ]  # fmt: skip
        widgets = {
            "earliest": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "latest": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "when_words": _("As it was said, for instance “end of January or beginning of February”."),
            "earliest": _("The same day twice if the day is known."),
            "time_zone": _("For instance Europe/Zurich."),
            "public": _(
                "Its title, days and venue; never its draft agenda. A meeting whose minutes are published always is."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.instance
        for name, value in (("starts", meeting.starts_at), ("ends", meeting.ends_at)):
            if value:
                self.fields[name].initial = timezone.localtime(value, meeting.zone).strftime("%H:%M")

    def clean_time_zone(self) -> str:
        # The model's own check comes after `clean`, which needs the zone.
        name: str = self.cleaned_data["time_zone"]
        validate_zone(name)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        earliest, latest = cleaned.get("earliest"), cleaned.get("latest")
        if bool(earliest) != bool(latest):
            self.add_error("latest", _("Give both days, or neither."))
        elif earliest and latest and latest < earliest:
            self.add_error("latest", _("The latest day comes before the earliest."))
        if cleaned.get("starts") and (not earliest or earliest != latest):
            self.add_error("starts", _("A time needs one exact day: write the same day twice above."))
        self._times(cleaned)
        return cleaned

    def _times(self, cleaned: dict[str, Any]) -> None:
        """Turn day, times and zone into instants."""
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if ends and not starts:
            self.add_error("starts", _("An end needs a beginning."))
        if self.errors:
            return
        cleaned["starts_at"] = self._instant("starts", cleaned, starts)
        cleaned["ends_at"] = self._instant("ends", cleaned, ends)
        if starts and ends and cleaned["ends_at"] and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends", _("The meeting ends before it starts."))

    def _instant(self, field: str, cleaned: dict[str, Any], time: dt.time | None) -> dt.datetime | None:
        if time is None:
            return None
        self.instance.time_zone = cleaned["time_zone"]
        try:
            return deadlines.instant(cleaned["earliest"], time, self.instance.zone)
        except ValueError as problem:
            self.add_error(field, str(problem))
            return None

    def meeting(self) -> Meeting:
        """The meeting with the details of the form, not saved yet."""
        self.instance.starts_at = self.cleaned_data["starts_at"]
        self.instance.ends_at = self.cleaned_data["ends_at"]
        return self.instance
