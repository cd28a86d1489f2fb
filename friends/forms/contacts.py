"""Forms of the contact list: one contact, a contact's end, the pairs of one row."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends import contacts
from friends.changes import Change
from friends.contacts import Details
from friends.models import Assignment, Contact, DelegationName

MAILBOX = ""


class ChangeForm(forms.Form):
    """What every change of the list says: from which day it holds, and why."""

    holds_from = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("For instance “told by the mission, 3 December”.")
    )

    def change(self) -> Change:
        day: dt.date = self.cleaned_data["holds_from"]
        return Change(day, self.cleaned_data["reason"].strip())


class ContactForm(ChangeForm):
    field_order = [
        "name",
        "email",
        "phone",
        "posting",
        "speaks",
        "main",
        "language",
        "visibility",
        "holds_from",
        "reason",
    ]

    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Empty for a role mailbox.")
    )
    email = forms.CharField(
        label=_("Email address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
        help_text=_(
            "A changed address begins on the day below; the old one stays on the lists of earlier days."
        ),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    posting = forms.ChoiceField(
        label=_("Capital or mission"),
        choices=[("", _("not stated")), *Contact.Posting.choices],
        required=False,
    )
    speaks = forms.BooleanField(
        label=_("Speaks for the delegation (otherwise gets copies only)"), required=False, initial=True
    )
    main = forms.BooleanField(label=_("Main contact of the delegation"), required=False)
    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=DelegationName.Language.choices,
        initial=DelegationName.Language.ENGLISH,
        required=False,
        help_text=_("Letters that are not translated into it yet are in English."),
    )
    visibility = forms.ChoiceField(label=_("Who may see the address"), choices=Contact.Visibility.choices)

    def clean_email(self) -> str:
        words: str = self.cleaned_data["email"]
        return contacts.validate_email_words(words) if words.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("name") and not cleaned.get("email"):
            self.add_error("name", _("Give a name, an address, or both."))
        return cleaned

    def details(self, *, language: str = "en") -> Details:
        data = self.cleaned_data
        return Details(
            name=data["name"].strip(),
            email=data["email"],
            phone=data["phone"].strip(),
            speaks=data["speaks"],
            main=data["main"],
            posting=data["posting"],
            language=data["language"] or language,
            visibility=data["visibility"],
        )


class PairsForm(forms.Form):
    """One choice of name per address of a row, and how that is known."""

    reason = forms.CharField(label=_("How do you know?"), max_length=500)

    def __init__(self, data: Any = None, *, assignment: Assignment) -> None:
        super().__init__(data)
        self.contacts = [contact for contact in assignment.contacts.all() if contact.email]
        names = contacts.names_in(assignment)
        choices = [*((name, name) for name in names), (MAILBOX, _("a role mailbox, no name"))]
        for contact in self.contacts:
            self.fields[f"name-{contact.pk}"] = forms.ChoiceField(
                label=contact.email, choices=choices, required=False, initial=contact.name
            )
        self.order_fields([*(f"name-{contact.pk}" for contact in self.contacts), "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [cleaned.get(f"name-{contact.pk}") for contact in self.contacts]
        twice = {name for name in given if name and given.count(name) > 1}
        if twice:
            self.add_error(
                None,
                _("%(names)s: a name belongs to one address here.") % {"names": ", ".join(sorted(twice))},
            )
        return cleaned

    def names(self) -> dict[uuid.UUID, str]:
        return {contact.pk: self.cleaned_data.get(f"name-{contact.pk}", "") for contact in self.contacts}
