"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "treaty_name": settings.TREATY_NAME,
        "demo": settings.DEMO,
        "staff": getattr(request, "staff", None),
    }
