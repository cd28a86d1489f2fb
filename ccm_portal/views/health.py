"""Is the portal alive? Plain text for machines: 200 where it is well, 503 where it is not."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ccm_portal import health


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This web server and its database: whether a proxy should send it readers."""
    return _answer(health.of_web())


@require_safe
def healthz_all(request: HttpRequest) -> HttpResponse:
    """The whole portal, for whoever watches over it: also whether letters go out and what is due is done."""
    return _answer(health.of_everything())


def _answer(findings: list[health.Finding]) -> HttpResponse:
    well = all(finding.well for finding in findings)
    lines = "".join(f"{finding}\n" for finding in findings)
    return HttpResponse(
        lines, status=200 if well else 503, content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip
