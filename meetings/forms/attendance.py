"""The attendance form: one choice per name, its people to tick, and one more name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.attendance import Candidate, Presence
from meetings.models import Attendance

NOTHING = ("", _("nothing noted"))


class AttendanceForm(forms.Form):
    statuses = [NOTHING, *Attendance.Status.choices]

    names_people = forms.BooleanField(
        label=_("The minutes name the people"),
        help_text=_(
            "Otherwise they name delegations and roles, and who was ticked stays the office's own note."
        ),
        required=False,
    )
    more_name = forms.CharField(label=_("Another name"), max_length=200, required=False)
    more_role = forms.CharField(label=_("Role"), max_length=200, required=False)
    more_status = forms.ChoiceField(
        label=_("Status"), choices=[NOTHING, *Attendance.Status.choices], required=False
    )

    def __init__(self, data: Any = None, *, choices: list[Candidate], names_people: bool = False) -> None:
        super().__init__(data, initial={"names_people": names_people})
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
            if candidate.people:
                self.fields[f"people-{position}"] = forms.MultipleChoiceField(
                    label=_("People of %(name)s") % {"name": candidate.name},
                    choices=[(str(one.pk), str(one)) for one in candidate.people],
                    required=False,
                    initial=[str(pk) for pk in candidate.noted],
                    widget=forms.CheckboxSelectMultiple,
                )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each name's status with its people, None where nobody is known."""
        return [
            (self[f"status-{position}"], self[f"people-{position}"] if candidate.people else None)
            for position, candidate in enumerate(self.candidates)
        ]

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
        found = [self._presence(position, row) for position, row in enumerate(self.candidates)]
        if self.cleaned_data.get("more_name"):
            data = self.cleaned_data
            found.append(Presence(data["more_name"].strip(), data["more_role"], None, data["more_status"]))
        return found

    def _presence(self, position: int, row: Candidate) -> Presence:
        """Somebody who is ticked was there, also where nothing more was said of the delegation."""
        ticked = self.cleaned_data.get(f"people-{position}", [])
        people = tuple(one for one in row.people if str(one.pk) in ticked)
        there = Attendance.Status.OBSERVER if row.is_observer else Attendance.Status.PRESENT
        status = self.cleaned_data.get(f"status-{position}", "") or (there if people else "")
        return Presence(row.name, row.role, row.delegation, status, people)
