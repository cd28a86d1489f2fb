"""The check of the headers bites; every answer of the matrix is held to it (tests/trust/cells.py)."""

import pytest

from tests.trust import headers

GOOD = {
    "Content-Security-Policy": "; ".join(sorted(headers.POLICY)),
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


OWN_FRAME = GOOD["Content-Security-Policy"].replace(headers.NO_FRAME, headers.OWN_FRAME)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"Content-Security-Policy": GOOD["Content-Security-Policy"] + "; script-src 'unsafe-inline'"},
            "unsafe",
        ),
        ({"Content-Security-Policy": ""}, "Content-Security-Policy is ''"),
        ({"Referrer-Policy": "unsafe-url"}, "Referrer-Policy"),
        ({"X-Content-Type-Options": ""}, "X-Content-Type-Options"),
        ({"X-Frame-Options": "ALLOWALL"}, "X-Frame-Options"),
        # Not in one header alone.
        ({"X-Frame-Options": "SAMEORIGIN"}, "X-Frame-Options"),
        ({"Content-Security-Policy": OWN_FRAME}, "Content-Security-Policy"),
        ({"Cache-Control": "no-cache"}, "not public"),
    ],
)
def test_each_missing_header_is_told(changed, said):
    assert list(headers.problems(GOOD, public=False)) == []
    [told] = headers.problems(GOOD | changed, public=False)
    assert said in told


def test_a_page_for_a_frame_of_our_own_says_so_twice():
    own = {"Content-Security-Policy": OWN_FRAME, "X-Frame-Options": "SAMEORIGIN"}
    assert list(headers.problems(GOOD | own, public=False)) == []
