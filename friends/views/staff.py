"""The staff of a body: who may do what from when to when; invited, ended, closed, reset."""

import uuid
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal import letters, links, sign_in
from ccm_portal.actors import Actor
from ccm_portal.models import Letter, User
from friends import staff, staff_story
from friends.forms.staff import EndForm, InviteForm, ReasonForm
from friends.models import Body, SetUpLink, StaffRole

PROBLEMS = (
    *(staff.NoReason, staff.BadDay, staff.AlreadyHeld, staff.LastOne, staff.Deactivated, staff.IsSetUp),
    *(staff.NotNew, staff.OwnRole, staff.OwnSignIn, staff.ServesElsewhere),
    *(letters.UnusableAddress, letters.UnsafeHeader),
)


def _bodies(request: HttpRequest) -> set[uuid.UUID]:
    served: set[uuid.UUID] = request.desk_bodies  # type: ignore[attr-defined]
    return served


def _by(request: HttpRequest) -> Actor:
    actor: Actor = request.staff.actor  # type: ignore[attr-defined]
    return actor


def _people(request: HttpRequest) -> QuerySet[User]:
    """Whoever holds or held a role in a body whose staff the person manages, with those roles alone."""
    roles = StaffRole.objects.filter(body__in=_bodies(request)).select_related("body")
    factor = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=sign_in.FACTORS)
    return (
        User.objects.filter(Exists(roles.filter(user=OuterRef("pk"))))
        .annotate(is_set_up=Exists(factor))
        .select_related("set_up_link")
        .prefetch_related(Prefetch("roles", roles.order_by("valid_from"), to_attr="roles_here"))
        .order_by("name", "email")
    )


def _person(request: HttpRequest, pk: uuid.UUID) -> User:
    return get_object_or_404(_people(request), pk=pk)


def _roles(person: User) -> list[tuple[StaffRole, str]]:
    """The person's roles with where each stands: "held", "ended", or "to come"."""
    now = timezone.now()
    return [(role, _standing(role, now)) for role in person.roles_here]  # type: ignore[attr-defined]


def _standing(role: StaffRole, now: Any) -> str:
    if role.is_over_at(now):
        return "ended"
    return "held" if role.holds_at(now) else "to come"


def _body_of(person: User) -> Body:
    """The body on whose behalf something is done to the person: that of the newest role."""
    body: Body = person.roles_here[-1].body  # type: ignore[attr-defined]
    return body


@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    """Everybody with a role today or later; below, whose roles have ended."""
    people = [(person, _roles(person)) for person in _people(request)]
    here = [entry for entry in people if any(standing != "ended" for _role, standing in entry[1])]
    context = {
        "here": here,
        "gone": [entry for entry in people if entry not in here],
        "alone": len(_managers(here)) == 1,
        "bodies": Body.objects.filter(pk__in=_bodies(request)),
    }
    return render(request, "friends/staff/list.html", context)


