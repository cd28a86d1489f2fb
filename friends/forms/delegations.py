"""Forms of a delegation: what it is called, and in which capacity it takes part, from day to day."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.forms.contacts import ChangeForm
from friends.models import Capacity, DelegationName
from friends.models.names import LONGEST_FORMAL, LONGEST_SHORT
from friends.reading.languages import Named

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """What is put right without a day of its own still says why."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class CapacityForm(ChangeForm):
    """Another capacity from a day on."""

    field_order: tuple[str, ...] = ("kind", "holds_from", "reason")

    kind = forms.ChoiceField(label=_("Takes part as"), choices=Capacity.Kind.choices)


class NewDelegationForm(CapacityForm):
    field_order = ("name", "seat", "kind", "holds_from", "reason")

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("In English, as it stands on the list: “Norway”, “ICRC”."),
    )
    seat = forms.CharField(
        label=_("Seat"),
        max_length=100,
        required=False,
        help_text=_("Of an organisation's office, for instance Geneva."),
    )


class DelegationForm(ReasonForm):
    """The English name and the seat put right."""

    field_order = ("name", "seat", "reason")

    name = NewDelegationForm.base_fields["name"]
    seat = NewDelegationForm.base_fields["seat"]


class _Between(ReasonForm):
    """From which day to which day a row held, put right."""

    first = forms.DateField(
        label=_("Holds from"), required=False, widget=DAY, help_text=_("Empty: not known.")
    )
    last = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("Empty: it still holds.")
    )

    def days(self) -> tuple[dt.date | None, dt.date | None]:
        return self.cleaned_data["first"], self.cleaned_data["last"]


class CapacityCorrectionForm(_Between):
    field_order = ("kind", "first", "last", "reason")

    kind = CapacityForm.base_fields["kind"]


class _Name(forms.Form):
    short = forms.CharField(label=_("Short name"), max_length=LONGEST_SHORT)
    formal = forms.CharField(label=_("Formal name"), max_length=LONGEST_FORMAL, required=False)

    def named(self) -> Named:
        return Named(self.cleaned_data["short"].strip(), self.cleaned_data["formal"].strip())


class NameInForm(_Name, ChangeForm):
    """Another name in one language from a day on."""

    field_order = ("language", "short", "formal", "holds_from", "reason")

    language = forms.ChoiceField(label=_("Language"), choices=DelegationName.Language.choices)


class NameCorrectionForm(_Name, _Between):
    field_order = ("short", "formal", "first", "last", "reason")
