"""A mail that came back, handed in at the desk: read, and made into a proposal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends import contacts, proposals, replies
from friends.forms.reviews import ReplyForm
from friends.reading.replies import UnreadableReply
from friends.views import sittings

PROBLEMS = (UnreadableReply, replies.NotUnderstood, proposals.NothingProposed, contacts.UnfitDetails)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest) -> HttpResponse:
    """GET asks for the mail; POST reads it and leads to the proposal. Nothing on the list changes by it."""
    body = sittings.body_asked_for(request)
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = replies.hand_in(
                form.data_handed_in(), form.given(), body, by=sittings.actor(request), now=timezone.now()
            )
            messages.success(request, _("This is what the mail proposes. Nothing is changed yet."))
            return redirect(made)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {"body": body, "form": form}
    return render(request, "friends/reviews/reply.html", context, status=400 if form.errors else 200)
