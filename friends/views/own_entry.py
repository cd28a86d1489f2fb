"""A Friend's own entry on the list, by the link of a review: all correct, or what should be changed.

Nothing of any other delegation is loaded here.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from friends import contacts, proposals, reviews, roster
from friends.entry_readers import EntryReader
from friends.forms.reviews import LeftForm, PersonForm, WordsForm
from friends.models import Assignment, Contact, Proposal

Kind = Proposal.Kind
ABOUT_SOMEBODY = (Kind.CORRECT, Kind.LEFT, Kind.SUCCESSOR)
PROBLEMS = (proposals.NothingProposed, reviews.CannotAnswer, contacts.UnfitDetails)


@dataclass(frozen=True)
class OwnPerson:
    """Somebody of the delegation on the list, and what is proposed about them."""

    contact: Contact
    proposal: "Shown | None"


@dataclass(frozen=True)
class Shown:
    """A proposal with its lines."""

    proposal: Proposal
    lines: list[proposals.Line]


def reader_of(request: HttpRequest) -> EntryReader:
    """The person whom the route's policy let in."""
    person: EntryReader = request.entry_reader  # type: ignore[attr-defined]
    return person


def standing(person: EntryReader) -> dict[str, Any]:
    """What each page shows: whose it is, of which body, until when."""
    return {
        "reader": person,
        "entry": person.entry,
        "review": person.review,
        "body": person.review.body,
        "delegation": person.entry.delegation,
        "may_answer": person.may_answer,
    }


def entry_context(person: EntryReader) -> dict[str, Any]:
    """The delegation's entry as it stands on the list today, with its proposals."""
    posts, people = _listed(person)
    made = person.entry.proposals.exclude(state=Proposal.State.WITHDRAWN).select_related("contact")
    shown = [Shown(one, proposals.lines(one, None)) for one in made]
    about = {one.proposal.contact_id: one for one in shown if one.proposal.kind in ABOUT_SOMEBODY}
    listed = {contact.pk for contact in people}
    return standing(person) | {
        "posts": posts,
        "people": [OwnPerson(contact, about.get(contact.pk)) for contact in people],
        "others": [one for one in shown if one.proposal.contact_id not in listed],
        "proposed": shown,
    }


def _listed(person: EntryReader) -> tuple[list[Assignment], list[Contact]]:
    """The posts of the delegation on today's list, and each of its people once."""
    body = person.review.body
    rows = [
        row
        for row in roster.rows_on(body, timezone.localdate(timezone=body.zone))
        if row.assignment.delegation_id == person.entry.delegation_id
    ]
    people = {contact.pk: contact for row in rows for contact in row.contacts}
    return [row.assignment for row in rows], list(people.values())


@require_safe
def entry(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """The entry exactly as on the list, what was answered, and everything that can be said about it."""
    context = entry_context(reader_of(request)) | {"words_form": WordsForm()}
    return render(request, "friends/entry/entry.html", context)


@require_POST
def all_correct(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """The entry is right, apart from what is proposed."""
    say_all_correct(request, reader_of(request))
    return redirect("entry", review)


def say_all_correct(request: HttpRequest, person: EntryReader) -> None:
    """Record it, and say so in the page that follows."""
    try:
        reviews.confirm(person.entry, contact=person.contact, now=timezone.now())
        messages.success(request, _("Thank you: it is recorded that your delegation's entry is correct."))
    except reviews.CannotAnswer as problem:
        messages.error(request, str(problem))


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, review: uuid.UUID, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Somebody of the delegation: corrected, has left, or followed by somebody else."""
    reader = reader_of(request)
    if kind not in ABOUT_SOMEBODY:
        raise Http404
    _posts, people = _listed(reader)
    about = next((contact for contact in people if contact.pk == pk), None)
    if about is None:
        raise Http404
    form: LeftForm | PersonForm
    if kind == Kind.LEFT:
        form = LeftForm(request.POST or None, kind=kind, contact=about)
    else:
        form = PersonForm(request.POST or None, kind=kind, contact=about)
    return _propose(request, reader, form, about=about)


@require_http_methods(["GET", "HEAD", "POST"])
def addition(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """Somebody of the delegation who is not on the list yet."""
    form = PersonForm(request.POST or None, kind=Kind.ADD)
    return _propose(request, reader_of(request), form)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """A remark about the entry, in words."""
    return _propose(request, reader_of(request), WordsForm(request.POST or None))


def _propose(
    request: HttpRequest, reader: EntryReader, form: Any, *, about: Contact | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            reviews.check_takes_answers(reader.entry, reader.contact, now=timezone.now())
            proposals.propose(reader.entry, form.wanted(), contact=reader.contact, now=timezone.now())
            messages.success(request, _("Your proposal is recorded; the office decides on it."))
            return redirect("entry", reader.review.pk)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    return _form_page(request, reader, form, about)


def _form_page(request: HttpRequest, reader: EntryReader, form: Form, about: Contact | None) -> HttpResponse:
    kind = getattr(form, "kind", Kind.WORDS)
    context = standing(reader) | {"form": form, "about": about, "kind": kind}
    return render(request, "friends/entry/propose.html", context, status=400 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, review: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """The delegation takes one of its proposals back."""
    reader = reader_of(request)
    proposal = get_object_or_404(reader.entry.proposals, pk=pk)
    try:
        reviews.check_takes_answers(reader.entry, reader.contact, now=timezone.now())
        proposals.take_back(proposal, by=reader.contact.actor, now=timezone.now())
        messages.success(request, _("The proposal is taken back."))
    except (reviews.CannotAnswer, proposals.AlreadyDecided) as problem:
        messages.error(request, str(problem))
    return redirect("entry", review)
