"""The way from the contact list to the page that hands its period over."""

from typing import Any

from django import template
from django.utils import timezone

from friends.models import Body, Period

register = template.Library()


@register.inclusion_tag("friends/handovers/_entries.html")
def hand_over_entries(body: Body) -> dict[str, Any]:
    """An entry for each period of the body that has begun and was not handed over; one query."""
    today = timezone.localdate(timezone=body.zone)
    return {"periods": Period.objects.filter(body=body, hand_over=None).exclude(starts__gt=today)}
