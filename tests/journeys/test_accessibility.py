"""Every main page, wide and narrow, by day and by night: nothing axe objects to, nothing to scroll sideways for."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import Meet
from tests.journeys.people import HEIGHT, NARROW, WIDE, Person, link_in
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

IRELAND = "Lucas.Verzonnen@ie.example.org"
RUNNING, CLOSED = "10 May 2011", "8 March 2011"
# By day axe looks at everything, by night at what changes with the colours.
SCREENS: list[tuple[int, Literal["dark", "light"], dict[str, object]]] = [
    (NARROW, "dark", {"runOnly": ["color-contrast", "link-in-text-block", "target-size"]}),
    (WIDE, "light", {"resultTypes": ["violations"]}),
]
VIOLATIONS = "options => axe.run(options).then(found => found.violations)"
# How far anything stands out of the page on the right, in pixels.
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

DESK = [
    "/desk/",
    "/desk/meetings/",
    "/desk/meetings/{meeting}/",
    "/desk/meetings/{meeting}/edit/",
    "/desk/meetings/{meeting}/attendance/",
    "/desk/papers/",
    "/desk/papers/new/",
    "/desk/papers/{paper}/",
    "/desk/papers/{paper}/about/",
    "/desk/papers/{paper_text}/",
    "/desk/documents/{paper_document}/",
    "/desk/records/",
    "/desk/records/{record}/",
    "/desk/documents/{draft}/",
    "/desk/documents/{draft}/sections/{draft_section}/",
    "/desk/documents/{draft}/notes/",
    "/desk/documents/{draft}/notes/delete/",
    "/desk/documents/{draft}/withhold/",
    "/desk/paragraphs/{paragraph}/history/",
    "/desk/documents/{draft}/history/",
    "/desk/documents/{draft}/as-of/2099-01-01T00:00:00Z/",
    "/desk/documents/{draft}/bring-back/2099-01-01T00:00:00Z/",
    "/desk/documents/{draft}/clearance/",
    "/desk/documents/{document}/",
    "/desk/documents/{document}/compare/",
    "/desk/rounds/{round}/",
    "/desk/rounds/{round}/extend/",
    "/desk/rounds/{round}/close/",
    "/desk/comments/{comment}/",
    "/desk/rounds/{closed_round}/",
    "/desk/documents/{prepared}/publish/",
    "/desk/preparations/{preparation}/",
    "/desk/documents/{published}/",
    "/desk/documents/{published}/correct/",
    "/desk/letters/",
    "/desk/letters/{letter}/",
    "/desk/contacts/",
    "/desk/contacts/?find=geneva",
    "/desk/contacts/changes/?by=record",
    "/desk/contacts/rows/{assignment}/status/",
    "/desk/contacts/duplicates/",
    "/desk/contacts/{contact}/merge/{contact}/",
    "/desk/contacts/{contact}/",
    "/desk/contacts/imports/",
    "/desk/contacts/import/{import}/",
    "/desk/assignments/{doubtful}/pairs/",
    "/desk/assignments/{assignment}/add/",
    "/desk/actions/",
    "/desk/actions/{action}/",
    "/desk/actions/{split}/",
    "/desk/actions/{split}/tasks/",
    "/desk/tasks/{task}/",
    "/desk/tasks/{task}/words/",
    "/desk/meetings/{taken_up}/follow-ups/",
    "/desk/follow-ups/{follow_up}/",
    "/desk/records/{word_record}/",
    "/desk/names/",
    "/desk/assignments/{assignment}/",
    "/desk/assignments/new/",
    "/desk/areas/",
    "/desk/areas/{area}/edit/",
    "/desk/delegations/",
    "/desk/delegations/{delegation}/",
    "/desk/delegations/{delegation}/name/",
    "/desk/periods/",
    "/desk/contacts/editions/",
    "/desk/contacts/editions/freeze/",
    "/desk/contacts/editions/{edition}/",
    "/desk/contacts/editions/{newer}/circulate/",
    "/desk/contacts/review/",
    "/desk/contacts/review/{list_review}/",
    "/desk/contacts/proposals/{proposal}/",
    "/desk/contacts/replies/",
    "/desk/bodies/friends/",
    "/desk/periods/{period}/hand-over/",
    "/desk/reconfirmations/",
    "/desk/assignments/{to_ask}/reconfirm/",
    "/desk/posts/",
    "/desk/posts/announce/",
    "/desk/interests/{interest}/",
    "/desk/meetings/{next}/matters-arising/",
    "/desk/meetings/{next}/",
    "/desk/meetings/{next}/agenda/",
    "/desk/meetings/{next}/agenda/circulate/",
    "/desk/meetings/{next}/agenda/adopted/",
    "/desk/agenda-items/{approving}/approval/",
    "/desk/agenda-items/{next_item}/",
    "/desk/meetings/{next}/folder/",
    "/desk/meetings/{next}/items/",
    "/desk/meetings/{next}/items/invite/",
    "/desk/item-proposals/{proposed}/",
    "/desk/item-calls/{call}/close/",
]
NOT_THERE = ["/nothing/here/", "/l/no-such-link/"]


@pytest.fixture
def told(portal: Portal) -> dict[str, str]:
    return portal.scene("every_stage")


def test_the_desk(meet: Meet, told: dict[str, str]) -> None:
    coordinator = meet("coordinator", session=told["session"])
    found = [line for path in DESK for line in _visit(coordinator, path.format(**told))]
    assert found == []


def test_what_others_see(portal: Portal, meet: Meet, told: dict[str, str]) -> None:
    """A Friend's pages and reading room, the public record, the pages that say what went wrong."""
    found = _as_a_friend(portal, meet("friend of Ireland"), told)
    anyone = meet("anyone")
    public = [
        "/",
        told["public"].partition("minutes/")[0],
        told["public"],
        "/record/",
        "/record/check/",
        "/list/link/",
    ]
    public += ["/papers/", told["public_paper"]]
    public += ["/areas/", f"/areas/{told['public_area']}/"]
    found += [line for path in public for line in _visit(anyone, path)]
    found += [line for path in NOT_THERE for line in _visit(anyone, path, status=404)]
    assert found == []


