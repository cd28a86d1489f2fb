"""The scenes of the journeys, set up through the verbs. Run by `tests.journeys.scenes` in a process of its own.

The coordinator gets a session here, as a sign-in makes it, and the journey puts its key into the browser: how staff
sign in is a story of its own (`test_sign_in.py`). Everybody else comes in by the links in letters, as in real use.
"""

import datetime as dt
from collections.abc import Callable

from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from actions import follow_ups, records, tasks
from actions.models import FollowUp, RecordFile
from ccm_portal import history, sign_in
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter, User
from friends import imports
from friends import public as roster
from friends.models import Body, Contact, ContactImport, StaffRole
from meetings import comments, dispositions, finals, presidency, publishing, rounds
from meetings.models import Document, Meeting, Paragraph, Preparation, PresidencyWord, Round
from tests import word_files
from tests.cast import Cast, meeting, with_app
from tests.journeys import asking, papering, proposing, reviewing
from tests.journeys.scenes import RECORD

DAY_IN_THE_RECORD = "8 March 2011"
PDF_SECONDS = 60.0

Told = dict[str, str]


def staff() -> Told:
    """A body without a meeting, and its coordinator at the desk."""
    body = history.save(Body(name="Friends of the President", slug="friends"), by=IMPORT)
    user = User.objects.create_user("coordinator@example.org", "The Coordinator")
    history.save(StaffRole(user=user, body=body, role=StaffRole.Role.COORDINATOR), by=IMPORT)
    with_app(user)
    return {"session": _session(user), "body": body.name}


def staff_managed() -> Told:
    """The same coordinator, who manages the staff as well and is alone with that."""
    told = staff()
    role = StaffRole(user=User.objects.get(), body=Body.objects.get(), role=StaffRole.Role.OPERATOR)
    history.save(role, by=IMPORT)
    return told


def planned() -> Told:
    """A meeting with an agenda of two items and no minutes yet, and a colleague of the coordinator."""
    told = staff()
    body, user = _body(), _coordinator()
    held = meeting(Cast(body=body, coordinator=user, admin=user, stranger=user, other_body=body))
    colleague = User.objects.create_user("colleague@example.org", "The Colleague")
    history.save(StaffRole(user=colleague, body=body, role=StaffRole.Role.COORDINATOR), by=IMPORT)
    with_app(colleague)
    return told | {"meeting": str(held.pk), "colleague": _session(colleague)}


def _session(user: User) -> str:
    """The key of a signed-in session."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user)
    request.session.save()
    return str(request.session.session_key)


def drafting() -> Told:
    """Minutes in drafting, brought in from the record."""
    told = staff()
    document = _brought_in(RECORD.name, RECORD.read_text())
    return told | _about(document)


def handing_over() -> Told:
    """The list of a period that ends, and a day still to come as a browser of ours wants it typed."""
    told = drafting()
    asking.period(_body())
    return told | {"until": f"{timezone.localdate() + asking.DAYS:%m%d%Y}"}


def cleared() -> Told:
    """Minutes that the Presidency cleared, to be circulated."""
    told = drafting()
    _word(Document.objects.get(), PresidencyWord.Purpose.CLEAR)
    return told


def cleared_for_whoever_is_there() -> Told:
    """The same for the coordinator that `manage.py createcoordinator` made."""
    document = _brought_in(RECORD.name, RECORD.read_text())
    _word(document, PresidencyWord.Purpose.CLEAR)
    return _about(document)


def an_hour_passes() -> Told:
    """Every session is an hour older than it was."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        for what in (sign_in.BEGAN, sign_in.SEEN, sign_in.CONFIRMED):
            if said := session.get(what):
                session[what] = (dt.datetime.fromisoformat(said) - dt.timedelta(hours=1)).isoformat()
        session.save()
    return {}


def in_round() -> Told:
    """Minutes with the Friends for comment; every address on the list gets its letter."""
    told = staff()
    document = _brought_in(RECORD.name, RECORD.read_text())
    return told | _about(document, _circulated(document))


def commented() -> Told:
    """Minutes with the Friends, and two comments that nobody has decided on."""
    told = staff()
    document = _brought_in(RECORD.name, RECORD.read_text())
    round_ = _circulated(document)
    _commented(round_, "Ghana", "Thank you for the clear text.")
    _commented(round_, "Sweden", "Please say in which building the rooms were.")
    return told | _about(document, round_)


