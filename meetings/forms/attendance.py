"""The attendance form: one choice per name, and one more name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.attendance import Candidate, Presence
from meetings.models import Attendance

NOTHING = ("", _("nothing noted"))


class AttendanceForm(forms.Form):
    statuses = [NOTHING, *Attendance.Status.choices]

    more_name = forms.CharField(label=_("Another name"), max_length=200, required=False)
    more_role = forms.CharField(label=_("Role"), max_length=200, required=False)
    more_status = forms.ChoiceField(
        label=_("Status"), choices=[NOTHING, *Attendance.Status.choices], required=False
    )

    def __init__(self, data: Any = None, *, choices: list[Candidate]) -> None:
        super().__init__(data)
        self.candidates = choices
        for position, candidate in enumerate(choices):
            label = f"{candidate.name} – {candidate.role}" if candidate.role else candidate.name
            self.fields[f"status-{position}"] = forms.ChoiceField(
                label=label,
                choices=self.statuses,
                required=False,
                initial=candidate.status,
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[forms.BoundField]:
        return [self[f"status-{position}"] for position in range(len(self.candidates))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = cleaned.get("more_name", "").strip()
        if name and not cleaned.get("more_status"):
            self.add_error("more_status", _("Say in which way this name attended."))
        taken = {(c.name.casefold(), c.role) for c in self.candidates}
        if name and (name.casefold(), cleaned.get("more_role", "")) in taken:
            self.add_error("more_name", _("This name is on the list above already."))
        return cleaned

    def present(self) -> list[Presence]:
        """What the form says, in the order shown."""
        found = [
            Presence(row.name, row.role, row.delegation, self.cleaned_data.get(f"status-{position}", ""))
            for position, row in enumerate(self.candidates)
        ]
        if self.cleaned_data.get("more_name"):
            data = self.cleaned_data
            found.append(Presence(data["more_name"].strip(), data["more_role"], None, data["more_status"]))
        return found