def _as_a_friend(portal: Portal, friend: Person, told: dict[str, str]) -> list[str]:
    door = link_in(portal.letter(to=IRELAND, about=f"Minutes of {RUNNING}: comments by"))
    found = _visit(friend, door)
    # A form without its cookie says so, and how to go on.
    friend.context.clear_cookies()
    friend.presses("Continue as")
    friend.is_at("Please send this once more")
    found += _look(friend, "a form that expired")
    friend.goes_to(door)
    friend.presses("Continue as")
    found += _look(friend, "the review")
    friend.follows("Comment on para. 2")
    found += _look(friend, "a comment")
    friend.presses("Save")
    found += _look(friend, "a comment that says nothing")
    friend.opens_letter(portal.letter(to=IRELAND, about="does Ireland carry on?"))
    found += _look(friend, "the question whether a delegation carries on")
    friend.opens_letter(portal.letter(to=IRELAND, about="open posts, please"))
    found += _look(friend, "open posts")
    friend.opens_letter(portal.letter(to=IRELAND, about="items for the agenda of"))
    found += _look(friend, "items for an agenda")
    found += _visit(friend, f"/propose/{told['call']}/{told['proposed']}/")
    friend.opens_letter(portal.letter(to=IRELAND, about=f"Minutes of {CLOSED}: comments by"))
    for shown in ("circulated", "final", "changes"):
        found += _visit(friend, f"/review/{told['closed_round']}/?text={shown}")
    return found + _the_list_by_link(portal, friend, told)


def _the_list_by_link(portal: Portal, friend: Person, told: dict[str, str]) -> list[str]:
    friend.opens_letter(portal.letter(to=IRELAND, about="Contact list, update as of"))
    found = _look(friend, "the contact list by link")
    found += _visit(friend, f"/list/{told['body']}/1/")
    friend.goes_to(link_in(portal.letter(to=IRELAND, about="please check by")))
    found += _look(friend, "the door of the own entry")
    friend.presses("Continue as")
    found += _look(friend, "the own entry")
    for path in (f"{told['person']}/correct/", f"{told['person']}/left/", "add/"):
        found += _visit(friend, f"/entry/{told['list_review']}/{path}")
    return found


def _visit(person: Person, path: str, *, status: int = 200) -> list[str]:
    answer = person.goes_to(path)
    assert answer is not None and answer.status == status, path
    return _look(person, path)


def _look(person: Person, name: str) -> list[str]:
    """What is wrong with the page, one line each: narrow and by night, wide and by day."""
    found = []
    person.page.evaluate(Axe().axe_script)
    for width, scheme, options in SCREENS:
        person.page.set_viewport_size({"width": width, "height": HEIGHT})
        person.page.emulate_media(color_scheme=scheme)
        if over := person.page.evaluate(OVERFLOW):
            found.append(f"{name} at {width}: {over} pixels too wide")
        for violation in person.page.evaluate(VIOLATIONS, options):
            where = [node["target"] for node in violation["nodes"][:3]]
            found.append(f"{name} at {width}: {violation['id']} ({violation['help']}) {where}")
    return found
