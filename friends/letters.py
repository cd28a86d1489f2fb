"""The letters about the contact list: one function per letter, three templates each under templates/mail/.

A letter is stored in the verb's own transaction and sent by the clock. `reason` and recipient together are unique,
so no letter is ever written twice.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from ccm_portal import letters
from ccm_portal.models import Letter
from friends.edition_changes import Told
from friends.models import (
    AccessLink,
    Announcement,
    Assignment,
    Body,
    CarryingOn,
    Contact,
    ContactListEdition,
    Interest,
    ListReview,
    Proposal,
    Reconfirmation,
)


def write(
    template: str,
    contact: Contact,
    *,
    reason: str,
    body: Body,
    link: AccessLink | None,
    now: dt.datetime,
    enclosure: uuid.UUID | None = None,
    **context: Any,
) -> Letter:
    """Compose in the contact's language and store; the same reason to the same contact returns the first letter."""
    subject, text, html = _composed(template, contact, body, enclosed=enclosure is not None, **context)
    return letters.write(
        reason=reason,
        recipient=contact.pk,
        address=contact.email,
        name=contact.name,
        delegation=contact.delegation.name,
        body_id=body.pk,
        subject=subject,
        text=text,
        html=html,
        now=now,
        link_id=link.pk if link else None,
        link_epoch=link.epoch if link else 0,
        enclosure_id=enclosure,
    )


def _composed(template: str, contact: Contact, body: Body, **context: Any) -> tuple[str, str, str]:
    """Subject, text and HTML in the contact's language."""
    context |= {"contact": contact, "delegation": contact.delegation, "body": body}
    with override(contact.language):
        return letters.compose(template, context)


def reconfirm_asked(
    contact: Contact,
    asking: Reconfirmation,
    posts: Iterable[Assignment],
    *,
    link: AccessLink,
    now: dt.datetime,
) -> Letter:
    """To those who speak for a delegation: does it carry on with these posts? Please say by the day."""
    return write(
        "reconfirm_asked", contact, reason=asked(asking), body=asking.body, link=link, now=now, asking=asking,
        posts=list(posts),
    )  # fmt: skip


def reconfirm_reminder(
    contact: Contact,
    asking: Reconfirmation,
    posts: Iterable[Assignment],
    *,
    link: AccessLink,
    now: dt.datetime,
) -> Letter:
    """To those who speak for a delegation that has not answered: once."""
    return write(
        "reconfirm_reminder", contact, reason=f"{about(asking)}reminder", body=asking.body, link=link, now=now,
        asking=asking, posts=list(posts),
    )  # fmt: skip


def reconfirm_receipt(
    contact: Contact,
    asking: Reconfirmation,
    answers: list[CarryingOn],
    *,
    link: AccessLink,
    now: dt.datetime,
) -> Letter:
    """To everybody who speaks for the delegation: this was answered in its name, by whom, when."""
    return write(
        "reconfirm_receipt", contact, reason=f"{about(asking)}answer:{answers[0].pk}", body=asking.body, link=link,
        now=now, asking=asking, answers=answers,
    )  # fmt: skip


def asked(asking: Reconfirmation) -> str:
    """The reason of the letters that ask."""
    return f"{about(asking)}asked"


def about(asking: Reconfirmation) -> str:
    """What the reasons of all letters about this asking begin with."""
    return f"reconfirmation:{asking.pk}:"


def posts_open(
    contact: Contact,
    announcement: Announcement,
    posts: Iterable[Assignment],
    *,
    link: AccessLink,
    now: dt.datetime,
) -> Letter:
    """To those who speak for a delegation on the list: these posts are open."""
    return write(
        "posts_open", contact, reason=f"posts:{announcement.pk}:announced", body=announcement.body, link=link, now=now,
        announcement=announcement, posts=list(posts),
    )  # fmt: skip


def interest_said(
    contact: Contact, interest: Interest, *, person: Contact, link: AccessLink, now: dt.datetime
) -> Letter:
    """To everybody who speaks for the delegation: this was said, or taken back, in its name, by whom, when."""
    return _about_interest(
        "interest_said", contact, interest, interest.state, link=link, now=now, person=person, said_at=now
    )


