"""The form that records another name of a body, an area or a delegation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.aliases import LONGEST_NAME
from friends.models import Body, Delegation, ThematicArea

BODY, AREA, DELEGATION = "body", "area", "delegation"


class NameForm(forms.Form):
    """Which of them, and the name."""

    of = forms.ChoiceField(label=_("The same as"))
    name = forms.CharField(label=_("Other name"), max_length=LONGEST_NAME)

    def __init__(self, *args: Any, body: Body, delegations: list[Delegation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = ThematicArea.objects.filter(body=body, joined_to=None)
        self._rows: dict[str, Body | ThematicArea | Delegation] = {f"{BODY}:{body.pk}": body}
        self._rows |= {f"{AREA}:{row.pk}": row for row in areas}
        self._rows |= {f"{DELEGATION}:{row.pk}": row for row in delegations}
        self.fields["of"].choices = [  # type: ignore[attr-defined]
            (_("Body"), self._choices(BODY)),
            (_("Areas of work"), self._choices(AREA)),
            (_("Delegations"), self._choices(DELEGATION)),
        ]

    def _choices(self, kind: str) -> list[tuple[str, str]]:
        return [(name, str(row)) for name, row in self._rows.items() if name.startswith(f"{kind}:")]

    def row(self) -> Body | ThematicArea | Delegation:
        return self._rows[self.cleaned_data["of"]]
