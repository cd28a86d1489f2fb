"""One small cast of people, used everywhere, and documents at every stage of their life.

`cast()` makes the body, its roster and staff; `document_at("in_round", cast)` walks the real verbs to get there.
All addresses are role mailboxes at example.org.
"""

import datetime as dt
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import User
from friends import access
from friends.models import (
    AccessLink,
    Assignment,
    Body,
    Capacity,
    Contact,
    Delegation,
    ListedContact,
    StaffRole,
    ThematicArea,
)
from meetings import comments, dispositions, finals, minutes, presidency, rounds
from meetings.models import AgendaItem, Attendance, Document, Meeting, Round
from meetings.paragraphs import Wording

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
DEADLINE = NOW + dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)
# What the authenticator apps of the cast share with the portal.
APP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

SECTIONS = [
    (
        "Debrief",
        [
            Wording("The Presidency looked back on the first meeting and thanked all who had prepared it."),
            Wording("Several delegations praised the **good spirit** of the meeting."),
        ],
    ),
    (
        "Draft architecture",
        [
            Wording("Canada introduced a paper on how the work could be organised."),
            Wording("It proposes:", kind="paragraph"),
            Wording("a yearly meeting between sessions;", kind="bullet"),
            Wording("a small support office.", kind="bullet"),
            Wording("Support should be independent and answer to the States Parties.", kind="decision"),
        ],
    ),
    (
        "Action points",
        [
            Wording(
                "Canada to revise the paper in the light of comments, in time for the next meeting.",
                kind="action",
                owner_words="Canada",
                due_words="in time for the next meeting",
            ),
            Wording("All Friends to check the contact list.", kind="action", owner_words="All Friends"),
        ],
    ),
]


@dataclass
class Cast:
    """Who is there. `contacts` maps a delegation's name to its contacts in order."""

    body: Body
    coordinator: User
    admin: User
    stranger: User
    other_body: Body
    contacts: dict[str, list[Contact]] = field(default_factory=dict)

    @property
    def friend(self) -> Contact:
        return self.contacts["Norway"][0]

    @property
    def president(self) -> Contact:
        return self.contacts["Lao PDR"][0]


def _body(name: str, slug: str) -> Body:
    return history.save(Body(name=name, slug=slug), by=IMPORT)


def _staff(email: str, name: str, body: Body, role: str) -> User:
    user = User.objects.create_user(email, name)
    history.save(StaffRole(user=user, body=body, role=role), by=IMPORT)
    with_app(user)
    return user


def with_app(user: User) -> Authenticator:
    """The person has an authenticator app: without a second factor no page of the desk opens."""
    return TOTP.activate(user, APP_KEY).instance


def delegation(name: str, capacity: str = Capacity.Kind.STATE_PARTY) -> Delegation:
    """A delegation with its capacity."""
    row = history.save(Delegation(name=name), by=IMPORT)
    history.save(Capacity(delegation=row, kind=capacity), by=IMPORT)
    return row


def contact(of: Delegation, mailbox: str, **fields: object) -> Contact:
    """A contact with a role mailbox at example.org."""
    name = str(fields.pop("name", mailbox.replace(".", " ").title()))
    return history.save(
        Contact(delegation=of, name=name, email=f"{mailbox}@example.org", **fields), by=IMPORT
    )


def listed(body: Body, of: Delegation, people: list[Contact], **fields: object) -> Assignment:
    """A row of the contact list."""
    row = history.save(
        Assignment(body=body, delegation=of, position=body.assignments.count(), **fields), by=IMPORT
    )
    for position, person in enumerate(people):
        history.save(ListedContact(assignment=row, contact=person, position=position), by=IMPORT)
    return row


def cast() -> Cast:
    """The body, its staff, a stranger who runs another body, and a roster of four delegations with six addresses."""
    body = _body("Friends of the President", "friends")
    other = _body("Working Group on Clearance", "clearance-group")
    people = Cast(
        body=body,
        coordinator=_staff("coordinator@example.org", "The Coordinator", body, StaffRole.Role.COORDINATOR),
        admin=_staff("admin@example.org", "The Admin", body, StaffRole.Role.ADMIN),
        stranger=_staff("stranger@example.org", "The Stranger", other, StaffRole.Role.COORDINATOR),
        other_body=other,
    )
    area = history.save(ThematicArea(body=body, name="General status and operation"), by=IMPORT)
    posts: list[tuple[str, str, int, dict[str, object]]] = [
        (
            "Lao PDR",
            Capacity.Kind.STATE_PARTY,
            1,
            {"role": Assignment.Role.PRESIDENT, "title": "President, 1MSP"},
        ),
        ("Norway", Capacity.Kind.STATE_PARTY, 2, {"role": Assignment.Role.COORDINATOR, "area": area}),
        ("Canada", Capacity.Kind.SIGNATORY, 2, {"role": Assignment.Role.MEMBER, "title": "Architecture"}),
        ("ICRC", Capacity.Kind.OBSERVER, 1, {"role": Assignment.Role.OBSERVER}),
    ]
    for name, capacity, count, fields in posts:
        row = delegation(name, capacity)
        mailbox = name.lower().replace(" ", "-")
        people.contacts[name] = [contact(row, f"{mailbox}.{n}", main=n == 1) for n in range(1, count + 1)]
        listed(body, row, people.contacts[name], **fields)
    return people


