"""What every answer carries: `python -m tests.trust.headers`. Prints one line, ends with 1 where a header is short.

The permission matrix holds every answer to it; here each route is only asked for (GET), as every principal in every
state. What is not public is kept by nobody; no page lets a script or style of its own text run, or is shown in a frame;
no address leaves in a Referer.
"""

import importlib
import sys
from collections.abc import Iterator, Mapping

from tests.trust import alone

STATES = ("draft", "round open", "round closed", "published", "corrected")
# Of these at most the origin leaves.
SAFE_REFERRERS = {"strict-origin", "no-referrer", "same-origin"}
OWN_FRAME, NO_FRAME = "frame-ancestors 'self'", "frame-ancestors 'none'"
POLICY = {"default-src 'self'", "base-uri 'none'", "form-action 'self'", NO_FRAME, "object-src 'none'"}


def problems(headers: Mapping[str, str], *, public: bool) -> Iterator[str]:
    """What is wrong with the headers of one answer."""
    policy = headers.get("Content-Security-Policy", "")
    # A page that the portal shows in a frame of its own says so in both headers.
    framed = headers.get("X-Frame-Options") == "SAMEORIGIN"
    parts = {part.strip() for part in policy.replace(OWN_FRAME, NO_FRAME if framed else OWN_FRAME).split(";")}
    if "unsafe" in policy or not parts >= POLICY:
        yield f"Content-Security-Policy is {policy!r}"
    if headers.get("Referrer-Policy") not in SAFE_REFERRERS:
        yield f"Referrer-Policy is {headers.get('Referrer-Policy')!r}"
    for name, wanted in (
        ("X-Content-Type-Options", {"nosniff"}),
        ("X-Frame-Options", {"DENY", "SAMEORIGIN"} if OWN_FRAME in policy else {"DENY"}),
    ):
        if headers.get(name) not in wanted:
            yield f"{name} is {headers.get(name)!r}"
    kept = headers.get("Cache-Control", "")
    if not public and kept != "no-store":
        yield f"not public, yet Cache-Control is {kept!r}"


def main() -> int:
    read, wrong = 0, []
    with alone.on_a_database():
        # What uses the tables can be imported only when Django knows which database.
        importlib.import_module("django.test.utils").setup_test_environment()
        cells = importlib.import_module("tests.trust.cells")
        for state in STATES:
            report = cells.try_state(state, lambda _place: ("GET",))
            read += report.cells
            wrong += report.unexpected
    for line in wrong:
        print(line)
    print(f"headers: {read} answers, {len(wrong)} short")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
