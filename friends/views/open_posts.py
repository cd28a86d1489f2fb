"""Open posts at the desk: the list, announcing them with a preview, what delegations would take, deciding on it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from friends import open_posts
from friends.assignments import UnfitPost
from friends.changes import BadDay, NoReason
from friends.forms.open_posts import AcceptForm, AnnounceForm, DeclineForm
from friends.models import Body, Interest
from friends.views import sittings

PROBLEMS = (open_posts.CannotDecide, UnfitPost, NoReason, BadDay)


@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    """What nobody holds today, what was announced, and what delegations said."""
    body = sittings.body_asked_for(request)
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "posts": open_posts.vacant(body, timezone.localdate(timezone=body.zone)),
        "announcements": body.announcements.prefetch_related("posts__assignment__area"),
        "interests": open_posts.interests([body.pk]),
    }
    return render(request, "friends/posts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """GET asks which posts and until when; POST shows who would get a letter; POST with `confirm` sends them."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    posts = open_posts.vacant(body, today)
    form = AnnounceForm(request.POST or None, posts=posts, initial=AnnounceForm.usual(posts, today))
    context: dict[str, Any] = {"body": body, "posts": posts, "form": form}
    if request.method == "POST" and form.is_valid():
        terms = {"words": form.cleaned_data["words"].strip(), "until": form.cleaned_data["until"]}
        now = timezone.now()
        try:
            if "confirm" in request.POST:
                seen = request.POST.get("seen", "")
                open_posts.announce(
                    body, form.chosen(), **terms, seen=seen, by=sittings.actor(request), now=now
                )
                messages.success(request, _("The posts are announced. The letters are on their way."))
                return redirect(_list(body))
            context["plan"] = open_posts.plan(body, form.chosen(), **terms, now=now)
            context["change"] = "change" in request.POST
        except open_posts.CannotAnnounce as problem:
            form.add_error(None, str(problem))
    return render(request, "friends/posts/announce.html", context, status=400 if form.errors else 200)


def _list(body: Body) -> str:
    return f"/desk/posts/?body={body.slug}"


@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One expression of interest: accept it, or decline it with a reason; the delegation is told by letter."""
    rows = Interest.objects.filter(post__announcement__body__in=sittings.bodies_served(request))
    rows = rows.select_related(
        "post__announcement__body", "post__assignment__area", "delegation", "contact", "made"
    )
    said = get_object_or_404(rows, pk=pk)
    body = said.post.announcement.body
    declining = "decline" in request.POST
    start = sittings.start(request, body.zone)
    start["holds_from"] = max(start["holds_from"], said.post.assignment.valid_from or start["holds_from"])
    accept_form = AcceptForm(request.POST if request.POST and not declining else None, initial=start)
    decline_form = DeclineForm(request.POST if declining else None)
    form = decline_form if declining else accept_form
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, said, accept_form, decline_form, declining=declining)
            messages.success(
                request, _("Decided. %(delegation)s is told by letter.") % {"delegation": said.delegation}
            )
            return redirect(_list(body))
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {
        "interest": said,
        "body": body,
        "accept_form": accept_form,
        "decline_form": decline_form,
        "form": form,
        "others": [row for row in open_posts.interests([body.pk]) if row.post == said.post and row != said],
    }
    return render(request, "friends/posts/interest.html", context, status=400 if form.errors else 200)


def _decide(
    request: HttpRequest, said: Interest, accepting: AcceptForm, refusing: DeclineForm, *, declining: bool
) -> None:
    by, now = sittings.actor(request), timezone.now()
    if declining:
        open_posts.decline(said, reason=refusing.cleaned_data["reason"], by=by, now=now)
        return
    open_posts.accept(said, accepting.cleaned_data["status"], accepting.change(), by=by, now=now)
    sittings.keep_reason(request, accepting.cleaned_data["reason"])
