"""The form with which anybody checks a copy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckForm(forms.Form):
    """A file, or words."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.html,.json,application/pdf"}),
        help_text=_("The PDF, or the page (record.html) or text (record.json) that was downloaded with it."),
    )
    text = forms.CharField(
        label=_("or words from it"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A paragraph or several, as they stand in your copy."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of them is needed, so neither is called optional.
        for field in self.fields.values():
            field.one_of_several = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = cleaned.get("text", "").strip()
        if not cleaned.get("file") and not words:
            self.add_error("file", _("Choose a file, or paste words from it below."))
        elif cleaned.get("file") and words:
            self.add_error("text", _("Either a file or words, not both."))
        return cleaned
