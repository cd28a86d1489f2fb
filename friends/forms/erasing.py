"""The form that erases a person: why, the name typed, and what else means the same person."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.erasing import Look
from friends.models import Contact


class EraseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_(
            "It is kept, so it must not name the person. For instance “asked by letter of 3 December”."
        ),
    )
    typed = forms.CharField(label=_("The name as it stands on the list"), max_length=254)

    def __init__(self, *args: Any, seen: Look, alike: list[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = seen.person.contact
        self.fields["typed"].help_text = _("Type “%(name)s”, so that nobody else is erased by mistake.") % {
            "name": self.contact
        }
        self._may_be_chosen = {one.key for one in seen.possible}
        self._alike = {str(row.pk) for row in alike}

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if " ".join(typed.split()).casefold() != " ".join(str(self.contact).split()).casefold():
            raise forms.ValidationError(
                _("That is not the name of this entry. Nothing was erased; type “%(name)s”."),
                params={"name": self.contact},
            )
        return typed

    def also(self) -> list[uuid.UUID]:
        """The other entries that were ticked as the same person's."""
        return [uuid.UUID(pk) for pk in self.data.getlist("also") if pk in self._alike]  # type: ignore[attr-defined]

    def chosen(self) -> list[str]:
        """The places that were ticked as meaning this person."""
        return [key for key in self.data.getlist("chosen") if key in self._may_be_chosen]  # type: ignore[attr-defined]
