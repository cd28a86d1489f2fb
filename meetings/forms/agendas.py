"""The form of one agenda item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.models import Body, Delegation, ThematicArea
from meetings import approvals
from meetings.agendas import Item
from meetings.models import AgendaItem, Document, Meeting

MOST_MINUTES = 24 * 60


class ItemForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=500)
    presenter_words = forms.CharField(
        label=_("Introduced by"),
        max_length=200,
        required=False,
        help_text=_("As it shall be printed, for instance “Canada” or “the Presidency”."),
    )
    chair_words = forms.CharField(
        label=_("Chaired by"),
        max_length=200,
        required=False,
        help_text=_("Where somebody else than the chair of the meeting takes this item."),
    )
    facilitator_words = forms.CharField(label=_("Facilitated by"), max_length=200, required=False)
    approves = forms.ModelChoiceField(
        label=_("Approves the minutes of"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("no earlier meeting"),
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

    def __init__(
        self,
        *args: Any,
        body: Body,
        meeting: Meeting | None = None,
        item: AgendaItem | None = None,
        **kwargs: Any,
    ) -> None:
        """`meeting`: whose agenda it is on, so that it may approve earlier minutes; `item`: that is changed."""
        super().__init__(*args, **kwargs)
        self.body = body
        if meeting is None:
            del self.fields["approves"]
        else:
            _offer_minutes(self.fields["approves"], meeting, item)
        self.fields["areas"].queryset = body.areas.filter(joined_to=None)  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def item(self) -> Item:
        """What the form says; a delegation of this name is the one that introduces it."""
        data = self.cleaned_data
        words, presenter = _named(data["presenter_words"])
        chair_words, chair = _named(data["chair_words"])
        facilitator_words, facilitator = _named(data["facilitator_words"])
        return Item(
            title=data["title"],
            presenter_words=words,
            presenter=presenter,
            areas=tuple(data["areas"]),
            note=data["note"].strip(),
            minutes=data["minutes"],
            chair_words=chair_words,
            chair=chair,
            facilitator_words=facilitator_words,
            facilitator=facilitator,
            approves=data.get("approves"),
        )


def _named(said: str) -> tuple[str, Delegation | None]:
    """The words as one line, and the delegation of that name where there is one."""
    words = " ".join(said.split())
    return words, Delegation.objects.filter(name__iexact=words).first() if words else None


def _offer_minutes(field: forms.Field, meeting: Meeting, item: AgendaItem | None) -> None:
    """The minutes that wait for approval, and those that the item approves already."""
    rows = approvals.open_texts(meeting)
    pks = [row.pk for row in rows] + ([item.approves_id] if item and item.approves_id else [])
    texts = Document.objects.filter(pk__in=pks).select_related("meeting").order_by("-meeting__earliest")
    field.queryset = texts  # type: ignore[attr-defined]
    field.label_from_instance = _when  # type: ignore[attr-defined]


def _when(document: Document) -> str:
    return document.meeting.when_words if document.meeting else document.title


def initial(item: Item) -> dict[str, Any]:
    """The form's first values from what an item says."""
    return {
        "title": item.title,
        "presenter_words": item.presenter_words,
        "minutes": item.minutes,
        "areas": [area.pk for area in item.areas],
        "note": item.note,
        "chair_words": item.chair_words,
        "facilitator_words": item.facilitator_words,
        "approves": item.approves.pk if item.approves else None,
    }
