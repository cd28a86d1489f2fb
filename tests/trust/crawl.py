"""A crawl as each principal of the permission matrix, over HTTP: all routes, links found, and what goes wrong.

Whatever comes back is read for canaries: body, headers, cookies, redirects, error pages.
"""

import html
import http.client
import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve, reverse

from tests.trust import cells, expectations, routes
from tests.trust.reading import texts
from tests.trust.sides import Side, World
from tests.trust.sightings import Book, words

KEY = "k" * 32
LINK = re.compile(r'\b(?:href|src|action)="([^"]+)"')
TIMEOUT_SECONDS = 60.0
ERROR = 400
# More than a form may be (settings: DATA_UPLOAD_MAX_MEMORY_SIZE).
TOO_LONG = 13 * 1024 * 1024
# More than the proxy lets through (deploy/nginx/nginx.conf: client_max_body_size).
FAR_TOO_LONG = 65 * 1024 * 1024


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session (or ""), and the canaries that may be shown to them somewhere."""

    name: str
    session: str
    allowed: frozenset[str]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


def visitors(sides: World) -> list[Visitor]:
    """Everybody of the matrix."""
    found = []
    for name, client in sides.clients.items():
        allowed = words("ours", expectations.may_see(name, sides.state))
        allowed |= words("theirs", expectations.may_see_theirs(name, sides.state))
        cookie = client.cookies.get("sessionid")
        found.append(Visitor(name, cookie.value if cookie else "", frozenset(allowed)))
    return found


def addresses(*sides: Side) -> list[str]:
    """Every route, with arguments that lead to the rows of these sides."""
    return list(
        dict.fromkeys(
            reverse(route, kwargs=arguments.get(route))
            for arguments in map(routes.arguments, sides)
            for route in expectations.PAGES
        )
    )


@dataclass
class Crawl:
    """port: of the proxy. book: what is seen is noted there. statuses: of all answers."""

    port: int
    book: Book
    statuses: Counter[int] = field(default_factory=Counter)
    _line: http.client.HTTPConnection | None = None

    @property
    def requests(self) -> int:
        return self.statuses.total()

    # --- asking -----------------------------------------------------------------------------------------------------

    def ask(
        self,
        visitor: Visitor,
        address: str,
        *,
        method: str = "GET",
        form: Mapping[str, str] | None = None,
        keyed: bool = True,
        **headers: str,
    ) -> Reply:
        """One request, and its answer read. keyed: whether a form carries its key."""
        cookies = [f"sessionid={visitor.session}"] if visitor.session else []
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": "; ".join([*cookies, f"csrftoken={KEY}"]),
        } | headers
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**form, **({"csrfmiddlewaretoken": KEY} if keyed else {})})
        reply = self._exchange(method, address, body, headers)
        self.statuses[reply.status] += 1
        self._read(visitor, f"{method} {address}", reply)
        return reply

    def _exchange(self, method: str, address: str, body: str | None, headers: Mapping[str, str]) -> Reply:
        line = self._line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        self._line = line
        try:
            line.request(method, address, body, dict(headers))
            answer = line.getresponse()
            reply = Reply(answer.status, answer.getheaders(), answer.read())
        except (OSError, http.client.HTTPException):
            line.close()
            raise
        if answer.will_close:
            line.close()
        return reply

    # --- reading ----------------------------------------------------------------------------------------------------

    def _read(self, visitor: Visitor, what: str, reply: Reply) -> None:
        where = f"{what} as {visitor.name} ({reply.status})"
        allowed = set(visitor.allowed)
        path = what.partition(" ")[2]
        if path.startswith("/l/"):
            # Whoever holds the token of a link sees whose link it is; the page's form goes to its own address.
            allowed |= words("ours", ["contact"]) | words("theirs", ["contact"])
            allowed |= {token for token in self.book.tokens if token in path}
        instead = (
            "error pages" if reply.status >= ERROR else "static files" if path.startswith("/static/") else ""
        )
        for kind, text in texts(reply.body, reply.header("content-type")):
            self.book.read(instead or kind, text, allowed=allowed, where=where)
        allowed -= set(self.book.tokens)
        for name, value in reply.headers:
            channel = {"set-cookie": "cookies", "location": "redirects"}.get(name.lower(), "headers")
            own = {visitor.session} if channel == "cookies" else set()
            self.book.read(channel, f"{name}: {value}", allowed=allowed | own, where=where)

    # --- going ------------------------------------------------------------------------------------------------------

    def follow(self, visitor: Visitor, starts: list[str], *, most: int, rendered: frozenset[str]) -> None:
        """Asks for all `starts`, and for up to `most` more that their pages lead to.

        rendered: the routes that set a PDF anew and are asked for all the same.
        """
        waiting, known = deque(starts), set(starts)
        left = len(starts) + most
        while waiting and left:
            left -= 1
            address = waiting.popleft()
            if self._is_slow(address, rendered):
                continue
            reply = self.ask(visitor, address)
            if reply.header("content-type").startswith("text/html"):
                new = [one for one in self._links(address, reply) if one not in known]
                known.update(new)
                waiting.extend(dict.fromkeys(new))
            elif location := reply.header("location"):
                waiting.extend(
                    one for one in [self._ours(urljoin(address, location))] if one and one not in known
                )

    def _is_slow(self, address: str, rendered: frozenset[str]) -> bool:
        try:
            route = resolve(urlsplit(address).path).url_name
        except Resolver404:
            return False
        return route in cells.RENDERED - rendered

    def _links(self, address: str, reply: Reply) -> Iterator[str]:
        for found in LINK.findall(reply.body.decode("utf-8", "replace")):
            if ours := self._ours(urljoin(address, html.unescape(found))):
                yield ours

    def _ours(self, address: str) -> str:
        """The address on this host, without its fragment; "" for another host or another kind."""
        parts = urlsplit(address)
        if parts.scheme not in ("", "http") or parts.netloc not in ("", f"localhost:{self.port}"):
            return ""
        return parts.path + (f"?{parts.query}" if parts.query else "")

    # --- what goes wrong --------------------------------------------------------------------------------------------

    def go_wrong(self, people: Mapping[str, Visitor], sides: World) -> None:
        """One request, at least, for each kind of error page."""
        own = routes.arguments(sides.ours)

        def at(route: str) -> str:
            return reverse(route, kwargs=own.get(route))

        anyone, friend, coordinator = people["anonymous"], people["friend"], people["coordinator"]
        token = own["enter"]["token"]
        self.ask(anyone, at("home"), Host="elsewhere.example.org")
        self.ask(anyone, "/nothing-here/")
        self.ask(anyone, f"/l/{str(token)[::-1]}/")
        self.ask(anyone, at("home"), method="PUT")
        self.ask(anyone, f"/fails/?token={token}")
        signing_in = {"login": "canary-typed-address@example.org", "password": "canary-typed-password"}
        # What somebody typed is given back to them.
        typing = Visitor("somebody signing in", "", frozenset(words("typed", ["address"])))
        self.ask(typing, at("account_login"), method="POST", form=signing_in)
        self.ask(anyone, at("account_login"), method="POST", form={}, keyed=False)
        for who, route in (
            (friend, "review-comment-new"),
            (coordinator, "meeting-edit"),
            (people["presidency"], "word"),
        ):
            self.ask(who, at(route), method="POST", form={"sent": "1"}, keyed=False)
            self.ask(who, at(route), method="POST", form={"sent": "1"})
        self.ask(people[expectations.STALE], at("publish"))
        self.ask(people["removed"], at("review"))
        self.ask(coordinator, at("meeting-edit"), method="POST", form={"title": "x" * TOO_LONG})
        # Refused for what it says of itself, before any of it is sent.
        self.ask(anyone, at("home"), method="POST", **{"Content-Length": str(FAR_TOO_LONG)})

    def enter(self, token: str, who: str, allowed: set[str]) -> None:
        """Comes in by the link of a letter, as the person it was sent to."""
        visitor = Visitor(who, "", frozenset(allowed))
        address = reverse("enter", kwargs={"token": token})
        self.ask(visitor, address)
        reply = self.ask(visitor, address, method="POST", form={})
        if location := reply.header("location"):
            self.ask(visitor, self._ours(urljoin(address, location)))
