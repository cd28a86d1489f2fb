"""The form in which it is recorded what a meeting said of earlier minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.approvals import LONGEST_SAID_BY, Said
from meetings.models import Approval, Meeting


class ApprovalForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What the meeting said"), choices=Approval.Outcome.choices, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    said_by = forms.CharField(
        label=_("Who said so"),
        max_length=LONGEST_SAID_BY,
        required=False,
        help_text=_("For the desk alone, for instance “the Chair, nobody objecting”."),
    )

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(data["outcome"], data["day"], " ".join(data["said_by"].split()))


def initial(approval: Approval | None, meeting: Meeting) -> dict[str, Any]:
    """What was recorded, else approved on the day of the meeting."""
    if approval is None:
        return {"outcome": Approval.Outcome.APPROVED, "day": meeting.earliest}
    return {"outcome": approval.outcome, "day": approval.day, "said_by": approval.said_by}
