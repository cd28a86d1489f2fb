"""Forms of items proposed for an agenda: inviting, proposing, accepting, declining, closing."""

import datetime as dt
import unicodedata
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ccm_portal.letters import BIDI_CONTROLS
from friends.forms.reconfirmations import SpeakerForm
from friends.models import Body, ThematicArea
from meetings import agendas
from meetings.agendas import Item, Node
from meetings.forms.agendas import MOST_MINUTES
from meetings.forms.circulating import DeadlineForm
from meetings.item_proposals import LONGEST_TITLE, LONGEST_WORDS, Said
from meetings.models import AgendaItem, ItemProposal, Meeting

USUAL_DAYS = 10
# The deadline falls no later than so many days before the meeting, where there is time.
DAYS_BEFORE_MEETING = 3


def _title(words: str) -> str:
    """A title in one line, its signs composed. Raises ValidationError for signs that turn the direction of writing."""
    title = unicodedata.normalize("NFC", " ".join(words.split()))
    if BIDI_CONTROLS.intersection(title):
        raise ValidationError(
            _("The title holds hidden signs that turn the direction of writing. Please type it anew.")
        )
    return title


class CallForm(DeadlineForm):
    """Until when items can be proposed, what of the draft agenda is shared, and with what words."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("Shown to the Friends of the draft agenda"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Number, title and who introduces it, as they stand now. Nothing else of the agenda is shown."
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("Words to the Friends"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Stand in the letter. May be left empty."),
    )

    def __init__(self, *args: Any, meeting: Meeting, nodes: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, body=meeting, **kwargs)
        choices = [(str(node.item.pk), f"{node.number} {node.item.title}") for node in nodes]
        self.fields["items"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["items"]

    @staticmethod
    def usual(meeting: Meeting, nodes: list[Node], now: dt.datetime) -> dict[str, Any]:
        """In ten days at 18:00, or before the meeting where it is sooner; everything is shared."""
        today = timezone.localtime(now, meeting.zone).date()
        day = today + dt.timedelta(days=USUAL_DAYS)
        if meeting.earliest is not None and meeting.earliest > today:
            day = min(day, max(today, meeting.earliest - dt.timedelta(days=DAYS_BEFORE_MEETING)))
        return {"day": day, "time": dt.time(18, 0), "items": [str(node.item.pk) for node in nodes]}

    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(pk) for pk in self.cleaned_data.get("items", [])]


class ProposalForm(SpeakerForm):
    """An item that a delegation proposes. `version`: of what the person had before them, where it is changed."""

    title = forms.CharField(label=gettext_lazy("Item"), max_length=LONGEST_TITLE)
    why = forms.CharField(
        label=gettext_lazy("Why, and what should come of it"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area of work"),
        queryset=ThematicArea.objects.none(),
        required=False,
        empty_label=gettext_lazy("none in particular"),
    )
    paper = forms.CharField(
        label=gettext_lazy("Paper"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("A paper that you would like to see, or will hand in."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ("title", "why", "area", "paper", "speaker", "version")

    def __init__(self, data: Any = None, *, body: Body, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["area"].queryset = body.areas.filter(joined_to=None)  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return _title(self.cleaned_data["title"])

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(data["title"], data["why"].strip(), data["area"], data["paper"].strip())


def says(row: ItemProposal) -> dict[str, Any]:
    """The form's first values from what a proposal says."""
    return {
        "title": row.title,
        "why": row.why,
        "area": row.area_id,
        "paper": row.paper,
        "version": row.version,
    }


class AcceptForm(forms.Form):
    """What the agenda calls the item, where it stands, and how long it takes."""

    title = forms.CharField(
        label=gettext_lazy("On the agenda as"),
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("May be reworded; the delegation's own words are kept, and it sees both."),
    )
    where = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes allotted"), min_value=1, max_value=MOST_MINUTES, required=False
    )

    def __init__(self, data: Any = None, *, proposal: ItemProposal, **kwargs: Any) -> None:
        super().__init__(data, auto_id="accept-%s", initial={"title": proposal.title}, **kwargs)
        self._proposal = proposal
        nodes = agendas.flat(agendas.tree(proposal.call.meeting))
        self._items = {str(node.item.pk): node.item for node in nodes}
        under = _("under %(number)s %(title)s")
        places = [
            (str(node.item.pk), under % {"number": node.number, "title": node.item.title[:60]})
            for node in nodes
        ]
        self.fields["where"].choices = [("", _("at the end")), *places]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return _title(self.cleaned_data["title"])

    def item(self) -> Item:
        """The item as it will stand, introduced by the delegation."""
        row = self._proposal
        return Item(
            title=self.cleaned_data["title"],
            presenter_words=row.delegation.name,
            presenter=row.delegation,
            areas=(row.area,) if row.area else (),
            minutes=self.cleaned_data["minutes"],
        )

    def parent(self) -> AgendaItem | None:
        return self._items.get(self.cleaned_data["where"])


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The delegation reads it in its letter."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="decline-%s", **kwargs)


class CloseForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Words to those who proposed something"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stand in the letter. May be left empty."),
    )
