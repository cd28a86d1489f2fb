"""Where a text stands against the timetable of its body: beside the text, and in a line of a list."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone

from meetings import timetable_standing, withholding
from meetings.models import Document
from meetings.timetables import Standing

register = template.Library()


@register.filter
def of(standings: Mapping[uuid.UUID, Standing], document: Document) -> Standing | None:
    """Where this text of a list stands, None where it has no timetable."""
    return standings.get(document.pk)


@register.inclusion_tag("meetings/desk/_timetable.html", takes_context=True)
def timetable(context: dict[str, Any], document: Document) -> dict[str, Any]:
    """The timetable of minutes, beside them; nothing for any other text. `document` comes with its body and meeting."""
    if document.kind != Document.Kind.MINUTES:
        return {"document": document}
    staff = context["request"].staff
    return {
        "document": document,
        "standing": timetable_standing.of_document(document, timezone.now()),
        "readable": staff.may_see(document.body_id, document.withheld_at),
        "may_withhold": not withholding.hindrance(document),
    }
