"""The permission matrix as data: who gets past each policy, and what the page then answers in each state.

A route that is not named here fails the matrix, and so does a name here without a route.
"""

from dataclasses import dataclass, field

from tests.trust.world import CANARIES

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
# The contact list, and one's own entry on it, by link: for whoever stands on it.
READER = {
    "list": Page(shows="contact"),
    "list-edition": Page(shows="contact"),
    "list-edition-pdf": Page(),
    "entry": Page(shows="contact"),
    "entry-correct": Page(CHANGE),
    "entry-add": Page(FORM, post=400),
    "entry-words": Page(FORM, post=400),
    "entry-person": Page(FORM, post=400, shows="contact"),
    "entry-take-back": Page(CHANGE),
}
# What the list asks of a delegation by letter; nothing there was typed: one says so, the other leads back.
BY_LINK = {
    "reconfirm": Page(FORM, shows="contact", post=400),
    "posts": Page(FORM),
    "propose-items": Page(FORM, shows="item", post=400),
    "propose-items-paper": Page(),
    "propose-item-change": Page(FORM, shows="item", post=400),
}
# For whom the letters were.
ASKED = {
    "reconfirm": {"friend"},
    "posts": {"friend", "observer"},
    "propose-items": {"friend", "observer"},
    "propose-items-paper": {"friend", "observer"},
    "propose-item-change": {"friend"},
}
PRESIDENCY = {"word": Page(FORM, shows="text", post=409), "word-file": Page(get=404)}
DESK = {
    "desk-meetings": Page(lists=True),
    "desk-meeting": Page(),
    "meeting-edit": Page(FORM, post=400),
    "meeting-new": Page(FORM, post=400, lists=True),
    "agenda": Page(FORM, data={"title": "One more"}),
    "agenda-from": Page(),
    "agenda-take-over": Page(CHANGE, post=404),
    "agenda-pdf": Page(),
    "agenda-word": Page(),
    "agenda-circulate": Page(FORM, post=200),
    "agenda-adopt": Page(FORM, post=400),
    "agenda-item": Page(FORM, data={"title": "Said otherwise"}),
    "agenda-item-move": Page(CHANGE, data={"to": "down"}),
    "agenda-item-remove": Page(CHANGE),
    # The item approves no earlier minutes.
    "approval-recorded": Page(FORM, post=400),
    "attendance": Page(FORM),
    "minutes-begin": Page(CHANGE),
    "papers": Page(lists=True, shows="paper"),
    "paper-new": Page(FORM, post=400, lists=True),
    "paper": Page(shows="paper"),
    "paper-edit": Page(FORM, post=400, shows="paper"),
    "paper-version-add": Page(CHANGE, post=400),
    "paper-version": Page(),
    "document": Page(shows="text"),
    "freeze": Page(CHANGE),
    "document-pdf": Page(),
    "revision-pdf": Page(),
    "document-word": Page(),
    "revision-word": Page(),
    "section": Page(FORM, post=when(302, published=409)),
    "section-new": Page(CHANGE, data={"heading": "More"}),
    # A text handed in is shown as changes first.
    "whole-text": Page(FORM, post=when(200, published=400), data={"text": "# One\n\nWords."}),
    "section-remove": Page(CHANGE),
    "section-move": Page(CHANGE, data={"to": "down"}),
    "section-set": Page(CHANGE, data={"heading": "Said otherwise", "heading-version": "1"}),
    "paragraph-history": Page(shows="text"),
    "paragraph-restore": Page(CHANGE),
    # Nothing was said: it asks why.
    "withhold": Page(FORM, post=400),
    "private-notes": Page(FORM, shows="private", data={"notes": "NOR: said.", "version": "1"}),
    "private-notes-delete": Page(FORM, shows="private"),
    # Of a coordinator whose sign-in is old it asks to confirm first, in words.
    "preview": Page(),
    "presence": Page(),
    "text-history": Page(shows="text"),
    "text-as-of": Page(shows="text"),
    # Nothing was shown yet, and of a text that no longer changes nothing is brought back.
    "text-bring-back": Page(FORM, post=409),
    # What comes is no JSON: it says so.
    "typing": Page(CHANGE, post=400),
    "clearance": Page(FORM, get=when(200, open=302, published=302), post=when(400, open=302, published=302)),
    "clearance-waive": Page(CHANGE),
    "approval": Page(FORM, get=302),
    "compare": Page(),
    "compare-pdf": Page(),
    "compare-word": Page(),
    "circulate": Page(FORM, get=302),
    "issue": Page(FORM, get=when(302, closed=200, corrected=200), post=when(302, corrected=400)),
    "take-up-again": Page(CHANGE, data={"reason": "why"}),
    "publish": Page(FORM, post=409),
    "correct": Page(
        FORM, get=when(302, published=200, corrected=200), post=when(302, published=400, corrected=400)
    ),
    "correction-give-up": Page(CHANGE),
    "preparation": Page(get=when(404, published=200, corrected=200)),
    "preparation-page": Page(get=when(404, published=200, corrected=200), shows="text"),
    "preparation-pdf": Page(get=when(404, published=200, corrected=200)),
    "preparation-confirm": Page(CHANGE, post=when(404, published=302, corrected=302)),
    "round": Page(get=ROUND_ONLY, shows="comment"),
    "round-extend": Page(FORM, get=ROUND_ONLY, post=when(400, draft=404)),
    "round-remind": Page(CHANGE, post=ACT_ON_ROUND),
    "round-invite": Page(CHANGE, post=ACT_ON_ROUND),
    "round-close": Page(FORM, get=ROUND_ONLY, post=when(400, draft=404, open=302)),
    "decide": Page(FORM, get=ROUND_ONLY, post=when(400, draft=404), shows="comment"),
    "records": Page(FORM, lists=True, post=400),
    "record": Page(FORM, shows="record", post=400),
    "record-changes": Page(CHANGE, data={"read_as": "accepted"}),
    "record-file": Page(shows="record"),
    "actions": Page(lists=True),
    "action-point": Page(FORM, post=400),
    "tasks-split": Page(FORM, post=400),
    "task-new": Page(FORM, post=400),
    "task": Page(FORM, post=400),
    "task-words": Page(FORM, post=400),
    "task-remove": Page(CHANGE),
    "follow-ups": Page(FORM, data={"verdict": "declined", "sentence": "none"}),
    # Nothing was selected: it says so on the page of the text.
    "follow-up-mark": Page(CHANGE),
    "follow-up": Page(FORM, post=400),
    "matters-arising": Page(FORM),
    "folder": Page(FORM, shows="annotation"),
    "folder-pdf": Page(),
    "body": Page(FORM, post=400),
    "hand-over": Page(FORM, post=400),
    "hand-over-undo": Page(CHANGE),
    "hand-over-release": Page(FORM, data=WHY),
    "reconfirmations": Page(lists=True),
    "reconfirmation-remind": Page(CHANGE, lists=True),
    "reconfirmation-open": Page(CHANGE),
    "reconfirmation-ask": Page(FORM, post=400),
    "open-posts": Page(lists=True, shows="interest"),
    "posts-announce": Page(FORM, lists=True, post=400),
    "interest": Page(FORM, post=400, shows="interest"),
    "item-proposals": Page(shows="item"),
    "item-call": Page(FORM, post=400),
    "item-proposal": Page(FORM, post=400, shows="item"),
    # Something is undecided: it says so.
    "item-call-close": Page(FORM, post=200),
    "letters": Page(lists=True),
    "letter": Page(),
    "letter-eml": Page(),
    "letter-enclosure": Page(),
    "letter-again": Page(CHANGE),
    "letter-count": Page(CHANGE),
}
# Doors of the demo; outside demo mode there are none.
DEMO = {name: Page(FORM, get=404, post=404) for name in ("demo", "demo-record", "demo-enter", "leave")}
LIST = {
    "today": Page(lists=True),
    "contact-list": Page(lists=True, shows="contact"),
    "contact": Page(FORM, post=400, shows="contact"),
    "contact-end": Page(CHANGE),
    "contact-new": Page(FORM, post=400),
    "contact-list-changes": Page(lists=True, shows="contact"),
    "contact-list-addresses": Page(CHANGE, lists=True, post=200),
    "contact-duplicates": Page(lists=True),
    # The friend beside itself: no two entries.
    "contact-merge": Page(FORM, post=400),
    "contact-apart": Page(CHANGE),
    "contact-part": Page(CHANGE),
    "contact-put-back": Page(CHANGE),
    "contact-sitting": Page(CHANGE, lists=True),
    "contact-row-cell": Page(FORM, post=400),
    "contact-row-person": Page(CHANGE, post=400),
    "contact-row-move": Page(CHANGE, post=404),
    "contact-cell": Page(CHANGE, post=400),
    "contact-confirm": Page(FORM, post=400),
    "assignment": Page(FORM, post=400),
    "assignment-new": Page(FORM, post=400, lists=True),
    "assignment-end": Page(CHANGE),
    "areas": Page(FORM, post=400, lists=True),
    "areas-order": Page(CHANGE, lists=True),
    "area": Page(FORM, post=400),
    "area-end": Page(CHANGE),
    # A delegation belongs to no body: whoever keeps a list keeps its names and its capacity.
    "delegations": Page(lists=True),
    "delegation-new": Page(FORM, post=400, lists=True),
    "delegation": Page(lists=True),
    "delegation-edit": Page(FORM, post=400, lists=True),
    "capacity-new": Page(FORM, post=400, lists=True),
    "name-new": Page(FORM, post=400, lists=True),
    "names-take": Page(CHANGE, lists=True),
    "capacity": Page(FORM, post=400, lists=True),
    "delegation-name": Page(FORM, post=400, lists=True),
    "periods": Page(FORM, post=400, lists=True),
    "period": Page(FORM, post=400),
    "area-likeness": Page(CHANGE, data={"verdict": "apart"}),
    "contact-imports": Page(FORM, lists=True, post=400),
    "contact-import": Page(FORM, post=400, shows="contact"),
    "contact-import-give-up": Page(CHANGE),
    # Nothing was brought in yet: it says so, and goes back.
    "contact-import-undo": Page(CHANGE, data=WHY),
    "contact-export": Page(CHANGE, post=200),
    "editions": Page(lists=True),
    # Nothing was seen: it says so.
    "edition-freeze": Page(FORM, lists=True, post=400, shows="contact"),
    "edition": Page(shows="contact"),
    "edition-file": Page(CHANGE, post=200),
    "list-reviews": Page(lists=True, shows="contact"),
    "list-review-open": Page(FORM, lists=True, post=400),
    "list-review": Page(shows="contact"),
    "list-review-remind": Page(CHANGE),
    "list-reply": Page(FORM, lists=True, post=400),
    "list-review-close": Page(CHANGE),
    "proposal": Page(FORM, post=400, shows="contact"),
    # It was circulated, and says so.
    "edition-circulate": Page(FORM, get=302),
    "names": Page(FORM, post=400, lists=True),
    "name-take-back": Page(CHANGE),
}
# What is held about a person: for the keeper of the list alone, not even for the coordinator.
ERASING = {
    "contact-erase": Page(FORM, post=400, shows="contact"),
    "contact-data": Page(shows="contact"),
    "contact-data-file": Page(shows="contact"),
}
# And to the person, by any link of theirs.
YOURS = {"your-data": Page(lists=True), "your-data-file": Page(lists=True)}
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
