"""The one form of a hand-over: the new period, its Presidency, a choice for each row of the list, new posts."""

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from friends import handover_plan
from friends.assignments import AREA_NEEDED, Post
from friends.handover_plan import Choice, Seat, Terms, Wish
from friends.models import Assignment, Delegation, Period, ThematicArea
from friends.reconfirmations import LONGEST_WORDS

Role, Status = Assignment.Role, Assignment.Status
SEATS = (Role.PRESIDENT, Role.PRESIDENT_DESIGNATE)
NEW_ROWS, MOST_NEW_ROWS = 1, 30
NOTHING = ("", "–")
# How sure those are who take a post over.
SURE = (Status.PROPOSED, Status.CONFIRMED, Status.LISTED)
NEW_ROLES = [("", "–"), *((value, label) for value, label in Role.choices if value not in SEATS)]


class RowFields(NamedTuple):
    """One row of the list with its fields; a seat of the Presidency has none here."""

    row: Assignment
    choice: Any
    holder: Any


class NewFields(NamedTuple):
    """The fields of a post that the list did not have."""

    number: int
    role: Any
    area: Any
    title: Any
    holder: Any


def day_in(data: Any, period: Period, today: dt.date) -> dt.date:
    """The first day of the new period as typed; where it cannot be read, the day after the ending one, or today."""
    try:
        return dt.date.fromisoformat(data.get("day", ""))
    except ValueError:
        return period.ends + dt.timedelta(days=1) if period.ends is not None else today


