"""One process at one state, twice: ours and another one, with a canary word in everything that somebody must not see.

Built by the real verbs inside the caller's transaction. `PRINCIPALS` are the people of the permission matrix, each with
the session they would have.
"""

import datetime as dt
import uuid
from dataclasses import replace

from actions import records, tasks
from actions.models import ActionPoint, FollowUp, RecordFile
from friends import (
    circulation,
    contacts,
    delegations,
    editions,
    imports,
    proposals,
    reviews,
)
from friends.models import (
    AccessLink,
    AreaLikeness,
    BodyAlias,
    Contact,
    ContactImport,
    ContactListEdition,
    HandOver,
    ListedContact,
    Period,
    Proposal,
    ThematicArea,
)
from meetings import (
    annotations,
    comments,
    corrections,
    dispositions,
    minutes,
    notes,
    presidency,
    publishing,
    rounds,
)
from meetings.models import Comment, Document, Paper
from meetings.paragraphs import Wording
from tests import cast
from tests.cast import HOUR, NOW, Cast
from tests.meetings import paper_samples
from tests.meetings.paper_samples import a_file, a_word
from tests.trust import asked, sessions
from tests.trust.sides import STATES, Side, World


def _address_canary(people: Cast, side: str) -> None:
    """The first contact of Norway carries canaries in everything the contact list says of it."""
    person = people.contacts["Norway"][0]
    details = contacts.Details(
        name=f"canary-{side}-contact",
        email=f"canary-{side}-address@example.org",
        phone=f"canary-{side}-phone",
        main=person.main,
    )
    change = contacts.Change(NOW.date(), f"canary-{side}-reason")
    people.contacts["Norway"][0] = contacts.correct(person, details, change, by=people.admin.actor, now=NOW)
    _sealed_canary(people, side)
    row = people.friend.assignments.get()
    row.note = f"canary-{side}-note"
    cast.history.save(row, by=people.admin.actor)


def _sealed_canary(people: Cast, side: str) -> None:
    """An address that no other delegation may see but the Presidency's."""
    canada = people.contacts["Canada"][0]
    second = Contact(
        delegation=canada.delegation, name="Second secretary", email=f"canary-{side}-sealed@example.org",
        visibility=Contact.Visibility.OFFICE,
    )  # fmt: skip
    cast.history.save(second, by=people.admin.actor)
    place = ListedContact(assignment=canada.assignments.get(), contact=second, position=9)
    cast.history.save(place, by=people.admin.actor)


def _drafted(people: Cast, side: str, day: dt.date) -> Document:
    """Minutes whose first paragraph holds the canary of the text."""
    document = cast.document_at("drafting", people, day=day)
    section = document.sections.first()
    assert section is not None
    _write(section.paragraphs.first(), f"The canary-{side}-text was seen.", people)
    return document


def _write(row: object, text: str, people: Cast) -> None:
    edit = minutes.Edit(Wording(text), id=row.pk, version=row.version)  # type: ignore[attr-defined]
    minutes.save_section(row.section, [edit], by=people.coordinator.actor, now=NOW)  # type: ignore[attr-defined]


def _comment(side: Side, name: str, remark: str) -> Comment:
    assert side.round is not None
    _comment_draft(side, name, remark)
    [sent] = comments.send(
        side.round.delegations.get(name=name), contact=side.people.contacts[name][0], now=NOW + 2 * HOUR
    )
    return sent


def _comment_draft(side: Side, name: str, remark: str) -> None:
    assert side.round is not None
    first = side.round.revision.content["sections"][0]["paragraphs"][0]["id"]
    comments.write(
        side.round.delegations.get(name=name),
        comments.Said(paragraph=uuid.UUID(first), remark=remark),
        contact=side.people.contacts[name][0],
        now=NOW + 2 * HOUR,
    )


