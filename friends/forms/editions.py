"""Forms of editions: as of which day, with which note; the letter they are circulated with."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FreezeForm(forms.Form):
    """What an edition is frozen with; the day stands in the page's address."""

    note = forms.CharField(
        label=_("Note to the Friends"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the edition and in the letter it is circulated with. May be left empty."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        return note.replace("\r\n", "\n").strip()
