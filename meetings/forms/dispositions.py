"""The form of a decision on one comment, with the wording that goes into the text."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.dispositions import Decision, NewWording
from meetings.models import Comment, Disposition, Paragraph
from meetings.paragraphs import Wording

# The decisions that can change the text.
REFLECTING = (Disposition.Label.REFLECTED, Disposition.Label.IN_PART)


class DecideForm(forms.Form):
    label = forms.ChoiceField(
        label=_("Decision"), choices=Disposition.Label.choices, widget=forms.RadioSelect
    )
    change_text = forms.BooleanField(
        label=_("Put the wording below into the text"),
        required=False,
        help_text=_(
            "With “Reflected” and “Reflected in part” only; every other decision leaves the text as it is."
        ),
    )
    wording = forms.CharField(
        label=_("Wording of the paragraph"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason, for the author"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Told to the delegation at closing, not before."),
    )
    internal_note = forms.CharField(
        label=_("Internal note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    merged_with = forms.ModelChoiceField(
        label=_("Taken together with"), queryset=Comment.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        comment: Comment,
        paragraph: Paragraph | None,
        sealed_note: str | None = None,
        **kwargs: Any,
    ) -> None:
        """sealed_note: an internal note that the person may not see; it stays what it is."""
        super().__init__(*args, **kwargs)
        self.paragraph = paragraph
        self.sealed_note = sealed_note
        if sealed_note is not None:
            del self.fields["internal_note"]
        others = Comment.objects.filter(seat__round=comment.seat.round_id, state=Comment.State.SENT)
        self._offer_merging(others.exclude(pk=comment.pk).select_related("seat"))
        if paragraph is None:
            for name in ("change_text", "wording", "version"):
                del self.fields[name]

    def _offer_merging(self, others: QuerySet[Comment]) -> None:
        """Only where there is another comment that this one could be taken together with."""
        field = self.fields["merged_with"]
        field.queryset = others  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: f"{row.seat.name}: {row}"  # type: ignore[attr-defined]
        if not others.exists():
            del self.fields["merged_with"]
            labels = [choice for choice in Disposition.Label.choices if choice[0] != Disposition.Label.MERGED]
            self.fields["label"].choices = labels  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self._changes_text(cleaned) and not cleaned.get("wording", "").strip():
            self.add_error("wording", _("Write the wording, or leave the text as it is."))
        return cleaned

    @staticmethod
    def _changes_text(data: dict[str, Any]) -> bool:
        return bool(data.get("change_text")) and data.get("label") in REFLECTING

    def decision(self) -> Decision:
        data = self.cleaned_data
        merged = data.get("merged_with") if data["label"] == Disposition.Label.MERGED else None
        note = data["internal_note"] if self.sealed_note is None else self.sealed_note
        return Decision(data["label"], data["reason"], note, merged.pk if merged else None)

    def new_wording(self) -> NewWording | None:
        """What the paragraph shall say, or None when the text stays."""
        if self.paragraph is None or not self._changes_text(self.cleaned_data):
            return None
        text = " ".join(self.cleaned_data["wording"].split())
        standing = Wording.of(self.paragraph)
        wording = replace(standing, text=text)
        return NewWording(wording, self.cleaned_data["version"] or 0)