def _in_round(side: Side) -> None:
    """Circulated, commented by Norway and Canada, Norway's comment decided, and the text worked on since."""
    by = side.people.coordinator.actor
    link = AccessLink.objects.get(contact=side.people.president, subject=side.revision)
    revision = side.document.revisions.get(pk=side.revision)
    presidency.give(revision, link, given=True, note="", now=NOW + HOUR)
    side.document.refresh_from_db()
    side.round = cast.open_round(side.document, side.people, cover_note=f"Read the {side.canary('cover')}.")
    side.comment = _comment(side, "Norway", side.canary("comment"))
    side.other_comment = _comment(side, "Canada", "Canada's remark.")
    _comment_draft(side, "Canada", side.canary("draft"))
    decision = dispositions.Decision("noted", reason="Thank you.", internal_note=side.canary("internal"))
    for said in (side.comment, side.other_comment):
        dispositions.decide(said, decision, by=by, now=NOW + 3 * HOUR)
    section = side.document.sections.last()
    assert section is not None
    row = section.paragraphs.first()
    assert row is not None
    wording = replace(Wording.of(row), text=f"{side.canary('working')} to be done.")
    minutes.save_section(
        section, [minutes.Edit(wording, id=row.pk, version=row.version)], by=by, now=NOW + 3 * HOUR
    )
    side.document.refresh_from_db()


def _closed(side: Side) -> None:
    assert side.round is not None
    rounds.close(
        side.round, note="", leave_undecided=False, by=side.people.coordinator.actor, now=NOW + 4 * HOUR
    )
    side.round.refresh_from_db()
    side.document.refresh_from_db()


def _published(side: Side) -> None:
    paper_samples.published(
        a_file(side.people, title=f"Open {side.name}", access="public", data=a_word()), side.people
    )
    cast.finals.issue(side.document, waiver="", by=side.people.coordinator.actor, now=NOW + 5 * HOUR)
    side.document.refresh_from_db()
    _publish(side)


def _corrected(side: Side) -> None:
    """A second edition is public, and its text is taken up for a third."""
    by, now = side.people.coordinator.actor, NOW + 7 * HOUR
    section = side.document.sections.first()
    assert section is not None
    corrections.begin(side.document, reason="A place was wrong.", by=by, now=now)
    side.document.refresh_from_db()
    _write(section.paragraphs.last(), "The place was set right.", side.people)
    cast.finals.issue(side.document, waiver="None is needed.", by=by, now=now)
    side.document.refresh_from_db()
    _publish(side)
    corrections.begin(side.document, reason=f"Wrong was {side.canary('correction')}.", by=by, now=now)
    _write(section.paragraphs.last(), f"Right is {side.canary('correction')}.", side.people)
    side.document.refresh_from_db()


def _publish(side: Side) -> None:
    """The final text is approved by link, prepared and confirmed."""
    presidency.ask_approval(side.document, by=side.people.coordinator.actor, now=NOW + 5 * HOUR)
    side.revision = presidency.final_revision(side.document).pk
    link = AccessLink.objects.get(contact=side.people.president, subject=side.revision)
    revision = side.document.revisions.get(pk=side.revision)
    presidency.give(revision, link, given=True, note="", now=NOW + 6 * HOUR)
    side.document.refresh_from_db()
    by = side.people.coordinator.actor
    prepared = publishing.prepare(side.document, by=by, now=NOW + 7 * HOUR)
    side.preparation = publishing.finish(prepared, wait=60, now=NOW + 7 * HOUR)
    side.publication = publishing.confirm(side.preparation, by=by, now=NOW + 7 * HOUR)
    side.document.refresh_from_db()


def _handed_over(people: Cast) -> None:
    """A period that was handed over before anybody here began: nothing is sealed for them."""
    old, new = (
        cast.history.save(Period(body=people.body, name=name), by=cast.IMPORT)
        for name in ("6MSP to 7MSP", "7MSP to 8MSP")
    )
    done = HandOver(
        body=people.body, from_period=old, to_period=new, day=NOW.date(), made_at=NOW, period_made=False
    )
    cast.history.save(done, by=cast.IMPORT)


def _side(people: Cast, name: str, state: str, day: dt.date) -> Side:
    _address_canary(people, name)
    document = _drafted(people, name, day)
    revision = presidency.ask_clearance(document, by=people.coordinator.actor, now=NOW)
    side = Side(name, people, document, revision.pk)
    side.likeness = _likeness(people)
    BodyAlias.objects.create(body=people.body, name=f"The circle of {name}")
    side.record = _record(side)
    side.paper, side.shared = _paper(side, "paper"), _paper(side, "shared", access="friends")
    side.contact_import = _import(side)
    side.edition = _edition(side)
    cast.history.save(Period(body=people.body, name="1MSP to 2MSP"), by=cast.IMPORT)
    _handed_over(people)
    norway = people.friend.delegation
    delegations.take_proposed(norway, reason="as the depositary writes them", by=people.admin.actor, now=NOW)
    side.asking, side.interest = asked.asking(people), asked.interest(people, side.canary("interest"))
    side.proposal = _proposal(side)
    assert document.meeting is not None
    item = document.meeting.agenda_items.all()[0]
    notes.save(document, side.canary("private"), version=0, since=None, now=NOW)
    annotations.annotate(item, side.canary("annotation"), seen="", by=people.coordinator.actor, now=NOW)
    side.item = asked.item(people, document.meeting, side.canary("item"))
    _task(document)
    for wanted, step in (
        ("round open", _in_round),
        ("round closed", _closed),
        ("published", _published),
        ("corrected", _corrected),
    ):
        if STATES.index(state) >= STATES.index(wanted):
            step(side)
    return side


