"""The contact list: as it holds on a day; one contact corrected, added, ended; doubtful pairs and areas settled."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from friends import areas, contacts, roster
from friends.forms.contacts import ChangeForm, ContactForm, PairsForm
from friends.models import AreaLikeness, Assignment, Body, Contact, ListedContact
from friends.views import sittings

PROBLEMS = (contacts.AddressTaken, contacts.NoReason, contacts.BadDay, contacts.UnfitDetails)


def _day(request: HttpRequest, name: str) -> dt.date | None:
    """The day asked for under this name; None where none is, or where it cannot be read, which is said."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        messages.error(
            request, _("“%(day)s” is not a day; the list of today is shown.") % {"day": asked[:40]}
        )
        return None


def _end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The last instant of the day there."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=zone)


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """The list of one body as it holds on a day; as recorded now, or by the end of another day."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    day = _day(request, "on") or today
    recorded_on = _day(request, "recorded")
    if recorded_on is not None and recorded_on < today:
        return _as_recorded(request, body, day, recorded_on)
    rows = roster.rows_on(body, day)
    said = {one.delegation.pk: one for one in roster.said_on(body, day)}
    on_list = {row.delegation.pk for row in rows if row.delegation}
    likenesses = AreaLikeness.objects.filter(area__body=body, verdict=AreaLikeness.Verdict.OPEN)
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "day": day,
        "is_today": day == today,
        "rows": rows,
        "addresses": _addresses(rows),
        "doubtful": [row for row in rows if any(not contact.pair_confirmed for contact in row.contacts)],
        "said": said,
        "said_of_others": [one for key, one in said.items() if key not in on_list],
        "contradictions": [one for one in said.values() if one.contradicts_itself],
        "likenesses": likenesses.select_related("area", "other"),
    }
    return render(request, "friends/contacts/list.html", context)


def _as_recorded(request: HttpRequest, body: Body, day: dt.date, recorded_on: dt.date) -> HttpResponse:
    """The same list as it would have been read at the end of a past day: to be read, not to be changed."""
    rows = roster.rows_recorded(body, day, _end_of(recorded_on, body.zone))
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "day": day,
        "recorded_on": recorded_on,
        "rows": rows,
        "addresses": _addresses(rows),
    }
    return render(request, "friends/contacts/recorded.html", context)


def _addresses(rows: list[roster.Row]) -> int:
    return len({contact.pk for row in rows for contact in row.contacts if contact.email})


def _contact(request: HttpRequest, pk: uuid.UUID) -> Contact:
    rows = (
        Contact.objects.filter(assignments__body__in=sittings.bodies_served(request))
        .select_related("delegation")
        .distinct()
    )
    return get_object_or_404(rows, pk=pk)


def _assignment(request: HttpRequest, pk: uuid.UUID) -> Assignment:
    rows = Assignment.objects.filter(body__in=sittings.bodies_served(request), delegation__isnull=False)
    return get_object_or_404(rows.select_related("body", "delegation", "area"), pk=pk)


def _zone(listings: Iterable[ListedContact]) -> ZoneInfo:
    """The zone of the body on whose list the contact stands first."""
    return next((row.assignment.body.zone for row in listings), ZoneInfo("UTC"))


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One contact: its details to correct, its story."""
    person = _contact(request, pk)
    listings = list(person.listings.select_related("assignment__area", "assignment__body"))
    zone = _zone(listings)
    sitting = sittings.start(request, zone)
    initial = {name: getattr(person, name) for name in contacts.DETAILS} | sitting
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            details = form.details(language=person.language)
            kept = contacts.correct(
                person, details, form.change(), by=sittings.actor(request), now=timezone.now()
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, _("The entry of %(name)s is corrected.") % {"name": kept})
            return redirect("contact", pk=kept.pk)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {
        "contact": person,
        "listings": listings,
        "zone": zone,
        "form": form,
        "end_form": ChangeForm(initial=sitting),
        "story": _story(person),
    }
    return render(request, "friends/contacts/contact.html", context, status=400 if form.errors else 200)


def _story(person: Contact) -> list[dict[str, Any]]:
    """Each change of the contact, newest first: when, who, why, and which fields from what to what."""
    states = list(person.history.order_by("-history_date", "-history_id"))
    story = []
    for newer, older in zip(states, [*states[1:], None], strict=True):
        changes = newer.diff_against(older).changes if older is not None else []
        told = [(_label(change.field), _said(change.old), _said(change.new)) for change in changes]
        story.append({"state": newer, "changes": told, "first": older is None})
    return story


def _label(field: str) -> str:
    """What people call a field of the contact."""
    return capfirst(str(Contact._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def _said(value: Any) -> str:
    """A value of the history in words: yes, no, a day; "" where there was nothing."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One contact more in a row of the list."""
    row = _assignment(request, pk)
    form = ContactForm(request.POST or None, initial=sittings.start(request, row.body.zone))
    if request.method == "POST" and form.is_valid():
        try:
            added = contacts.add(
                row, form.details(), form.change(), by=sittings.actor(request), now=timezone.now()
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, _("%(name)s is on the list.") % {"name": added})
            return redirect("contact-list")
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {"assignment": row, "form": form}
    return render(request, "friends/contacts/new.html", context, status=400 if form.errors else 200)


@require_POST
def contact_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The contact leaves the list after a day."""
    person = _contact(request, pk)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the last day and a reason. Nothing was changed."))
        return redirect("contact", pk=person.pk)
    try:
        contacts.end(person, form.change(), by=sittings.actor(request), now=timezone.now())
        sittings.keep_reason(request, form.cleaned_data["reason"])
        messages.success(request, _("%(name)s leaves the list after that day.") % {"name": person})
    except PROBLEMS as problem:
        messages.error(request, str(problem))
    return redirect("contact", pk=person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Which name belongs to which address in one row."""
    row = _assignment(request, pk)
    form = PairsForm(request.POST or None, assignment=row)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            settled = contacts.settle_pairs(
                row, form.names(), reason=reason, by=sittings.actor(request), now=timezone.now()
            )
            messages.success(
                request, _("%(n)s addresses of %(who)s are settled.") % {"n": settled, "who": row.delegation}
            )
            return redirect("contact-list")
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    doubts = [contact for contact in row.contacts.all() if not contact.pair_confirmed]
    context = {"assignment": row, "form": form, "doubts": doubts}
    return render(request, "friends/contacts/pairs.html", context, status=400 if form.errors else 200)


@require_POST
def area_likeness(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Two areas named alike: one area, or two."""
    rows = AreaLikeness.objects.filter(
        area__body__in=sittings.bodies_served(request), verdict=AreaLikeness.Verdict.OPEN
    )
    likeness = get_object_or_404(rows.select_related("area", "other"), pk=pk)
    reason = request.POST.get("reason", "").strip()[:500] or _("decided on the contact list's page")
    decide = {"join": areas.join, "apart": areas.keep_apart}.get(request.POST.get("verdict", ""))
    if decide is None:
        messages.error(request, _("Say whether it is one area or two. Nothing was changed."))
    else:
        decide(likeness, reason=reason, by=sittings.actor(request), now=timezone.now())
        messages.success(
            request, _("“%(a)s” and “%(b)s”: decided.") % {"a": likeness.area, "b": likeness.other}
        )
    return redirect("contact-list")
