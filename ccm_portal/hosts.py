"""The host names the portal answers to, held against every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HostMiddleware:
    """Refuses a request for a host that is not ours before anything answers it, a file no less than a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Raises DisallowedHost, which Django answers with our page for a bad request (400).
        request.get_host()
        return self.get_response(request)
