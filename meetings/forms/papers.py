"""Forms of a paper: what it says of itself, who may read it, what it is for; a version of its file."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from friends.models import Body, Delegation
from meetings import agendas, paper_files, papers
from meetings.models import AgendaItem, Meeting, Paper

# The languages of the United Nations.
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh-hans")
MOST_MEETINGS = 4
MEETING, ITEM = "meeting", "item"


def _languages() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in LANGUAGES]


class PaperForm(forms.Form):
    """`form` is asked for a new paper alone."""

    form = forms.ChoiceField(
        label=_("Where its text is"),
        widget=forms.RadioSelect,
        choices=[
            (Paper.Form.TEXT, _("here: written, circulated and published like minutes")),
            (Paper.Form.FILE, _("in a file (PDF or Word), kept here version by version")),
        ],
        initial=Paper.Form.TEXT,
    )
    title = forms.CharField(label=_("Title"), max_length=250)
    lead_words = forms.CharField(
        label=_("From"),
        max_length=200,
        required=False,
        help_text=_("Whose paper it is, as it shall be printed: “Canada”, or “the Presidency”."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_languages, initial="en")
    note = forms.CharField(
        label=_("Note on its drafts"),
        max_length=100,
        required=False,
        initial=papers.FOR_DISCUSSION,
        help_text=_("Stands after the number, which the portal gives: “Draft 1 for discussion”."),
    )
    access = forms.ChoiceField(
        label=_("Who may read it"),
        widget=forms.RadioSelect,
        initial=Paper.Access.OFFICE,
        help_text=_("Nobody is told, and nothing becomes public, by what is chosen here."),
    )
    places = forms.MultipleChoiceField(
        label=_("What it is for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Meetings, and items of their agendas."),
    )

    def __init__(self, *args: Any, body: Body, paper: Paper | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        if paper is not None:
            del self.fields["form"]
        self.fields["access"].choices = list(_readers(body))  # type: ignore[attr-defined]
        self._places = _places(body, paper)
        self.fields["places"].choices = _choices(self._places)  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def said(self) -> papers.Said:
        """What the form says; a delegation of this name is the one the paper comes from."""
        data = self.cleaned_data
        words = " ".join(data["lead_words"].split())
        return papers.Said(
            title=data["title"],
            lead_words=words,
            lead=Delegation.objects.filter(name__iexact=words).first() if words else None,
            language=data["language"],
            note=" ".join(data["note"].split()),
            access=data["access"],
        )

    def meetings(self) -> list[Meeting]:
        return [meeting for meeting, _nodes in self._places if self._chosen(MEETING, meeting.pk)]

    def items(self) -> list[AgendaItem]:
        nodes = (node for _meeting, nodes in self._places for node in nodes)
        return [node.item for node in nodes if self._chosen(ITEM, node.item.pk)]

    def _chosen(self, kind: str, pk: uuid.UUID) -> bool:
        return f"{kind}:{pk}" in self.cleaned_data["places"]


def _readers(body: Body) -> Iterator[tuple[str, str]]:
    yield Paper.Access.OFFICE, papers.access_label(Paper.Access.OFFICE, body)
    yield (
        Paper.Access.FRIENDS,
        gettext(
            "%(body)s: by the links in their letters, when it is circulated, or beside the texts of its meetings"
        )
        % {"body": body.name},
    )
    yield Paper.Access.PUBLIC, gettext("Public: the Friends, and everybody once it is published")


def _places(body: Body, paper: Paper | None) -> list[tuple[Meeting, list[agendas.Node]]]:
    """The newest meetings of the body, and those the paper is for, with their agendas."""
    newest = list(body.meetings.order_by("-earliest", "-starts_at")[:MOST_MEETINGS])
    others = paper.meetings.exclude(pk__in=[meeting.pk for meeting in newest]) if paper else ()
    return [(meeting, agendas.flat(agendas.tree(meeting))) for meeting in (*newest, *others)]


def _choices(places: Iterable[tuple[Meeting, list[agendas.Node]]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            f"{meeting.title}, {meeting.when_words}",
            [
                (f"{MEETING}:{meeting.pk}", gettext("the meeting as a whole")),
                *((f"{ITEM}:{node.item.pk}", f"{node.number} {node.item.title}") for node in nodes),
            ],
        )
        for meeting, nodes in places
    ]


def initial(paper: Paper) -> dict[str, Any]:
    """The form's first values from what a paper says. A meeting is ticked by itself where no item of it is."""
    said = papers.Said.of(paper)
    items = list(paper.items.all())
    under = {item.meeting_id for item in items}
    return {
        "title": said.title,
        "lead_words": said.lead_words,
        "language": said.language,
        "note": said.note,
        "access": said.access,
        "places": [
            *(f"{MEETING}:{meeting.pk}" for meeting in paper.meetings.all() if meeting.pk not in under),
            *(f"{ITEM}:{item.pk}" for item in items),
        ],
    }


class VersionForm(forms.Form):
    """A PDF or a Word file."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": f".pdf,.docx,{paper_files.PDF},{paper_files.WORD}"}),
        error_messages={"required": _("Choose a file.")},
    )
    note = forms.CharField(
        label=_("What is new in it"),
        max_length=250,
        required=False,
        help_text=_("For the desk; not printed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "A PDF, or a Word file (.docx) without macros; at most %(most)s MB."
        ) % {"most": paper_files.megabytes()}

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > paper_files.MOST_BYTES:
            raise forms.ValidationError(paper_files.too_large())
        return file
