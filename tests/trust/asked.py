"""What delegations are asked, for the permission matrix: Norway to reconfirm, all about an open post and items."""

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
from meetings.models import CallForItems, ItemProposal, Meeting, Paper
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


def item(people: Cast, meeting: Meeting, words: str) -> ItemProposal:
    """Everybody may propose items for the agenda, of which the first is shared, and Norway proposed one."""
    shared = [{"number": "1", "title": "Debrief", "presenter": "", "depth": 0}]
    call = CallForItems.objects.create(meeting=meeting, shared=shared, opened_at=NOW, until=UNTIL)
    row = ItemProposal(
        call=call,
        delegation=people.friend.delegation,
        contact=people.friend,
        title="June",
        why=words,
        said_at=NOW,
    )
    return history.save(row, by=people.friend.actor)


def links(
    person: Contact, asked: Reconfirmation | None, said: Interest | None, proposed: ItemProposal | None
) -> list[AccessLink]:
    """The person's links to what they were asked, to the open posts, and to the items for the agenda."""
    about = [(AccessLink.Purpose.RECONFIRM, asked.pk)] if asked else []
    about += [(AccessLink.Purpose.POSTS, said.post.announcement_id)] if said else []
    about += [(AccessLink.Purpose.ITEMS, proposed.call_id)] if proposed else []
    return [
        access.open_link(person, purpose=purpose, subject=subject, until=UNTIL, now=NOW)
        for purpose, subject in about
    ]


def addresses(side: object) -> dict[str, dict[str, object]]:
    """What the routes are asked with, for one side of the world."""
    asked: Reconfirmation = side.asking  # type: ignore[attr-defined]
    said: Interest = side.interest  # type: ignore[attr-defined]
    row: ItemProposal = side.item  # type: ignore[attr-defined]
    shared: Paper = side.shared  # type: ignore[attr-defined]
    return {
        "reconfirmation-open": {"pk": asked.posts.get().pk},
        "reconfirm": {"pk": asked.pk},
        "interest": {"pk": said.pk},
        "posts": {"pk": said.post.announcement_id},
        "propose-items": {"pk": row.call_id},
        "propose-items-paper": {"pk": row.call_id, "paper": shared.pk},
        "propose-item-change": {"pk": row.call_id, "proposal": row.pk},
        "item-proposal": {"pk": row.pk},
        "item-call-close": {"pk": row.call_id},
        "item-proposals": {"pk": row.call.meeting_id},
        "item-call": {"pk": row.call.meeting_id},
    }
