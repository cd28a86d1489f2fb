"""The Content-Security-Policy of every answer, written out once: doing it anew costs a published page dear."""

import functools

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase


class ContentSecurityMiddleware(CSPMiddleware):
    """django-csp's. No page has a nonce; the few with a policy of their own are left to it."""

    def process_request(self, request: HttpRequest) -> None:
        """Makes no nonce: pages have no inline scripts."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if self.get_policy_parts(request=request, response=response) != PolicyParts():
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        if HEADER not in response.headers:
            response.headers[HEADER] = _policy()
        return response


@functools.cache
def _policy() -> str:
    return str(build_policy())
