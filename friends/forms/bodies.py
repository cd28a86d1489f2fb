"""The form that says how a body works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.bodies import LATEST_DAY, MOST_DAYS, Habits
from friends.forms.delegations import ReasonForm
from friends.models import Capacity


class BodyForm(ReasonForm):
    field_order = (
        *("name", "office", "time_zone", "counting", "clearance_needed", "approval_needed"),
        *("draft_days", "circulate_days", "comment_days", "publish_days"),
        *("status_shown", "public_addresses", "reason"),
    )

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("The name it has now stays one of its other names.")
    )
    office = forms.CharField(
        label=_("Name of the office"),
        max_length=100,
        help_text=_("Who drafts and circulates; letters and pages call it so."),
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        help_text=_("As the IANA database names it, for instance Europe/Zurich."),
    )
    counting = forms.MultipleChoiceField(
        label=_("Whose word counts in a round"),
        choices=Capacity.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The others are heard. A round that is open keeps what held when it was opened."),
    )
    clearance_needed = forms.BooleanField(
        label=_("The Presidency clears drafts before they are circulated"), required=False
    )
    approval_needed = forms.BooleanField(
        label=_("The Presidency approves final texts before they are published"), required=False
    )
    draft_days = forms.IntegerField(
        label=_("The draft is ready: days after the meeting"),
        min_value=1,
        max_value=LATEST_DAY,
        help_text=_("The timetable of the minutes. The desk counts by it; the public never reads of it."),
    )
    circulate_days = forms.IntegerField(
        label=_("It goes to the Friends: days after the meeting"), min_value=1, max_value=LATEST_DAY
    )
    comment_days = forms.IntegerField(
        label=_("Days for comments"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("The deadline that is proposed when a text is circulated."),
    )
    publish_days = forms.IntegerField(
        label=_("The minutes are public: days after the meeting"), min_value=1, max_value=LATEST_DAY
    )
    status_shown = forms.BooleanField(
        label=_("The public page of a meeting says where its minutes are"),
        required=False,
        help_text=_("“With the Friends for comment”, for instance: no delegation and no day is named."),
    )
    public_addresses = forms.CharField(
        label=_("Public addresses and telephone numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of the body itself, one a line. They alone may stand in published texts."),
    )

    def habits(self) -> Habits:
        data = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        lines = (line.strip() for line in data["public_addresses"].splitlines())
        data["public_addresses"] = "\n".join(line for line in lines if line)
        return Habits(**data | {"counting": tuple(data["counting"])})
