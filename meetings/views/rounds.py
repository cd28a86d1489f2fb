"""The desk's page of a round: who has replied, the comments as the text goes; extend, remind, close."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal import enclosures
from ccm_portal.models import Letter
from meetings import comments, compilation, documents, rounds
from meetings.forms.circulating import CloseForm, DeadlineForm
from meetings.models import Comment, Round
from meetings.views import desk


@require_safe
def round_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where the round stands."""
    round_ = desk.round_(request, pk)
    context = _context(round_) | {"sealed": desk.is_sealed(request, round_)}
    if context["sealed"]:
        context |= {"seats": [], "not_arrived": [], "disowned": []}
    return render(request, "meetings/desk/round.html", context)


def _context(round_: Round) -> dict[str, Any]:
    now = timezone.now()
    standing = rounds.standing(round_)
    places = compilation.by_place(round_)
    waiting = compilation.waiting(places)
    said = compilation.all_of(round_)
    states = _seats_with_letters(round_)
    return {
        "round": round_,
        "document": round_.document,
        "meeting": round_.document.meeting,
        "content": round_.revision.content,
        "seats": [
            {"seat": seat, "reply": reply, "letters": states.get(seat.pk, [])} for seat, reply in standing
        ],
        "places": places,
        "next_to_decide": waiting[0] if waiting else None,
        "after_closing": said.filter(state=Comment.State.AFTER_CLOSING),
        "withdrawn": said.filter(state=Comment.State.WITHDRAWN),
        "disowned": comments.disowned(round_),
        "undecided": len(waiting),
        "counting": sum(seat.counts for seat, _reply in standing),
        "counting_replied": sum(bool(seat.counts and reply) for seat, reply in standing),
        "heard": sum(not seat.counts for seat, _reply in standing),
        "heard_replied": sum(bool(not seat.counts and reply) for seat, reply in standing),
        "not_arrived": _not_arrived(round_),
        "file_is_made": bool(round_.enclosure_id and enclosures.is_kept(round_.enclosure_id)),
        "newcomers": rounds.newcomers(round_, now) if round_.is_open else [],
        "passed": now > round_.deadline,
    }


def _seats_with_letters(round_: Round) -> dict[uuid.UUID, list[Letter]]:
    """Each delegation's opening letters, by the contacts invited."""
    seat_of = {
        contact: seat
        for seat, contact in round_.delegations.values_list("pk", "invitations__contact")
        if contact is not None
    }
    found: dict[uuid.UUID, list[Letter]] = {}
    for letter in Letter.objects.filter(reason=f"round:{round_.pk}:opening", recipient__in=seat_of):
        found.setdefault(seat_of[letter.recipient], []).append(letter)
    return found


def _not_arrived(round_: Round) -> list[tuple[str, int]]:
    """How many letters about the round were not sent, or may not have been, by state."""
    of_the_round = Letter.objects.about(f"round:{round_.pk}:").order_by()
    doubtful = of_the_round.filter(state__in=[Letter.State.FAILED, Letter.State.UNCERTAIN])
    return list(doubtful.values_list("state").annotate(Count("pk")).order_by("state"))


@require_http_methods(["GET", "HEAD", "POST"])
def round_extend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move the deadline to a later instant; everyone invited is told."""
    round_ = desk.round_(request, pk)
    local = timezone.localtime(round_.deadline, round_.zone)
    initial = {"day": local.date(), "time": local.time()}
    form = DeadlineForm(request.POST or None, body=round_.document.body, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deadline = form.cleaned_data["deadline"]
            rounds.extend(round_, deadline=deadline, by=desk.staff(request).actor, now=timezone.now())
            messages.success(request, _("The deadline is later now, and everyone invited is told."))
            return redirect("round", pk=round_.pk)
        except rounds.CannotExtend as problem:
            form.add_error(None, str(problem))
    context = {"round": round_, "document": round_.document, "form": form}
    return render(request, "meetings/desk/round_extend.html", context, status=400 if form.errors else 200)


@require_POST
def round_remind(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remind the delegations yet to reply."""
    round_ = desk.round_(request, pk)
    try:
        count = rounds.remind(round_, by=desk.staff(request).actor, now=timezone.now())
    except rounds.CannotRemind as problem:
        messages.error(request, str(problem))
        return redirect("round", pk=round_.pk)
    if count:
        said = ngettext("%(n)s address is reminded.", "%(n)s addresses are reminded.", count) % {"n": count}
        messages.success(request, said + " " + _("Nobody is reminded twice on one day."))
    else:
        messages.info(request, _("Everyone has replied; nobody was reminded."))
    return redirect("round", pk=round_.pk)


@require_POST
def round_invite(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the letter to contacts who joined the round's delegations since it opened."""
    round_ = desk.round_(request, pk)
    try:
        count = rounds.invite_newcomers(round_, by=desk.staff(request).actor, now=timezone.now())
        said = ngettext("%(n)s contact is invited.", "%(n)s contacts are invited.", count) % {"n": count}
        messages.success(request, said)
    except rounds.CannotExtend as problem:
        messages.error(request, str(problem))
    return redirect("round", pk=round_.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what closing does, then close."""
    round_ = desk.round_(request, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.close(round_, **form.cleaned_data, by=desk.staff(request).actor, now=timezone.now())
            messages.success(request, _("The round is closed. Each delegation gets its closing note."))
            return redirect("document", pk=round_.document_id)
        except (rounds.CannotClose, documents.NotNow) as problem:
            form.add_error(None, str(problem))
    context = _context(round_) | {"form": form, "invited": rounds.invited(round_, timezone.now())}
    return render(request, "meetings/desk/round_close.html", context, status=400 if form.errors else 200)
