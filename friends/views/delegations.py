"""Delegations: the list by capacity and name; one with capacities, names, contacts and posts on a day, its story."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from friends import delegations, stories
from friends.aliases import NameTaken, NoName
from friends.changes import BadDay, NoReason
from friends.forms.delegations import (
    CapacityCorrectionForm,
    CapacityForm,
    DelegationForm,
    NameCorrectionForm,
    NameInForm,
    NewDelegationForm,
    ReasonForm,
)
from friends.models import Assignment, Body, Capacity, Contact, Delegation, DelegationName
from friends.reading.names import fold
from friends.views import sittings

PROBLEMS = (NameTaken, NoName, NoReason, BadDay)
Act = Callable[[Any], object]


@require_safe
def delegation_list(request: HttpRequest) -> HttpResponse:
    """Every delegation in the order of capacities and names; `?find=` in any language, `?as=` a capacity."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    wanted, capacity = request.GET.get("find", "").strip(), request.GET.get("as", "")
    rows = Delegation.objects.prefetch_related("capacities", "names", "aliases")
    language = get_language() or "en"
    shown = [
        (row, row.name_in(language, today), row.capacity_on(today))
        for row in delegations.in_order(rows, language, today)
        if _is_called(row, wanted)
    ]
    if capacity:
        shown = [one for one in shown if one[2] is not None and one[2].kind == capacity]
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "shown": shown,
        "posts": _posts_by_delegation(body, today),
        "wanted": wanted,
        "capacity": capacity,
        "capacities": Capacity.Kind.choices,
    }
    return render(request, "friends/delegations/list.html", context)


def _is_called(row: Delegation, wanted: str) -> bool:
    """Whether any of its names, in any language, holds these words. Reads prefetched names and aliases."""
    names = [row.name, *(alias.name for alias in row.aliases.all())]
    for named in row.names.all():
        names += [named.short, named.formal]
    return any(fold(wanted) in fold(name) for name in names)


def _posts_by_delegation(body: Body, day: dt.date) -> dict[uuid.UUID | None, list[Assignment]]:
    posts: dict[uuid.UUID | None, list[Assignment]] = {}
    rows = Assignment.objects.filter(body=body, listed=True, delegation__isnull=False).valid_on(day)
    for post in rows.exclude(status=Assignment.Status.ENDED).select_related("area"):
        posts.setdefault(post.delegation_id, []).append(post)
    return posts


def _delegation(pk: uuid.UUID) -> Delegation:
    return get_object_or_404(Delegation.objects.prefetch_related("capacities", "names", "aliases"), pk=pk)


@require_safe
def delegation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One delegation as it holds on a day (`?on=`), its capacities and names over time, its story."""
    row = _delegation(pk)
    served = sittings.bodies_served(request)
    zone = sittings.body_asked_for(request).zone
    today = timezone.localdate(timezone=zone)
    day = sittings.day_asked_for(request, "on") or today
    posts = Assignment.objects.filter(delegation=row, body__in=served).valid_on(day)
    people = Contact.objects.filter(delegation=row, assignments__body__in=served).valid_on(day)
    context = {
        "delegation": row,
        "day": day,
        "is_today": day == today,
        "capacity": row.capacity_on(day),
        "capacities": sorted(row.capacities.all(), key=_from),
        "names": sorted(row.names.all(), key=lambda name: (name.language, _from(name))),
        "proposed": [
            (DelegationName.Language(code).label, named) for code, named in delegations.proposed(row).items()
        ],
        "reason": sittings.start(request, zone)["reason"],
        "posts": posts.exclude(status=Assignment.Status.ENDED).select_related("area", "body", "proposed_by"),
        "people": people.distinct(),
        "story": _story(row),
        "zone": zone,
    }
    return render(request, "friends/delegations/delegation.html", context)


def _from(row: Capacity | DelegationName) -> dt.date:
    return row.valid_from or dt.date.min


def _story(row: Delegation) -> list[stories.Entry]:
    names = list(DelegationName.history.filter(delegation=row.pk))
    told = stories.of(Delegation.history.filter(id=row.pk))
    told += stories.of(Capacity.history.filter(delegation=row.pk), what=_("Capacity"), tell_first=True)
    told += stories.of(names, what=_("Name"), tell_first=True)
    return stories.newest_first(told)


def _page(
    request: HttpRequest, row: Delegation | None, form: Form, act: Act, *, title: str, done: str, button: str
) -> HttpResponse:
    """One form on a page of its own: `act` is what it does, then back to the delegation with `done` said."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form)
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, done)
            return redirect("delegation", pk=made.pk if isinstance(made, Delegation) else row.pk)  # type: ignore[union-attr]
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {"delegation": row, "form": form, "title": title, "button": button}
    status = 400 if form.errors else 200
    return render(request, "friends/delegations/form.html", context, status=status)


