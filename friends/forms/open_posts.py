"""Forms of open posts: announcing them, expressing interest, deciding on it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from friends.forms.contacts import ChangeForm
from friends.forms.reconfirmations import USUAL_DAYS, SpeakerForm
from friends.models import AnnouncedPost, Assignment, Interest
from friends.open_posts import CHOICES, kinds
from friends.reconfirmations import LONGEST_WORDS


class AnnounceForm(forms.Form):
    """Which posts, until when, with what words."""

    posts = forms.MultipleChoiceField(label=gettext_lazy("Open posts"), widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(
        label=gettext_lazy("Interest can be expressed until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        label=gettext_lazy("Words to the Friends"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Stand in the letter below the posts. May be left empty."),
    )

    def __init__(self, data: Any = None, *, posts: list[Assignment], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(str(row.pk), row.post or row.get_role_display()) for row in posts]
        self.fields["posts"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def usual(posts: list[Assignment], today: dt.date) -> dict[str, Any]:
        return {
            "posts": [str(row.pk) for row in posts],
            "until": today + dt.timedelta(days=USUAL_DAYS),
        }

    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(pk) for pk in self.cleaned_data["posts"]]


class InterestForm(SpeakerForm):
    """Whether a delegation would take a post or cooperate in it, with words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Our delegation would"), widget=forms.RadioSelect, choices=Interest.Kind.choices
    )
    words = forms.CharField(
        label=gettext_lazy("Words to the office"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("kind", "words", "speaker")

    def __init__(self, data: Any = None, *, post: AnnouncedPost, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{post.pk}-%s", **kwargs)
        allowed = kinds(post.assignment)
        self.fields["kind"].choices = [one for one in Interest.Kind.choices if one[0] in allowed]  # type: ignore[attr-defined]
        self.fields["kind"].initial = allowed[0] if len(allowed) == 1 else None


class AcceptForm(ChangeForm):
    """As what the delegation stands on the list from which day, and why."""

    field_order = ("status", "holds_from", "reason")

    status = forms.ChoiceField(
        label=gettext_lazy("On the list the delegation stands as"),
        choices=[(value, Assignment.Status(value).label) for value in CHOICES],
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="accept-%s", **kwargs)
        self.fields["reason"].help_text = gettext_lazy("The delegation reads it in its letter.")


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why not this time"),
        max_length=500,
        help_text=gettext_lazy("The delegation reads it in its letter."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="decline-%s", **kwargs)
