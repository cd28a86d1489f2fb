"""What the list asks of delegations, for the permission matrix: Norway to reconfirm, everybody about an open post."""

import datetime as dt

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import access
from friends.models import (
    AccessLink,
    AnnouncedPost,
    Announcement,
    Assignment,
    Contact,
    Interest,
    PostToReconfirm,
    Reconfirmation,
)
from tests.cast import NOW, Cast

UNTIL = NOW + dt.timedelta(days=14)


def asking(people: Cast) -> Reconfirmation:
    """Norway is asked about its post."""
    row = people.friend.assignments.get()
    made = Reconfirmation.objects.create(
        body=people.body, delegation=people.friend.delegation, asked_at=NOW, until=UNTIL
    )
    PostToReconfirm.objects.create(asking=made, assignment=row)
    return made


def interest(people: Cast, words: str) -> Interest:
    """A post is open and announced, and Canada would take it."""
    row = Assignment(
        body=people.body, role=Assignment.Role.MEMBER, title="An open post", status=Assignment.Status.VACANT
    )
    history.save(row, by=IMPORT)
    made = Announcement.objects.create(body=people.body, announced_at=NOW, until=UNTIL)
    post = AnnouncedPost.objects.create(announcement=made, assignment=row)
    canada = people.contacts["Canada"][0]
    return Interest.objects.create(
        post=post, delegation=canada.delegation, kind=Interest.Kind.COORDINATE, words=words, contact=canada, said_at=NOW
    )  # fmt: skip


def links(person: Contact, asked: Reconfirmation | None, said: Interest | None) -> list[AccessLink]:
    """The person's links to what they were asked, and to the open posts."""
    about = [(AccessLink.Purpose.RECONFIRM, asked.pk)] if asked else []
    about += [(AccessLink.Purpose.POSTS, said.post.announcement_id)] if said else []
    return [
        access.open_link(person, purpose=purpose, subject=subject, until=UNTIL, now=NOW)
        for purpose, subject in about
    ]


def addresses(side: object) -> dict[str, dict[str, object]]:
    """What the routes are asked with, for one side of the world."""
    asked: Reconfirmation = side.asking  # type: ignore[attr-defined]
    said: Interest = side.interest  # type: ignore[attr-defined]
    return {
        "reconfirmation-open": {"pk": asked.posts.get().pk},
        "reconfirm": {"pk": asked.pk},
        "interest": {"pk": said.pk},
        "posts": {"pk": said.post.announcement_id},
    }
