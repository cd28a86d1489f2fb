"""Forms for the Presidency's word: as the Presidency gives it, and as the coordinator records it."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from friends.models import Body
from meetings.forms.circulating import DeadlineForm
from meetings.presidency import Recorded


class GiveForm(forms.Form):
    """Yes, or back with a note; which of them says the button."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        # Not `max_length`: the browser would cut what is pasted.
        validators=[MaxLengthValidator(4000)],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What should change; needed when you send the text back."),
    )


class RecordForm(DeadlineForm):
    """Given by whom, how, when; yes, or back with a note."""

    field_order = ["giver", "how", "day", "time", "given", "note"]

    giver = forms.CharField(
        label=_("Given by"), max_length=200, help_text=_("For instance “the Ambassador”.")
    )
    how = forms.CharField(label=_("How"), max_length=200, help_text=_("For instance “by telephone”."))
    given = forms.TypedChoiceField(
        label=_("Word"),
        choices=[("yes", _("Yes")), ("no", _("Sent back, with a note"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the text is sent back."),
    )  # fmt: skip

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, body=body, **kwargs)
        self.fields["day"].label = _("On")
        self.fields["time"].label = _("At")

    def recorded(self) -> Recorded:
        data = self.cleaned_data
        return Recorded(data["giver"].strip(), data["how"].strip(), data["deadline"])
