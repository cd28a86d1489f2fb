"""Forms of circulating an agenda and of recording that it was adopted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.agenda_steps import LONGEST_WORDS


class CirculateAgendaForm(forms.Form):
    words = forms.CharField(
        label=_("Words to the Friends"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stand in the letter. May be left empty."),
    )


class AdoptForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How it was adopted"),
        choices=[("adopted", _("adopted")), ("amended", _("adopted as amended"))],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
