"""Forms for the tasks of an action point: splitting it, and one task."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from actions.tasks import LONGEST_WORDS, MOST_TASKS, Wanted

SPARE_ROWS = 2


class TaskForm(forms.Form):
    """One task. Who and when stay empty where the text does not say."""

    words = forms.CharField(
        label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    owner_words = forms.CharField(
        label=_("Who"), max_length=LONGEST_WORDS, required=False, help_text=_("Empty where it is not stated.")
    )
    due_words = forms.CharField(
        label=_("When, in words"), max_length=LONGEST_WORDS, required=False, help_text=_("As it was said.")
    )

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(data["words"], data["owner_words"], data["due_words"])


class RowForm(TaskForm):
    """A row of the proposal; a row without words is left out."""

    words = forms.CharField(
        label=_("What is to be done"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )


class SplitForm(forms.Form):
    """The proposed tasks of a point, and spare rows, to be changed and accepted together."""

    # Of the wording the proposal was made from.
    wording = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, proposed: list[Wanted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        rows = [_initial(one) for one in proposed] + [{}] * SPARE_ROWS
        self.rows = [
            RowForm(data, prefix=f"row-{number}", initial=initial)
            for number, initial in enumerate(rows[: MOST_TASKS + SPARE_ROWS], 1)
        ]

    def is_valid(self) -> bool:
        rows = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(rows)

    def clean(self) -> dict[str, Any]:
        if not any(row["words"].value() and str(row["words"].value()).strip() for row in self.rows):
            raise forms.ValidationError(_t("Say what is to be done in one row at least."))
        return super().clean() or {}

    def wanted(self) -> list[Wanted]:
        return [row.wanted() for row in self.rows if row.cleaned_data["words"].strip()]


def _initial(one: Wanted) -> dict[str, str]:
    return {"words": one.words, "owner_words": one.owner_words, "due_words": one.due_words}
