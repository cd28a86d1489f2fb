"""The form of a comment. Lengths are checked when it is saved: a limit in the browser would cut what is pasted."""

import unicodedata
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends.models import Contact
from meetings.comments import Said
from meetings.models import Comment


class SpeakerForm(forms.Form):
    """Who is writing, among the delegation's contacts."""

    speaker = forms.ChoiceField(label=_("You are writing as"))

    def __init__(self, *args: Any, speakers: list[Contact], own: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].choices = [(str(row.pk), str(row)) for row in speakers]  # type: ignore[attr-defined]
        self.fields["speaker"].initial = str(own.pk)


class CommentForm(forms.Form):
    """What is said about one paragraph, or about the whole text where `wording` is None."""

    type = forms.ChoiceField(
        label=_("Kind of comment"), choices=Comment.Type.choices, initial=Comment.Type.GENERAL
    )
    quote = forms.CharField(
        label=_("The words it is about"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Copied from the paragraph above; leave it empty to comment on the whole paragraph."),
    )
    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    proposal = forms.CharField(
        label=_("Proposed wording"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "The whole paragraph as it should read; asterisks stand around emphasised words. "
            "Left as it is, no wording is proposed."
        ),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, paragraph: uuid.UUID | None, wording: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paragraph, self.wording = paragraph, wording
        if wording is None:
            del self.fields["quote"], self.fields["proposal"]
        else:
            self.fields["proposal"].initial = wording

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["quote"] = cleaned.get("quote") or ""
        for name in ("remark", "proposal"):
            cleaned[name] = unicodedata.normalize("NFC", cleaned.get(name) or "").replace("\r\n", "\n")
        return cleaned

    def said(self) -> Said:
        """The comment. A wording that only repeats the paragraph proposes nothing."""
        data = self.cleaned_data
        repeated = self.wording is not None and data["proposal"].split() == self.wording.split()
        proposal = "" if repeated else data["proposal"]
        return Said(self.paragraph, data["quote"], data["type"], data["remark"], proposal)


def of(comment: Comment) -> dict[str, Any]:
    """The form's first values for a comment that is there."""
    values: dict[str, Any] = {
        "type": comment.type,
        "quote": comment.quote,
        "remark": comment.remark,
        "version": comment.version,
    }
    # Without a proposed wording the box shows the paragraph itself, to be edited.
    return values | ({"proposal": comment.proposal} if comment.proposal else {})
