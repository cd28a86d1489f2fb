"""What earlier meetings left open, for the agenda of a meeting. Reads only; see `actions.matters_arising`.

Open action points, follow-ups, decisions minuted as open or deferred, and items of the last agenda under which nothing
was minuted.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from actions.models import ActionPoint, FollowUp, MatterArising
from friends.models import Delegation
from meetings import agendas
from meetings.models import AgendaItem, Document, Meeting, Paragraph
from meetings.text import inline

Kind = MatterArising.Kind
OPEN = ActionPoint.Status.OPEN
# Degrees of a decision that leave the matter to a later meeting.
LEFT_OPEN = (Paragraph.Degree.OPEN, Paragraph.Degree.DEFERRED)


@dataclass(frozen=True)
class Matter:
    """Something a meeting left open: its words without marks, who and when as minuted, and where it `stands`, in words.

    internal: not to be named where Friends read. circulated: they were sent the minutes it stands in.
    node: the earlier agenda item, with the points under it. taken_up: on the agenda that is asked for.
    elsewhere: the other meetings whose agendas take it up.
    """

    kind: str
    source: uuid.UUID
    of: Meeting
    words: str
    who: str = ""
    owners: tuple[Delegation, ...] = ()
    due: str = ""
    stands: str = ""
    status: str = ""
    note: str = ""
    mark: str = ""
    internal: bool = False
    circulated: bool = True
    node: agendas.Node | None = None
    taken_up: MatterArising | None = None
    elsewhere: tuple[Meeting, ...] = ()

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.kind}:{self.source}"

    @property
    def offered(self) -> bool:
        """Whether the agenda can take it up: it does not, or does without words though it was confirmed since."""
        return self.taken_up is None or (self.taken_up.internal and not self.internal)


def for_agenda(meeting: Meeting) -> list[Matter]:
    """What the agenda of the meeting could take up, or takes up; by kind, the newest meeting first.

    A constant number of queries.
    """
    earlier = _earlier(meeting)
    found = [
        *of_points(ActionPoint.objects.standing().filter(status=OPEN, meeting__in=earlier)),
        *of_follow_ups(FollowUp.objects.accepted().filter(status=OPEN, meeting__in=earlier)),
        *of_outcomes(_left_open(earlier)),
        *_carrying_over(meeting),
    ]
    return _with_agendas(_with_circulation(found, meeting), meeting)


def before(meeting: Meeting) -> Meeting | None:
    """The last meeting of the body before this one that had an agenda and has minutes; one to come left nothing yet."""
    minuted = Document.objects.filter(kind=Document.Kind.MINUTES).values("meeting")
    return _earlier(meeting).filter(agenda_items__isnull=False, pk__in=minuted).distinct().first()


def _earlier(meeting: Meeting) -> QuerySet[Meeting]:
    """The other meetings of the body, the newest first, without those that come after this one."""
    others = Meeting.objects.filter(body=meeting.body_id).exclude(pk=meeting.pk)
    if meeting.earliest is None:
        return others
    return others.filter(earliest__lte=meeting.earliest)


# --- of each kind -----------------------------------------------------------------------------------------------------


def of_points(rows: QuerySet[ActionPoint]) -> list[Matter]:
    """Action points as matters, the newest meeting first. Two queries."""
    rows = rows.select_related("meeting").prefetch_related("owners")
    return [
        Matter(
            Kind.POINT, row.pk, row.meeting, _plain(row.wording), who=row.owner_words, owners=tuple(row.owners.all()),
            due=row.when_words, stands=row.get_status_display(), status=row.status, note=row.status_note,
        )
        for row in rows.order_by("-meeting__earliest", "meeting", "position")
    ]  # fmt: skip


def of_follow_ups(rows: QuerySet[FollowUp]) -> list[Matter]:
    """Follow-ups as matters, the newest meeting first; internal until their delegation has confirmed. Two queries."""
    rows = rows.select_related("meeting").prefetch_related("owners")
    return [
        Matter(
            Kind.FOLLOW_UP, row.pk, row.meeting, _plain(row.sentence), who=row.owner_words,
            owners=tuple(row.owners.all()), due=row.when_words, stands=row.get_status_display(), status=row.status,
            note=row.status_note, mark=row.mark, internal=not row.confirmed,
        )
        for row in rows.order_by("-meeting__earliest", "meeting", "decided_at")
    ]  # fmt: skip


def of_outcomes(rows: QuerySet[Paragraph]) -> list[Matter]:
    """Decisions as matters, the newest meeting first; how far they were agreed is for the desk, not for the agenda."""
    found = rows.select_related("section__document__meeting").order_by(
        "-section__document__meeting__earliest", "section__rank", "rank"
    )
    matters = []
    for row in found:
        meeting = row.section.document.meeting
        if meeting is not None:
            stands = row.get_degree_display()
            matters.append(
                Matter(Kind.OUTCOME, row.pk, meeting, _plain(row.text), stands=stands, status=row.degree)
            )
    return matters


def _left_open(earlier: QuerySet[Meeting]) -> QuerySet[Paragraph]:
    """Decisions of these meetings that were left open, but for those a later one of them took up and minuted."""
    decisions = Paragraph.objects.filter(kind=Paragraph.Kind.DECISION, degree__in=LEFT_OPEN, removed_at=None)
    dealt_with = MatterArising.objects.filter(kind=Kind.OUTCOME, meeting__in=earlier, **_minuted("item__"))
    return decisions.filter(
        section__removed_at=None, section__document__kind=Document.Kind.MINUTES,
        section__document__version_of=None, section__document__meeting__in=earlier,
    ).exclude(pk__in=dealt_with.values("source"))  # fmt: skip


def _minuted(item: str = "") -> dict[str, object]:
    """Filter: something is minuted under the item."""
    return {
        f"{item}sections__removed_at": None,
        f"{item}sections__paragraphs__isnull": False,
        f"{item}sections__paragraphs__removed_at": None,
    }


def of_items(nodes: Iterable[agendas.Node], meeting: Meeting) -> list[Matter]:
    """Items of the agenda of `meeting` as matters."""
    return [
        Matter(
            Kind.ITEM, node.item.pk, meeting, node.item.title, who=node.item.presenter_words, stands=node.number,
            node=node,
        )
        for node in nodes
    ]  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(inline.to_text(text).split())


def _carrying_over(meeting: Meeting) -> list[Matter]:
    """The items of the last agenda under which, and under whose points, nothing was minuted."""
    last = before(meeting)
    if last is None:
        return []
    minuted = set(last.agenda_items.filter(**_minuted()).values_list("pk", flat=True))
    # What they took up is offered as what it is.
    matters = set(
        MatterArising.objects.filter(meeting=last).exclude(kind=Kind.ITEM).values_list("item", flat=True)
    )
    found = of_items(_untouched(agendas.tree(last), minuted, matters), last)
    # "Any other business" stands on every agenda, without having been carried over.
    titles = {title.casefold() for title in meeting.agenda_items.values_list("title", flat=True)}
    here = set(MatterArising.objects.filter(meeting=meeting, kind=Kind.ITEM).values_list("source", flat=True))
    return [one for one in found if one.source in here or one.words.casefold() not in titles]


def _untouched(
    nodes: Iterable[agendas.Node], minuted: set[uuid.UUID], matters: set[uuid.UUID]
) -> Iterator[agendas.Node]:
    """The uppermost items with whose points nothing was done."""
    for node in nodes:
        # Approving minutes is an item of its own on each agenda, for the minutes of its day.
        if node.item.pk in minuted or node.item.approves_id:
            continue
        if all(one.item.pk not in minuted | matters for one in agendas.flat([node])):
            yield node
        else:
            yield from _untouched(node.children, minuted, matters)


# --- beside them ------------------------------------------------------------------------------------------------------


def _with_circulation(found: list[Matter], meeting: Meeting) -> list[Matter]:
    """Each with whether the Friends were sent the minutes it stands in. One query."""
    minutes = Document.objects.filter(kind=Document.Kind.MINUTES, meeting__in={one.of for one in found})
    sent = set(
        minutes.filter(Q(rounds__isnull=False) | Q(publications__isnull=False)).values_list(
            "meeting", flat=True
        )
    )
    return [replace(one, circulated=one.kind == Kind.ITEM or one.of.pk in sent) for one in found]


def _with_agendas(found: list[Matter], meeting: Meeting) -> list[Matter]:
    """Each with the agendas that take it up. One query."""
    rows = MatterArising.objects.filter(source__in=[one.source for one in found]).select_related(
        "meeting", "item"
    )
    here: dict[uuid.UUID, MatterArising] = {}
    elsewhere: dict[uuid.UUID, list[Meeting]] = defaultdict(list)
    for row in rows:
        if row.meeting_id == meeting.pk:
            here[row.source] = row
        else:
            elsewhere[row.source].append(row.meeting)
    return [
        replace(one, taken_up=here.get(one.source), elsewhere=tuple(elsewhere[one.source])) for one in found
    ]


# --- what an agenda takes up ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TakenUp:
    """A matter with the number of the agenda item that takes it up."""

    number: str
    item: AgendaItem
    matter: Matter


def taken_up(meeting: Meeting) -> list[TakenUp]:
    """What the agenda of the meeting takes up, whatever became of it since, in the agenda's order.

    A constant number of queries.
    """
    rows = list(MatterArising.objects.filter(meeting=meeting).select_related("item"))
    if not rows:
        return []
    numbers = agendas.numbers(agendas.tree(meeting))
    order = {pk: place for place, pk in enumerate(numbers)}
    matters = matters_of(rows)
    rows.sort(key=lambda row: order[row.item_id])
    return [
        TakenUp(numbers[row.item_id], row.item, replace(matters[row.source], taken_up=row))
        for row in rows
        if row.source in matters
    ]


def matters_of(rows: list[MatterArising]) -> dict[uuid.UUID, Matter]:
    """What the rows take up, by source; an earlier item that is off its agenda is not among them."""
    sources = {kind: [row.source for row in rows if row.kind == kind] for kind in Kind}
    items = AgendaItem.objects.filter(pk__in=sources[Kind.ITEM]).select_related("meeting")
    found = [
        *of_points(ActionPoint.objects.filter(pk__in=sources[Kind.POINT])),
        *of_follow_ups(FollowUp.objects.filter(pk__in=sources[Kind.FOLLOW_UP])),
        *of_outcomes(Paragraph.objects.filter(pk__in=sources[Kind.OUTCOME])),
        *(one for item in items for one in of_items([agendas.Node(item, "")], item.meeting)),
    ]
    return {one.source: one for one in found}


def agendas_of(source: uuid.UUID) -> list[MatterArising]:
    """The agenda items that take up one action point or follow-up, the newest meeting first."""
    rows = MatterArising.objects.filter(source=source).select_related("meeting", "item")
    return list(rows.order_by("-meeting__earliest"))
