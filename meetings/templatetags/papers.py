"""Papers in templates: which draft it is, who reads it, where the desk opens it."""

import uuid
from typing import Any

from django import template
from django.urls import reverse

from meetings import papers, printing
from meetings.models import AgendaItem, Paper

register = template.Library()


@register.filter
def draft_words(paper: Paper) -> str:
    """As in `papers.draft_words`."""
    return papers.draft_words(paper)


@register.filter
def access_words(paper: Paper) -> str:
    """As in `papers.access_words`."""
    return papers.access_words(paper)


@register.filter
def desk_url(paper: Paper) -> str:
    """Where the coordinator works on it: its text, or the page of its file."""
    return paper.get_absolute_url() if paper.is_file else reverse("document", args=[paper.document_id])


@register.filter
def paper_line(paper: Paper) -> str:
    """As in `papers.line`."""
    return papers.line(paper)


@register.filter
def under(by_item: dict[uuid.UUID, list[Paper]], item: AgendaItem) -> list[Paper]:
    """Of `papers.of_items`: those of one item."""
    return by_item.get(item.pk, [])


@register.filter
def paper_facts(content: dict[str, Any]) -> list[tuple[str, str]]:
    """As in `printing.paper_facts`."""
    return printing.paper_facts(content)


@register.inclusion_tag("meetings/desk/_item_papers.html")
def papers_of_item(item: AgendaItem) -> dict[str, Any]:
    """The papers under one item of an agenda; two queries."""
    rows = papers.listed(Paper.objects.filter(items=item)).order_by("document__title")
    return {"item": item, "papers": rows}
