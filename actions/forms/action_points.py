"""The form that says where an action point stands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import ActionPoint


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Status"), choices=ActionPoint.Status.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was reported"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a few words, and by whom. Kept in the history; not public."),
    )


class FollowUpStatusForm(StatusForm):
    """Beside where it stands: whether the delegation itself said that it means to do it."""

    confirmed = forms.BooleanField(
        label=_("Its delegation confirmed it"),
        required=False,
        help_text=_(
            "It may be named on an agenda then. It is never public: it is not in the list the meeting agreed."
        ),
    )