def other_process(people: Cast) -> Cast:
    """The other body with a roster of its own: the same States, other people; its coordinator is the stranger."""
    other = Cast(
        body=people.other_body,
        coordinator=people.stranger,
        admin=_staff("other.admin@example.org", "The Other Admin", people.other_body, StaffRole.Role.ADMIN),
        stranger=people.coordinator,
        other_body=people.body,
    )
    area = history.save(ThematicArea(body=other.body, name="Clearance"), by=IMPORT)
    for name, role in (
        ("Lao PDR", Assignment.Role.PRESIDENT),
        ("Norway", Assignment.Role.COORDINATOR),
        ("Canada", Assignment.Role.MEMBER),
    ):
        state = Delegation.objects.get(name=name)
        other.contacts[name] = [contact(state, f"other.{name.lower().replace(' ', '-')}")]
        listed(other.body, state, other.contacts[name], role=role, area=area)
    return other


def meeting(people: Cast, *, day: dt.date = dt.date(2026, 10, 30), body: Body | None = None) -> Meeting:
    """A dated meeting with an agenda of two items and two delegations present."""
    body = body or people.body
    starts = dt.datetime.combine(day, dt.time(12, 0), dt.UTC)
    row = Meeting(
        body=body,
        title=f"Meeting of the {body.name}",
        slug=f"{day.isoformat()}-{body.slug}",
        when_words=day.strftime("%d %B %Y"),
        earliest=day,
        latest=day,
        starts_at=starts,
        ends_at=starts + 2 * HOUR,
        time_zone=body.time_zone,
        venue="Palais, room 4",
        chair_words="Lao PDR, Presidency",
    )
    history.save(row, by=IMPORT)
    for rank, title in (("a0", "Debrief"), ("a1", "Draft architecture")):
        history.save(AgendaItem(meeting=row, rank=rank, title=title, presenter_words="Lao PDR"), by=IMPORT)
    for position, name in enumerate(("Lao PDR", "Norway")):
        history.save(Attendance(meeting=row, name=name, position=position), by=IMPORT)
    return row


def _drafting(people: Cast, **where: object) -> Document:
    held = meeting(people, **where)  # type: ignore[arg-type]
    items = {item.title: item for item in held.agenda_items.all()}
    texts = [
        minutes.SectionText(heading, wordings, [items[heading]] if heading in items else [])
        for heading, wordings in SECTIONS
    ]
    return minutes.create(
        held, title="Minutes and action points", sections=texts, by=people.coordinator.actor, now=NOW
    )


def _word(document: Document, purpose: str, people: Cast) -> None:
    recorded = presidency.Recorded("the Ambassador", "by telephone", NOW)
    presidency.record(
        document, purpose, given=True, note="", recorded=recorded, user=people.coordinator, now=NOW + HOUR
    )


def open_round(
    document: Document,
    people: Cast,
    *,
    cover_note: str = "Please read with care.",
    now: dt.datetime = NOW + HOUR,
) -> Round:
    """Circulate the cleared revision to everyone on the list."""
    terms = {"deadline": DEADLINE, "cover_note": cover_note}
    seen = rounds.plan(document, **terms, now=now).fingerprint  # type: ignore[arg-type]
    return rounds.open(document, **terms, seen=seen, by=people.coordinator.actor, now=now)  # type: ignore[arg-type]


def comment_and_decide(round_: Round, people: Cast) -> None:
    """Norway comments on the first paragraph, Canada has no comments; the comment is noted."""
    seat = round_.delegations.get(name="Norway")
    paragraph = round_.revision.content["sections"][0]["paragraphs"][0]["id"]
    said = comments.Said(paragraph=paragraph, quote="looked back", remark="Please say on which meeting.")
    comments.write(seat, said, contact=people.friend, now=NOW + 2 * HOUR)
    [sent] = comments.send(seat, contact=people.friend, now=NOW + 2 * HOUR)
    canada = people.contacts["Canada"][0]
    comments.answer(round_.delegations.get(name="Canada"), "no_comments", contact=canada, now=NOW + 2 * HOUR)
    decision = dispositions.Decision(label="noted", reason="The heading says so.")
    dispositions.decide(sent, decision, by=people.coordinator.actor, now=NOW + 3 * HOUR)


STAGES = ("drafting", "cleared", "in_round", "under_revision", "final", "approved")


def document_at(status: str, people: Cast, **where: object) -> Document:
    """Minutes in the given status, brought there by the verbs. (Published: see tests of publishing.)"""
    document = _drafting(people, **where)
    by = people.coordinator.actor
    stage = STAGES.index(status)
    if stage >= STAGES.index("cleared"):
        _word(document, "clear", people)
    if stage >= STAGES.index("in_round"):
        round_ = open_round(document, people)
    if stage >= STAGES.index("under_revision"):
        comment_and_decide(round_, people)
        rounds.close(round_, note="Thank you.", leave_undecided=False, by=by, now=NOW + 4 * HOUR)
        document.refresh_from_db()
    if stage >= STAGES.index("final"):
        finals.issue(document, waiver="", by=by, now=NOW + 5 * HOUR)
    if stage >= STAGES.index("approved"):
        _word(document, "approve", people)
    document.refresh_from_db()
    return document


def link_of(person: Contact, round_: Round, *, now: dt.datetime = NOW) -> AccessLink:
    """The contact's link into a round."""
    return access.open_link(
        person,
        purpose=AccessLink.Purpose.ROUND,
        subject=round_.pk,
        until=now + dt.timedelta(days=900),
        now=now,
    )
