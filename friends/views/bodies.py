"""How a body works: the page of its coordinator."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends import bodies, stories
from friends.aliases import NameTaken, NoName
from friends.bodies import Habits
from friends.changes import NoReason
from friends.forms.bodies import BodyForm
from friends.models import Body
from friends.views import sittings

PROBLEMS = (NameTaken, NoName, NoReason, bodies.UnfitHabits)


@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """The body's habits, to be read and corrected, and what became of them."""
    row = get_object_or_404(Body, slug=slug, pk__in=sittings.bodies_served(request))
    initial = asdict(Habits.of(row)) | {"reason": sittings.start(request, row.zone)["reason"]}
    form = BodyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            bodies.correct(
                row,
                form.habits(),
                reason=form.cleaned_data["reason"],
                by=sittings.actor(request),
                now=timezone.now(),
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, _("The body works so from now on."))
            return redirect("body", slug=row.slug)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            row = Body.objects.get(pk=row.pk)
    context = {
        "body": row,
        "names": row.aliases.order_by("name"),
        "form": form,
        "story": stories.of(Body.history.filter(id=row.pk)),
        "zone": row.zone,
    }
    return render(request, "friends/bodies/body.html", context, status=400 if form.errors else 200)
