"""A delegation's page of open posts, behind its link: which are open, what it said of them, what became of that.

Nothing of any other delegation is ever loaded here.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends import open_posts
from friends.forms.open_posts import InterestForm
from friends.models import AnnouncedPost, Announcement, Interest
from friends.permissions import Visitor


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET shows the posts; POST expresses interest in one of them, or takes back what was expressed."""
    if request.method == "POST":
        return _withdraw(request) if "withdraw" in request.POST else _express(request)
    return _page(request)


def _express(request: HttpRequest) -> HttpResponse:
    announcement: Announcement = request.announcement  # type: ignore[attr-defined]
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    rows = announcement.posts.select_related("assignment__area")
    chosen = {str(row.pk): row for row in rows}.get(request.POST.get("post", ""))
    if chosen is None or not visitor.speakers:
        messages.error(request, _("Choose one of the posts below. Nothing was recorded."))
        return redirect("posts", pk=announcement.pk)
    form = InterestForm(request.POST, post=chosen, speakers=visitor.speakers, own=visitor.contact)
    if form.is_valid():
        try:
            open_posts.express(
                chosen,
                form.cleaned_data["kind"],
                words=form.cleaned_data["words"].strip(),
                contact=form.contact(),
                now=timezone.now(),
            )
            said = _("Recorded for %(delegation)s. Thank you.")
            messages.success(request, said % {"delegation": visitor.contact.delegation})
            return redirect("posts", pk=announcement.pk)
        except open_posts.CannotExpress as problem:
            form.add_error(None, str(problem))
    return _page(request, typed={chosen.pk: form}, status=400)


def _withdraw(request: HttpRequest) -> HttpResponse:
    announcement: Announcement = request.announcement  # type: ignore[attr-defined]
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    own = Interest.objects.filter(post__announcement=announcement, delegation=visitor.contact.delegation_id)
    found = {str(row.pk): row for row in own}
    interest = found.get(request.POST["withdraw"]) or get_object_or_404(own.none())
    try:
        open_posts.withdraw(interest, contact=visitor.contact, now=timezone.now())
        messages.success(request, _("It is taken back."))
    except open_posts.CannotExpress as problem:
        messages.error(request, str(problem))
    return redirect("posts", pk=announcement.pk)


def _page(
    request: HttpRequest, *, typed: dict[uuid.UUID, InterestForm] | None = None, status: int = 200
) -> HttpResponse:
    announcement: Announcement = request.announcement  # type: ignore[attr-defined]
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    now = timezone.now()
    today = timezone.localdate(now, announcement.body.zone)
    passed = now > announcement.until
    own = Interest.objects.filter(
        post__announcement=announcement, delegation=visitor.contact.delegation_id
    ).select_related("contact", "made")
    said = {row.post_id: row for row in own.exclude(state=Interest.State.WITHDRAWN)}
    posts = []
    for post in announcement.posts.select_related("assignment__area"):
        form = (typed or {}).get(post.pk) or _form(post, visitor)
        is_open = open_posts.is_open(post.assignment, today)
        may = is_open and not passed and bool(visitor.speakers)
        posts.append(
            {"post": post, "is_open": is_open, "said": said.get(post.pk), "form": form if may else None}
        )
    context: dict[str, Any] = {
        "announcement": announcement,
        "body": announcement.body,
        "office": announcement.body.office,
        "delegation": visitor.contact.delegation.name,
        "visitor": visitor,
        "posts": posts,
        "passed": passed,
    }
    return render(request, "friends/posts/page.html", context, status=status)


def _form(post: AnnouncedPost, visitor: Visitor) -> InterestForm:
    return InterestForm(post=post, speakers=visitor.speakers, own=visitor.contact)