class HandOverForm(forms.Form):
    """Everything that is typed; `terms()` gives it as the plan takes it."""

    name = forms.CharField(label=gettext_lazy("Name of the new period"), max_length=100)
    day = forms.DateField(
        label=gettext_lazy("Its first day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    president = forms.ChoiceField(label=gettext_lazy("President"), required=False)
    president_title = forms.CharField(
        label=gettext_lazy("President, in the words of the list"), max_length=250, required=False
    )
    designate = forms.ChoiceField(
        label=gettext_lazy("President-designate"),
        required=False,
        help_text=gettext_lazy("Leave it empty while nobody is designated: the seat is open then."),
    )
    designate_title = forms.CharField(
        label=gettext_lazy("President-designate, in the words of the list"), max_length=250, required=False
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Who takes a post over stands on the list as"),
        choices=[(value, Status(value).label) for value in SURE],
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision it rests on"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "For instance “final report of the second Meeting of States Parties, para. 30”."
        ),
    )
    until = forms.DateField(
        label=gettext_lazy("Answers are wanted by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Needed where somebody is asked to reconfirm."),
    )
    words = forms.CharField(
        label=gettext_lazy("Words that go with the question"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Stands in the story of each entry, for instance “decided by the 2MSP”."),
    )
    new_rows = forms.IntegerField(
        min_value=0, max_value=MOST_NEW_ROWS, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        data: Any = None,
        *,
        period: Period,
        posts: list[Assignment],
        delegations: list[Delegation],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.period, self.posts = period, posts
        self._delegations = {str(row.pk): row for row in delegations}
        self._areas = {
            str(row.pk): row for row in ThematicArea.objects.filter(body=period.body, joined_to=None)
        }
        self._holders = [NOTHING, *((pk, row.name) for pk, row in self._delegations.items())]
        seats = {handover_plan.seat_row(posts, role) for role in SEATS}
        self._seats = {row.pk for row in seats if row is not None}
        for name in ("president", "designate"):
            self.fields[name].choices = self._holders  # type: ignore[attr-defined]
        for row in posts:
            if row.pk not in self._seats:
                self._add_row(row)
        self.count = self._new_rows()
        for number in range(self.count):
            self._add_new(number)

    def _new_rows(self) -> int:
        """How many posts more there is room for: as many as were typed, and more where that was asked for."""
        try:
            count = int(self.data.get("new_rows", NEW_ROWS))
        except ValueError:
            count = NEW_ROWS
        return max(0, min(count + ("more" in self.data), MOST_NEW_ROWS))

    def _add_row(self, row: Assignment) -> None:
        named = {"post": row.post or row.get_role_display(), "holder": row.delegation or _("vacant")}
        choices = Choice.choices
        if row.delegation is None:
            choices = [one for one in choices if one[0] not in (Choice.RECONFIRM, Choice.VACANT)]
        self.fields[f"choice-{row.pk}"] = forms.ChoiceField(
            label=_("%(post)s, %(holder)s: what becomes of it") % named,
            choices=choices,
            initial=Choice.KEEP,
            required=False,
        )
        self.fields[f"holder-{row.pk}"] = forms.ChoiceField(
            label=_("%(post)s, %(holder)s: who takes it over") % named, choices=self._holders, required=False
        )

    def _add_new(self, number: int) -> None:
        place = {"number": number + 1}
        areas = [NOTHING, *((pk, row.name) for pk, row in self._areas.items())]
        labels = {
            "role": _("New post %(number)s: role"),
            "area": _("New post %(number)s: area of work"),
            "title": _("New post %(number)s: words of the list"),
            "holder": _("New post %(number)s: delegation"),
        }
        labels = {name: words % place for name, words in labels.items()}
        self.fields[f"new-{number}-role"] = forms.ChoiceField(
            label=labels["role"], choices=NEW_ROLES, required=False
        )
        self.fields[f"new-{number}-area"] = forms.ChoiceField(
            label=labels["area"], choices=areas, required=False
        )
        self.fields[f"new-{number}-title"] = forms.CharField(
            label=labels["title"], max_length=250, required=False
        )
        self.fields[f"new-{number}-holder"] = forms.ChoiceField(
            label=labels["holder"], choices=self._holders, required=False
        )

    @staticmethod
    def proposed(period: Period, posts: list[Assignment], day: dt.date) -> dict[str, Any]:
        """What the form starts from: the designate becomes President, the numbers go up by one, all else is kept."""
        president, designate = handover_plan.proposed_seats(posts)
        return {
            "name": handover_plan.following(period.name),
            "day": day,
            "president": str(president.holder.pk) if president.holder else "",
            "president_title": president.title,
            "designate": str(designate.holder.pk) if designate.holder else "",
            "designate_title": designate.title,
            "status": Status.PROPOSED,
        }

    @property
    def rows(self) -> list[RowFields]:
        """The rows of the list in its order."""
        return [
            RowFields(row, None, None)
            if row.pk in self._seats
            else RowFields(row, self[f"choice-{row.pk}"], self[f"holder-{row.pk}"])
            for row in self.posts
        ]

    @property
    def new(self) -> list[NewFields]:
        return [
            NewFields(
                number + 1, *(self[f"new-{number}-{name}"] for name in ("role", "area", "title", "holder"))
            )
            for number in range(self.count)
        ]

    @property
    def given(self) -> list[tuple[str, str]]:
        """What was typed, field by field, to be sent once more with the confirmation."""
        typed = [(name, self.data.get(name, "")) for name in self.fields if name != "new_rows"]
        return [*typed, ("new_rows", str(self.count))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in self.posts:
            if row.pk not in self._seats and cleaned.get(f"choice-{row.pk}") == Choice.CHANGE:
                self._check_holder(row, cleaned.get(f"holder-{row.pk}", ""))
        for number in range(self.count):
            self._check_new(number, cleaned)
        return cleaned

    def _check_holder(self, row: Assignment, chosen: str) -> None:
        if not chosen:
            self.add_error(f"holder-{row.pk}", _("Choose the delegation that takes it over."))
        elif chosen == str(row.delegation_id):
            self.add_error(
                f"holder-{row.pk}",
                _("%(delegation)s holds it already; keep it, or choose another.")
                % {"delegation": row.delegation},
            )

    def _check_new(self, number: int, cleaned: dict[str, Any]) -> None:
        role, area, title, holder = (
            cleaned.get(f"new-{number}-{name}", "") for name in ("role", "area", "title", "holder")
        )
        if not any((role, area, title, holder)):
            return
        if not role:
            self.add_error(f"new-{number}-role", _("Say in which role."))
        elif role in AREA_NEEDED and not area:
            self.add_error(f"new-{number}-area", _("Say which area is meant."))
        elif role == Role.COOPERATING and not holder:
            self.add_error(f"new-{number}-holder", _("Say which delegation cooperates."))
        elif role == Role.MEMBER and not holder and not title:
            self.add_error(f"new-{number}-title", _("Say what the open post is called."))

    def terms(self) -> Terms:
        """What was typed, for the plan."""
        data = self.cleaned_data
        return Terms(
            name=data["name"].strip(),
            day=data["day"],
            reason=data["reason"].strip(),
            president=Seat(self._delegations.get(data["president"]), data["president_title"].strip()),
            designate=Seat(self._delegations.get(data["designate"]), data["designate_title"].strip()),
            status=data["status"],
            decision=data["decision"].strip(),
            until=data["until"],
            words=data["words"].strip(),
            wishes=self._wishes(),
            new=tuple(self._new_posts()),
        )

    def _wishes(self) -> dict[uuid.UUID, Wish]:
        data = self.cleaned_data
        return {
            row.pk: Wish(
                data[f"choice-{row.pk}"] or Choice.KEEP, self._delegations.get(data[f"holder-{row.pk}"])
            )
            for row in self.posts
            if row.pk not in self._seats
        }

    def _new_posts(self) -> list[Post]:
        data = self.cleaned_data
        posts = []
        for number in range(self.count):
            role = data[f"new-{number}-role"]
            if not role:
                continue
            holder = self._delegations.get(data[f"new-{number}-holder"])
            post = Post(
                role,
                area=self._areas.get(data[f"new-{number}-area"]),
                title=data[f"new-{number}-title"].strip(),
                delegation=holder,
                status=data["status"] if holder else Status.VACANT,
                decision=data["decision"].strip() if holder else "",
                listed=role != Role.COOPERATING,
            )
            posts.append(post)
        return posts


class UndoForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is undone"), max_length=500)
