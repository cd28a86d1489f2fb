"""Forms about staff: who is invited to what, when a role ends, and why."""

import uuid
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from friends import staff
from friends.models import Body, StaffRole

WAYS = {
    staff.Way.LETTER: _("By letter to that address"),
    staff.Way.SHOWN: _("Shown to you, this once, to hand over in person; they are told so by letter"),
}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """What every change says: why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It stays with the change, for whoever comes after you."),
    )


class InviteForm(ReasonForm):
    field_order = ["name", "email", "role", "body", "begins", "ends", "way", "reason"]

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Email address"), help_text=_("Their own; they sign in with it."))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose a role")), *StaffRole.Role.choices],
        help_text=_(
            "Who manages staff reads no drafts and no comments, unless they hold another role as well."
        ),
    )
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), empty_label=None)
    begins = forms.DateField(label=_("From"), widget=_day())
    ends = forms.DateField(
        label=_("Until"),
        required=False,
        widget=_day(),
        help_text=_("The last day. Leave it empty where no end is known."),
    )
    way = forms.ChoiceField(
        label=_("Somebody new gets a link to set up their sign-in"),
        choices=[(way.value, words) for way, words in WAYS.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, bodies: Iterable[uuid.UUID], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.ModelChoiceField = self.fields["body"]  # type: ignore[assignment]
        field.queryset = Body.objects.filter(pk__in=bodies)


class EndForm(ReasonForm):
    field_order = ["last_day", "reason"]

    last_day = forms.DateField(label=_("Last day"), widget=_day())
