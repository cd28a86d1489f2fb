"""Writing, changing and taking back one comment. Whatever goes wrong, what was typed comes back on the page."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from friends.models import Contact
from meetings import comments
from meetings.comments import Said
from meetings.forms import comments as comment_forms
from meetings.forms.comments import CommentForm
from meetings.models import Comment
from meetings.permissions import Reviewer
from meetings.text import numbering
from meetings.views import review

CANNOT_SAVE = (comments.NothingSaid, comments.TooLong, comments.NoSuchPlace)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_new(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """A comment on `?paragraph=<uuid>`, or without it on the whole text."""
    person = review.reviewer_of(request)
    paragraph = _paragraph(request.GET.get("paragraph", ""))
    wording = _wording(person, paragraph)
    if request.method != "POST":
        if not person.round.is_open:
            return _closed(request, person)
        return _page(request, person, CommentForm(paragraph=paragraph, wording=wording))
    return _save(request, person, CommentForm(request.POST, paragraph=paragraph, wording=wording))


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, round: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Change a comment of one's own delegation, before or after it was sent."""
    person = review.reviewer_of(request)
    row = _own(person, pk, removed_too=request.method == "POST")
    wording = _wording(person, row.paragraph)
    if request.method != "POST":
        if not person.round.is_open:
            return _closed(request, person)
        form = CommentForm(initial=comment_forms.of(row), paragraph=row.paragraph, wording=wording)
        return _page(request, person, form, comment=row)
    form = CommentForm(request.POST, paragraph=row.paragraph, wording=wording)
    # A colleague removed it while this was being typed: what was typed becomes a comment of its own.
    return _save(request, person, form, comment=None if row.state == Comment.State.WITHDRAWN else row)


@require_POST
def comment_withdraw(request: HttpRequest, round: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Remove a comment that was not sent; take back one that was."""
    person = review.reviewer_of(request)
    row = _own(person, pk)
    contact = review.speaker(request)
    if not person.round.is_open:
        return _closed(request, person)
    if contact is None:
        messages.error(request, _("Say first as whom you are writing. Nothing was changed."))
        return redirect("review", round=round)
    was_sent = row.state == Comment.State.SENT
    try:
        comments.withdraw(row, contact=contact, now=timezone.now())
    except comments.RoundClosed:
        return _closed(request, person)
    messages.success(request, _("The comment is taken back.") if was_sent else _("The comment is removed."))
    return redirect("review", round=round)


def _own(person: Reviewer, pk: uuid.UUID, *, removed_too: bool = False) -> Comment:
    """A comment of this delegation in this round; every other one does not exist (404)."""
    states = [Comment.State.DRAFT, Comment.State.SENT] + ([Comment.State.WITHDRAWN] if removed_too else [])
    rows = person.seat.comments.filter(state__in=states)
    return get_object_or_404(rows.select_related("seat__round", "author"), pk=pk)


def _paragraph(named: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(named) if named else None
    except ValueError as error:
        raise Http404 from error


def _wording(person: Reviewer, paragraph: uuid.UUID | None) -> str | None:
    """The circulated words of the paragraph; 404 where the text has no such paragraph."""
    if paragraph is None:
        return None
    try:
        return comments.paragraph_text(person.round, paragraph)
    except comments.NoSuchPlace as error:
        raise Http404 from error


def _save(
    request: HttpRequest, person: Reviewer, form: CommentForm, *, comment: Comment | None = None
) -> HttpResponse:
    contact = review.speaker(request)
    if not form.is_valid():
        return _page(request, person, form, comment=comment, status=400)
    if not person.round.is_open:
        return _keep(request, person, form.said(), contact or person.link.contact)
    if contact is None:
        form.add_error(None, _("Say first as whom you are writing."))
        return _page(request, person, form, comment=comment, status=400)
    try:
        _store(person, comment, form, contact)
    except CANNOT_SAVE as problem:
        form.add_error("quote" if isinstance(problem, comments.NoSuchPlace) else None, str(problem))
        return _page(request, person, form, comment=comment, status=400)
    except comments.CommentConflict as conflict:
        return _conflict(request, person, form, conflict.theirs)
    except comments.RoundClosed as closed:
        return _closed(request, person, kept=closed.kept)
    messages.success(request, _said_saved(comment))
    return redirect("review", round=person.round.pk)


def _store(person: Reviewer, comment: Comment | None, form: CommentForm, contact: Contact) -> None:
    now = timezone.now()
    if comment is None:
        comments.write(person.seat, form.said(), contact=contact, now=now)
    else:
        version = form.cleaned_data["version"] or 0
        comments.change(comment, form.said(), version=version, contact=contact, now=now)


def _said_saved(comment: Comment | None) -> str:
    if comment is not None and comment.state == Comment.State.SENT:
        return _("The comment is changed, and sent as it now stands.")
    return _("The comment is saved. It is not sent yet: your colleagues see it here and can change it.")


def _keep(request: HttpRequest, person: Reviewer, said: Said, contact: Contact) -> HttpResponse:
    """After closing: the text is kept for the coordinator all the same, also where the quoted words are not found."""
    now = timezone.now()
    try:
        comments.write(person.seat, said, contact=contact, now=now)
    except comments.NoSuchPlace:
        said = Said(said.paragraph, "", said.type, f"“{said.quote}” {said.remark}".strip(), said.proposal)
        return _keep(request, person, said, contact)
    except (comments.NothingSaid, comments.TooLong) as problem:
        return _closed(request, person, typed=said, sentence=str(problem))
    except comments.RoundClosed as closed:
        return _closed(request, person, kept=closed.kept)
    # The round was closed when the page was asked for, and nothing opens it again.
    raise AssertionError("a closed round took a comment")


def _closed(request: HttpRequest, person: Reviewer, **extra: Any) -> HttpResponse:
    return render(request, "meetings/review/closed.html", review.standing(person) | extra, status=410)


def _conflict(request: HttpRequest, person: Reviewer, form: CommentForm, theirs: Comment) -> HttpResponse:
    """A colleague saved first: both texts side by side; sending again replaces theirs knowingly."""
    data = request.POST.copy()
    data["version"] = str(theirs.version)
    again = CommentForm(data, paragraph=form.paragraph, wording=form.wording)
    return _page(request, person, again, comment=theirs, theirs=theirs, status=409)


def _page(
    request: HttpRequest,
    person: Reviewer,
    form: CommentForm,
    *,
    comment: Comment | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    paragraph = _place(person, form.paragraph)
    data = request.POST if "speaker" in request.POST else None
    context = review.standing(person) | {
        "form": form,
        "speaker_form": review.speaker_form(review.reviewer_of(request), data),
        "comment": comment,
        "paragraph": paragraph,
        "place": numbering.place(paragraph) if paragraph else "",
        "readable": comments.readable(paragraph["text"]) if paragraph else "",
        **extra,
    }
    return render(request, "meetings/review/comment.html", context, status=status)


def _place(person: Reviewer, paragraph: uuid.UUID | None) -> dict[str, Any] | None:
    rows = (row for section in person.round.revision.content["sections"] for row in section["paragraphs"])
    return next((row for row in rows if row["id"] == str(paragraph)), None)
