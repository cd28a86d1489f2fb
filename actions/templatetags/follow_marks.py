"""Sentences marked for follow-up, beside the minutes they stand in."""

from typing import Any

from django import template

from actions.models import FollowUp
from meetings.models import Meeting

register = template.Library()


@register.inclusion_tag("actions/follow_ups/_marked.html")
def marked_sentences(meeting: Meeting | None) -> dict[str, Any]:
    """Those of the meeting's minutes that are followed up; internal, whatever is published."""
    rows = FollowUp.objects.filter(meeting=meeting, verdict=FollowUp.Verdict.ACCEPTED) if meeting else []
    return {"meeting": meeting, "rows": rows}
