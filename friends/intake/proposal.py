"""What a list would change: new, changed, the same, left out, and what is wrong, entry by entry. Writes nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from ccm_portal.canonical import canonical, sha256
from friends.contacts import Details
from friends.intake.choices import Choices
from friends.intake.delegations import Roll
from friends.intake.differences import Difference, compare, said_of, together
from friends.intake.in_force import LeftOut, Standing
from friends.intake.people import Person
from friends.intake.understood import Reader, Understood
from friends.intake.words import plain
from friends.models import Assignment, Body, Contact
from friends.reading.contact_list import ContactList
from friends.reading.names import key


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass
class PostEntry:
    """A row of the contact list as the rows of the file say it. standing: the rows that say it already, best first."""

    key: str
    read: Understood
    lines: list[int]
    standing: list[Assignment] = field(default_factory=list)
    # It stands from a later day; the list shows that it was held before.
    held_earlier: bool = False
    skipped: bool = False

    @property
    def is_new(self) -> bool:
        return not self.standing

    @property
    def holder(self) -> str:
        """The delegation's name, "" for a vacant post."""
        return (
            self.read.delegation.name
            if self.read.delegation
            else self.read.party.name
            if self.read.party
            else ""
        )

    @property
    def words(self) -> str:
        return self.read.title or self.read.area or (self.standing[0].post if self.standing else "")


@dataclass
class PersonEntry:
    """One person in one post. details: what the list then says of the contact; same_as: stands in the file before."""

    key: str
    line: int
    kind: Kind
    post: PostEntry
    person: Person
    contact: Contact | None = None
    details: Details | None = None
    differences: list[Difference] = field(default_factory=list)
    held_earlier: bool = False
    shown_anew: bool = False
    same_as: "PersonEntry | None" = None
    problem: str = ""
    skipped: bool = False