def approved() -> Told:
    """Minutes that the Presidency approved without a round, to be published."""
    told = cleared()
    document = Document.objects.get()
    finals.issue(document, waiver="The chair asked for none.", by=_coordinator().actor, now=timezone.now())
    _word(document, PresidencyWord.Purpose.APPROVE)
    return told


def every_stage() -> Told:
    """Five meetings: minutes public, prepared, in a round with a comment, in drafting; and a record to be looked at."""
    told = staff()
    public = _approved(_on("8 March 2011"))
    _published(public)
    prepared = _approved(_on("12 April 2011"))
    preparation = _prepared(prepared)
    running = _on("10 May 2011")
    round_ = _circulated(running)
    _commented(round_, "Sweden", "Please say in which building the rooms were.")
    drafts = _on("5 July 2011")
    return told | _about(running, round_) | {
        "public": public.publications.get().get_absolute_url(),
        "published": str(public.pk),
        "closed_round": str(public.rounds.get().pk),
        "prepared": str(prepared.pk),
        "preparation": str(preparation.pk),
        "draft": str(drafts.pk),
        "draft_section": str(drafts.sections.all()[0].pk),
        "paragraph": str(Paragraph.objects.filter(section__document=drafts)[0].pk),
        "record": str(_handed_in("6 September 2011").pk),
        "comment": str(round_.delegations.get(name="Sweden").comments.get().pk),
        "letter": str(Letter.objects.all()[0].pk),
        "contact": str(Contact.objects.all()[0].pk),
        "doubtful": str(Contact.objects.filter(pair_confirmed=False)[0].listings.get().assignment_id),
        "assignment": str(_body().assignments.filter(listed=True)[0].pk),
        "area": str(_body().areas.all()[0].pk),
        "public_area": roster.areas(language="en", now=timezone.now())[0].slug,
        "delegation": str(Contact.objects.all()[0].delegation_id),
        "import": str(_list_handed_in().pk),
        **_taken_up(drafts.meeting),
        **papering.papered(_body(), running.meeting, user=_coordinator()),
        **asking.asked(_body(), Contact.objects.get(email__startswith="Lucas."), by=_coordinator().actor),
        **proposing.planned(_body(), Contact.objects.get(email__startswith="Lucas."), by=_coordinator().actor),
        **reviewing.reviewed(_body(), Contact.objects.get(email__startswith="Lucas."), by=_coordinator().actor),
    }  # fmt: skip


def _list_handed_in() -> ContactImport:
    """A list with something new, something changed, a pair in doubt and a row that cannot be brought in."""
    known = Contact.objects.exclude(email="").filter(valid_until=None).select_related("delegation")[0]
    rows = [
        ["Area", "Country", "Name", "Email"],
        ["", known.delegation.name, "Somebody Else", known.email],
        ["Openness", "Iceland", "Rosa Rossi; Mario Bianchi", "one@example.org two@example.org"],
        ["Openness", "Iceland", "Eva Muestra", known.email],
    ]
    sheet = {"name": "", "rows": [[at, cells] for at, cells in enumerate(rows, start=1)], "merged": []}
    remark = {"what": "formula", "row": 2, "column": 3, "words": "=A1", "sheet": 0}
    content = {"sheets": [sheet], "text": "", "remarks": [remark]}
    return imports.propose(_body(), "list.xlsx", content, by=_coordinator().actor, now=timezone.now())


def _taken_up(meeting: Meeting) -> Told:
    """An action point that holds several tasks, one with a task accepted, a follow-up, a Word file with changes."""
    by, now = _coordinator().actor, timezone.now()
    proposal = tasks.to_split(meeting)[0]
    other = meeting.action_points.exclude(pk=proposal.point.pk)[0]
    task = tasks.add(other, tasks.Wanted("Write to the port", "Ghana", "by 3 May 2012"), by=by, now=now)
    promise = follow_ups.proposed(meeting)[0]
    row = follow_ups.decide(meeting, promise.key, FollowUp.Verdict.ACCEPTED, by=by, now=now)
    text = RECORD.read_text().replace(DAY_IN_THE_RECORD, "4 October 2011")
    word = records.hand_in(
        "October.docx", word_files.reworked(text, "said that the rooms had been ", "full", "almost full"),
        body=_body(), time_zone=_body().time_zone, by=by, now=now,
    )  # fmt: skip
    return {
        "action": str(other.pk), "split": str(proposal.point.pk), "task": str(task.pk), "follow_up": str(row.pk),
        "taken_up": str(meeting.pk), "word_record": str(word.pk),
    }  # fmt: skip


