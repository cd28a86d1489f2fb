"""Forms for a record: handing it in, and what a person decides before it is brought in."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.previews import Choices, Preview
from ccm_portal.canonical import sha256
from friends.intake.areas import Pair, pair_of
from friends.intake.delegations import SameDelegation
from friends.models import Body
from friends.models.bodies import validate_zone
from friends.reading.likeness import Alike

JOIN, APART, LATER = "join", "apart", "later"


class HandInForm(forms.Form):
    """A Word or text file, or the text itself."""

    body = forms.ModelChoiceField(label=_("Body that met"), queryset=Body.objects.none(), empty_label=None)
    time_zone = forms.CharField(
        label=_("Time zone of the times in the text"),
        max_length=60,
        validators=[validate_zone],
        help_text=_("For instance Europe/Zurich."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,text/plain"}),
        help_text=_(
            "A Word document (.docx) or plain text (.txt). From other programs: save as one of these."
        ),
    )
    text = forms.CharField(
        label=_("or the text itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["time_zone"].initial = next((body.time_zone for body in bodies), "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text", "").strip():
            self.add_error("file", _("Choose a file, or paste the text below."))
        elif cleaned.get("file") and cleaned.get("text", "").strip():
            self.add_error("text", _("Either a file or a pasted text, not both."))
        return cleaned

    def data_handed_in(self) -> tuple[str, bytes]:
        """(name, bytes) of the file, or of what was pasted."""
        file = self.cleaned_data["file"]
        if file:
            return str(file.name), file.read()
        return str(_("Pasted text")), self.cleaned_data["text"].encode()


@dataclass(frozen=True)
class PairQuestion:
    """Two areas named alike, with the field that asks about them."""

    pair: Alike
    field: str


class BringInForm(forms.Form):
    """What a person decides about one record: its date where the text has none, its zone, areas named alike."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        if preview.record.date is None:
            self.fields["day"] = forms.DateField(
                label=_("Day of the meeting"),
                widget=forms.DateInput(attrs={"type": "date"}),
                help_text=_("The text does not say on which day the meeting was."),
            )
        self.fields["time_zone"] = forms.CharField(
            label=_("Time zone of the times in the text"),
            max_length=60,
            validators=[validate_zone],
            initial=preview.record_file.time_zone,
        )
        if preview.other_names:
            self.fields["other_names"] = forms.MultipleChoiceField(
                label=_("Keep as other names of the body"),
                required=False,
                choices=[(name, name) for name in preview.other_names],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Then a text that uses the name is known to be of this body."),
            )
        # As the text stands, whatever was decided: a pair that is joined is asked about all the same.
        self.pairs = [PairQuestion(pair, _field(pair)) for pair in preview.areas.alike]
        for question in self.pairs:
            self.fields[question.field] = _asked(question.pair)
        for same in preview.same_delegations:
            self.fields[_same_field(same)] = _asked_same(same)

    def general(self) -> list[forms.BoundField]:
        """The fields that are not about pairs of areas."""
        return [field for field in self if not field.name.startswith(("pair-", "same-"))]

    def about_delegations(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("same-")]

    def about_pairs(self) -> list[forms.BoundField]:
        return [self[question.field] for question in self.pairs]

    def choices(self) -> Choices:
        data = self.cleaned_data
        return Choices(
            day=data.get("day"),
            time_zone=data["time_zone"],
            joined=self._said(JOIN),
            apart=self._said(APART),
            other_names=tuple(data.get("other_names", ())),
            same_delegations=tuple(
                (same.name, same.known.pk)
                for same in self.preview.same_delegations
                if data[_same_field(same)] == JOIN
            ),
        )

    def _said(self, verdict: str) -> frozenset[Pair]:
        return frozenset(pair_of(row.pair) for row in self.pairs if self.cleaned_data[row.field] == verdict)


def _field(pair: Alike) -> str:
    return f"pair-{sha256('~'.join(sorted(pair_of(pair))))[:12]}"


def _same_field(same: SameDelegation) -> str:
    return f"same-{sha256(f'{same.name}~{same.known.pk}')[:12]}"


def _asked_same(same: SameDelegation) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("“%(name)s” and “%(other)s”") % {"name": same.name, "other": same.known.name},
        choices=[(JOIN, _("The same")), (APART, _("Two delegations"))],
        initial=APART,
        widget=forms.RadioSelect,
        help_text=same.why,
    )


def _asked(pair: Alike) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("“%(name)s” and “%(other)s”") % {"name": pair.name, "other": pair.other},
        choices=[(JOIN, _("Join")), (APART, _("Keep apart")), (LATER, _("Later"))],
        initial=LATER,
        widget=forms.RadioSelect,
        help_text=pair.why,
    )