def _start(request: HttpRequest) -> dict[str, Any]:
    return sittings.start(request, sittings.body_asked_for(request).zone)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_new(request: HttpRequest) -> HttpResponse:
    """A delegation more."""

    def act(form: NewDelegationForm) -> Delegation:
        data = form.cleaned_data
        return delegations.add(
            data["name"],
            data["seat"],
            data["kind"],
            form.change(),
            by=sittings.actor(request),
            now=timezone.now(),
        )

    return _page(
        request, None, NewDelegationForm(request.POST or None, initial=_start(request)), act,
        title=_("Add a delegation"), done=_("The delegation stands in the list."), button=_("Add it"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The English name and the seat are put right."""
    row = _delegation(pk)

    def act(form: DelegationForm) -> None:
        data = form.cleaned_data
        delegations.correct(
            row,
            data["name"],
            data["seat"],
            reason=data["reason"],
            by=sittings.actor(request),
            now=timezone.now(),
        )

    initial = {"name": row.name, "seat": row.seat, "reason": _start(request)["reason"]}
    return _page(
        request, row, DelegationForm(request.POST or None, initial=initial), act,
        title=_("Correct the English name"), done=_("The name is put right; the old one is still recognised."),
        button=_("Save the correction"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def capacity_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another capacity from a day on."""
    row = _delegation(pk)

    def act(form: CapacityForm) -> None:
        kind = form.cleaned_data["kind"]
        delegations.take_part_as(row, kind, form.change(), by=sittings.actor(request), now=timezone.now())

    return _page(
        request, row, CapacityForm(request.POST or None, initial=_start(request)), act,
        title=_("Another capacity from a day on"), done=_("It takes part in that capacity from that day on."),
        button=_("Save"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A capacity, or the days between which it held, put right."""
    row = get_object_or_404(Capacity.objects.select_related("delegation"), pk=pk)

    def act(form: CapacityCorrectionForm) -> None:
        data = form.cleaned_data
        delegations.correct_capacity(
            row,
            data["kind"],
            *form.days(),
            reason=data["reason"],
            by=sittings.actor(request),
            now=timezone.now(),
        )

    initial = {"kind": row.kind, **_between(request, row)}
    return _page(
        request, row.delegation, CapacityCorrectionForm(request.POST or None, initial=initial), act,
        title=_("Correct or end this capacity"), done=_("The capacity is put right."), button=_("Save the correction"),
    )  # fmt: skip


@require_POST
def names_take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The names of the portal's table stand for the languages that had none."""
    row = _delegation(pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why. Nothing was changed."))
        return redirect("delegation", pk=row.pk)
    reason = form.cleaned_data["reason"]
    taken = delegations.take_proposed(row, reason=reason, by=sittings.actor(request), now=timezone.now())
    sittings.keep_reason(request, reason)
    messages.success(request, _("%(n)s names are taken from the table.") % {"n": taken})
    return redirect("delegation", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def name_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another name in one language from a day on."""
    row = _delegation(pk)

    def act(form: NameInForm) -> None:
        language = form.cleaned_data["language"]
        delegations.call(
            row, language, form.named(), form.change(), by=sittings.actor(request), now=timezone.now()
        )

    initial = _start(request) | {"language": request.GET.get("in", "")}
    return _page(
        request, row, NameInForm(request.POST or None, initial=initial), act,
        title=_("Another name from a day on"), done=_("It is called so from that day on."), button=_("Save"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A name, or the days between which it held, put right."""
    row = get_object_or_404(DelegationName.objects.select_related("delegation"), pk=pk)

    def act(form: NameCorrectionForm) -> None:
        delegations.correct_name(
            row, form.named(), *form.days(), reason=form.cleaned_data["reason"], by=sittings.actor(request),
            now=timezone.now(),
        )  # fmt: skip

    initial = {"short": row.short, "formal": row.formal, **_between(request, row)}
    return _page(
        request, row.delegation, NameCorrectionForm(request.POST or None, initial=initial), act,
        title=_("Correct or end this name (%(language)s)") % {"language": row.get_language_display()},
        done=_("The name is put right."), button=_("Save the correction"),
    )  # fmt: skip


def _between(request: HttpRequest, row: Capacity | DelegationName) -> dict[str, Any]:
    return {"first": row.valid_from, "last": row.valid_until, "reason": _start(request)["reason"]}
