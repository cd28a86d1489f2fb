"""The letters about the contact list: one function per letter, three templates each under templates/mail/.

A letter is stored in the verb's own transaction and sent by the clock. `reason` and recipient together are unique,
so no letter is ever written twice.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from ccm_portal import letters
from ccm_portal.models import Letter
from friends.models import (
    AccessLink,
    Announcement,
    Assignment,
    Body,
    CarryingOn,
    Contact,
    Interest,
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
    **context: Any,
) -> Letter:
    """Compose in the contact's language and store; the same reason to the same contact returns the first letter."""
    context |= {"contact": contact, "delegation": contact.delegation, "body": body}
    with override(contact.language):
        subject, text, html = letters.compose(template, context)
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
    )


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
        "reconfirm_asked", contact, reason=f"{about(asking)}asked", body=asking.body, link=link, now=now, asking=asking,
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