def interest_decided(contact: Contact, interest: Interest, *, now: dt.datetime) -> Letter:
    """To everybody who speaks for the delegation: this became of its interest."""
    return _about_interest("interest_decided", contact, interest, "decided", link=None, now=now)


def _about_interest(
    template: str,
    contact: Contact,
    interest: Interest,
    what: str,
    *,
    link: AccessLink | None,
    now: dt.datetime,
    **context: Any,
) -> Letter:
    announcement = interest.post.announcement
    return write(
        template, contact, reason=f"interest:{interest.pk}:{what}", body=announcement.body, link=link, now=now,
        announcement=announcement, interest=interest, post=interest.post.assignment, **context,
    )  # fmt: skip


# --- editions of the list ---------------------------------------------------------------------------------------------

# So many changes stand in a letter; the others are on the page its link leads to.
CHANGES_IN_A_LETTER = 40


def edition_circulated(
    contact: Contact,
    edition: ContactListEdition,
    changes: list[Told] | None,
    *,
    enclosure: uuid.UUID,
    link: AccessLink,
    now: dt.datetime,
) -> Letter:
    """To each address on the list: here is the edition, this changed since the last one, and a link to the list."""
    return write(
        "edition_circulated", contact, reason=f"edition:{edition.pk}:circulated", body=edition.body, link=link, now=now,
        enclosure=enclosure, **_said_of(edition, changes),
    )  # fmt: skip


def edition_in(reason: str) -> uuid.UUID:
    """The edition that a letter with this reason is about."""
    return uuid.UUID(reason.split(":")[1])


def edition_without_file(
    letter: Letter, contact: Contact, edition: ContactListEdition, changes: list[Told] | None
) -> None:
    """The letter that waits for its file goes out without it."""
    _subject, text, html = _composed(
        "edition_circulated", contact, edition.body, enclosed=False, **_said_of(edition, changes)
    )
    letters.do_without_enclosure(letter, text=text, html=html)


def _said_of(edition: ContactListEdition, changes: list[Told] | None) -> dict[str, Any]:
    told = changes or []
    return {
        "edition": edition,
        "first": changes is None,
        "changes": told[:CHANGES_IN_A_LETTER],
        "more": max(0, len(told) - CHANGES_IN_A_LETTER),
    }


def list_link(
    contact: Contact, body: Body, *, link: AccessLink, asked: uuid.UUID, now: dt.datetime
) -> Letter:
    """To somebody who asked for it: the link to the list."""
    return write("list_link", contact, reason=f"{LINK_ASKED}{asked}", body=body, link=link, now=now)


# What the reasons of all letters begin with that somebody asked for on the public page.
LINK_ASKED = "list-link:"


# --- reviews of the list ----------------------------------------------------------------------------------------------


def _about_review(
    template: str, contact: Contact, review: ListReview, what: str, *, link: AccessLink, now: dt.datetime,
    **context: Any,
) -> Letter:  # fmt: skip
    return write(
        template, contact, reason=f"review:{review.pk}:{what}", body=review.body, link=link, now=now, review=review,
        **context,
    )  # fmt: skip


def review_asked(contact: Contact, review: ListReview, *, link: AccessLink, now: dt.datetime) -> Letter:
    """To those who speak for a delegation: is your entry right? Please say by the day."""
    return _about_review("review_asked", contact, review, "asked", link=link, now=now)


def review_reminder(contact: Contact, review: ListReview, *, link: AccessLink, now: dt.datetime) -> Letter:
    """To those who speak for a delegation that has not answered: once."""
    return _about_review("review_reminder", contact, review, "reminder", link=link, now=now)


def review_closed(
    contact: Contact, review: ListReview, proposals: Iterable[Proposal], *, link: AccessLink, now: dt.datetime
) -> Letter:
    """To those who speak for a delegation that proposed something: this became of it."""
    return _about_review(
        "review_closed", contact, review, "closed", link=link, now=now, proposals=list(proposals)
    )


def nothing_more_about_review(review: ListReview, *, now: dt.datetime) -> None:
    """The letters of the review that have not left are given up."""
    letters.give_up(f"review:{review.pk}:", now=now)
