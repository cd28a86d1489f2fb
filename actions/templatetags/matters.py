"""Matters arising on pages of meetings: beside the agenda, at an item, beside the minutes."""

from typing import Any

from django import template

from actions import open_matters
from actions.models import MatterArising
from actions.views.action_points import CHIPS
from meetings.models import Meeting

register = template.Library()


@register.inclusion_tag("actions/matters/_taken_up.html")
def matters_taken_up(meeting: Meeting | None) -> dict[str, Any]:
    """What the agenda of the meeting takes up, each with where it stands; nothing where it takes up nothing."""
    return {"taken_up": open_matters.taken_up(meeting) if meeting else [], "chips": CHIPS}


@register.inclusion_tag("actions/matters/_beside_agenda.html")
def matters_beside_agenda(meeting: Meeting) -> dict[str, Any]:
    """The same beside the agenda, with the way to take up more."""
    return {"meeting": meeting, "taken_up": open_matters.taken_up(meeting)}


@register.inclusion_tag("actions/matters/_on_the_agenda.html")
def on_the_agenda(source: Any) -> dict[str, Any]:
    """Where an action point or a follow-up (`source`, its UUID) is taken up."""
    return {"rows": open_matters.agendas_of(source)}


@register.inclusion_tag("actions/matters/_of_item.html")
def matters_of_item(item: Any) -> dict[str, Any]:
    """What an agenda item takes up."""
    rows = MatterArising.objects.filter(item=item)
    return {"matters": open_matters.matters_of(list(rows))}
