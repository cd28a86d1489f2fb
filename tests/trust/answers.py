"""What a page answers to somebody let in, as data: methods, statuses by the state of the text, what it shows."""

from dataclasses import dataclass, field

DRAFT, OPEN, CLOSED, PUBLISHED, CORRECTED = "draft", "round open", "round closed", "published", "corrected"
FORM = {"GET", "HEAD", "POST"}
READ = {"GET", "HEAD"}
CHANGE = {"POST"}
WHY = {"reason": "why"}


@dataclass(frozen=True)
class Page:
    """What somebody let in gets: the methods the page knows, the status of GET and POST (by state where it differs).

    `shows` names the canary that an allowed GET must show, so that "everything is 404" cannot pass.
    `lists` says that the address names no row, so that another process sees its own, never ours.
    """

    methods: set[str] = field(default_factory=lambda: set(READ))
    get: int | dict[str, int] = 200
    post: int | dict[str, int] = 302
    shows: str = ""
    lists: bool = False
    data: dict[str, str] = field(default_factory=dict)


def when(default: int, **states: int) -> dict[str, int]:
    """A status by state: `when(302, draft=200)`; states by their first word, "closed" and "open" for the round's."""
    names = {"draft": DRAFT, "open": OPEN, "closed": CLOSED, "published": PUBLISHED, "corrected": CORRECTED}
    return dict.fromkeys(names.values(), default) | {names[key]: status for key, status in states.items()}


ROUND_ONLY = when(200, draft=404)
ACT_ON_ROUND = when(302, draft=404)
# After closing nobody comments any more; the round's own page stays as the reading room.
WHILE_OPEN = when(200, draft=404, closed=410, published=410, corrected=410)
ACT_WHILE_OPEN = when(302, draft=404, closed=410, published=410, corrected=410)