def _body() -> Body:
    return Body.objects.get()


def _coordinator() -> User:
    return User.objects.get(email="coordinator@example.org")


def _about(document: Document, round_: Round | None = None) -> Told:
    first = document.sections.all()[0]
    told = {"meeting": str(document.meeting_id), "document": str(document.pk), "section": str(first.pk)}
    return told | ({"round": str(round_.pk)} if round_ else {})


def _on(day: str) -> Document:
    """Minutes brought in from the record as if its meeting had been on that day."""
    return _brought_in(f"{day}.txt", RECORD.read_text().replace(DAY_IN_THE_RECORD, day))


def _handed_in(day: str) -> RecordFile:
    text = RECORD.read_text().replace(DAY_IN_THE_RECORD, day)
    zone = _body().time_zone
    by = _coordinator().actor
    return records.hand_in(
        f"{day}.txt", text.encode(), body=_body(), time_zone=zone, by=by, now=timezone.now()
    )


def _brought_in(name: str, text: str) -> Document:
    by, now = _coordinator().actor, timezone.now()
    body = _body()
    kept = records.hand_in(name, text.encode(), body=body, time_zone=body.time_zone, by=by, now=now)
    meeting = records.bring_in(kept, records.Choices(), by=by, now=now)
    return meeting.documents.get(kind=Document.Kind.MINUTES)


def _word(document: Document, purpose: str) -> None:
    now = timezone.now()
    recorded = presidency.Recorded("the Ambassador", "by telephone", now)
    presidency.record(document, purpose, given=True, note="", recorded=recorded, user=_coordinator(), now=now)
    document.refresh_from_db()


def _circulated(document: Document) -> Round:
    _word(document, PresidencyWord.Purpose.CLEAR)
    now = timezone.now()
    deadline = now + dt.timedelta(days=7)
    seen = rounds.plan(document, deadline=deadline, cover_note="", now=now).fingerprint
    by = _coordinator().actor
    return rounds.open(document, deadline=deadline, cover_note="", seen=seen, by=by, now=now)


def _commented(round_: Round, name: str, remark: str) -> None:
    seat = round_.delegations.get(name=name)
    contact = seat.invitations.all()[0].contact
    first = Paragraph.objects.filter(section__document=round_.document, kind="paragraph")[0]
    comments.write(
        seat, comments.Said(paragraph=first.pk, remark=remark), contact=contact, now=timezone.now()
    )
    comments.send(seat, contact=contact, now=timezone.now())


def _approved(document: Document) -> Document:
    """Through a round with one comment, issued as final, approved by the Presidency."""
    by = _coordinator().actor
    round_ = _circulated(document)
    _commented(round_, "Ghana", "Thank you for the clear text.")
    for said in round_.delegations.get(name="Ghana").comments.all():
        dispositions.decide(said, dispositions.Decision("noted", "Thank you."), by=by, now=timezone.now())
    rounds.close(round_, note="", leave_undecided=False, by=by, now=timezone.now())
    document.refresh_from_db()
    finals.issue(document, waiver="", by=by, now=timezone.now())
    _word(document, PresidencyWord.Purpose.APPROVE)
    return document


def _prepared(document: Document) -> Preparation:
    preparation = publishing.prepare(document, by=_coordinator().actor, now=timezone.now())
    return publishing.finish(preparation, wait=PDF_SECONDS, now=timezone.now())


def _published(document: Document) -> None:
    publishing.confirm(_prepared(document), by=_coordinator().actor, now=timezone.now())
    document.refresh_from_db()


SCENES: dict[str, Callable[[], Told]] = {
    scene.__name__: scene
    for scene in (
        an_hour_passes,
        cleared_for_whoever_is_there,
        staff,
        staff_managed,
        planned,
        drafting,
        handing_over,
        cleared,
        in_round,
        commented,
        approved,
        every_stage,
    )
}
