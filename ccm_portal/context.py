"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    staff = getattr(request, "staff", None)
    return {
        "treaty_name": settings.TREATY_NAME,
        "demo": settings.DEMO,
        "staff": staff,
        # Also somebody still setting up their sign-in, who is no staff yet.
        "signed_in": staff.user if staff else getattr(request, "signed_in", None),
    }
