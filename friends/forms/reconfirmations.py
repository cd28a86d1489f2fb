"""Forms of reconfirmation: asking about one post, answering for a delegation."""

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from friends.forms.contacts import ChangeForm
from friends.models import CarryingOn, Contact, PostToReconfirm
from friends.reconfirmation_standing import Standing
from friends.reconfirmations import LONGEST_WHEN, LONGEST_WORDS, Said

Kind = CarryingOn.Kind
USUAL_DAYS = 14


class AskForm(ChangeForm):
    """By when one delegation should say whether it carries on, and what goes with the question."""

    field_order = ("until", "words", "holds_from", "reason")

    until = forms.DateField(
        label=gettext_lazy("The answer is wanted by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        label=gettext_lazy("Words that go with the question"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @staticmethod
    def usual(today: dt.date) -> dict[str, Any]:
        return {"until": today + dt.timedelta(days=USUAL_DAYS)}


class SpeakerForm(forms.Form):
    """In whose name a delegation's page is sent: one of those who speak for it."""

    speaker = forms.ChoiceField(label=gettext_lazy("You are writing as"))

    def __init__(self, data: Any = None, *, speakers: list[Contact], own: Contact, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._speakers = {str(contact.pk): contact for contact in speakers}
        self.fields["speaker"].choices = [(pk, str(row)) for pk, row in self._speakers.items()]  # type: ignore[attr-defined]
        self.fields["speaker"].initial = str(own.pk)
        if len(speakers) == 1:
            self.fields["speaker"].widget = forms.HiddenInput()
            self.fields["speaker"].initial = str(speakers[0].pk)

    @property
    def alone(self) -> Contact | None:
        """Who writes, where there is nobody else who could."""
        return next(iter(self._speakers.values())) if len(self._speakers) == 1 else None

    def contact(self) -> Contact:
        """Who was chosen."""
        return self._speakers[self.cleaned_data["speaker"]]


class PostFields(NamedTuple):
    """One post with its fields."""

    post: PostToReconfirm
    kind: Any
    when: Any


class AnswerForm(SpeakerForm):
    """For each post whether the delegation carries on; words for all of them."""

    words = forms.CharField(
        label=gettext_lazy("Words to the office"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, posts: list[Standing], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._posts = posts
        for one in posts:
            answer = one.answer
            self.fields[f"kind-{one.post.pk}"] = forms.ChoiceField(
                label=str(one.post) or one.post.assignment.get_role_display(),
                choices=Kind.choices,
                widget=forms.RadioSelect,
                initial=answer.kind if answer else None,
                required=False,
            )
            # Needed, unless the button for all of them is pressed.
            self.fields[f"kind-{one.post.pk}"].one_of_several = True  # type: ignore[attr-defined]
            self.fields[f"when-{one.post.pk}"] = forms.CharField(
                label=_("By when you will say, in words"),
                required=False,
                max_length=LONGEST_WHEN,
                initial=answer.when_words if answer else "",
                help_text=_("Only with “We will say later”; for instance “after the elections in March”."),
            )
        self.order_fields(
            [*(name for name in self.fields if name not in ("words", "speaker")), "words", "speaker"]
        )

    @property
    def posts(self) -> list[PostFields]:
        return [
            PostFields(one.post, self[f"kind-{one.post.pk}"], self[f"when-{one.post.pk}"])
            for one in self._posts
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "all" in self.data:
            return cleaned
        for one in self._posts:
            kind, when = f"kind-{one.post.pk}", f"when-{one.post.pk}"
            if not cleaned.get(kind) and kind not in self.errors:
                self.add_error(kind, _("Choose one of the three."))
            elif cleaned.get(kind) == Kind.LATER and not cleaned.get(when, "").strip():
                self.add_error(when, _("Say by when, in words."))
        return cleaned

    def said(self) -> dict[uuid.UUID, Said]:
        """The answer about each post; "carry on" for all where that button was pressed."""
        data = self.cleaned_data
        words = data["words"].strip()
        if "all" in self.data:
            return {one.post.pk: Said(Kind.CARRY_ON, words=words) for one in self._posts}
        return {
            one.post.pk: Said(data[f"kind-{one.post.pk}"], data[f"when-{one.post.pk}"].strip(), words)
            for one in self._posts
        }
