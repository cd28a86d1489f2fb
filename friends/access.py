"""Who is asking: staff with their roles, or a contact who came in by a link.

Rights are asked of the database on every request, never of the session or the token alone.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import links, sign_in
from ccm_portal.actors import Actor
from ccm_portal.models import User
from ccm_portal.policies import Gone
from friends import seals
from friends.models import AccessLink, Contact, StaffRole

SESSION_LINKS = "links"


@dataclass(frozen=True)
class Staff:
    """A member of staff at this moment, with the bodies served in each role."""

    user: User
    bodies: dict[str, frozenset[uuid.UUID]]
    # In which times are shown that belong to no one body; UTC for somebody who serves bodies in several zones.
    zone: str = "UTC"
    # For each body the instant before which replies, internal notes and letters are sealed; see friends.seals.
    sealed: dict[uuid.UUID, dt.datetime] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return self.user.actor

    def bodies_as(self, *roles: str) -> set[uuid.UUID]:
        """The bodies in which the person has one of the roles today."""
        return {body for role in roles for body in self.bodies.get(role, ())}

    def has(self, role: str) -> bool:
        return bool(self.bodies.get(role))

    def may_see(self, body: uuid.UUID, at: dt.datetime | None) -> bool:
        """Whether what was over at this instant (None: not over yet) is not sealed for the person."""
        return at is None or body not in self.sealed or at >= self.sealed[body]


def staff_of(request: HttpRequest) -> Staff | None:
    """The signed-in, active member of staff with a second factor and today's roles, or None."""
    user = sign_in.user_of(request)
    if user is None or not sign_in.has_factor(user):
        return None
    now = timezone.now()
    held: dict[str, set[uuid.UUID]] = {}
    zones = set()
    roles = list(StaffRole.objects.filter(user=user, ended_at=None).select_related("body"))
    for row in roles:
        if row.holds_at(now):
            held.setdefault(row.role, set()).add(row.body_id)
            zones.add(row.body.time_zone)
    bodies = {role: frozenset(served) for role, served in held.items()}
    zone = zones.pop() if len(zones) == 1 else "UTC"
    return Staff(user, bodies, zone=zone, sealed=seals.sealed(roles))


def open_link(
    contact: Contact, *, purpose: str, subject: uuid.UUID, until: dt.datetime, now: dt.datetime
) -> AccessLink:
    """The contact's link for this purpose and subject; made on the first call, the same one afterwards."""
    link_id = uuid.uuid4()
    link, _made = AccessLink.objects.get_or_create(
        contact=contact,
        purpose=purpose,
        subject=subject,
        defaults={
            "id": link_id,
            "epoch": 1,
            "token_sha256": links.fingerprint(links.token(link_id, 1)),
            "until": until,
            "created_at": now,
        },
    )
    return link


def revoke(purpose: str, subject: uuid.UUID, *, now: dt.datetime) -> None:
    """Nobody's link for this purpose and subject opens anything any more."""
    for link in AccessLink.objects.filter(purpose=purpose, subject=subject, revoked_at=None):
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])


def link_for(token: str) -> AccessLink:
    """The link a token opens. Raises Http404 for a token nobody was given, Gone for one that is no longer good."""
    link = (
        AccessLink.objects.select_related("contact__delegation")
        .filter(token_sha256=links.fingerprint(token))
        .first()
    )
    if link is None:
        raise Http404
    return still_good(link)


def still_good(link: AccessLink) -> AccessLink:
    """The same link, or Gone: withdrawn, past its end, or its person is no longer on the list."""
    now = timezone.now()
    if link.revoked_at is not None:
        raise Gone(_("This link was withdrawn. A newer letter may hold the one that replaces it."))
    if link.until <= now:
        raise Gone(_("This link has come to its end."))
    if link.contact.merged_into_id is not None:
        raise Gone(
            _(
                "This entry of the contact list was joined with another of your delegation. The newer letters to that "
                "address hold the links; whoever sent this one can send it there as well."
            )
        )
    if not link.contact.holds_on(now.date()):
        raise Gone(_("This address is no longer on the contact list, so its link has ended."))
    return link


def remember(request: HttpRequest, link: AccessLink) -> None:
    """Keep the link in the session, after the person confirmed with a button."""
    held = [*request.session.get(SESSION_LINKS, []), str(link.id)]
    # A person rarely holds more than a few; the newest are enough.
    request.session[SESSION_LINKS] = list(dict.fromkeys(held))[-20:]


def session_link(request: HttpRequest, *, purpose: str, subject: uuid.UUID) -> AccessLink:
    """The link in this session for a purpose and subject. Raises Http404 where there is none, Gone where it ended."""
    link = (
        AccessLink.objects.select_related("contact__delegation")
        .filter(id__in=request.session.get(SESSION_LINKS, []), purpose=purpose, subject=subject)
        .order_by("-created_at")
        .first()
    )
    if link is None:
        raise Http404
    return still_good(link)


def link_holders(request: HttpRequest) -> list[Contact]:
    """The contacts whose links are in this session and still good, each once. Raises Http404 where no link is in it,
    Gone where none is good any more."""
    links = AccessLink.objects.select_related("contact__delegation").filter(
        id__in=request.session.get(SESSION_LINKS, [])
    )
    found: dict[uuid.UUID, Contact] = {}
    ended: Gone | None = None
    for link in links.order_by("-created_at"):
        try:
            found.setdefault(still_good(link).contact_id, link.contact)
        except Gone as gone:
            ended = gone
    if not found:
        raise ended or Http404
    return list(found.values())