def _paper(side: Side, kind: str, **where: str) -> Paper:
    """A file for the meeting and an item of it."""
    meeting, word = side.document.meeting, side.canary(kind)
    assert meeting is not None
    items = list(meeting.agenda_items.all()[:1])
    data = a_word(words=f"The {word}.")
    return a_file(side.people, title=word, name=f"{word}.docx", data=data, items=items, **where)


def _edition(side: Side) -> ContactListEdition:
    """The contact list as of today, frozen and circulated."""
    people = side.people
    seen = editions.plan(people.body, as_of=NOW.date(), now=NOW).sha256
    by = people.admin.actor
    note = side.canary("edition")
    made = editions.freeze(people.body, as_of=NOW.date(), note=note, seen=seen, by=by, now=NOW)
    planned = circulation.plan(made, now=NOW + HOUR)
    circulation.circulate(made, seen=planned.fingerprint, by=by, now=NOW + HOUR)
    return made


def _import(side: Side) -> ContactImport:
    """A contact list handed in and not brought in yet."""
    people, word = side.people, side.canary("import")
    rows = [[1, ["Country", "Name", "Email"]], [2, ["Peru", word, f"{word}@example.org"]]]
    content = {"sheets": [{"name": "", "rows": rows, "merged": []}], "text": "", "remarks": []}
    return imports.propose(people.body, "list.csv", content, by=people.admin.actor, now=NOW)


def _proposal(side: Side) -> Proposal:
    """The list is in review, and Norway says that its first contact has left."""
    people = side.people
    until, by = NOW.date() + dt.timedelta(days=14), people.admin.actor
    seen = reviews.plan(people.body, until=until, note="", now=NOW + HOUR).fingerprint
    review = reviews.open(people.body, until=until, note="", seen=seen, by=by, now=NOW + HOUR)
    entry = reviews.entry_of(review, people.friend)
    assert entry is not None
    wanted = proposals.Wanted(Proposal.Kind.LEFT, people.friend, words=side.canary("proposal"))
    return proposals.propose(entry, wanted, contact=people.friend, now=NOW + HOUR)


def _record(side: Side) -> RecordFile:
    """A record handed in and not brought in yet."""
    text = f"Meeting of the {side.people.body.name}\n3 May 2026\n\nSummary\n\nThe {side.canary('record')} was read.\n"
    return records.hand_in(
        "record.txt", text.encode(), body=side.people.body, time_zone="Europe/Zurich",
        by=side.people.coordinator.actor, now=NOW,
    )  # fmt: skip


def _task(document: Document) -> None:
    """The first action point of the minutes has one task, and one sentence is followed up."""
    point = ActionPoint.objects.filter(meeting=document.meeting)[0]
    tasks.add(point, tasks.Wanted("Write to the port"), by=cast.IMPORT, now=NOW)
    row = FollowUp(
        meeting=document.meeting, paragraph=point.paragraph, sentence="Peru will write.", sentence_sha256="0" * 64,
        verdict=FollowUp.Verdict.ACCEPTED, decided_at=NOW,
    )  # fmt: skip
    cast.history.save(row, by=cast.IMPORT)


def _likeness(people: Cast) -> AreaLikeness:
    area, other = (
        cast.history.save(ThematicArea(body=people.body, name=name), by=cast.IMPORT)
        for name in ("Universalisation", "Universalization")
    )
    return cast.history.save(AreaLikeness(area=area, other=other), by=cast.IMPORT)


def build(state: str) -> World:
    """Both processes at `state`, and everybody with their sessions."""
    people = cast.cast()
    other = cast.other_process(people)
    ours = _side(people, "ours", state, dt.date(2026, 10, 30))
    theirs = _side(other, "theirs", state, dt.date(2026, 10, 29))
    world = World(state, ours, theirs)
    sessions.begin(world)
    return world
