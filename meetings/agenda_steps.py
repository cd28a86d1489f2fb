"""Agendas circulated and adopted: a draft becomes a frozen text that the Friends have, then one the meeting adopted.

Each step freezes a revision of a document of kind agenda, made from the items. Letters name everybody who speaks for a
delegation on the list; their file is made by the clock.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import audit, enclosures, history, pdf
from ccm_portal.actors import CLOCK, Actor
from ccm_portal.canonical import canonical, sha256
from ccm_portal.models import Letter
from friends import roster
from friends.models import Contact
from friends.speaking import Place, places
from meetings import agenda_letters, printing, revisions, stamps
from meetings.models import AgendaStep, Document, Meeting
from meetings.models.agenda_steps import newest

Kind = AgendaStep.Kind
ADOPTIONS = (Kind.ADOPTED, Kind.AMENDED)
LONGEST_WORDS = 2_000
# A renderer that does not answer for so long holds up no letter any more.
PATIENCE = dt.timedelta(minutes=30)


class CannotCirculate(Exception):
    """The agenda cannot be circulated so; the sentence says why."""


class CannotAdopt(Exception):
    """That the agenda was adopted cannot be recorded so; the sentence says why."""


# --- where an agenda is -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where the agenda of a meeting is: its steps, the newest first, and whether it was changed since the newest."""

    steps: list[AgendaStep]
    changed: bool

    @property
    def newest(self) -> AgendaStep | None:
        """The newest step that was not taken back."""
        return newest(self.steps)

    @property
    def adopted(self) -> AgendaStep | None:
        """The adoption, where that is the newest step."""
        return self.newest if self.newest and self.newest.kind in ADOPTIONS else None

    @property
    def document(self) -> Document | None:
        return self.steps[0].revision.document if self.steps else None

    @cached_property
    def label(self) -> str:
        """ "Draft", "Circulated", "Circulated, Rev. 1", "Adopted", "Adopted as amended"."""
        if self.newest is None:
            return _("Draft")
        if self.newest.rev:
            return _("Circulated, Rev. %(rev)s") % {"rev": self.newest.rev}
        return str(self.newest.get_kind_display()).capitalize()


def standing(meeting: Meeting) -> Standing:
    """Where its agenda is; a draft costs one query."""
    where = Standing(list(meeting.agenda_steps.select_related("revision__document__body")), changed=False)
    changed = where.newest is not None and _digest(meeting) != where.newest.revision.sha256
    return replace(where, changed=changed)


def is_ahead(meeting: Meeting, now: dt.datetime) -> bool:
    """Whether the day of the meeting has not come; one without a day lies ahead."""
    return meeting.earliest is None or meeting.earliest > timezone.localtime(now, meeting.zone).date()


def stamp(meeting: Meeting, now: dt.datetime) -> printing.Stamp:
    """What a printing of the agenda as it stands now says of itself."""
    where = standing(meeting)
    if where.newest is None:
        return stamps.agenda(meeting, now)
    return stamps.agenda(meeting, now, changed=True) if where.changed else stamps.draft(where.newest.revision)


def _digest(meeting: Meeting) -> str:
    return sha256(canonical(revisions.agenda(meeting)))


# --- circulating ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Exactly what would go to whom; checked again when it is done. `without`: on the list, and gets no letter."""

    meeting: Meeting
    rev: int
    words: str
    content: dict[str, Any]
    places: list[Place]
    without: list[Contact]

    @property
    def letters(self) -> int:
        return sum(len(place.contacts) for place in self.places)

    @property
    def fingerprint(self) -> str:
        """Changes when anything the coordinator was shown changes."""
        told = {
            "agenda": sha256(canonical(self.content)),
            "rev": self.rev,
            "words": self.words,
            "places": [place.told for place in self.places],
        }
        return sha256(canonical(told))


def plan(meeting: Meeting, *, words: str, now: dt.datetime) -> Plan:
    """What circulating the agenda would do. Raises CannotCirculate."""
    where = standing(meeting)
    content = revisions.agenda(meeting)
    if not content["agenda"]:
        raise CannotCirculate(_("Nothing stands on the agenda yet."))
    if where.adopted is not None:
        raise CannotCirculate(_("The meeting adopted its agenda; it is circulated no more."))
    if where.newest is not None and not where.changed:
        raise CannotCirculate(_("Nothing was changed since the agenda was circulated."))
    day = timezone.localtime(now, meeting.body.zone).date()
    found = places(meeting.body, day)
    if not any(place.contacts for place in found):
        raise CannotCirculate(_("Nobody would get it: the contact list holds no address today."))
    told = {contact.pk for place in found for contact in place.contacts}
    listed = [contact for seat in roster.seats_on(meeting.body, day) for contact in seat.contacts]
    return Plan(
        meeting, where.newest.number if where.newest else 0, words, content, found,
        [contact for contact in listed if contact.pk not in told],
    )  # fmt: skip


@transaction.atomic
def circulate(meeting: Meeting, *, words: str, seen: str, by: Actor, now: dt.datetime) -> AgendaStep:
    """The agenda is frozen as it stands, and everybody who speaks for a delegation on the list gets one letter with it.

    The letters wait until the clock has made the file. `seen` is the fingerprint of the plan that was confirmed.
    Raises CannotCirculate.
    """
    _hold(meeting)
    planned = plan(meeting, words=words, now=now)
    if planned.fingerprint != seen:
        raise CannotCirculate(
            _("The agenda or the list changed since you looked. Nothing was sent; look again.")
        )
    day = timezone.localtime(now, meeting.body.zone).date()
    step = _take(meeting, Kind.CIRCULATED, day, number=planned.rev + 1, words=words, by=by, now=now)
    for place in planned.places:
        for contact in place.contacts:
            agenda_letters.circulated(contact, step, enclosed=True, now=now)
    audit.record(
        "agenda circulated", step, by=by, now=now, body=meeting.body_id, sha256=step.revision.sha256,
        letters=planned.letters, number=step.number,
    )  # fmt: skip
    return step


