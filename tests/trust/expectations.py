"""The permission matrix as data: who gets past each policy, and what the page then answers in each state.

A route that is not named here fails the matrix, and so does a name here without a route.
"""

from tests.trust.answers import (
    ACT_ON_ROUND,
    ACT_WHILE_OPEN,
    CHANGE,
    CLOSED,
    CORRECTED,
    DRAFT,
    FORM,
    OPEN,
    PUBLISHED,
    ROUND_ONLY,
    WHILE_OPEN,
    WHY,
    Page,
    when,
)
from tests.trust.desk_pages import DESK
from tests.trust.roster_pages import ASKED, BY_LINK, ERASING, LIST, READER, YOURS
from tests.trust.sides import CANARIES

# Signed in as staff an hour ago, or without the second factor that opens the desk.
STALE, UNFINISHED = "stale coordinator", "coordinator without a second factor"
SIGNED_IN = {
    "coordinator",
    "admin",
    "coordinator of another process",
    "admin of another process",
    "user without a role",
    "manager of staff",
    STALE,
    UNFINISHED,
}
STAFF = {STALE, "coordinator", "admin", "coordinator of another process", "admin of another process"}
ADMINS = {"admin", "admin of another process"}
COORDINATORS = {STALE, "coordinator", "coordinator of another process"}
# With a link of their own, from the beginning or once a round is open.
LINK_HOLDERS = {"friend", "observer", "friend of another process", "presidency"}
INTO_THE_ROUND = {"former friend"}
ROUND_FRIENDS = {"friend", "observer"}
PUBLIC = {
    "healthz": Page(lists=True),
    # No clock runs beside the matrix, and it says so.
    "healthz-all": Page(lists=True, get=503),
    "home": Page(lists=True),
    "meeting": Page(),
    "publication": Page(get=when(404, published=200, corrected=200), shows="text"),
    # The first edition changed nothing: there is none before it.
    "publication-changes": Page(get=when(404, corrected=200), shows="text"),
    "publication-changes-pdf": Page(get=when(404, corrected=200)),
    "publication-file": Page(get=when(404, published=200, corrected=200)),
    "public-papers": Page(lists=True),
    "public-paper": Page(get=when(404, published=302, corrected=302)),
    "paper-publication": Page(get=when(404, published=200, corrected=200)),
    "paper-publication-file": Page(get=when(404, published=200, corrected=200)),
    # It has one edition: there is none before it.
    "paper-publication-changes": Page(get=404),
    "paper-publication-changes-pdf": Page(get=404),
    "public-areas": Page(lists=True),
    "public-area": Page(),
    "chain": Page(lists=True),
    # Nothing was sent: it says so.
    "chain-check": Page(FORM, lists=True, post=422),
    "heads": Page(lists=True),
    "archive": Page(lists=True),
    "verifier": Page(lists=True),
}
# Before anybody is signed in. What is sent there without a password or a key is said to be wrong, or leads back.
SIGN_IN = {
    "account_login": Page(FORM, lists=True, post=400),
    "passkey-sign-in": Page(FORM, get=302),
    "mfa_authenticate": Page(FORM, get=302),
    "sign-out": Page(CHANGE),
    # Nothing was typed: it says so.
    "list-link": Page(FORM, lists=True, post=400),
}
# One's own sign-in: for whoever has a session, also without a role or a second factor.
OWN = {
    "desk-door": Page(get=302),
    "confirm-sign-in": Page(FORM, post=400),
    "your-sign-in": Page(),
    "password": Page(FORM, post=400),
    "add-passkey": Page(FORM, post=400),
    "add-app": Page(FORM, get=302),
    "recovery-codes": Page(FORM, post=200),
    "remove-factor": Page(CHANGE, post=404),
}
TOKEN = {"enter": Page(FORM, post=303)}
REVIEW = {
    "review": Page(get=ROUND_ONLY, shows="text"),
    "review-pdf": Page(get=ROUND_ONLY),
    # Minutes are no file; papers that are have tests of their own (tests/meetings/test_paper_reading.py).
    "review-file": Page(get=404),
    "review-paper": Page(get=ROUND_ONLY),
    "review-comment-new": Page(FORM, get=WHILE_OPEN, post=when(400, draft=404)),
    "review-comment": Page(FORM, get=WHILE_OPEN, post=when(400, draft=404)),
    "review-comment-withdraw": Page(CHANGE, post=ACT_WHILE_OPEN),
    "review-send": Page(CHANGE, post=ACT_WHILE_OPEN),
    "review-answer": Page(CHANGE, post=ACT_ON_ROUND),
    "review-not-us": Page(CHANGE, post=ACT_WHILE_OPEN),
    "review-speak-as": Page(CHANGE, post=ACT_ON_ROUND),
}
PRESIDENCY = {"word": Page(FORM, shows="text", post=409), "word-file": Page(get=404)}
# Doors of the demo; outside demo mode there are none.
DEMO = {name: Page(FORM, get=404, post=404) for name in ("demo", "demo-record", "demo-enter", "leave")}
# For those who manage the staff of the body: no role lets coordinators in here, nor these to drafts.
STAFF_PAGES = {
    "staff": Page(lists=True),
    "staff-invite": Page(FORM, lists=True, post=400),
    "staff-member": Page(),
    # The coordinator has a sign-in, needs no link, and is the last one.
    "staff-link": Page(CHANGE, post=400, data=WHY),
    "staff-reset": Page(CHANGE, data=WHY),
    "staff-close": Page(CHANGE, post=400, data=WHY),
    "staff-open": Page(CHANGE, post=400, data=WHY),
    "staff-role-end": Page(CHANGE, post=400, data=WHY | {"at_once": "1"}),
}
# Asks for a fresh sign-in: who is signed in too long gets a 403 with the page to confirm.
FRESH = {
    "clearance",
    "clearance-waive",
    "approval",
    "circulate",
    "publish",
    "preparation-confirm",
    "correct",
    "round-invite",
    "hand-over",
    "hand-over-undo",
    "hand-over-release",
    "posts-announce",
    "item-call",
    "agenda-circulate",
    "item-call-close",
    # Files of what is not public.
    "paper-version",
    "document-pdf",
    "revision-pdf",
    "compare-pdf",
    "document-word",
    "revision-word",
    "compare-word",
    "agenda-pdf",
    "agenda-word",
    "folder-pdf",
    "preparation-pdf",
    "letter-eml",
    "letter-enclosure",
    "record-file",
    "contact-list-addresses",
    "edition-file",
    "contact-export",
    "edition-circulate",
    "list-review-open",
    "password",
    "add-passkey",
    "add-app",
    "recovery-codes",
    "remove-factor",
}
# Where it depends on the person: (GET, POST). Who is signed in already goes on; who has no factor may add one.
BY_PERSON = {("account_login", who): (302, 302) for who in SIGNED_IN} | {
    ("add-app", UNFINISHED): (200, 400),
    ("recovery-codes", UNFINISHED): (302, 302),
}
PAGES = (
    PUBLIC
    | SIGN_IN
    | OWN
    | TOKEN
    | REVIEW
    | READER
    | BY_LINK
    | PRESIDENCY
    | DESK
    | LIST
    | ERASING
    | YOURS
    | STAFF_PAGES
    | DEMO
)

