"""What changed on the contact list between two days: the two lists side by side, and each change with who, when, why.

By validity: who holds what on either day, by all that is known now. By record: the list as it would have been read at
the end of either day. What is told of a change comes from the history of the rows; an address that ended and the one
that follows it are one change, and so are the rows of a post that continue one another.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from friends import comparing, roster, stories
from friends.comparing import Compared
from friends.models import Assignment, Body, Contact, Delegation, ListedContact, ThematicArea
from friends.stories import CHANGED, ENTERED, REMOVED, Told

PER_PAGE = 100
NEWEST = ("-history_date", "-history_id")


@dataclass(frozen=True)
class Step:
    """One change: what is told of it, and the rows it leads to, where they stand still."""

    entry: stories.Entry
    contact: uuid.UUID | None = None
    assignment: uuid.UUID | None = None


@dataclass(frozen=True)
class Steps:
    """One page of the changes, the newest first, and how many there are of all."""

    steps: list[Step]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


# --- the two lists ----------------------------------------------------------------------------------------------------


def by_validity(body: Body, first: dt.date, second: dt.date) -> list[Compared]:
    """Who holds what on the one day and on the other, as recorded now."""
    return _compared(body, roster.rows_on(body, first), roster.rows_on(body, second))


def by_record(
    body: Body, first: tuple[dt.date, dt.datetime], second: tuple[dt.date, dt.datetime]
) -> list[Compared]:
    """The list of each day as it was recorded at its moment."""
    return _compared(body, roster.rows_recorded(body, *first), roster.rows_recorded(body, *second))


def _compared(body: Body, before: list[roster.Row], after: list[roster.Row]) -> list[Compared]:
    holders = {row.delegation.pk for row in (*before, *after) if row.delegation}
    followed = Contact.objects.filter(delegation__in=holders).exclude(continues=None)
    rows = Assignment.objects.filter(body=body).exclude(continues=None)
    return comparing.compare(
        before,
        after,
        rows=dict(rows.values_list("pk", "continues_id")),
        people=dict(followed.values_list("pk", "continues_id")),
    )


# --- each change ------------------------------------------------------------------------------------------------------


def steps_of_validity(compared: Iterable[Compared], page: int) -> Steps:
    """What made the differences of two lists by validity: rows that began, and rows that ended."""
    begun: dict[type[Model], set[uuid.UUID]] = {Assignment: set(), Contact: set()}
    ended: dict[type[Model], set[uuid.UUID]] = {Assignment: set(), Contact: set()}
    for row in compared:
        before, after = (side.assignment if side else None for side in (row.before, row.after))
        pairs = [(Assignment, before, after), *((Contact, pair.before, pair.after) for pair in row.people)]
        for model, old, new in pairs:
            if new is not None and (old is None or old.pk != new.pk):
                begun[model].add(new.pk)
            elif new is None and old is not None:
                ended[model].add(old.pk)
    histories = [
        _with_before(model).filter(
            Q(id__in=begun[model], history_type=ENTERED)
            | Q(id__in=ended[model], history_type=CHANGED, valid_until__isnull=False) & _ENDS
        )
        for model in (Assignment, Contact)
    ]
    return _told(histories, page)


def steps_of_record(body: Body, since: dt.datetime, until: dt.datetime, page: int) -> Steps:
    """Every change of the list recorded after the one moment and up to the other."""
    within = Q(history_date__gt=since, history_date__lte=until)
    posts = Assignment.history.filter(body_id=body.pk)
    places = ListedContact.history.filter(assignment_id__in=posts.values("id"))
    histories = [
        _told_once(_with_before(Assignment).filter(within, body_id=body.pk), Assignment),
        _told_once(_with_before(Contact).filter(within, id__in=places.values("contact_id")), Contact),
        _alone(_with_before(ListedContact).filter(within, assignment_id__in=posts.values("id")), within),
        _with_before(Delegation).filter(within, id__in=posts.values("delegation_id"), history_type=CHANGED),
    ]
    return _told(histories, page)


# This very change set the end of the row.
_ENDS = Q(until_before=None) | ~Q(until_before=F("valid_until"))


def _with_before(model: type[Model]) -> QuerySet[Any]:
    """History rows with the number of the one before (`before`), and of the newest of what they continue (`origin`)."""
    history = model.history  # type: ignore[attr-defined]
    earlier = history.filter(id=OuterRef("id")).filter(
        Q(history_date__lt=OuterRef("history_date"))
        | Q(history_date=OuterRef("history_date"), history_id__lt=OuterRef("history_id"))
    )
    found = history.annotate(before=Subquery(earlier.order_by(*NEWEST).values("history_id")[:1]))
    if model in (Assignment, Contact):
        origin = history.filter(id=OuterRef("continues_id"), history_date__lte=OuterRef("history_date"))
        found = found.annotate(
            origin=Subquery(origin.order_by(*NEWEST).values("history_id")[:1]),
            until_before=Subquery(earlier.order_by(*NEWEST).values("valid_until")[:1]),
        )
    return found


def _told_once(history: QuerySet[Any], model: type[Model]) -> QuerySet[Any]:
    """Without the ends that a row which continues them tells: made by the same person for the same reason."""
    following = model.history.filter(  # type: ignore[attr-defined]
        history_type=ENTERED,
        continues_id=OuterRef("id"),
        valid_from__gt=OuterRef("valid_until"),
        history_user_id=OuterRef("history_user_id"),
        history_change_reason=OuterRef("history_change_reason"),
    )
    return history.exclude(Q(Exists(following)) & Q(valid_until__isnull=False) & _ENDS)


def _alone(places: QuerySet[Any], within: Q) -> QuerySet[Any]:
    """Places in rows that no new or removed contact or row brings along."""
    with_it = [
        Exists(model.history.filter(within, id=OuterRef(key), history_type=OuterRef("history_type")))
        for model, key in ((Contact, "contact_id"), (Assignment, "assignment_id"))
    ]
    return places.filter(history_type__in=[ENTERED, REMOVED]).exclude(with_it[0]).exclude(with_it[1])


def _told(histories: list[QuerySet[Any]], page: int) -> Steps:
    """The page of all these history rows together; as many queries for one change as for a hundred."""
    total = sum(history.count() for history in histories)
    last = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), last)
    newest = [state for history in histories for state in history.order_by(*NEWEST)[: page * PER_PAGE]]
    newest.sort(key=lambda state: (state.history_date, state.history_id), reverse=True)
    states = newest[(page - 1) * PER_PAGE : page * PER_PAGE]
    steps = {}
    for model, tell in (
        (Assignment, _post),
        (Contact, _person),
        (ListedContact, _place),
        (Delegation, _delegation),
    ):
        own = [state for state in states if state.instance_type is model]
        names = _Names(own)
        befores = _befores(model, own)
        for state in own:
            before = befores.get(getattr(state, "origin", None) if _continues(state) else state.before)
            steps[id(state)] = tell(state, before, names)
    return Steps([steps[id(state)] for state in states], page, total)


def _continues(state: Any) -> bool:
    return state.history_type == ENTERED and getattr(state, "continues_id", None) is not None


def _befores(model: type[Model], states: list[Any]) -> Mapping[Any, Any]:
    wanted = {state.before for state in states} | {getattr(state, "origin", None) for state in states}
    return model.history.in_bulk(list(wanted - {None}), field_name="history_id")  # type: ignore[attr-defined]


class _Names:
    """What the history rows of one model refer to, by name."""

    def __init__(self, states: list[Any]) -> None:
        self.all = stories.names_of_what_they_refer_to(states)

    def of(self, model: type[Model], pk: object) -> str:
        return self.all.get(model, {}).get(pk, "")


def _changes(state: Any, before: Any, names: _Names) -> tuple[Told, ...]:
    if state.history_type == REMOVED:
        return ()
    told = stories.changes_of(before, state, names.all)
    if not _continues(state):
        return tuple(told)
    days = {stories.label_of(state, "valid_from"), stories.label_of(state, "valid_until")}
    begins = [
        Told(one.label, "", one.new) for one in told if one.label == stories.label_of(state, "valid_from")
    ]
    return (*(one for one in told if one.label not in days), *begins)


def _step(state: Any, changes: tuple[Told, ...], what: str, **leads: Any) -> Step:
    kind = CHANGED if _continues(state) else state.history_type
    return Step(stories.entry_of(state, changes, what, kind=kind), **leads)


def _post(state: Any, before: Any, names: _Names) -> Step:
    post = state.title or names.of(ThematicArea, state.area_id)
    what = ", ".join(filter(None, (post, names.of(Delegation, state.delegation_id) or _("vacant"))))
    changes = _changes(state, before, names)
    if before is not None and not changes and before.position != state.position:
        place = _("Place on the list")
        changes = (Told(place, str(before.position + 1), str(state.position + 1)),)
    return _step(state, changes, what, assignment=state.id)


def _person(state: Any, before: Any, names: _Names) -> Step:
    of = names.of(Delegation, state.delegation_id)
    who = state.name or state.email or _("a role mailbox")
    return _step(state, _changes(state, before, names), f"{of}: {who}", contact=state.id)


def _place(state: Any, before: Any, names: _Names) -> Step:
    entry = stories.place(state, names.of(Assignment, state.assignment_id))
    who = names.of(Contact, state.contact_id)
    return Step(replace(entry, what=who), contact=state.contact_id, assignment=state.assignment_id)


def _delegation(state: Any, before: Any, names: _Names) -> Step:
    return _step(state, _changes(state, before, names), state.name)