def _managers(people: list[tuple[User, list[tuple[StaffRole, str]]]]) -> list[User]:
    """Who manages staff, today or later."""
    return [
        person
        for person, roles in people
        if any(role.role == StaffRole.Role.OPERATOR and standing != "ended" for role, standing in roles)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A role for somebody new, who gets a set-up link, or for somebody known."""
    form = InviteForm(request.POST or None, bodies=_bodies(request), initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user, link = staff.invite(
                data["email"], data["name"].strip(), role=data["role"], body=data["body"], begins=data["begins"],
                ends=data["ends"], reason=data["reason"], way=staff.Way(data["way"]), by=_by(request),
                now=timezone.now(),
            )  # fmt: skip
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return _invited(request, user, link, shown=data["way"] == staff.Way.SHOWN.value)
    return render(request, "friends/staff/invite.html", {"form": form}, status=400 if form.errors else 200)


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: today, and the member of staff it was asked for."""
    try:
        known = _people(request).filter(pk=uuid.UUID(request.GET.get("for", ""))).first()
    except ValueError:
        known = None
    person = {"name": known.name, "email": known.email} if known else {}
    return {"begins": timezone.localdate(), "way": staff.Way.LETTER.value} | person


def _invited(request: HttpRequest, user: User, link: SetUpLink | None, *, shown: bool) -> HttpResponse:
    if link and shown:
        return _show(request, user, link)
    sent = _("%(name)s has the role; a link to set up the sign-in is on its way.")
    known = _("%(name)s has the role, and signs in as before.")
    messages.success(request, (sent if link else known) % {"name": user})
    return redirect("staff-member", pk=user.pk)


def _show(request: HttpRequest, user: User, link: SetUpLink) -> HttpResponse:
    """The link, this once: only its fingerprint is kept."""
    context = {"person": user, "address": links.url(link.pk, link.epoch), "until": link.until}
    return render(request, "friends/staff/link_shown.html", context)


@require_safe
def member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One member of staff: roles, sign-in, and what was changed by whom and why."""
    return _page(request, _person(request, pk))


def _page(request: HttpRequest, person: User, act: str = "", form: ReasonForm | None = None) -> HttpResponse:
    """The page of the person; with `form`, what was sent to `act` and is wrong."""
    context = {
        "person": person,
        "roles": _roles(person),
        "own": person.pk == request.user.pk,
        "last_day": timezone.localdate().isoformat(),
        "hours": staff.HOURS,
        "link": getattr(person, "set_up_link", None),
        "now": timezone.now(),
        "letter": Letter.objects.filter(recipient=person.pk, reason__startswith="set-up:").first(),
        "story": staff_story.of(person, _bodies(request)),
        "act": act,
        "form": form,
    }
    return render(request, "friends/staff/member.html", context, status=400 if form else 200)


def _changed(
    request: HttpRequest, person: User, act: str, verb: Callable[[dict[str, Any]], object], done: str,
    form: type[ReasonForm] = ReasonForm,
) -> HttpResponse:  # fmt: skip
    """Acts and says so, back on the person's page; or the page with what was sent and what is wrong with it."""
    sent = form(request.POST, auto_id=f"{act}-%s")
    if sent.is_valid():
        try:
            verb(sent.cleaned_data)
        except PROBLEMS as problem:
            sent.add_error(None, str(problem))
    if sent.errors:
        return _page(request, _person(request, person.pk), act, sent)
    messages.success(request, done % {"name": person})
    return redirect("staff-member", pk=person.pk)


@require_POST
def role_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """On a last day, or at once. Whoever takes a role from themselves signs in anew."""
    role = get_object_or_404(
        StaffRole.objects.filter(body__in=_bodies(request)).select_related("user", "body"), pk=pk
    )
    by, now = _by(request), timezone.now()

    def at_once(data: dict[str, Any]) -> None:
        staff.take_role(role, reason=data["reason"], by=by, now=now)

    def on_a_day(data: dict[str, Any]) -> None:
        staff.end_role(role, last_day=data["last_day"], reason=data["reason"], by=by, now=now)

    if "at_once" not in request.POST:
        done = _("The role of %(name)s ends after that day.")
        return _changed(request, role.user, str(pk), on_a_day, done, EndForm)
    done = _("The role of %(name)s has ended, and their sessions with it.")
    answer = _changed(request, role.user, str(pk), at_once, done)
    own = role.user_id == request.user.pk and role.ended_at is not None
    return redirect("account_login") if own else answer


@require_POST
def link_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new set-up link: by letter, or shown once to be handed over."""
    person = _person(request, pk)
    way = staff.Way.SHOWN if "shown" in request.POST else staff.Way.LETTER
    made: list[SetUpLink] = []

    def verb(data: dict[str, Any]) -> None:
        made.append(
            staff.new_link(
                person, body=_body_of(person), reason=data["reason"], by=_by(request), now=timezone.now(), way=way
            )
        )  # fmt: skip

    if way is staff.Way.LETTER:
        return _changed(request, person, "link", verb, _("A new link is on its way to %(name)s."))
    answer = _changed(request, person, "link", verb, _("%(name)s: the link was shown."))
    return _show(request, person, made[0]) if made else answer


@require_POST
def reset(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A device or the password is lost: everything is set up anew."""
    person, now = _person(request, pk), timezone.now()

    def verb(data: dict[str, Any]) -> None:
        staff.check_serves_only(person, _bodies(request), now=now)
        staff.reset_sign_in(person, body=_body_of(person), reason=data["reason"], by=_by(request), now=now)

    done = _("The sign-in of %(name)s is reset; a new link is on its way.")
    return _changed(request, person, "reset", verb, done)


@require_POST
def deactivate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The person has left."""
    person, now = _person(request, pk), timezone.now()

    def verb(data: dict[str, Any]) -> None:
        staff.check_serves_only(person, _bodies(request), now=now)
        staff.deactivate(person, reason=data["reason"], by=_by(request), now=now)

    return _changed(request, person, "close", verb, _("The sign-in of %(name)s is closed."))


@require_POST
def reactivate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The person is back."""
    person = _person(request, pk)

    def verb(data: dict[str, Any]) -> None:
        staff.reactivate(
            person, body=_body_of(person), reason=data["reason"], by=_by(request), now=timezone.now()
        )

    done = _("The sign-in of %(name)s is open again, without a role; a new link is on its way.")
    return _changed(request, person, "open", verb, done)
