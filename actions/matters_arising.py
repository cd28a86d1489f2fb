"""Matters arising: what earlier meetings left open is pulled into the agenda of a meeting, each thing once.

A follow-up that its delegation has not confirmed is taken up without a word on the agenda, which Friends read: it
stands beside the minutes at the desk, and in the chair's folder.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actions import open_matters
from actions.models import MatterArising
from actions.open_matters import Matter
from ccm_portal import audit
from ccm_portal.actors import Actor
from meetings import agendas
from meetings.models import AgendaItem, Meeting

Kind = MatterArising.Kind
# The columns of an agenda item.
LONGEST_TITLE = 500
LONGEST_WHO = 200


@transaction.atomic
def pull(
    meeting: Meeting,
    chosen: Collection[str],
    *,
    under: AgendaItem | None = None,
    each: bool = False,
    by: Actor,
    now: dt.datetime,
) -> int:
    """The chosen matters, by their keys, are on the agenda; how many. What it takes up already is left as it is.

    They stand as points under `under`, each as an item of its own (`each`), or as points under one item "Matters
    arising", which is added where there is none. Raises agendas.CannotMove.
    """
    # Two people who pull at once take turns, so that nothing is pulled twice.
    meeting = (
        Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("body").get(pk=meeting.pk)
    )
    matters = [one for one in open_matters.for_agenda(meeting) if one.key in chosen and one.offered]
    spoken = [one for one in matters if not one.internal]
    unspoken = [one for one in matters if one.internal]
    holder = under
    if holder is None and (unspoken or (spoken and not each)):
        holder = _holder(meeting, by=by, now=now)
    for matter in spoken:
        item = _put(meeting, matter, None if each else holder, by=by, now=now)
        _link(meeting, matter, item, now=now)
    for matter in unspoken:
        if holder is not None:
            _link(meeting, matter, holder, now=now)
    if matters:
        audit.record(
            "matters taken up", meeting, by=by, now=now, body=meeting.body_id, matters=len(matters),
            internal=len(unspoken),
        )  # fmt: skip
    return len(matters)


def _holder(meeting: Meeting, *, by: Actor, now: dt.datetime) -> AgendaItem:
    """The item under which matters arising stand."""
    title = _("Matters arising")
    standing = meeting.agenda_items.filter(parent=None, title__iexact=title).first()
    return standing or agendas.add(meeting, agendas.Item(title), parent=None, by=by, now=now)


def _put(
    meeting: Meeting, matter: Matter, parent: AgendaItem | None, *, by: Actor, now: dt.datetime
) -> AgendaItem:
    """An agenda item that says what the matter says, with the points under it where it was an item."""
    if matter.node is not None:
        return _put_again(meeting, matter.node, parent, by=by, now=now)
    said = agendas.Item(
        title=Truncator(matter.words).chars(LONGEST_TITLE),
        presenter_words=matter.who[:LONGEST_WHO],
        presenter=matter.owners[0] if len(matter.owners) == 1 else None,
        note=_note(matter),
    )
    return agendas.add(meeting, said, parent=parent, by=by, now=now)


def _note(matter: Matter) -> str:
    """Where it comes from, as the agenda says it: no status, nothing late."""
    when = {"when": matter.of.when_words}
    if matter.kind == Kind.POINT:
        return _("Action point of the meeting of %(when)s") % when
    return _("From the meeting of %(when)s") % when


def _put_again(
    meeting: Meeting, node: agendas.Node, parent: AgendaItem | None, *, by: Actor, now: dt.datetime
) -> AgendaItem:
    item = agendas.add(meeting, agendas.Item.of(node.item).asked_anew(), parent=parent, by=by, now=now)
    for child in node.children:
        _put_again(meeting, child, item, by=by, now=now)
    return item


def _link(meeting: Meeting, matter: Matter, item: AgendaItem, *, now: dt.datetime) -> None:
    """The item takes the matter up; one that was taken up without words is so no longer."""
    MatterArising.objects.update_or_create(
        meeting=meeting,
        source=matter.source,
        defaults={"kind": matter.kind, "item": item, "internal": matter.internal, "taken_up_at": now},
    )
