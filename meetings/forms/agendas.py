"""The form of one agenda item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.models import Body, Delegation, ThematicArea
from meetings.agendas import Item

MOST_MINUTES = 24 * 60


class ItemForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=500)
    presenter_words = forms.CharField(
        label=_("Introduced by"),
        max_length=200,
        required=False,
        help_text=_("As it shall be printed, for instance “Canada” or “the Presidency”."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes allotted"), min_value=1, max_value=MOST_MINUTES, required=False
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas of work"),
        queryset=ThematicArea.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.fields["areas"].queryset = body.areas.filter(joined_to=None)  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def item(self) -> Item:
        """What the form says; a delegation of this name is the one that introduces it."""
        data = self.cleaned_data
        words = " ".join(data["presenter_words"].split())
        return Item(
            title=data["title"],
            presenter_words=words,
            presenter=Delegation.objects.filter(name__iexact=words).first() if words else None,
            areas=tuple(data["areas"]),
            note=data["note"].strip(),
            minutes=data["minutes"],
        )


def initial(item: Item) -> dict[str, Any]:
    """The form's first values from what an item says."""
    return {
        "title": item.title,
        "presenter_words": item.presenter_words,
        "minutes": item.minutes,
        "areas": [area.pk for area in item.areas],
        "note": item.note,
    }
