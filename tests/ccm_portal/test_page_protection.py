"""One policy for all pages, and another where a page asks for it."""

from csp.constants import SELF
from csp.decorators import csp_replace
from csp.utils import build_policy
from django.http import HttpResponse

from ccm_portal.page_protection import ContentSecurityMiddleware

HEADER = "Content-Security-Policy"


def plain(request):
    return HttpResponse()


@csp_replace({"frame-ancestors": [SELF]})
def framed(request):
    return HttpResponse()


def test_it_works(rf):
    """Twice: the second is written out already."""
    for _twice in range(2):
        assert ContentSecurityMiddleware(plain)(rf.get("/"))[HEADER] == build_policy()
    policy = build_policy()
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_with_a_policy_of_its_own_keeps_it_and_leaves_the_others_alone(rf):
    assert "frame-ancestors 'self'" in ContentSecurityMiddleware(framed)(rf.get("/"))[HEADER]
    assert "frame-ancestors 'none'" in ContentSecurityMiddleware(plain)(rf.get("/"))[HEADER]