# Canaries that each principal may see somewhere, in which states.
# The state of the text is nothing to these pages.
APART = {*SIGN_IN, *OWN, *DEMO, *LIST, *ERASING, *STAFF_PAGES}
EVER = {DRAFT, OPEN, CLOSED, PUBLISHED, CORRECTED}
AFTER_OPENING = {OPEN, CLOSED, PUBLISHED, CORRECTED}
SEES: dict[str, dict[str, set[str]]] = {
    # What a delegation has not sent is its own: not even the coordinator reads it.
    "coordinator": dict.fromkeys(set(CANARIES) - {"draft"}, EVER),
    STALE: dict.fromkeys(set(CANARIES) - {"draft"}, EVER),
    "admin": dict.fromkeys(
        (*("contact", "address", "phone", "reason"), *("sealed", "note", "import", "edition", "proposal")),
        EVER,
    ),
    # Friends read what was circulated, later the published text, their own comments, and who they are.
    # What is held about them is theirs to see.
    "friend": dict.fromkeys(("text", "cover", "comment"), AFTER_OPENING)
    | dict.fromkeys(("contact", "address", "phone", "edition", "proposal", "item", "shared"), EVER),
    "observer": dict.fromkeys(("text", "cover"), AFTER_OPENING) | {"edition": EVER, "shared": EVER},
    "presidency": {"text": EVER, "cover": AFTER_OPENING, "edition": EVER},
}
EVERYBODY_SEES: dict[str, set[str]] = {"text": {PUBLISHED, CORRECTED}, "working": {PUBLISHED, CORRECTED}}


