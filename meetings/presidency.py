"""The Presidency's word: clearing a draft for circulation, approving a final text for publication.

It is given by link and button, or recorded by the coordinator: who, how, when.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import audit
from ccm_portal.actors import Actor
from ccm_portal.models import User
from friends import access, roster
from friends.models import AccessLink, Contact
from meetings import documents, letters, papers, revisions
from meetings.models import Document, PresidencyWord, Revision

LINK_LIFE = dt.timedelta(days=60)
STEPS = {
    (PresidencyWord.Purpose.CLEAR, True): "Presidency clears",
    (PresidencyWord.Purpose.CLEAR, False): "Presidency sends back",
    (PresidencyWord.Purpose.APPROVE, True): "Presidency approves",
    (PresidencyWord.Purpose.APPROVE, False): "Presidency returns the final text",
}


class NoPresidency(Exception):
    """The contact list names nobody who could give the Presidency's word."""


class WordNotGiven(Exception):
    """The word cannot be taken: something is missing, or it is no longer asked for."""


@dataclass(frozen=True)
class Recorded:
    """A word the coordinator writes down: given by whom ("the Ambassador"), how ("by telephone"), when."""

    giver: str
    how: str
    at: dt.datetime


def asked_of(document: Document, now: dt.datetime) -> list[Contact]:
    """The contacts who would be asked today. Raises NoPresidency."""
    contacts = roster.presidency_on(document.body, timezone.localtime(now, document.body.zone).date())
    if not contacts:
        raise NoPresidency(
            _(
                "The contact list names no contact with an address for the President of %(body)s. "
                "Add one, or record the word."
            )
            % {"body": document.body.name}
        )
    return contacts


@transaction.atomic
def ask_clearance(document: Document, *, by: Actor, now: dt.datetime) -> Revision:
    """The draft is frozen, lies with the Presidency, and each of its contacts gets a letter with a link.

    Raises NoPresidency, documents.NotNow.
    """
    papers.check_leaves(document)
    contacts = asked_of(document, now)
    revision = revisions.freeze(document, note=_("For clearance by the Presidency"), by=by, now=now)
    documents.move(document, "ask the Presidency to clear", by=by, now=now, sha256=revision.sha256)
    _write_to(contacts, revision, PresidencyWord.Purpose.CLEAR, now=now)
    return revision


@transaction.atomic
def ask_approval(document: Document, *, by: Actor, now: dt.datetime) -> Revision:
    """Each contact of the Presidency gets a letter with a link to approve the final text.

    Raises NoPresidency, documents.NotNow.
    """
    papers.check_leaves(document)
    contacts = asked_of(document, now)
    documents.check(document, "Presidency approves")
    revision = final_revision(document)
    audit.record("approval asked", document, by=by, now=now, body=document.body_id, sha256=revision.sha256)
    _write_to(contacts, revision, PresidencyWord.Purpose.APPROVE, now=now)
    return revision


def final_revision(document: Document) -> Revision:
    """The newest revision: what was issued as final."""
    return document.revisions.order_by("-number")[0]


def _write_to(contacts: list[Contact], revision: Revision, purpose: str, *, now: dt.datetime) -> None:
    for contact in contacts:
        link = access.open_link(contact, purpose=purpose, subject=revision.pk, until=now + LINK_LIFE, now=now)
        letters.ask_presidency(contact, revision, purpose, link=link, now=now)


def is_asked(revision: Revision, purpose: str) -> bool:
    """Whether the word on this revision is still wanted: it is the newest, and its document waits for it."""
    newest = revisions.latest(revision.document)
    if newest is None or newest.pk != revision.pk:
        return False
    return documents.can(revision.document, STEPS[PresidencyWord.Purpose(purpose), True])


@transaction.atomic
def give(revision: Revision, link: AccessLink, *, given: bool, note: str, now: dt.datetime) -> PresidencyWord:
    """A contact of the Presidency said yes, or sent the text back with a note. Raises WordNotGiven."""
    word = PresidencyWord(
        revision=revision, purpose=link.purpose, given=given, note=note, contact=link.contact
    )
    word.given_at = word.written_at = now
    return _take(word, by=link.contact.actor, now=now)


@transaction.atomic
def record(
    document: Document,
    purpose: str,
    *,
    given: bool,
    note: str,
    recorded: Recorded,
    user: User,
    now: dt.datetime,
) -> PresidencyWord:
    """The coordinator writes down the Presidency's word on the text as it stands.

    A draft that was not sent for clearance is frozen first. Raises WordNotGiven, documents.NotNow.
    """
    by = user.actor
    papers.check_leaves(document)
    if recorded.at > now:
        raise WordNotGiven(_("The time at which the word was given lies in the future."))
    if purpose == PresidencyWord.Purpose.CLEAR and not documents.can(document, "Presidency clears"):
        revision = revisions.freeze(document, note=_("For clearance by the Presidency"), by=by, now=now)
        documents.move(document, "ask the Presidency to clear", by=by, now=now, sha256=revision.sha256)
    word = PresidencyWord(
        revision=final_revision(document),
        purpose=purpose,
        given=given,
        note=note,
        given_at=recorded.at,
        recorded_by=user,
        giver_words=recorded.giver,
        how_words=recorded.how,
        written_at=now,
    )
    word = _take(word, by=by, now=now)
    document.status = word.revision.document.status
    _tell_presidency(word, now=now)
    return word


def _take(word: PresidencyWord, *, by: Actor, now: dt.datetime) -> PresidencyWord:
    if not word.given and not word.note.strip():
        raise WordNotGiven(_("Say in a few words what should change, so that the text can be sent back."))
    document = Document.objects.select_for_update().get(pk=word.revision.document_id)
    word.revision.document = document
    if not is_asked(word.revision, word.purpose):
        raise WordNotGiven(
            _("The word on this text is not asked for any more: it was given, or the text has moved on.")
        )
    word.save()
    documents.move(
        document,
        STEPS[PresidencyWord.Purpose(word.purpose), word.given],
        by=by,
        now=now,
        sha256=word.revision.sha256,
    )
    return word


def _tell_presidency(word: PresidencyWord, *, now: dt.datetime) -> None:
    """What was recorded in the Presidency's name is told to the Presidency."""
    document = word.revision.document
    day = timezone.localtime(now, document.body.zone).date()
    for contact in roster.presidency_on(document.body, day):
        letters.word_recorded(contact, word, now=now)


@transaction.atomic
def waive_clearance(document: Document, *, by: Actor, now: dt.datetime) -> Revision:
    """In a body whose drafts need no clearance: the text is frozen and ready to circulate. Raises documents.NotNow."""
    if document.body.clearance_needed:
        raise documents.NotNow(
            _("In %(body)s the Presidency clears drafts first.") % {"body": document.body.name}
        )
    papers.check_leaves(document)
    revision = revisions.freeze(document, note="", by=by, now=now)
    documents.move(document, "clear without asking", by=by, now=now, sha256=revision.sha256)
    return revision


def cleared_revision(document: Document) -> Revision | None:
    """The newest revision that the Presidency cleared (or that needed no clearing)."""
    if not document.body.clearance_needed:
        return revisions.latest(document)
    word = (
        PresidencyWord.objects.filter(
            revision__document=document, purpose=PresidencyWord.Purpose.CLEAR, given=True
        )
        .select_related("revision")
        .order_by("-revision__number")
        .first()
    )
    return word.revision if word else None
