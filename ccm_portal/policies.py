"""Default deny: every route is declared with its policy, and a view without one is refused.

An app's `urls.py` says `route("desk/…", view, policy=…, name="…")`. The middleware reads the policy off the
callback before the view runs. Policies answer for the kind of person; the view then loads its row among those of the
person's bodies, or of the link, which answers for the row.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

logger = logging.getLogger(__name__)


class Gone(Exception):
    """The person had access once and has it no longer (410): the round closed, or they left the list."""


@dataclass(frozen=True)
class Policy:
    """Who may knock at a route.

    `check` raises Http404, PermissionDenied or Gone, or returns: nothing to let in, or the answer to give instead of
    the view's (a page that asks the person to confirm who they are).
    """

    name: str
    check: Callable[[HttpRequest, dict[str, Any]], HttpResponse | None]
    public: bool = False


def _anyone(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    return None


def _demo_only(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    if not settings.DEMO:
        raise Http404


PUBLIC = Policy("public", _anyone, public=True)
# Pages before anybody is signed in: open to all, kept in no cache.
SIGN_IN = Policy("sign-in", _anyone)
# The door of a link in a letter: the token itself is the right.
TOKEN = Policy("token", _anyone)
DEMO = Policy("demo", _demo_only)


def route(pattern: str, view: Callable[..., Any], *, policy: Policy, name: str) -> URLPattern:
    """`django.urls.path` that cannot be written without saying who may come in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    guarded.policy = policy  # type: ignore[attr-defined]
    return path(pattern, guarded, name=name)


class PolicyMiddleware:
    """Refuses what has no policy; keeps everything not public out of caches and search engines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A policy may choose the zone in which this person's times are shown; the next request begins anew.
        timezone.deactivate()
        response = self.get_response(request)
        policy = getattr(request, "policy", None)
        if policy is None or not policy.public:
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        policy = getattr(view, "policy", None)
        if policy is None:
            logger.critical(
                "A route without a policy was refused: %s", getattr(request.resolver_match, "route", "?")
            )
            raise Http404
        request.policy = policy  # type: ignore[attr-defined]
        try:
            return policy.check(request, kwargs)
        except Gone as gone:
            # Django asks `process_exception` about views only.
            return self.process_exception(request, gone)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Gone):
            return render(request, "errors/gone.html", {"sentence": str(exception)}, status=410)
        return None
