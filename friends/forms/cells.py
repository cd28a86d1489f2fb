"""Forms of the cells of the contact list, one for each, and of the sitting's reason and day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends import contacts
from friends.models import Assignment, Body, Contact, Delegation, ThematicArea

NOT_STATED = ("", _("not stated"))


class CellForm(forms.Form):
    """What a cell holds. `values()` gives it by the names of the fields."""

    def __init__(self, data: Any = None, *, body: Body, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="cell_%s")
        for name, choices in self.choices(body).items():
            self.fields[name].queryset = choices  # type: ignore[attr-defined]

    def choices(self, body: Body) -> dict[str, Any]:
        """What the fields that name something may name."""
        return {}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


class PostCell(CellForm):
    title = forms.CharField(label=_("Area of work or office, as written"), max_length=250, required=False)
    area = forms.ModelChoiceField(
        ThematicArea.objects.none(), label=_("Area"), required=False, empty_label=_("no area")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Assignment.Role.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def choices(self, body: Body) -> dict[str, Any]:
        return {"area": ThematicArea.objects.filter(body=body, joined_to=None)}


class HolderCell(CellForm):
    delegation = forms.ModelChoiceField(
        Delegation.objects.none(), label=_("Delegation"), required=False, empty_label=_("vacant")
    )

    def choices(self, body: Body) -> dict[str, Any]:
        return {"delegation": Delegation.objects.all()}


class SeatCell(CellForm):
    seat = forms.CharField(
        label=_("Where its office sits, for instance Geneva"), max_length=100, required=False
    )


class StatusCell(CellForm):
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[pair for pair in Assignment.Status.choices if pair[0] != Assignment.Status.ENDED],
    )
    proposed_by = forms.ModelChoiceField(
        Delegation.objects.none(), label=_("Proposed by"), required=False, empty_label=_("nobody named")
    )

    def choices(self, body: Body) -> dict[str, Any]:
        return {"proposed_by": Delegation.objects.all()}


class NameCell(CellForm):
    name = forms.CharField(label=_("Name"), max_length=200, required=False)


class AddressCell(CellForm):
    email = forms.CharField(label=_("Email address"), max_length=254, required=False)

    def clean_email(self) -> str:
        words: str = self.cleaned_data["email"]
        return contacts.validate_email_words(words) if words.strip() else ""


class FlagsCell(CellForm):
    main = forms.BooleanField(label=_("Main contact"), required=False)
    speaks = forms.BooleanField(label=_("Speaks for the delegation"), required=False)
    posting = forms.ChoiceField(
        label=_("Capital or mission"), choices=[NOT_STATED, *Contact.Posting.choices], required=False
    )
    visibility = forms.ChoiceField(label=_("Who may see the address"), choices=Contact.Visibility.choices)


class PersonCell(AddressCell):
    """Somebody more in a row."""

    field_order = ["name", "email"]
    name = forms.CharField(label=_("Name"), max_length=200, required=False)


FORMS: dict[str, type[CellForm]] = {
    "post": PostCell,
    "holder": HolderCell,
    "status": StatusCell,
    "seat": SeatCell,
    "name": NameCell,
    "address": AddressCell,
    "flags": FlagsCell,
    "person": PersonCell,
}


class SittingForm(forms.Form):
    """Why the list is changed in this sitting, and from which day its changes hold."""

    reason = forms.CharField(
        label=_("Why the list is changed"),
        max_length=500,
        error_messages={"required": _("Say in a few words why the list is changed.")},
    )
    holds_from = forms.DateField(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say from which day the change holds.")},
    )
