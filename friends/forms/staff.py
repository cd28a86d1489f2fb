"""Forms about staff: who is invited to what, when a role ends, and why."""

import uuid
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.models import Body, StaffRole


class ReasonForm(forms.Form):
    """What every change says: why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It stays with the change, for whoever comes after you."),
    )


class InviteForm(ReasonForm):
    field_order = ["name", "email", "role", "body", "begins", "reason"]

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Email address"), help_text=_("Their own; they sign in with it."))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=StaffRole.Role.choices,
        help_text=_(
            "Who manages staff reads no drafts and no comments, unless they hold another role as well."
        ),
    )
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), empty_label=None)
    begins = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, bodies: Iterable[uuid.UUID], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.ModelChoiceField = self.fields["body"]  # type: ignore[assignment]
        field.queryset = Body.objects.filter(pk__in=bodies)


class EndForm(ReasonForm):
    field_order = ["last_day", "reason"]

    last_day = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
