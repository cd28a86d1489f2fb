"""A person's data: everything that is held, told to the keeper of the list or to the person; and erasing them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ccm_portal import holdings
from ccm_portal.holdings import Table
from ccm_portal.models import Letter
from friends import erasing, own_data, persons, sessions
from friends.changes import NoReason
from friends.erasing import Look
from friends.forms.erasing import EraseForm
from friends.models import AccessLink, Contact
from friends.views import sittings

PROBLEMS = (erasing.AlreadyErased, erasing.PersonalReason, NoReason)
JSON_LOOKS = {"indent": 2, "ensure_ascii": False}


def _contact(request: HttpRequest, pk: uuid.UUID) -> Contact:
    rows = Contact.objects.filter(assignments__body__in=sittings.bodies_served(request))
    return get_object_or_404(rows.select_related("delegation").distinct(), pk=pk)


# --- erasing ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is held about the person and what becomes of it; with a reason and the name typed they are erased."""
    contact = _contact(request, pk)
    if contact.erased_on is not None:
        messages.info(request, _("This person was erased already."))
        return redirect("contact", pk=contact.pk)
    now = timezone.now()
    seen = erasing.look(contact, day=erasing.today(contact, now))
    alike = persons.alike(seen.person)
    form = EraseForm(request.POST or None, seen=seen, alike=alike)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(
                contact,
                reason=form.cleaned_data["reason"],
                by=sittings.actor(request),
                now=now,
                also=form.also(),
                chosen=form.chosen(),
            )
        except PROBLEMS as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, _("The person is erased. It cannot be undone."))
            return redirect("contact", pk=contact.pk)
    context = {
        "contact": contact,
        "seen": seen,
        "alike": alike,
        "form": form,
        "ticked": set(request.POST.getlist("also")) | set(request.POST.getlist("chosen")),
        **_told(seen),
    }
    return render(request, "friends/erasing/erase.html", context, status=400 if form.errors else 200)


def _told(seen: Look) -> dict[str, Any]:
    """What the page says of it, in numbers."""
    ids = seen.person.ids
    letters = Letter.objects.filter(recipient__in=ids)
    links = AccessLink.objects.filter(contact__in=ids)
    return {
        "letters": letters.count(),
        "waiting": letters.filter(state__in=[Letter.State.QUEUED, Letter.State.SENDING]).count(),
        "links": links.count(),
        "sessions": sessions.count([str(link.pk) for link in links]),
        "editions": seen.editions,
        "states": Contact.history.filter(id__in=ids).count(),
        "bodies": sorted(
            set(Contact.objects.filter(pk__in=ids).values_list("assignments__body__name", flat=True)) - {None}
        ),
        "staying": own_data.held_about(ids).items(),
        "elsewhere": sorted(_by_table(one.found.table for one in seen.rewritings).items()),
        "going": seen.going.items(),
        "possible": [
            {"key": one.key, "excerpt": one.excerpt, "where": called(one.table)}
            for one in seen.possible[: erasing.MOST_SHOWN]
        ],
        "not_shown": max(0, len(seen.possible) - erasing.MOST_SHOWN),
        "unchanged": [_stands(table, number) for table, number in seen.unchanged.items()],
    }


def _by_table(tables: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in tables:
        name = called(table)
        counts[name] = counts.get(name, 0) + 1
    return counts


def called(table: Table) -> str:
    """What people call the rows of a table."""
    original = getattr(table, "instance_type", None)
    if original is None:
        return str(table._meta.verbose_name_plural)
    return _("%(rows)s, earlier states") % {"rows": original._meta.verbose_name_plural}


def _stands(table: Table, number: int) -> str:
    if table._meta.label == "meetings.Publication":
        return ngettext(
            "%(n)s published text, which does not change",
            "%(n)s published texts, which do not change",
            number,
        ) % {"n": number}
    if holdings.is_frozen(table):
        return _("%(n)s × %(what)s, frozen as they were") % {"n": number, "what": called(table)}
    return _("%(n)s × %(what)s behind a published text") % {"n": number, "what": called(table)}


# --- the report -------------------------------------------------------------------------------------------------------


@require_safe
def contact_data(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything that is held about the person behind one entry."""
    contact = _contact(request, pk)
    report = own_data.report(persons.of(contact), to_keeper=True, now=timezone.now())
    return render(request, "friends/erasing/report.html", {"contact": contact, "report": report})


@require_safe
def contact_data_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same as a file."""
    contact = _contact(request, pk)
    report = own_data.report(persons.of(contact), to_keeper=True, now=timezone.now())
    return _file([report])


@require_safe
def your_data(request: HttpRequest) -> HttpResponse:
    """To somebody with a link: what is held about them."""
    return render(request, "friends/erasing/your_data.html", {"reports": _yours(request)})


@require_safe
def your_data_file(request: HttpRequest) -> HttpResponse:
    return _file(_yours(request))


def _yours(request: HttpRequest) -> list[own_data.Report]:
    """One report for each person whose links this browser holds, without the office's own notes."""
    reports: dict[frozenset[uuid.UUID], own_data.Report] = {}
    for contact in request.link_holders:  # type: ignore[attr-defined]
        person = persons.of(contact)
        if person.ids not in reports:
            reports[person.ids] = own_data.report(person, to_keeper=False, now=timezone.now())
    return list(reports.values())


def _file(reports: list[own_data.Report]) -> HttpResponse:
    told = [report.as_json() for report in reports]
    headers = {"Content-Disposition": 'attachment; filename="your-data.json"'}
    return JsonResponse(told, safe=False, json_dumps_params=JSON_LOOKS, headers=headers)
