"""The other names of a body, its areas and its delegations: seen, recorded, taken back."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ccm_portal.actors import Actor
from friends import aliases
from friends.forms.names import NameForm
from friends.models import AreaAlias, Body, BodyAlias, Delegation, DelegationAlias, ThematicArea
from friends.views import sittings

PROBLEMS = (aliases.NameTaken, aliases.NoName)


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """Every other name in the first body served, or in `?body=`; POST records one."""
    body = sittings.body_asked_for(request)
    delegations = list(
        Delegation.objects.filter(assignments__body=body).distinct().prefetch_related("aliases")
    )
    form = NameForm(request.POST or None, body=body, delegations=delegations)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(form, by=sittings.actor(request))
        except PROBLEMS as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("The name is recorded. Later records are read with it."))
            return redirect(f"{request.path}?body={body.slug}")
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "form": form,
        "body_names": body.aliases.all(),
        "areas": ThematicArea.objects.filter(body=body, aliases__isnull=False)
        .distinct()
        .prefetch_related("aliases"),
        "delegations": [row for row in delegations if row.aliases.all()],
    }
    return render(request, "friends/names.html", context, status=400 if form.errors else 200)


def _keep(form: NameForm, *, by: Actor) -> None:
    row, name, now = form.row(), form.cleaned_data["name"], timezone.now()
    if isinstance(row, Body):
        aliases.keep_for_body(row, name, by=by, now=now)
    elif isinstance(row, ThematicArea):
        aliases.keep_for_area(row, name, by=by, now=now)
    else:
        aliases.keep_for_delegation(row, name, by=by, now=now)


@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The name is not recognised any more."""
    alias = _alias(pk, sittings.bodies_served(request))
    aliases.take_back(alias, by=sittings.actor(request), now=timezone.now())
    messages.success(request, _("“%(name)s” is taken back. Later records ask again.") % {"name": alias.name})
    return redirect("names")


def _alias(pk: uuid.UUID, served: set[uuid.UUID]) -> aliases.Alias:
    """The other name with this id, of a body served, of its areas, or of a delegation in it; else 404."""
    found: list[aliases.Alias] = [
        *BodyAlias.objects.filter(pk=pk, body__in=served),
        *AreaAlias.objects.filter(pk=pk, area__body__in=served).select_related("area"),
        *DelegationAlias.objects.filter(pk=pk, delegation__assignments__body__in=served).distinct(),
    ]
    if not found:
        raise Http404
    return found[0]
