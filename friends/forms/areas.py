"""Forms of areas of work: a name, from which day it holds, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.aliases import LONGEST_AREA_NAME
from friends.forms.contacts import ChangeForm


class AreaForm(ChangeForm):
    """The name of an area that is new, or goes by another name."""

    field_order = ("name", "holds_from", "reason")

    name = forms.CharField(label=_("Name"), max_length=LONGEST_AREA_NAME)
