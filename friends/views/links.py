"""The door of a link in a letter: GET shows what it opens and changes nothing, so that mail scanners may knock;
POST, by a person's button, lets in.
"""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ccm_portal.models import Letter
from friends import access, entry_readers, staff
from friends.models import AccessLink
from friends.views import own_entry
from friends.views.doors import set_up


class Way(NamedTuple):
    """Where a purpose leads: the route, by name, and what the page at the door calls it."""

    route: str
    heading: str | Promise
    sentence: str | Promise
    # Whether the route asks for the purpose beside the subject.
    by_purpose: bool = False


WAYS = {
    AccessLink.Purpose.ROUND: Way(
        "review",
        _("A text for your delegation's comments"),
        _("Behind it are the circulated text, what your delegation has said on it, and its answer."),
    ),
    AccessLink.Purpose.CLEAR: Way(
        "word",
        _("A draft for the Presidency to clear"),
        _("Behind it is the draft. You can read it, clear it for circulation, or send it back."),
        by_purpose=True,
    ),
    AccessLink.Purpose.APPROVE: Way(
        "word",
        _("A final text for the Presidency to approve"),
        _("Behind it is the final text. You can read it, approve it for publication, or send it back."),
        by_purpose=True,
    ),
    AccessLink.Purpose.ENTRY: Way(
        "entry",
        _("Your delegation's entry on the contact list"),
        _("Is it right as it stands? Say so with one button, or go on to correct it."),
    ),
    AccessLink.Purpose.LIST: Way(
        "list",
        _("The contact list of the Friends"),
        _("Behind it is the list as it holds today, with the addresses that are open to your delegation."),
    ),
    AccessLink.Purpose.RECONFIRM: Way(
        "reconfirm",
        _("Does your delegation carry on?"),
        _("Behind it are the posts your delegation is asked about. You can say whether it carries on."),
    ),
    AccessLink.Purpose.POSTS: Way(
        "posts",
        _("Open posts"),
        _("Behind it are the posts that are open. You can say which of them your delegation would take."),
    ),
    AccessLink.Purpose.ITEMS: Way(
        "propose-items",
        _("Items for the agenda of a meeting"),
        _(
            "Behind it is what your delegation proposed so far. You can propose items, change and withdraw them."
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for and whose it is; the button keeps it in the session and leads on."""
    if setting_up := staff.link_behind(token):
        return set_up(request, setting_up)
    try:
        link = access.link_for(token)
    except Http404:
        return render(request, "friends/links/unknown.html", status=404)
    # The entry itself stands at its door, so that "all correct" is one button away from the letter.
    own = entry_readers.of_link(link) if link.purpose == AccessLink.Purpose.ENTRY else None
    if request.method == "POST":
        if own is not None and request.POST.get("answer") == "correct":
            own_entry.say_all_correct(request, own)
        return _let_in(request, link)
    context = {
        "link": link,
        "way": WAYS[AccessLink.Purpose(link.purpose)],
        "letter": Letter.objects.filter(link_id=link.pk).order_by("-written_at").only("subject").first(),
    } | (own_entry.entry_context(own) if own is not None else {})
    return render(request, "friends/links/enter.html", context)


def _let_in(request: HttpRequest, link: AccessLink) -> HttpResponse:
    # A new session key: nobody who knew the old one gets in as well.
    request.session.cycle_key()
    access.remember(request, link)
    way = WAYS[AccessLink.Purpose(link.purpose)]
    where = [link.subject, link.purpose] if way.by_purpose else [link.subject]
    # 303: the browser asks for the next page with GET, and the token is gone from the address.
    return HttpResponse(status=303, headers={"Location": resolve_url(way.route, *where)})
