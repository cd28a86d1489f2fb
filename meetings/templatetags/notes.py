"""Private notes beside a text."""

from typing import Any

from django import template

from meetings import notes
from meetings.models import Document

register = template.Library()


@register.inclusion_tag("meetings/desk/_notes.html", takes_context=True)
def private_notes(context: dict[str, Any], document: Document) -> dict[str, Any]:
    """The notes to write in; once the text is public, and the person may see any, the way to delete them."""
    request = context["request"]
    rows = notes.seen(document, since=request.staff.sealed.get(document.body_id))
    standing = rows[0] if rows else None
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "document": document,
        "text": standing.text if standing else "",
        "version": standing.version if standing else 0,
        "any": any(row.text.strip() for row in rows),
    }
