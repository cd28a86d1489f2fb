"""What a Friend reads by a link: the contact list of today, its editions as circulated, the areas with their contacts.

And the public page that sends such a link.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ccm_portal import enclosures, pdf, throttle
from friends import circulation, edition_changes, edition_sheets, editions, list_links
from friends.forms.list_links import ListLinkForm
from friends.models import ContactListEdition
from friends.readers import Reader

# From one network; a mission may have one address for all of its people.
ASKED_A_MINUTE = 20


def reader_of(request: HttpRequest) -> Reader:
    """The person whom the route's policy let in."""
    person: Reader = request.reader  # type: ignore[attr-defined]
    return person


def standing(person: Reader) -> dict[str, Any]:
    """What each page by link shows: whose it is, and of which body."""
    return {"body": person.body, "delegation": person.contact.delegation, "reader": person}


@require_safe
def contact_list(request: HttpRequest, body: uuid.UUID) -> HttpResponse:
    """Today's list as far as the reader sees; the areas with their contacts; the editions that were circulated."""
    person = reader_of(request)
    content = editions.content_of(person.body, person.day)
    besides = editions.content_of(person.body, person.day, listed_only=False)
    context = standing(person) | {
        "sheet": edition_sheets.of_content(content, person.body, person.sees),
        "areas": edition_sheets.by_area(content, besides, person.sees),
        "editions": _circulated(person).defer("content"),
        "day": person.day,
    }
    return render(request, "friends/readers/list.html", context)


def _circulated(person: Reader) -> Any:
    return ContactListEdition.objects.filter(body=person.body, circulated_at__isnull=False)


def _edition(person: Reader, number: int) -> ContactListEdition:
    return get_object_or_404(_circulated(person).select_related("body"), number=number)


@require_safe
def edition(request: HttpRequest, body: uuid.UUID, number: int) -> HttpResponse:
    """An edition that was circulated, with what changed since the one before it."""
    person = reader_of(request)
    found = _edition(person, number)
    before = circulation.circulated_before(found)
    old, new = (edition_sheets.seen_by(one.content, person.sees) if one else None for one in (before, found))
    context = standing(person) | {
        "edition": found,
        "before": before,
        "changes": edition_changes.told(old, new) if old and new else [],
        "sheet": edition_sheets.of_edition(found, person.sees),
    }
    return render(request, "friends/readers/edition.html", context)


@require_safe
def edition_pdf(request: HttpRequest, body: uuid.UUID, number: int) -> HttpResponse:
    """The copy of the edition for readers of this kind: the file that went with the letter, where it is kept."""
    person = reader_of(request)
    found = _edition(person, number)
    kept = editions.file_of(found, person.sees.reach)
    try:
        data = (
            enclosures.file(kept).data
            if enclosures.is_kept(kept)
            else circulation.copy_of(found, person.sees.reach, wait=pdf.REQUEST_SECONDS)
        )
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        messages.error(request, str(problem))
        return redirect("list-edition", person.body.pk, found.number)
    name = circulation.file_name(found, "pdf")
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


# --- send me a link ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def send_link(request: HttpRequest) -> HttpResponse:
    """Asks for an address; the answer is the same for every address, and takes as long."""
    form = ListLinkForm(request.POST or None)
    if request.method != "POST":
        return render(request, "friends/readers/send_link.html", {"form": form})
    if not form.is_valid():
        return render(request, "friends/readers/send_link.html", {"form": form}, status=400)
    if not throttle.may(request, "list-link", a_minute=ASKED_A_MINUTE):
        form.add_error(None, _("Too many requests came from your network. Please try again in a minute."))
        return render(request, "friends/readers/send_link.html", {"form": form}, status=429)
    list_links.ask(form.cleaned_data["address"], now=timezone.now())
    return render(request, "friends/readers/send_link.html", {"asked": form.cleaned_data["address"]})
