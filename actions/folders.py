"""The chair's folder: one PDF for whoever chairs a meeting, gathered from all floors. Never circulated.

A cover, the annotated agenda with times of day, who is expected, what was promised last time, and the papers: those
with a text of their own are set into it, PDF files are appended, others are named with their version.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from actions import open_matters
from actions.models import ActionPoint, FollowUp, MatterArising, Task
from actions.open_matters import Matter, TakenUp
from ccm_portal import pdf
from friends import delegations, roster
from friends.models import Delegation
from meetings import agenda_times, agendas, attendance, paper_files, papers, printing, revisions
from meetings.models import Attendance, ItemProposal, Meeting, Paper, PaperVersion, Revision
from meetings.printing import Stamp

# Files are appended as long as all of them together are no larger.
MOST_APPENDED = 20_000_000


@dataclass(frozen=True)
class Folder:
    """What the folder holds: values for the page, and the files that follow it (title, bytes)."""

    values: dict[str, Any]
    content: dict[str, Any]
    stamp: Stamp
    appended: list[tuple[str, bytes]]


def gather(meeting: Meeting, now: dt.datetime) -> Folder:
    """Everything of the meeting's folder as it stands now. Queries grow with the papers that have a text, not else."""
    nodes = agendas.tree(meeting)
    slots = agenda_times.times(nodes, meeting.starts_at)
    taken_up = open_matters.taken_up(meeting)
    bundle = _papers(meeting)
    beside = _Beside(_by_item(taken_up), _titles_of_items(bundle), _proposals(meeting))
    content = revisions.agenda(meeting)
    day = timezone.localtime(now, meeting.zone).date()
    title = _("Chair's folder: %(title)s") % {"title": meeting.title}
    running = _("Chair's folder, %(when)s") % {"when": meeting.when_words}
    values = {
        "title": title,
        "agenda": _agenda(nodes, slots, meeting, beside),
        "untimed": agenda_times.untimed(nodes, slots) if meeting.starts_at else None,
        "starts": meeting.starts_at is not None,
        "expected": expected(meeting),
        "promised": promised(meeting, taken_up),
        "papers": [paper.values for paper in bundle],
    }
    return Folder(
        values=values,
        # Printed under its own name, short enough for the running header, and not as an agenda.
        content=content | {"kind": "paper", "title": running, "agenda": []},
        stamp=_stamp(day, now, meeting),
        appended=[(paper.values["title"], paper.data) for paper in bundle if paper.data],
    )


def render(folder: Folder, *, wait: float = pdf.REQUEST_SECONDS) -> bytes:
    """The folder as PDF. Raises pdf.RendererUnavailable, pdf.RenderRefused."""
    page = printing.print_folder(folder.values, folder.content, stamp=folder.stamp)
    data = pdf.render(page, wait=wait)
    return pdf.append(data, folder.appended) if folder.appended else data


def _stamp(day: dt.date, now: dt.datetime, meeting: Meeting) -> Stamp:
    words = {
        "day": formats.date_format(day, "j F Y"),
        "time": timezone.localtime(now, meeting.zone).strftime("%H:%M"),
    }
    return Stamp(
        status=_("For the chair; not for circulation"),
        line=_("For the chair; not for circulation. As of %(day)s, %(time)s.") % words,
        identifier="",
        date=day.isoformat(),
    )


# --- the annotated agenda ---------------------------------------------------------------------------------------------


def _by_item(taken_up: Iterable[TakenUp]) -> dict[uuid.UUID, list[Matter]]:
    found: dict[uuid.UUID, list[Matter]] = defaultdict(list)
    for row in taken_up:
        found[row.item.pk].append(row.matter)
    return found


@dataclass(frozen=True)
class _Beside:
    """By agenda item: what it takes up, the titles of its papers, what a delegation proposed."""

    matters: dict[uuid.UUID, list[Matter]]
    papers: dict[uuid.UUID, list[str]]
    proposals: dict[uuid.UUID, ItemProposal]


def _proposals(meeting: Meeting) -> dict[uuid.UUID, ItemProposal]:
    rows = ItemProposal.objects.filter(item__meeting=meeting).select_related("delegation")
    return {row.item_id: row for row in rows if row.item_id}


def _agenda(
    nodes: list[agendas.Node],
    slots: dict[uuid.UUID, agenda_times.Slot],
    meeting: Meeting,
    beside: _Beside,
) -> list[dict[str, Any]]:
    """Each item in reading order as the page prints it."""
    return [
        {
            "number": node.number,
            "depth": node.number.count("."),
            "title": node.item.title,
            "time": _time(node, slots.get(node.item.pk), meeting),
            "minutes": node.item.minutes,
            "presenter": node.item.presenter_words,
            "led": [
                line
                for line in printing.led(
                    {"chair": node.item.chair_words, "facilitator": node.item.facilitator_words}
                )
                if line
            ],
            "areas": [str(named) for named in node.item.named_areas.all()],
            "note": node.item.note,
            "annotation": node.item.annotation,
            "matters": beside.matters.get(node.item.pk, []),
            "papers": beside.papers.get(node.item.pk, []),
            "proposal": beside.proposals.get(node.item.pk),
        }
        for node in agendas.flat(nodes)
    ]


def _time(node: agendas.Node, slot: agenda_times.Slot | None, meeting: Meeting) -> str:
    """ "13:20 – 13:40", or "13:20" where the end is not known; "" for a point without minutes of its own."""
    if slot is None or (node.item.parent_id and not node.item.minutes):
        return ""
    starts = timezone.localtime(slot.starts, meeting.zone).strftime("%H:%M")
    if slot.ends is None:
        return starts
    return f"{starts} – {timezone.localtime(slot.ends, meeting.zone):%H:%M}"