def may_see(principal: str, state: str) -> set[str]:
    """The kinds of our canaries that this principal may see on some page in this state."""
    own = {kind for kind, states in SEES.get(principal, {}).items() if state in states}
    return own | {kind for kind, states in EVERYBODY_SEES.items() if state in states}


def must_confirm(route: str, principal: str) -> bool:
    """Whether the person is asked first to prove anew who they are."""
    return route in FRESH and principal == STALE


def knocks(route: str, principal: str, state: str) -> bool:
    """Whether somebody gets past the route's policy, though our row is not theirs (404, or 405 for a wrong method)."""
    if route in ("review-comment", "review-comment-withdraw"):
        return principal == "observer" and state != DRAFT
    if route == "propose-item-change":
        return principal == "observer"
    if route in LIST:
        return principal in STAFF
    if route in ERASING:
        return principal in ADMINS
    return route in DESK and principal in COORDINATORS


# Routes for one of the principals.
ONLY = (
    dict.fromkeys(STAFF_PAGES, "manager of staff")
    | dict.fromkeys(PRESIDENCY, "presidency")
    | dict.fromkeys(ERASING, "admin")
)


def let_in(route: str, principal: str, state: str) -> bool:
    """Whether the policy of the route lets this principal through to our row."""
    if route in PUBLIC | TOKEN | SIGN_IN:
        return True
    if route in OWN:
        return principal in SIGNED_IN
    if route in DEMO:
        return False
    if route in ONLY:
        return principal == ONLY[route]
    if route in ("review-comment", "review-comment-withdraw"):
        return principal == "friend" and state != DRAFT
    if route in REVIEW:
        return principal in ROUND_FRIENDS and state != DRAFT
    if route in READER | BY_LINK:
        return principal in ASKED.get(route, {"friend"})
    if route in YOURS:
        return principal in LINK_HOLDERS or (principal in INTO_THE_ROUND and state != DRAFT)
    lists = PAGES[route].lists
    if route in LIST:
        return principal in (STALE, "coordinator", "admin") or (lists and principal in STAFF)
    return principal in (STALE, "coordinator") or (lists and principal in COORDINATORS)


def may_see_theirs(principal: str, state: str) -> set[str]:
    """The same for the canaries of the other process."""
    twin = {
        "friend of another process": "friend",
        "coordinator of another process": "coordinator",
        "admin of another process": "admin",
    }.get(principal, "")
    return may_see(twin, state)


def shown(route: str, principal: str) -> bool:
    """Whether the page's canary is this principal's to see (an observer has no comment of Norway's, and no item)."""
    if PAGES[route].shows == "item" and principal == "observer":
        return False
    return not (PAGES[route].shows == "comment" and principal not in COORDINATORS)
