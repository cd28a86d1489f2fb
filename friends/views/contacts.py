"""One contact corrected, added, ended; doubtful pairs and areas named alike settled."""

import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ccm_portal.models import Letter
from friends import areas, bounces, contacts, reviews, stories
from friends.forms.contacts import ChangeForm, ContactForm, PairsForm
from friends.models import AreaLikeness, Assignment, Contact, ListedContact, StaffRole
from friends.views import sittings

PROBLEMS = (contacts.AddressTaken, contacts.NoReason, contacts.BadDay, contacts.UnfitDetails)


def _contact(request: HttpRequest, pk: uuid.UUID) -> Contact:
    return get_object_or_404(sittings.contacts_served(request), pk=pk)


def _assignment(request: HttpRequest, pk: uuid.UUID) -> Assignment:
    return get_object_or_404(sittings.rows_served(request).exclude(delegation=None), pk=pk)


def _zone(listings: Iterable[ListedContact]) -> ZoneInfo:
    """The zone of the body on whose list the contact stands first."""
    return next((row.assignment.body.zone for row in listings), ZoneInfo("UTC"))


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One contact: its details to correct, its story."""
    person = _contact(request, pk)
    listings = list(
        person.listings.select_related("assignment__area", "assignment__body", "assignment__delegation")
    )
    zone = _zone(listings)
    today = timezone.localdate(timezone=zone)
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
        "listings": [one for one in listings if one.assignment.holds_on(today)],
        "earlier": [one for one in listings if not one.assignment.holds_on(today)],
        "zone": zone,
        "form": form,
        "end_form": ChangeForm(initial=sitting),
        "story": _story(person, listings),
        "merged": person.merged.select_related("delegation"),
        "followed_by": person.continued_by.first(),
        "letters": Letter.objects.of_bodies(sittings.bodies_served(request))
        .filter(recipient=person.pk)
        .count(),
        "checked": reviews.checked([person.delegation_id]).get(person.delegation_id),
        "bounce": bounces.of([person]).get(person.pk),
        "may_erase": request.staff.has(StaffRole.Role.ADMIN),  # type: ignore[attr-defined]
    }
    return render(request, "friends/contacts/contact.html", context, status=400 if form.errors else 200)


def _story(person: Contact, listings: list[ListedContact]) -> list[stories.Entry]:
    """Each change of the contact, of the addresses before it and of entries joined with it, and of its places.

    The newest first.
    """
    everybody = [person, *earlier_of(person), *person.merged.all()]
    told = []
    for one in everybody:
        what = "" if one == person else one.email or one.name
        told += stories.of(one.history.all(), what=what)
    posts = {listing.assignment_id: listing.assignment for listing in listings}
    for state in ListedContact.history.filter(contact_id=person.pk, history_type__in=["+", "-"]):
        if state.assignment_id in posts:
            told.append(stories.place(state, str(posts[state.assignment_id])))
    return stories.newest_first(told)


def earlier_of(person: Contact) -> list[Contact]:
    """The entries with earlier addresses that this one continues, the newest first."""
    found: list[Contact] = []
    while person.continues is not None and person.continues not in found:
        person = person.continues
        found.append(person)
    return found


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


@require_POST
def contact_put_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The contact, who had been taken off the list, is on it after all."""
    person = _contact(request, pk)
    reason = request.POST.get("reason", "").strip()[:500]
    try:
        contacts.put_back(person, reason=reason, by=sittings.actor(request), now=timezone.now())
        sittings.keep_reason(request, reason)
        messages.success(request, _("%(name)s is on the list again.") % {"name": person})
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
