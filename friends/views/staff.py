"""The staff of a body: who may do what from when to when; invited, ended, closed, reset. And the doors of the desk."""

import uuid
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import login
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal import letters, sign_in
from ccm_portal.actors import Actor
from ccm_portal.models import User
from friends import staff
from friends.access import Staff
from friends.forms.staff import EndForm, InviteForm, ReasonForm
from friends.models import Body, SetUpLink, StaffRole

PROBLEMS = (
    staff.NoReason,
    staff.BadDay,
    staff.AlreadyHeld,
    staff.LastOperator,
    staff.Deactivated,
    staff.IsSetUp,
    staff.OwnRole,
    staff.ServesElsewhere,
    letters.UnusableAddress,
    letters.UnsafeHeader,
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


def _body_of(person: User) -> Body:
    """The body on whose behalf something is done to the person: that of the newest role."""
    body: Body = person.roles_here[-1].body  # type: ignore[attr-defined]
    return body


@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, now, later or once."""
    today = timezone.localdate()
    return render(request, "friends/staff/list.html", {"people": _people(request), "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A role for somebody new, who gets a set-up link by letter, or for somebody known."""
    form = InviteForm(request.POST or None, bodies=_bodies(request), initial={"begins": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user, link = staff.invite(
                data["email"], data["name"].strip(), role=data["role"], body=data["body"],
                begins=data["begins"], reason=data["reason"], by=_by(request), now=timezone.now(),
            )  # fmt: skip
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            sent = _("%(name)s has the role; a link to set up the sign-in is on its way.")
            known = _("%(name)s has the role, and signs in as before.")
            messages.success(request, (sent if link else known) % {"name": user})
            return redirect("staff-member", pk=user.pk)
    return render(request, "friends/staff/invite.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
def member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One member of staff: roles, sign-in, and what was changed by whom and why."""
    person = _person(request, pk)
    today = timezone.localdate()
    context = {
        "person": person,
        "today": today,
        "end_form": EndForm(initial={"last_day": today}),
        "hours": staff.HOURS,
        "story": _story(person),
    }
    return render(request, "friends/staff/member.html", context)


def _story(person: User) -> list[dict[str, Any]]:
    """Each change of the person's roles here and of their set-up links, the newest first."""
    roles = {role.pk for role in person.roles_here}  # type: ignore[attr-defined]
    told = [{"row": row, "words": _role_words(row)} for row in StaffRole.history.filter(id__in=roles)]
    told += [{"row": row, "words": _link_words(row)} for row in SetUpLink.history.filter(user=person)]
    return sorted(told, key=lambda entry: entry["row"].history_date, reverse=True)


def _role_words(row: Any) -> str:
    values = {
        "role": row.get_role_display(),
        "body": row.body,
        "from": row.valid_from,
        "until": row.valid_until,
    }
    if row.valid_until is None:
        return _("%(role)s of %(body)s, from %(from)s") % values
    return _("%(role)s of %(body)s, until %(until)s") % values


def _link_words(row: Any) -> str:
    return _("Set-up link used") if row.used_at else _("Set-up link made")


def _changed(
    request: HttpRequest, form: Form, person: User, verb: Callable[[dict[str, Any]], None], done: str
) -> HttpResponse:
    """Acts and says so, or says what is wrong; back on the person's page."""
    if not form.is_valid():
        wrong = " ".join(f"{form.fields[name].label}: {' '.join(why)}" for name, why in form.errors.items())
        messages.error(request, wrong)
        return redirect("staff-member", pk=person.pk)
    try:
        verb(form.cleaned_data)
    except PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done % {"name": person})
    return redirect("staff-member", pk=person.pk)


@require_POST
def role_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    role = get_object_or_404(
        StaffRole.objects.filter(body__in=_bodies(request)).select_related("user", "body"), pk=pk
    )

    def verb(data: dict[str, Any]) -> None:
        staff.end_role(
            role, last_day=data["last_day"], reason=data["reason"], by=_by(request), now=timezone.now()
        )

    return _changed(
        request, EndForm(request.POST), role.user, verb, _("The role of %(name)s ends on that day.")
    )


@require_POST
def link_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = _person(request, pk)

    def verb(data: dict[str, Any]) -> None:
        staff.new_link(
            person, body=_body_of(person), reason=data["reason"], by=_by(request), now=timezone.now()
        )

    return _changed(
        request, ReasonForm(request.POST), person, verb, _("A new link is on its way to %(name)s.")
    )


@require_POST
def reset(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = _person(request, pk)

    def verb(data: dict[str, Any]) -> None:
        staff.check_serves_only(person, _bodies(request))
        staff.reset_sign_in(
            person, body=_body_of(person), reason=data["reason"], by=_by(request), now=timezone.now()
        )

    done = _("The sign-in of %(name)s is reset; a new link is on its way.")
    return _changed(request, ReasonForm(request.POST), person, verb, done)


@require_POST
def deactivate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = _person(request, pk)

    def verb(data: dict[str, Any]) -> None:
        staff.check_serves_only(person, _bodies(request))
        staff.deactivate(person, reason=data["reason"], by=_by(request), now=timezone.now())

    return _changed(request, ReasonForm(request.POST), person, verb, _("The sign-in of %(name)s is closed."))


@require_POST
def reactivate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = _person(request, pk)

    def verb(data: dict[str, Any]) -> None:
        staff.reactivate(
            person, body=_body_of(person), reason=data["reason"], by=_by(request), now=timezone.now()
        )

    done = _("The sign-in of %(name)s is open again, without a role; a new link is on its way.")
    return _changed(request, ReasonForm(request.POST), person, verb, done)


# --- doors ------------------------------------------------------------------------------------------------------------


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """On to where the person's work begins: Today, the staff they manage, or their own sign-in."""
    person: Staff | None = request.staff  # type: ignore[attr-defined]
    if person is None:
        return redirect("your-sign-in")
    if person.bodies_as(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN):
        return redirect("today")
    if person.has(StaffRole.Role.OPERATOR):
        return redirect("staff")
    messages.warning(request, _("You have no role today, so there is no page of the desk to show."))
    return redirect("your-sign-in")


def set_up(request: HttpRequest, link: SetUpLink) -> HttpResponse:
    """Behind a set-up link: GET shows whose it is and changes nothing; the button uses it up and signs in."""
    now = timezone.now()
    try:
        staff.check_good(link, now=now)
        if request.method != "POST":
            context = {"person": link.user, "until": link.until, "within": sign_in.SET_UP_WITHIN}
            return render(request, "friends/staff/set_up.html", context)
        user = staff.use_link(link.pk, now=now)
    except staff.LinkIsVoid as problem:
        return render(request, "friends/staff/link_void.html", {"sentence": str(problem)}, status=410)
    login(request, user)
    return HttpResponse(status=303, headers={"Location": resolve_url("your-sign-in")})
