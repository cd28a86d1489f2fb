"""Forms of entries that may be one contact: which two, and which detail of which stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends import contacts
from friends.forms.contacts import ChangeForm
from friends.models import Contact

ONE, OTHER = "one", "other"


class PairForm(forms.Form):
    """Two entries of the list, chosen by hand."""

    one = forms.ModelChoiceField(Contact.objects.none(), label=_("One entry"))
    other = forms.ModelChoiceField(Contact.objects.none(), label=_("and the other"))

    def __init__(self, data: Any = None, *, listed: Any) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.queryset = listed  # type: ignore[attr-defined]
            field.label_from_instance = _named  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        one, other = cleaned.get("one"), cleaned.get("other")
        if one is not None and one == other:
            self.add_error("other", _("Choose two different entries."))
        return cleaned


def _named(contact: Contact) -> str:
    return ", ".join(filter(None, (str(contact.delegation), contact.name, contact.email)))


class MergeForm(ChangeForm):
    """For each detail in which the two differ: whose stays. The entry whose address stays is the one that is kept."""

    def __init__(self, data: Any = None, *, one: Contact, other: Contact, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.pair = {ONE: one, OTHER: other}
        for name in contacts.DETAILS:
            mine, theirs = (_shown(contact, name) for contact in self.pair.values())
            if getattr(one, name) == getattr(other, name):
                continue
            self.fields[name] = forms.ChoiceField(
                label=str(Contact._meta.get_field(name).verbose_name).capitalize(),  # type: ignore[union-attr]
                choices=[(ONE, mine or _("nothing")), (OTHER, theirs or _("nothing"))],
                widget=forms.RadioSelect,
                initial=_fuller(one, other, name),
            )
        self.order_fields([*contacts.DETAILS, "holds_from", "reason"])

    def kept(self) -> Contact:
        """The one whose address stays."""
        return self.pair[self.cleaned_data.get("email", ONE)]

    def left(self) -> Contact:
        """The one that is joined to it."""
        return next(contact for contact in self.pair.values() if contact.pk != self.kept().pk)

    def details(self) -> contacts.Details:
        chosen = {
            name: getattr(self.pair[self.cleaned_data.get(name, ONE)], name) for name in contacts.DETAILS
        }
        return contacts.Details(**chosen)


def _fuller(one: Contact, other: Contact, name: str) -> str:
    """The one that says something; of two that do, the first."""
    return OTHER if not getattr(one, name) and getattr(other, name) else ONE


def _shown(contact: Contact, name: str) -> str:
    value = getattr(contact, name)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    display = getattr(contact, f"get_{name}_display", None)
    return str(display() if display else value)
