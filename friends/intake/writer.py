"""Writes down what a proposal says, by the verbs of contacts and of the rows of the list."""

import datetime as dt

from ccm_portal.actors import Actor
from friends import assignments, contacts
from friends.assignments import Post
from friends.changes import ONE_DAY, Change
from friends.intake import areas
from friends.intake.differences import after
from friends.intake.people import note_of, seat_of
from friends.intake.proposal import Kind, PersonEntry, PostEntry, Proposal
from friends.models import Assignment, Contact, ThematicArea
from friends.reading.names import key


class Writer:
    """One list, within the caller's transaction."""

    def __init__(self, proposal: Proposal, change: Change, *, by: Actor, now: dt.datetime) -> None:
        self.proposal = proposal
        self.change = change
        self.by = by
        self.now = now
        self._posts: dict[str, Assignment] = {}
        self._made: dict[str, Contact] = {}
        self._areas: dict[str, ThematicArea] = dict(proposal.standing.areas)

    def write(self) -> None:
        """Who leaves goes first, so that an address is free for who follows; then posts, then people in their order."""
        self._end()
        self._make_areas()
        for post in self.proposal.posts:
            self._write_post(post)
        for entry in self.proposal.people:
            if entry.kind in (Kind.NEW, Kind.CHANGED) and not entry.skipped:
                self._write_person(entry)

    def _end(self) -> None:
        last = Change(self.change.holds_from - ONE_DAY, self.change.reason)
        for one in self.proposal.left_out:
            if one.ended and one.contact is not None:
                contacts.end(one.contact, last, by=self.by, now=self.now)
            elif one.ended:
                assignments.end(one.posts[0], last, by=self.by, now=self.now)

    def _wanted(self) -> list[PostEntry]:
        """New posts that are not left out, or that somebody who is not left out stands in."""
        filled = {entry.post.key for entry in self.proposal.people if not entry.skipped}
        named = {entry.post.key for entry in self.proposal.people}
        return [
            post
            for post in self.proposal.posts
            if post.is_new and not post.skipped and (post.key in filled or post.key not in named)
        ]

    def _make_areas(self) -> None:
        names = [post.read.area for post in self._wanted() if key(post.read.area) not in self._areas]
        names = [name for name in names if name]
        plan = areas.plan(names, areas.standing(self.proposal.body))
        areas.write(plan, self.proposal.body, apart=(), by=self.by, reason=self.change.reason)
        for name in names:
            group = plan.of(name)
            if group is not None and group.known is not None:
                self._areas[key(name)] = group.known

    def _write_post(self, entry: PostEntry) -> None:
        if entry.standing:
            row = entry.standing[0]
            if entry.held_earlier and not entry.skipped:
                row = assignments.hold_since(row, self.change, by=self.by, now=self.now)
            self._posts[entry.key] = row
            return
        if entry not in self._wanted():
            return
        read, roll = entry.read, self.proposal.roll
        holder = read.delegation
        if holder is None and read.party is not None:
            holder = roll.ensure(read.party, seat=seat_of(read.row), by=self.by, reason=self.change.reason)
        post = Post(
            role=read.role,
            area=self._areas.get(key(read.area)) if read.area else None,
            title=read.title,
            delegation=holder,
            status=Assignment.Status.LISTED if holder else Assignment.Status.VACANT,
            note=note_of(read.row),
            position=assignments.next_position(self.proposal.body),
        )
        self._posts[entry.key] = assignments.begin(
            self.proposal.body, post, self.change, bare=True, by=self.by, now=self.now
        )

    def _write_person(self, entry: PersonEntry) -> None:
        row = self._posts.get(entry.post.key)
        if row is None or entry.details is None:
            return
        contact = entry.contact or (self._made.get(entry.same_as.key) if entry.same_as else None)
        if contact is None:
            doubt = entry.person.doubt
            self._made[entry.key] = contacts.add(
                row, entry.details, self.change, doubt=doubt, by=self.by, now=self.now
            )
            return
        contact.refresh_from_db()
        if entry.held_earlier:
            contacts.hold_since(contact, self.change, by=self.by, now=self.now)
        if entry.differences:
            said = after(contact, entry.differences, entry.details)
            contact = contacts.correct(contact, said, self.change, by=self.by, now=self.now)
        if entry.shown_anew or entry.same_as is not None:
            contacts.show(row, contact, self.change, by=self.by, now=self.now)
