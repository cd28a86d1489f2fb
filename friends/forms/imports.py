"""Forms of an import: handing a list in, and what a person decides on what was read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from friends.forms.contacts import ChangeForm
from friends.intake.choices import Choices
from friends.intake.files import ENCODINGS
from friends.intake.proposal import PersonEntry, Proposal, doubtful
from friends.models import Body
from friends.reading.names import key


class HandInForm(forms.Form):
    """A file, or the list itself."""

    body = forms.ModelChoiceField(label=_("Whose list"), queryset=Body.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.vcf"}),
        help_text=_("Excel (.xlsx), CSV or text with any separator, or vCard (.vcf)."),
    )
    text = forms.CharField(
        label=_("or the list itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Copied from an email, Word or a web page: a line for each row."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of the file"),
        required=False,
        choices=[("", _("find it out")), *((name, name) for name in ENCODINGS)],
        help_text=_("Only where letters look wrong in the preview."),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = bool(cleaned.get("text", "").strip())
        if not cleaned.get("file") and not given and "text" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the list below."))
        elif cleaned.get("file") and given:
            self.add_error("text", _("Either a file or a pasted list, not both."))
        return cleaned

    def handed_in(self) -> tuple[str, bytes]:
        """(name, bytes) of the file, or of what was pasted."""
        file = self.cleaned_data["file"]
        if not file:
            return "", self.cleaned_data["text"].encode()
        return "".join(sign for sign in str(file.name) if sign.isprintable()), file.read()


class UndoForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


@dataclass(frozen=True)
class Taken:
    """Words of the list, the field that corrects them, and what they are taken for; `known`: by the portal."""

    words: str
    field: str
    taken: str
    known: bool


@dataclass(frozen=True)
class Words:
    """Words of one kind: those that mean something new, or nothing, and those the portal knows."""

    new: list[Taken]
    known: list[Taken]

    def __iter__(self) -> Iterator[Taken]:
        return iter((*self.new, *self.known))


@dataclass(frozen=True)
class Pair:
    """An address of a row in doubt, with the names to choose from."""

    entry: PersonEntry
    field: str
    address: str
    names: tuple[str, ...]
    chosen: str


class DecideForm(ChangeForm):
    """From which day and why; what words mean, who belongs to which address, what is skipped and what is ended."""

    def __init__(self, data: QueryDict | None = None, *, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.proposal = proposal
        self.fields["reason"].required = False
        self.posted = data
        self.delegations = self._words(lambda post: post.read.words, "d", self._delegation)
        self.areas = self._words(lambda post: post.read.area_words, "a", self._area)
        self.pairs = self._pairs()

    def _words(
        self, words_of: Callable[[Any], str], letter: str, taken: Callable[[Any], tuple[str, bool]]
    ) -> Words:
        found: dict[str, Taken] = {}
        for post in [*self.proposal.posts, *(entry.post for entry in self.proposal.people)]:
            words = words_of(post)
            if key(words) not in found and (words or (letter == "d" and post.read.problems)):
                name, known = taken(post)
                found[key(words)] = Taken(words, f"{letter}-{len(found)}", name, known)
        return Words(
            [one for one in found.values() if not one.known], [one for one in found.values() if one.known]
        )

    def _delegation(self, post: Any) -> tuple[str, bool]:
        return post.holder, post.read.delegation is not None

    def _area(self, post: Any) -> tuple[str, bool]:
        return post.read.area, key(post.read.area) in self.proposal.standing.areas

    def _pairs(self) -> list[Pair]:
        """Every address of a row in which something is in doubt, or was until somebody said."""
        lines = {entry.line for entry in doubtful(self.proposal.people)} | set(self.proposal.choices.pairs)
        found: list[Pair] = []
        for entry in self.proposal.people:
            if entry.line in lines and entry.person.address:
                names = next(row.names for row in self.proposal.read.rows if row.line == entry.line)
                field = f"p-{len(found)}"
                found.append(Pair(entry, field, entry.person.address, names, entry.person.name))
        return found

    def choices(self) -> Choices:
        """What was chosen; a word that still means what it was taken for is no choice."""
        data = self.posted if self.posted is not None else QueryDict()
        before = self.proposal.choices
        return Choices(
            delegations=self._corrected(self.delegations, data, before.delegations),
            areas=self._corrected(self.areas, data, before.areas),
            pairs=self._said_pairs(data),
            skipped=frozenset(data.getlist("skip")),
            ended=frozenset(data.getlist("end")),
        )

    def _corrected(self, words: Words, data: QueryDict, before: Any) -> dict[str, str]:
        said = dict(before)
        for one in words:
            name = " ".join(data.get(one.field, one.taken).split())
            if name != one.taken:
                said[key(one.words)] = name
        return said

    def _said_pairs(self, data: QueryDict) -> dict[int, dict[str, str]]:
        said: dict[int, dict[str, str]] = {}
        for one in self.pairs:
            if data.get(f"settled-{one.entry.line}"):
                name = data.get(one.field, "")
                said.setdefault(one.entry.line, {})[one.address] = name if name in one.names else ""
        return said
