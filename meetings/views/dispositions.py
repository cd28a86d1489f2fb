"""Deciding on a comment, with the paragraph as circulated and as it stands side by side."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import compilation, dispositions, documents, paragraphs
from meetings.forms.dispositions import DecideForm
from meetings.models import Comment, Disposition, Paragraph
from meetings.text import inline, numbering, words
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET shows the comment with its paragraph; POST decides."""
    said = desk.comment(request, pk)
    paragraph = dispositions.paragraph_of(said)
    about: dict[str, Any] = {
        "comment": said,
        "paragraph": paragraph,
        "sealed_note": _sealed_note(request, said),
    }
    if request.method != "POST":
        form = DecideForm(initial=_initial(said, paragraph), **about)
        return _page(request, said, paragraph, form)
    form = DecideForm(request.POST, **about)
    if not form.is_valid():
        return _page(request, said, paragraph, form, status=400)
    try:
        by = desk.staff(request).actor
        decided = dispositions.decide(
            said, form.decision(), new_wording=form.new_wording(), by=by, now=timezone.now()
        )
    except (dispositions.CannotDecide, documents.NotNow) as problem:
        form.add_error(None, str(problem))
        return _page(request, said, paragraph, form, status=400)
    except paragraphs.EditConflict as conflict:
        return _conflict(request, said, form, conflict.theirs)
    messages.success(request, _("Decided: %(label)s.") % {"label": decided.get_label_display()})
    return _onwards(said)


def _conflict(request: HttpRequest, said: Comment, form: DecideForm, theirs: Paragraph) -> HttpResponse:
    """The paragraph was changed meanwhile: show what stands, keep what was typed, and let it be sent again."""
    data = request.POST.copy()
    data["version"] = str(theirs.version)
    again = DecideForm(data, comment=said, paragraph=theirs, sealed_note=form.sealed_note)
    again.add_error(
        "wording", _("Somebody changed this paragraph meanwhile. It now says: “%s”") % theirs.text
    )
    return _page(request, said, theirs, again, status=409)


def _sealed_note(request: HttpRequest, said: Comment) -> str | None:
    """The internal note that stands, where the person may not see it; None for who may."""
    if not desk.is_sealed(request, said.seat.round):
        return None
    return said.disposition.internal_note if hasattr(said, "disposition") else ""


def _onwards(said: Comment) -> HttpResponse:
    """To the next comment without a decision, in the order of the text, or back to the round."""
    left = compilation.waiting(compilation.by_place(said.seat.round))
    return redirect("decide", pk=left[0].pk) if left else redirect("round", pk=said.seat.round_id)


def _initial(said: Comment, paragraph: Paragraph | None) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    decided: Disposition | None = getattr(said, "disposition", None)
    if decided is not None:
        initial |= {
            "label": decided.label,
            "reason": decided.reason,
            "internal_note": decided.internal_note,
            "merged_with": decided.merged_with_id,
        }
    if paragraph is not None:
        wording = paragraph.text if decided else said.proposal or paragraph.text
        # A proposed wording is taken over unless the coordinator says otherwise.
        initial |= {
            "version": paragraph.version,
            "wording": wording,
            "change_text": bool(said.proposal and not decided),
        }
    return initial


def _page(
    request: HttpRequest, said: Comment, paragraph: Paragraph | None, form: DecideForm, *, status: int = 200
) -> HttpResponse:
    round_ = said.seat.round
    circulated = _circulated(round_.revision.content, said.paragraph)
    standing = paragraph.text if paragraph else ""
    others = Comment.objects.filter(seat__round=round_, paragraph=said.paragraph, state=Comment.State.SENT)
    context = {
        "comment": said,
        "round": round_,
        "document": round_.document,
        "paragraph": paragraph,
        "circulated": circulated["text"] if circulated else "",
        "place": numbering.place(circulated) if circulated else "",
        "since": _changes(circulated["text"], standing) if circulated and paragraph else (),
        "wording": _changes(standing, said.proposal) if paragraph and said.proposal else (),
        "others": others.exclude(pk=said.pk).select_related("seat", "disposition"),
        "form": form,
    }
    return render(request, "meetings/desk/decide.html", context, status=status)


def _changes(before: str, after: str) -> tuple[words.Piece, ...]:
    """From one wording to the other, without the marks of emphasis; empty where they say the same."""
    return words.readable(before, after, read=inline.to_text) if before != after else ()


def _circulated(content: dict[str, Any], paragraph: uuid.UUID | None) -> dict[str, Any] | None:
    """The paragraph of the circulated text; None for the whole text."""
    rows = (row for section in content["sections"] for row in section["paragraphs"])
    return next((row for row in rows if row["id"] == str(paragraph)), None)