@dataclass
class Proposal:
    """A list for a body, from a day on, set against the list as it is recorded now."""

    body: Body
    day: dt.date
    read: ContactList
    choices: Choices = field(default_factory=Choices)

    def __post_init__(self) -> None:
        self.roll = Roll()
        self.standing = Standing(self.body, self.day)
        reader = Reader(self.roll, self.standing.contacts, self.choices)
        self.understood = [reader.read(row) for row in self.read.rows]
        self.posts: list[PostEntry] = []
        self.people: list[PersonEntry] = []
        self._by_key: dict[tuple[str, str, str], PostEntry] = {}
        self._in_file = {
            person.address.casefold() for read in self.understood for person in read.people if person.address
        }
        self._new: dict[object, PersonEntry] = {}
        self._named: dict[tuple[str, str], Contact] = {}
        self._told: dict[object, tuple[int, dict[str, str]]] = {}
        self._used: set[tuple[object, str]] = set()
        for read in self.understood:
            self._enter(read)
        self.left_out = self._left_out()

    # --- entries ------------------------------------------------------------------------------------------------------

    def _enter(self, read: Understood) -> None:
        post = self._post(read)
        if read.problems:
            problem = " ".join(read.problems)
            people = read.people or (Person("", ""),)
            self.people += [
                PersonEntry(f"{read.row.line}-{n}", read.row.line, Kind.WRONG, post, person, problem=problem)
                for n, person in enumerate(people)
            ]
            return
        for n, person in enumerate(read.people):
            entry = PersonEntry(f"{read.row.line}-{n}", read.row.line, Kind.NEW, post, person)
            self._judge(entry)
            entry.skipped = entry.key in self.choices.skipped
            self.people.append(entry)

    def _post(self, read: Understood) -> PostEntry:
        found = self._by_key.get(read.post_key)
        if found is not None and not found.read.problems:
            found.lines.append(read.row.line)
            return found
        post = PostEntry(f"post-{read.row.line}", read, [read.row.line])
        if not read.problems:
            post.standing = self.standing.posts(read)
            post.held_earlier = bool(post.standing) and self.standing.begins_later(post.standing[0])
            post.skipped = post.key in self.choices.skipped
            self._by_key[read.post_key] = post
            self.posts.append(post)
        return post

    def _judge(self, entry: PersonEntry) -> None:
        """Which contact is meant, and what the file says otherwise of it."""
        person, delegation = entry.person, entry.post.read.delegation
        if person.doubt and not person.address and not person.name:
            return
        found = self.standing.by_address(person.address)
        if found is not None and self._leaves(found):
            # Its address is free for who follows.
            found = None
        if found is not None and (delegation is None or found.delegation_id != delegation.pk):
            entry.kind = Kind.WRONG
            entry.problem = _(
                "%(address)s is the address of %(name)s (%(delegation)s). One address belongs to one contact."
            ) % {"address": person.address, "name": found, "delegation": found.delegation}
            return
        if found is None and delegation is not None:
            found = self.standing.by_name(
                person, delegation, entry.post.standing, in_file=self._in_file,
                used={pk for pk, post in self._used if post == entry.post.key},
            )  # fmt: skip
        mark = (entry.post.key, key(person.name) or plain(person.name))
        if found is None and not person.address and mark in self._named:
            # The row stands twice: the name alone tells of nobody more.
            entry.contact, entry.kind = self._named[mark], Kind.SAME
            return
        if found is None:
            self._judge_new(entry)
            return
        self._named[mark] = found
        entry.contact = found
        if self._contradicts(found.pk, entry):
            return
        self._used.add((found.pk, entry.post.key))
        entry.details, entry.differences = compare(found, person)
        entry.held_earlier = self.standing.begins_later(found)
        entry.shown_anew = not self.standing.is_shown(found, entry.post.standing)
        changed = entry.differences or entry.held_earlier or entry.shown_anew
        entry.kind = Kind.CHANGED if changed else Kind.SAME

    def _leaves(self, contact: Contact) -> bool:
        """Whether a person said that this contact ends."""
        return f"contact-{contact.pk}" in self.choices.ended and not self.standing.obstacle(contact)

    def _judge_new(self, entry: PersonEntry) -> None:
        """Somebody the list does not know; the same person in a second post is one contact."""
        person = entry.person
        entry.details, _none = compare(None, person)
        holder = entry.post.read.post_key[0]
        mark = person.address.casefold() or (holder, key(person.name) or plain(person.name))
        first = self._new.setdefault(mark, entry)
        if first is entry:
            self._contradicts(mark, entry)
            return
        names = {plain(one.name) for one in (first.person, person) if one.name}
        same = first.post.read.post_key[0] == holder and len(names) <= 1
        if not same:
            entry.kind = Kind.WRONG
            entry.problem = _("%(address)s stands for %(name)s in row %(line)s already.") % {
                "address": person.address, "name": first.person.name or first.post.holder, "line": first.line,
            }  # fmt: skip
            return
        if self._contradicts(mark, entry):
            return
        first.person = together(first.person, person)
        first.details, _none = compare(None, first.person)
        entry.same_as = first
        entry.kind = Kind.SAME if first.post is entry.post else Kind.NEW

    def _contradicts(self, mark: object, entry: PersonEntry) -> bool:
        """Whether a row before says otherwise of the same person; then the later one is wrong."""
        line, told = self._told.setdefault(mark, (entry.line, {}))
        said = said_of(entry.person)
        if any(told.get(name, value) != value for name, value in said.items()):
            entry.kind = Kind.WRONG
            entry.problem = _("Row %(line)s says otherwise of the same contact.") % {"line": line}
            return True
        self._told[mark] = (line, told | said)
        return False

    def _left_out(self) -> list[LeftOut]:
        named = {row.pk for post in self.posts for row in post.standing}
        meant = {entry.contact.pk for entry in self.people if entry.contact}
        order = {row.pk: at for at, row in enumerate(self.standing.assignments)}
        return sorted(
            self.standing.left_out(named, meant, self.choices.ended), key=lambda one: order[one.posts[0].pk]
        )

    # --- what a page shows --------------------------------------------------------------------------------------------

    def of_kind(self, *kinds: Kind) -> list[PersonEntry]:
        return [entry for entry in self.people if entry.kind in kinds]

    @property
    def vacant(self) -> list[PostEntry]:
        """New posts that nobody holds, or of which the file names nobody."""
        filled = {id(entry.post) for entry in self.people}
        return [post for post in self.posts if post.is_new and id(post) not in filled]

    @property
    def earlier_posts(self) -> list[PostEntry]:
        return [post for post in self.posts if post.held_earlier]

    @property
    def figures(self) -> dict[str, int]:
        """How many of what would be brought in, as it is chosen now."""
        taken = [entry for entry in self.people if not entry.skipped]
        return {
            "rows": len(self.read.rows),
            "addresses": len({address.casefold() for row in self.read.rows for address in row.addresses}),
            "new": sum(entry.kind == Kind.NEW for entry in taken),
            "posts": sum(post.is_new and not post.skipped for post in self.posts),
            "changed": sum(entry.kind == Kind.CHANGED for entry in taken)
            + sum(post.held_earlier for post in self.posts),
            "same": sum(entry.kind == Kind.SAME for entry in self.people),
            "ended": sum(one.ended for one in self.left_out),
            "kept": sum(not one.ended for one in self.left_out),
            "wrong": sum(entry.kind == Kind.WRONG for entry in self.people),
        }

    @property
    def changes_nothing(self) -> bool:
        figures = self.figures
        return not any(figures[name] for name in ("new", "posts", "changed", "ended"))

    @property
    def fingerprint(self) -> str:
        """Changes when the list moves: what stands on it, from when to when, and what is said of everybody on it."""
        return sha256(canonical(self.standing.as_value()))


def doubtful(people: Iterable[PersonEntry]) -> list[PersonEntry]:
    """Those whose name and address are not certain to belong together, and who are new or change."""
    return [entry for entry in people if entry.person.doubt and entry.kind in (Kind.NEW, Kind.CHANGED)]