# --- who speaks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """A delegation on the list of the meeting's day: its capacity, what it carries, whether it sent apologies.

    people: those of it who were ticked for the meeting.
    """

    delegation: Delegation
    name: str
    capacity: str
    posts: str
    apologies: bool
    people: tuple[str, ...] = ()


def expected(meeting: Meeting) -> list[Expected]:
    """The delegations of the list on the meeting's day (today's while it has none), in the order they always have."""
    day = meeting.earliest or timezone.localdate(timezone=meeting.zone)
    seats = {seat.delegation.pk: seat for seat in roster.seats_on(meeting.body, day)}
    rows = Delegation.objects.filter(pk__in=seats).prefetch_related("capacities", "names")
    noted = {row.delegation_id: row for row in attendance.noted(meeting) if row.delegation_id}
    found = []
    for row in delegations.in_order(rows, "en", day):
        capacity = row.capacity_on(day)
        label = str(capacity.get_kind_display()) if capacity else ""
        note = noted.get(row.pk)
        apologies = note is not None and note.status == Attendance.Status.APOLOGIES
        people = tuple(str(one) for one in note.people.all()) if note else ()
        found.append(Expected(row, row.name_in("en", day), label, seats[row.pk].posts, apologies, people))
    return found


# --- what was promised ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promised:
    """Something undertaken, its tasks, and the number of the agenda item that takes it up ("" where none does)."""

    matter: Matter
    tasks: list[Task]
    number: str


def promised(meeting: Meeting, taken_up: Iterable[TakenUp]) -> list[tuple[Meeting, list[Promised]]]:
    """By meeting, the newest first: all that the last one undertook, and what is still open of those before it."""
    numbers = {row.matter.source: row.number for row in taken_up}
    matters = _undertaken(meeting)
    tasks: dict[uuid.UUID, list[Task]] = defaultdict(list)
    for task in Task.objects.standing().filter(point__in=[one.source for one in matters]):
        tasks[task.point_id].append(task)
    groups: dict[Meeting, list[Promised]] = {}
    for one in matters:
        said = Promised(one, tasks[one.source], numbers.get(one.source, ""))
        groups.setdefault(one.of, []).append(said)
    return sorted(groups.items(), key=lambda group: group[0].earliest or dt.date.min, reverse=True)


def _undertaken(meeting: Meeting) -> list[Matter]:
    kinds = MatterArising.Kind
    still_open = [one for one in open_matters.for_agenda(meeting) if one.kind != kinds.ITEM]
    last = open_matters.before(meeting)
    if last is None:
        return still_open
    settled = [
        *open_matters.of_points(ActionPoint.objects.standing().filter(meeting=last)),
        *open_matters.of_follow_ups(FollowUp.objects.accepted().filter(meeting=last)),
    ]
    known = {one.source for one in still_open}
    return [*still_open, *(one for one in settled if one.source not in known)]


# --- the papers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Bound:
    """A paper in the folder: values for the page, its agenda items, and the file that is appended (b"" where none)."""

    paper: Paper
    values: dict[str, Any]
    data: bytes = b""


def _papers(meeting: Meeting) -> list[_Bound]:
    """The papers of the meeting, each as far as it can be bound in."""
    rows = papers.of_meeting(meeting)
    frozen = _newest_revisions([row for row in rows if not row.is_file])
    files = _newest_versions([row for row in rows if row.is_file])
    room = MOST_APPENDED
    found = []
    for place, row in enumerate(rows, start=1):
        values = {"id": f"paper-{place}", "title": papers.line(row), "access": papers.access_words(row)}
        if not row.is_file:
            found.append(_Bound(row, values | _text(row, frozen.get(row.document_id))))
            continue
        version = files.get(row.pk)
        data = _to_append(version, room)
        room -= len(data)
        found.append(_Bound(row, values | _file(version, appended=bool(data)), data))
    return found


def _text(row: Paper, revision: Revision | None) -> dict[str, Any]:
    """The text as it was last frozen, else as it stands at the desk."""
    content = revision.content if revision else revisions.content(row.document)
    return {
        "kind": "text",
        "state": (
            _("Revision %(number)s") % {"number": revision.number} if revision else _("Working text, not circulated")
        ),
        "sections": printing.sections(content),
    }  # fmt: skip


def _file(version: PaperVersion | None, *, appended: bool) -> dict[str, Any]:
    if version is None:
        return {"kind": "none"}
    return {
        "kind": "appended" if appended else "named",
        "name": version.name,
        "number": version.number,
        "pages": version.pages,
    }


def _to_append(version: PaperVersion | None, room: int) -> bytes:
    """The bytes of a PDF that there is room for, and that can be appended."""
    if version is None or version.media_type != paper_files.PDF or version.size > room:
        return b""
    data = bytes(version.content)
    return data if pdf.can_be_appended(data) else b""


def _newest_revisions(rows: list[Paper]) -> dict[uuid.UUID, Revision]:
    found = Revision.objects.filter(document__in=[row.document_id for row in rows]).order_by("number")
    return {revision.document_id: revision for revision in found}


def _newest_versions(rows: list[Paper]) -> dict[uuid.UUID, PaperVersion]:
    """Only the newest with their bytes."""
    numbered = PaperVersion.objects.filter(paper__in=rows).order_by("number")
    newest = dict(numbered.values_list("paper", "pk"))
    return {row.paper_id: row for row in PaperVersion.objects.defer("words").filter(pk__in=newest.values())}


def _titles_of_items(bundle: list[_Bound]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for bound in bundle:
        for item in bound.paper.items_here:  # type: ignore[attr-defined]
            found[item.pk].append(bound.values["title"])
    return found
