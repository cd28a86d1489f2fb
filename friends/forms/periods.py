"""The form of a period: its name and its days, and why it is changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.forms.delegations import DAY, ReasonForm
from friends.periods import Terms


class PeriodForm(ReasonForm):
    field_order = ("name", "starts", "ends", "reason")

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("For instance “1MSP to 2MSP”."))
    starts = forms.DateField(
        label=_("First day"), required=False, widget=DAY, help_text=_("Empty: not known yet.")
    )
    ends = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("Empty: not known yet.")
    )

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(data["name"], data["starts"], data["ends"])
