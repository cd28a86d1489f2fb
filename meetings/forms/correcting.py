"""The form with which a published text is taken up for correction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings import corrections


class ReasonForm(forms.Form):
    """Why, in one public sentence."""

    reason = forms.CharField(
        label=_("Why the text is corrected"),
        max_length=corrections.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One sentence. It becomes public with the correction, so it names no person: "
            "“The figure in paragraph 7 was wrong.”"
        ),
        error_messages={"required": corrections.SAY_WHY},
    )
