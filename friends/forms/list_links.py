"""The form of the public page that sends a link to the contact list."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ListLinkForm(forms.Form):
    address = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The one under which you are on the contact list."),
    )
