"""Entries of the list that may be one contact: proposed, put side by side, joined, kept apart, parted again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal.models import Letter
from friends import contacts, duplicates
from friends.changes import BadDay, NoReason
from friends.duplicates import NotTwo
from friends.forms.duplicates import MergeForm, PairForm
from friends.models import Body, Contact
from friends.views import sittings

PROBLEMS = (NotTwo, NoReason, BadDay, contacts.UnfitDetails, contacts.AddressTaken)
# What hangs on a contact in the list's own tables is shown by itself.
OWN = {"listings", "merged", "continued_by"}


@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """The pairs that look alike, and two chosen by hand (`?one=…&other=…`, which leads to the page of the two)."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    listed = (
        Contact.objects.valid_on(today)
        .filter(assignments__body=body)
        .select_related("delegation")
        .distinct()
        .order_by("delegation__name", "name", "email")
    )
    asked = request.GET if "one" in request.GET else None
    form = PairForm(asked, listed=listed)
    if asked is not None and form.is_valid():
        pair = [form.cleaned_data["one"].pk, form.cleaned_data["other"].pk]
        return redirect("contact-merge", *pair)
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "form": form,
        "pairs": duplicates.proposals(body, today),
    }
    return render(request, "friends/contacts/duplicates.html", context, status=400 if form.errors else 200)


def _pair(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> tuple[Contact, Contact, Body]:
    listed = sittings.contacts_served(request)
    one = get_object_or_404(listed, pk=pk)
    body = one.listings.filter(assignment__body__in=sittings.bodies_served(request))[0].assignment.body
    return one, get_object_or_404(listed, pk=other), body


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """The two side by side with what hangs on each, and which detail of which stays."""
    one, two, body = _pair(request, pk, other)
    form = MergeForm(request.POST or None, one=one, other=two, initial=sittings.start(request, body.zone))
    if request.method == "POST" and form.is_valid():
        try:
            kept = duplicates.merge(
                form.kept(),
                form.left(),
                form.details(),
                form.change(),
                by=sittings.actor(request),
                now=timezone.now(),
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(
                request, _("The two are one entry: %(name)s. Its page can part them again.") % {"name": kept}
            )
            return redirect("contact", pk=kept.pk)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {
        "one": one,
        "other": two,
        "body": body,
        "sides": [_side(contact) for contact in (one, two)],
        "form": form,
    }
    return render(request, "friends/contacts/merge.html", context, status=400 if form.errors else 200)


def _side(contact: Contact) -> dict[str, Any]:
    """One of the two: where it stands, and how much hangs on it, whoever's table that is."""
    hanging = [(_("Letters"), Letter.objects.filter(recipient=contact.pk).count())]
    for relation in Contact._meta.related_objects:
        name = relation.get_accessor_name()
        model = relation.related_model
        if not isinstance(model, str) and relation.one_to_many and name not in OWN and not relation.hidden:
            rows = model._base_manager.filter(**{relation.field.name: contact})
            hanging.append((str(model._meta.verbose_name_plural).capitalize(), rows.count()))
    return {
        "contact": contact,
        "places": contact.listings.select_related("assignment__area", "assignment__delegation"),
        "hanging": [(words, number) for words, number in hanging if number],
    }


@require_POST
def apart(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """The two are two contacts; nobody is asked again."""
    one, two, body = _pair(request, pk, other)
    if one == two:
        messages.error(request, _("Choose two different entries."))
    else:
        duplicates.keep_apart(one, two, by=sittings.actor(request), now=timezone.now())
        messages.success(request, _("They stay two entries. You will not be asked again."))
    return redirect(f"{reverse('contact-duplicates')}?body={body.slug}")


@require_POST
def part(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The two that were joined are two entries again."""
    other = get_object_or_404(sittings.contacts_served(request), pk=pk)
    try:
        reason = request.POST.get("reason", "")[:500]
        kept = duplicates.part(other, reason=reason, by=sittings.actor(request), now=timezone.now())
    except PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("contact", pk=other.merged_into_id or other.pk)
    messages.success(
        request, _("%(one)s and %(other)s are two entries again.") % {"one": kept, "other": other}
    )
    return redirect("contact", pk=other.pk)
