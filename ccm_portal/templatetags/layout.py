"""Tags of the base templates: the navigation, and parts that vanish when a page leaves them empty."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def wrapped(content: str, opening: str) -> str:
    """The content of a block inside one element, or nothing where a page leaves the block empty.

    `opening` is the element's name, with a class if needed: "h1", "p.lede".
    """
    if not content.strip():
        return SafeString("")
    element, _dot, name = opening.partition(".")
    if name:
        return format_html('<{} class="{}">{}</{}>', element, name, content, element)
    return format_html("<{}>{}</{}>", element, content, element)


@register.filter
def crumbs(content: str) -> str:
    """The way to this page, as a navigation of its own; nothing where a page has no way."""
    if not content.strip():
        return SafeString("")
    return format_html('<nav class="crumbs" aria-label="{}">{}</nav>', _("Where you are"), content)


@register.inclusion_tag("components/nav_entry.html", takes_context=True)
def nav_entry(context: dict[str, Any], route: str, label: str, areas: str = "") -> dict[str, Any]:
    """One entry of the navigation. `areas`: beginnings of addresses that belong under it, parted by blanks.

    The floor knows the pages of the apps above by name alone; an entry whose page is not installed is left out.
    """
    try:
        address = reverse(route)
    except NoReverseMatch:
        return {"address": ""}
    here = context["request"].path if "request" in context else ""
    inside = bool(areas) and here.startswith(tuple(areas.split()))
    return {
        "address": address,
        "label": label,
        "current": "page" if here == address else "true" if inside else "",
    }


@register.inclusion_tag("components/part.html", takes_context=True)
def part(context: dict[str, Any], route: str, label: str, body: Any) -> dict[str, Any]:
    """One entry of the pages beside a page of `body` (anything with a slug): the page called `route`, of that body.

    The body stands in the address where the route takes it, else behind it. A page that is not installed is left out.
    """
    asked = ""
    try:
        address, asked = reverse(route), f"?body={body.slug}"
    except NoReverseMatch:
        try:
            address = reverse(route, args=[body.slug])
        except NoReverseMatch:
            return {"address": ""}
    here = context["request"].path if "request" in context else ""
    return {"address": address + asked, "label": label, "current": here == address}
