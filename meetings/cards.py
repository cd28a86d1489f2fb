"""A delegation's own comments as cards beside the text: what was said, where, and after closing what became of it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from meetings import comments, corrections
from meetings.models import Comment, Document, Revision, RoundDelegation
from meetings.text import anchors, inline, numbering, words

FINAL = frozenset({Document.Status.FINAL, Document.Status.APPROVED, Document.Status.PUBLISHED})


@dataclass(frozen=True)
class Card:
    """One comment for its own delegation.

    place: what its paragraph is called ("para. 7"), "" for the whole text.
    wording: from the circulated paragraph to the proposed one.
    decision, reason: shown after closing only; never an internal note.
    reflected: from the circulated paragraph to the final one, empty while there is no final text.
    quote_stands: whether the quoted words stand in the final text.
    """

    comment: Comment
    place: str
    wording: tuple[words.Piece, ...] = ()
    decision: str = ""
    reason: str = ""
    reflected: tuple[words.Piece, ...] = ()
    quote_stands: bool | None = None


def of(
    seat: RoundDelegation,
    circulated: dict[str, Any],
    *,
    final: dict[str, Any] | None = None,
    decided: bool = False,
) -> list[Card]:
    """The delegation's comments that were not withdrawn, in the order of the text, those on the whole first.

    `final` is the final text where Friends may see it; `decided` tells what became of each (after closing). One query.
    """
    rows = seat.comments.exclude(state=Comment.State.WITHDRAWN).select_related("author", "disposition")
    before, after = _paragraphs(circulated), _paragraphs(final) if final else None
    order = {place: position for position, place in enumerate(before)}
    found = [_card(row, before, after, decided=decided) for row in rows]
    return sorted(found, key=lambda card: order.get(str(card.comment.paragraph), -1))


def beside(
    content: dict[str, Any], cards: Iterable[Card], *, round: uuid.UUID, writing: bool
) -> dict[str, dict[str, Any]]:
    """What the review page puts under each paragraph: its cards, and where a comment on it is written."""
    new = reverse("review-comment-new", args=[round])
    found: dict[str, dict[str, Any]] = {
        place: {
            "place": numbering.place(row),
            "cards": [],
            "url": f"{new}?paragraph={place}" if writing else "",
        }
        for place, row in _paragraphs(content).items()
    }
    for card in cards:
        if str(card.comment.paragraph) in found:
            found[str(card.comment.paragraph)]["cards"].append(card)
    return found


def final_revision(document: Document) -> Revision | None:
    """The text issued as final, which Friends may read after closing; None before.

    While a correction is in work it is the published one.
    """
    if document.status in FINAL:
        return document.revisions.last()
    published = corrections.newest(document) if corrections.is_in_work(document) else None
    return published.revision if published else None


def _paragraphs(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for section in content["sections"] for row in section["paragraphs"]}


def _card(
    comment: Comment, before: dict[str, Any], after: dict[str, dict[str, Any]] | None, *, decided: bool
) -> Card:
    paragraph = before.get(str(comment.paragraph))
    text = paragraph["text"] if paragraph else ""
    decision = getattr(comment, "disposition", None) if decided else None
    return Card(
        comment=comment,
        place=numbering.place(paragraph) if paragraph else "",
        wording=words.readable(text, comment.proposal, read=inline.to_text) if comment.proposal else (),
        decision=decision.get_label_display() if decision else "",
        reason=decision.reason if decision else "",
        reflected=_reflected(comment, text, after),
        quote_stands=_quote_stands(comment, after),
    )


def _reflected(
    comment: Comment, text: str, after: dict[str, dict[str, Any]] | None
) -> tuple[words.Piece, ...]:
    if after is None or comment.paragraph is None:
        return ()
    now = after.get(str(comment.paragraph))
    return words.readable(text, now["text"] if now else "", read=inline.to_text)


def _quote_stands(comment: Comment, after: dict[str, dict[str, Any]] | None) -> bool | None:
    """None where nothing was quoted, or nothing is final."""
    if after is None or not comment.quote:
        return None
    anchor = anchors.Anchor(str(comment.paragraph), comment.quote, comment.quote_prefix, comment.quote_suffix)
    place = anchors.find(anchor, {id_: comments.readable(row["text"]) for id_, row in after.items()})
    return place is not None and place.how != anchors.ALIKE
