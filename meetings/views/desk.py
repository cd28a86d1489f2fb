"""Loading rows for staff: a row of another body does not exist for them (404)."""

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from friends.access import Staff
from meetings.models import AgendaItem, Comment, Document, Meeting, Round, Section


def staff(request: HttpRequest) -> Staff:
    """The member of staff whom the route's policy let in."""
    person: Staff = request.staff  # type: ignore[attr-defined]
    return person


def bodies(request: HttpRequest) -> set[uuid.UUID]:
    """The bodies that this member of staff serves in a role the route asks for."""
    served: set[uuid.UUID] = request.desk_bodies  # type: ignore[attr-defined]
    return served


def is_sealed(request: HttpRequest, round_: Round) -> bool:
    """Whether who replied, internal notes and letters of this round are sealed for the person (friends.seals)."""
    return not staff(request).may_see(round_.document.body_id, round_.closed_at)


def meeting(request: HttpRequest, pk: uuid.UUID) -> Meeting:
    rows = Meeting.objects.in_bodies(bodies(request)).select_related("body", "chair")
    return get_object_or_404(rows, pk=pk)


def agenda_item(request: HttpRequest, pk: uuid.UUID) -> AgendaItem:
    rows = AgendaItem.objects.filter(meeting__body__in=bodies(request)).select_related(
        "meeting__body", "parent", "presenter", "chair", "facilitator", "approves__meeting"
    )
    return get_object_or_404(rows, pk=pk)


def document(request: HttpRequest, pk: uuid.UUID) -> Document:
    rows = Document.objects.in_bodies(bodies(request)).select_related("body", "meeting")
    return get_object_or_404(rows, pk=pk)


def section(request: HttpRequest, pk: uuid.UUID, document_pk: uuid.UUID, *, standing: bool = True) -> Section:
    """A section of a text; with `standing` only one that was not taken out."""
    rows = Section.objects.filter(document__body__in=bodies(request))
    rows = rows.select_related("document__body", "document__meeting")
    if standing:
        rows = rows.filter(removed_at=None)
    return get_object_or_404(rows, pk=pk, document=document_pk)


def round_(request: HttpRequest, pk: uuid.UUID) -> Round:
    rows = Round.objects.in_bodies(bodies(request))
    rows = rows.select_related("document__body", "document__meeting", "revision")
    return get_object_or_404(rows, pk=pk)


def comment(request: HttpRequest, pk: uuid.UUID) -> Comment:
    """A comment that reached the coordinator: sent, or kept after closing. Drafts are the delegation's own."""
    seen = (Comment.State.SENT, Comment.State.WITHDRAWN, Comment.State.AFTER_CLOSING)
    rows = Comment.objects.filter(seat__round__document__body__in=bodies(request), state__in=seen)
    rows = rows.select_related(
        "seat__round__document__body", "seat__round__revision", "author", "disposition"
    )
    return get_object_or_404(rows, pk=pk)
