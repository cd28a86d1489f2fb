"""A Friend's pages of a round: the circulated text with the delegation's own comments, its answer, and after closing
the reading room. Nothing of any other delegation is ever loaded here.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ccm_portal import pdf
from friends.models import Contact
from meetings import cards, comments, paper_reading, printing, stamps
from meetings.forms.comments import SpeakerForm
from meetings.models import Answer, Comment, Publication
from meetings.permissions import Reviewer, speak_as
from meetings.text import inline, redline

ANSWERS = (Answer.Kind.NO_COMMENTS, Answer.Kind.CONSULTING)


def reviewer_of(request: HttpRequest) -> Reviewer:
    """The person whom the route's policy let in."""
    person: Reviewer = request.reviewer  # type: ignore[attr-defined]
    return person


def speaker(request: HttpRequest) -> Contact | None:
    """As whom this form is sent: as it says itself, or as was said earlier; None where neither says so."""
    person = reviewer_of(request)
    chosen = request.POST.get("speaker", "")
    return speak_as(request, person, chosen) if chosen else person.contact


def speaker_form(person: Reviewer, data: Any = None) -> SpeakerForm | None:
    """The question as whom they write; None once it is answered, or where they only read."""
    if person.contact is not None or not person.speakers:
        return None
    return SpeakerForm(data, speakers=person.speakers, own=person.link.contact)


def standing(person: Reviewer) -> dict[str, Any]:
    """What every page of the review shows: whose it is, and of what."""
    return {
        "reviewer": person,
        "round": person.round,
        "seat": person.seat,
        "delegation": person.seat.name,
        "body": person.round.document.body,
        "document": person.round.document,
        "meeting": person.round.document.meeting,
        "office": person.round.document.body.office,
        "passed": timezone.now() > person.round.deadline,
        "papers_beside": paper_reading.by_link(
            paper_reading.beside(person.round), "review-paper", person.round.pk
        ),
        "file_url": paper_reading.file_url(person.round.revision, "review-file", person.round.pk),
    }


@require_safe
def review(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """The text with the delegation's comments; after closing the reading room."""
    person = reviewer_of(request)
    if person.round.is_open:
        return render(request, "meetings/review/page.html", _open_page(person))
    return render(
        request, "meetings/review/reading_room.html", _reading_room(person, request.GET.get("text", ""))
    )


def _open_page(person: Reviewer) -> dict[str, Any]:
    content = person.round.revision.content
    own = cards.of(person.seat, content)
    return standing(person) | {
        "content": content,
        "stamp": stamps.draft(person.round.revision),
        "extras": cards.beside(content, own, round=person.round.pk, writing=bool(person.speakers)),
        "general": [card for card in own if not card.comment.paragraph],
        "drafts": [card for card in own if card.comment.state == Comment.State.DRAFT],
        "sent": [card for card in own if card.comment.state == Comment.State.SENT],
        "answer": _last_answer(person),
        "speaker_form": speaker_form(person),
    }


def _last_answer(person: Reviewer) -> Answer | None:
    return person.seat.answers.select_related("contact").last()


def _reading_room(person: Reviewer, wanted: str) -> dict[str, Any]:
    circulated = person.round.revision.content
    final = cards.final_revision(person.round.document)
    final_content = final.content if final else None
    own = cards.of(person.seat, circulated, final=final_content, decided=True)
    shown = wanted if final and wanted in ("final", "changes") else "circulated"
    return standing(person) | {
        "content": final_content if shown == "final" else circulated,
        "stamp": stamps.draft(person.round.revision),
        "shown": shown,
        "final": final,
        "changes": redline.redline(circulated, final_content, read=inline.to_text)
        if final_content and shown == "changes"
        else [],
        "cards": own,
        "answer": _last_answer(person),
        "publication": _publication(person),
    }


def _publication(person: Reviewer) -> Publication | None:
    """The newest edition of the text, once there is one."""
    rows = person.round.document.publications.select_related("document__meeting").defer("canonical")
    return rows.first()


@require_POST
def speak(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """Say as whom one writes, or correct it."""
    contact = speaker(request) if request.POST.get("speaker") else None
    if contact is None:
        messages.error(request, _("Choose one of the contacts of your delegation."))
    else:
        messages.success(request, _("You are writing as %(contact)s.") % {"contact": contact})
    return redirect("review", round=round)


def _act(request: HttpRequest, act: Callable[[Contact], str]) -> HttpResponse:
    """Do what a button of the page says, in the name of whoever was named; then back to the page."""
    person = reviewer_of(request)
    contact = speaker(request)
    if contact is None and person.round.is_open:
        messages.error(request, _("Say first as whom you are writing. Nothing was sent."))
        return redirect("review", round=person.round.pk)
    try:
        messages.success(request, act(contact or person.link.contact))
    except (comments.NothingToSend, comments.HasComments) as problem:
        messages.error(request, str(problem))
    except comments.RoundClosed:
        return render(request, "meetings/review/closed.html", standing(person), status=410)
    return redirect("review", round=person.round.pk)


@require_POST
def send(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """Send every comment that was not sent yet."""
    person = reviewer_of(request)

    def act(contact: Contact) -> str:
        sent = comments.send(person.seat, contact=contact, now=timezone.now())
        return ngettext(
            "%(n)s comment is sent. Thank you.", "%(n)s comments are sent. Thank you.", len(sent)
        ) % {"n": len(sent)}

    return _act(request, act)


@require_POST
def answer(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """Say that there are no comments, or that the capital is being consulted."""
    person, kind = reviewer_of(request), request.POST.get("kind", "")
    if kind not in ANSWERS:
        messages.error(request, _("That is not an answer to choose. Nothing was sent."))
        return redirect("review", round=round)

    def act(contact: Contact) -> str:
        given = comments.answer(person.seat, kind, contact=contact, now=timezone.now())
        return _("Recorded for %(delegation)s: %(answer)s. Thank you.") % {
            "delegation": person.seat,
            "answer": given.get_kind_display(),
        }

    return _act(request, act)


@require_POST
def not_us(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """What stands in the delegation's name is not its own: a comment, or without one the answer."""
    person = reviewer_of(request)
    comment = _comment_named(person, request.POST.get("comment", ""))

    def act(contact: Contact) -> str:
        comments.disown(person.seat, comment=comment, contact=contact, now=timezone.now())
        return _("It no longer counts, and the %(office)s is told that it was not you.") % {
            "office": person.round.document.body.office
        }

    return _act(request, act)


def _comment_named(person: Reviewer, named: str) -> Comment | None:
    """The delegation's sent comment of this UUID, None without one; 404 for anything else."""
    if not named:
        return None
    found = {str(row.pk): row for row in person.seat.comments.filter(state=Comment.State.SENT)}
    return found[named] if named in found else get_object_or_404(Comment.objects.none())


@require_safe
def review_pdf(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """The circulated text as PDF, marked as a draft."""
    person = reviewer_of(request)
    revision = person.round.revision
    try:
        data = pdf.render(printing.print_html(revision.content, stamp=stamps.draft(revision)))
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        context = standing(person) | {"sentence": str(problem)}
        return render(request, "meetings/review/no_pdf.html", context, status=503)
    name = f"{person.round.document.slug}-revision-{revision.number}.pdf"
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