def _hold(meeting: Meeting) -> None:
    """The same pressed twice at once is done once, and no item changes meanwhile."""
    Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


def _take(
    meeting: Meeting,
    kind: Kind,
    day: dt.date,
    *,
    number: int = 0,
    words: str = "",
    by: Actor,
    now: dt.datetime,
) -> AgendaStep:
    """The agenda is frozen as it stands now, and the step taken."""
    document = meeting.documents.filter(kind=Document.Kind.AGENDA).first()
    if document is None:
        document = Document(
            body=meeting.body, meeting=meeting, kind=Document.Kind.AGENDA, title=_("Agenda"), created_at=now
        )
        history.save(document, by=by)
    revision = revisions.freeze(document, note=str(kind.label), by=by, now=now)
    return AgendaStep.objects.create(
        meeting=meeting, revision=revision, kind=kind, number=number, day=day, words=words, at=now,
        enclosure_id=uuid.uuid4() if kind == Kind.CIRCULATED else None,
    )  # fmt: skip


# --- adopting ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def adopt(meeting: Meeting, *, day: dt.date, amended: bool, by: Actor, now: dt.datetime) -> AgendaStep:
    """The meeting adopted its agenda on that day, as it stands now: it is frozen. Nobody is told.

    Raises CannotAdopt."""
    _hold(meeting)
    if not meeting.agenda_items.exists():
        raise CannotAdopt(_("Nothing stands on the agenda yet."))
    where = standing(meeting)
    if where.adopted is not None and not where.changed:
        raise CannotAdopt(_("That the agenda was adopted is recorded already."))
    if day > timezone.localtime(now, meeting.zone).date():
        raise CannotAdopt(_("That day has not come yet."))
    if meeting.earliest is not None and day < meeting.earliest:
        raise CannotAdopt(_("That day is before the meeting."))
    step = _take(meeting, Kind.AMENDED if amended else Kind.ADOPTED, day, by=by, now=now)
    audit.record(
        "agenda adopted",
        step,
        by=by,
        now=now,
        body=meeting.body_id,
        sha256=step.revision.sha256,
        kind=step.kind,
    )
    return step


@transaction.atomic
def take_back(meeting: Meeting, *, by: Actor, now: dt.datetime) -> AgendaStep:
    """That the meeting adopted its agenda had been recorded by mistake: what held before holds again. Nobody is told.

    Raises CannotAdopt.
    """
    _hold(meeting)
    adopted = standing(meeting).adopted
    if adopted is None:
        raise CannotAdopt(_("That the agenda was adopted is not recorded."))
    day = timezone.localtime(now, meeting.body.zone).date()
    step = AgendaStep.objects.create(
        meeting=meeting, revision=adopted.revision, kind=Kind.TAKEN_BACK, day=day, at=now
    )
    audit.record("agenda adoption taken back", step, by=by, now=now, body=meeting.body_id)
    return step


# --- the file that goes with the letters ------------------------------------------------------------------------------


def waiting() -> QuerySet[Letter]:
    """Letters with agendas that wait for their file, the oldest first."""
    unsent = Letter.objects.about(agenda_letters.ABOUT).filter(
        state__in=[Letter.State.QUEUED, Letter.State.SHOWN]
    )
    return unsent.exclude(enclosures.there_or_none()).order_by("written_at", "pk")


def make_file(letter: Letter, *, wait: float, now: dt.datetime) -> bool:
    """The file this letter waits for is made, and whoever waits for it is due; where it cannot be, they go without.

    May be done by several workers at once, and again after a crash: the file is kept once. Waits `wait` seconds for the
    renderer. False where it is to be tried again later.
    """
    rows = AgendaStep.objects.select_related("meeting__body", "revision__document__body")
    step = rows.get(enclosure_id=letter.enclosure_id)
    try:
        page = printing.print_html(step.revision.content, stamp=stamps.draft(step.revision))
        data = pdf.render(page, wait=wait)
    except pdf.RenderRefused:
        _go_without(step, now=now)
    except pdf.RendererUnavailable:
        if now - letter.written_at < PATIENCE:
            return False
        _go_without(step, now=now)
    else:
        rev = f"-rev-{step.rev}" if step.rev else ""
        name = f"{step.meeting.slug}-agenda{rev}.pdf"
        enclosures.keep(letter.enclosure_id, name=name, data=data, now=now)  # type: ignore[arg-type]
    return True


@transaction.atomic
def _go_without(step: AgendaStep, *, now: dt.datetime) -> None:
    """The letters go out without the file: the agenda stands in them."""
    held = list(waiting().filter(enclosure_id=step.enclosure_id))
    contacts = Contact.objects.select_related("delegation").in_bulk([letter.recipient for letter in held])
    for letter in held:
        agenda_letters.without_file(letter, contacts[letter.recipient], step)
    audit.record(
        "agenda without its file", step, by=CLOCK, now=now, body=step.meeting.body_id, letters=len(held)
    )
