"""The letters of the process: one function per letter, three templates each under templates/mail/.

A letter is stored in the verb's own transaction and sent by the clock. `reason` and recipient together are unique,
so no letter is ever written twice.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ccm_portal import letters
from ccm_portal.models import Letter
from friends.models import AccessLink, Contact
from meetings import stamps
from meetings.models import Answer, Comment, Document, PresidencyWord, Revision, Round, RoundDelegation
from meetings.text import numbering

# Letters about a round are of no use after this time; an approval may wait longer.
GIVE_UP_AFTER = dt.timedelta(hours=24)


def _write(
    template: str, contact: Contact, *, reason: str, revision: Revision, link: AccessLink | None, now: dt.datetime,
    enclosure: uuid.UUID | None = None, **context: Any,
) -> Letter:  # fmt: skip
    """Compose in the contact's language and store; the same reason to the same contact returns the first letter."""
    subject, text, html = _composed(template, contact, revision, enclosed=bool(enclosure), **context)
    return letters.write(
        reason=reason,
        recipient=contact.pk,
        address=contact.email,
        name=contact.name,
        delegation=contact.delegation.name,
        body_id=revision.document.body_id,
        subject=subject,
        text=text,
        html=html,
        now=now,
        link_id=link.pk if link else None,
        link_epoch=link.epoch if link else 0,
        enclosure_id=enclosure,
        give_up_at=now + GIVE_UP_AFTER,
    )


def _composed(template: str, contact: Contact, revision: Revision, **context: Any) -> tuple[str, str, str]:
    """Subject, text and HTML in the contact's language."""
    document = revision.document
    context |= {
        "contact": contact,
        "delegation": contact.delegation,
        "body": document.body,
        "document": document,
        "meeting": document.meeting,
        "revision": revision,
    }
    with override(contact.language):
        named = {"text_name": text_name(document), "draft_name": draft_name(revision)}
        return letters.compose(template, context | named)


def text_name(document: Document) -> str:
    """What a subject line calls the text: "Minutes of 30 November 2010", or the title of a paper."""
    if document.kind == Document.Kind.MINUTES and document.meeting:
        return _("Minutes of %(day)s") % {"day": document.meeting.when_words}
    return document.title


def draft_name(revision: Revision) -> str:
    """ "revision 2" of minutes; "Draft 2 for discussion" of a paper."""
    if revision.document.kind == Document.Kind.PAPER:
        return stamps.paper_draft(revision.content, revision.number)
    return _("revision %(number)s") % {"number": revision.number}


def ask_presidency(
    contact: Contact, revision: Revision, purpose: str, *, link: AccessLink, now: dt.datetime
) -> Letter:
    """To the Presidency: please clear this draft, or approve this final text."""
    return _write(
        f"ask_{purpose}",
        contact,
        reason=f"revision:{revision.pk}:{purpose}",
        revision=revision,
        link=link,
        now=now,
    )


def word_recorded(contact: Contact, word: PresidencyWord, *, now: dt.datetime) -> Letter:
    """To the Presidency: this word was recorded in your name."""
    return _write(
        "word_recorded",
        contact,
        reason=f"word:{word.pk}",
        revision=word.revision,
        link=None,
        now=now,
        word=word,
    )


def round_opened(contact: Contact, round_: Round, *, link: AccessLink, now: dt.datetime) -> Letter:
    """To each address on the list: the draft is here, please comment by the deadline."""
    return _write(
        "round_opened", contact, reason=opening(round_), revision=round_.revision, link=link, now=now,
        enclosure=round_.goes_with, round=round_,
    )  # fmt: skip


def opening(round_: Round) -> str:
    """The reason of the letters that open the round."""
    return f"round:{round_.pk}:opening"


def nothing_more_about(round_: Round, *, now: dt.datetime) -> None:
    """The letters of the round that have not left are given up."""
    letters.give_up(f"round:{round_.pk}:", now=now)


def do_without_enclosure(round_: Round) -> None:
    """The opening letters that wait for their file go out without it."""
    waiting = Letter.objects.filter(reason=opening(round_), enclosure_id=round_.enclosure_id)
    contacts = Contact.objects.select_related("delegation").in_bulk([letter.recipient for letter in waiting])
    for letter in waiting:
        _subject, text, html = _composed(
            "round_opened", contacts[letter.recipient], round_.revision, round=round_, enclosed=False
        )
        letters.do_without_enclosure(letter, text=text, html=html)


def round_extended(contact: Contact, round_: Round, *, link: AccessLink, now: dt.datetime) -> Letter:
    """To the invited: the deadline is later."""
    until = round_.deadline.strftime("%Y%m%dT%H%M")
    return _write(
        "round_extended", contact, reason=f"round:{round_.pk}:extended:{until}", revision=round_.revision, link=link,
        now=now, round=round_,
    )  # fmt: skip


def round_reminder(contact: Contact, round_: Round, *, link: AccessLink, now: dt.datetime) -> Letter:
    """To the delegations yet to reply: the deadline comes nearer. At most one a day, in the body's zone."""
    day = timezone.localtime(now, round_.zone).date()
    return _write(
        "round_reminder", contact, reason=f"round:{round_.pk}:reminder:{day:%Y%m%d}", revision=round_.revision,
        link=link, now=now, round=round_,
    )  # fmt: skip


def receipt(
    contact: Contact, seat: RoundDelegation, round_: Round, answer: Answer, *, now: dt.datetime
) -> Letter:
    """To every speaking contact of the delegation: this is what was said in its name, by whom, when."""
    link = AccessLink.objects.filter(
        contact=contact, purpose=AccessLink.Purpose.ROUND, subject=round_.pk
    ).first()
    return _write(
        "receipt", contact, reason=f"answer:{answer.pk}", revision=round_.revision, link=link, now=now, round=round_,
        answer=answer, seat=seat, said=_placed(round_, seat.comments.filter(state="sent")),
    )  # fmt: skip


def round_closed(
    contact: Contact, seat: RoundDelegation, round_: Round, *, link: AccessLink, now: dt.datetime
) -> Letter:
    """The delegation's closing note: what became of its comments, and where the text stands."""
    comments = seat.comments.filter(state="sent").select_related("disposition")
    return _write(
        "round_closed", contact, reason=f"round:{round_.pk}:closing", revision=round_.revision, link=link, now=now,
        round=round_, seat=seat, said=_placed(round_, comments),
    )  # fmt: skip


def _placed(round_: Round, comments: Iterable[Comment]) -> list[dict[str, Any]]:
    """The comments, each with what its paragraph is called ("" for the whole text), in the order of the text."""
    rows = [row for section in round_.revision.content["sections"] for row in section["paragraphs"]]
    places = {row["id"]: numbering.place(row) for row in rows}
    order = {id_: position for position, id_ in enumerate(places)}
    ranked = sorted(comments, key=lambda comment: order.get(str(comment.paragraph), -1))
    return [{"comment": comment, "place": places.get(str(comment.paragraph), "")} for comment in ranked]
