"""Forms of one row of the contact list: what it says of a post, and who is put forward, from which day and why."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from friends import delegations
from friends.assignments import Post
from friends.forms.contacts import ChangeForm
from friends.models import Assignment, Body, Period, ThematicArea

# A row that has ended says so by its last day.
STATUSES = [choice for choice in Assignment.Status.choices if choice[0] != Assignment.Status.ENDED]
NOTHING = ("", "–")


class AssignmentForm(ChangeForm):
    """What the list says of a post from a day on."""

    field_order = (
        *("status", "delegation", "proposed_by", "decision", "role", "area", "title", "period", "note"),
        *("listed", "holds_from", "until", "reason"),
    )

    role = forms.ChoiceField(label=_("Role"), choices=Assignment.Role.choices)
    area = forms.ChoiceField(label=_("Area of work"), required=False)
    title = forms.CharField(
        label=_("Words of the list"),
        max_length=250,
        required=False,
        help_text=_(
            "As the first column has it, for instance “President, 1MSP”. Empty: the name of the area."
        ),
    )
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES)
    delegation = forms.ChoiceField(
        label=_("Delegation"),
        required=False,
        help_text=_("Who holds the post, or is proposed. Empty if vacant."),
    )
    proposed_by = forms.ChoiceField(label=_("Proposed by"), required=False)
    decision = forms.CharField(
        label=_("Decision it rests on"),
        max_length=500,
        required=False,
        help_text=_("For instance “decisions of the first Meeting of States Parties, para. 12”."),
    )
    period = forms.ChoiceField(label=_("Period"), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    listed = forms.BooleanField(label=_("Stands on the printed contact list"), required=False)

    def __init__(self, data: Any = None, *, body: Body, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # An area that has ended may still be that of an entry that has.
        areas = ThematicArea.objects.filter(body=body, joined_to=None)
        groups = delegations.to_choose_from(get_language() or "en", today)
        holders = {str(row.pk): row for _label, rows in groups for row, _name in rows}
        self._rows: dict[str, dict[str, Any]] = {
            "area": {str(row.pk): row for row in areas},
            "delegation": holders,
            "proposed_by": holders,
            "period": {str(row.pk): row for row in Period.objects.filter(body=body)},
        }
        grouped = [(label, [(str(row.pk), name) for row, name in rows]) for label, rows in groups]
        for name, found in self._rows.items():
            plain = [(pk, str(row)) for pk, row in found.items()]
            choices = [NOTHING, *(grouped if found is holders else plain)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def said_by(post: Post) -> dict[str, Any]:
        """What the form starts from, where the list says `post`."""
        plain = ("role", "title", "status", "decision", "note", "listed")
        rows = ("area", "delegation", "proposed_by", "period")
        said = {name: getattr(post, name) for name in plain}
        return said | {name: str(row.pk) if (row := getattr(post, name)) else "" for name in rows}

    def post(self, before: Post) -> Post:
        """What the list shall say; where the row stands among others stays as before."""
        data = self.cleaned_data
        return replace(
            before,
            role=data["role"],
            title=data["title"].strip(),
            status=data["status"],
            decision=data["decision"].strip(),
            note=data["note"].strip(),
            listed=data["listed"],
            area=self._rows["area"].get(data["area"]),
            delegation=self._rows["delegation"].get(data["delegation"]),
            proposed_by=self._rows["proposed_by"].get(data["proposed_by"]),
            period=self._rows["period"].get(data["period"]),
        )


class NewAssignmentForm(AssignmentForm):
    """The same of a row more, which may have ended already."""

    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only of a post that has ended, or whose end is known."),
    )

    def last_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["until"]
        return day
