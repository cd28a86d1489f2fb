"""What is exported comes back unchanged, in every kind of file, whatever people and places are called."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.demo import listing
from ccm_portal import foreign, history
from ccm_portal.actors import IMPORT
from friends import exports, imports, roster
from friends.intake import files
from friends.intake.proposal import Proposal
from friends.models import Assignment, Body, Capacity, Contact, Delegation, ListedContact, ThematicArea
from friends.reading.contact_list import find_contact_list
from friends.reading.lines import read_lines
from tests import cast as casting
from tests import strange_lists
from tests.cast import NOW

pytestmark = pytest.mark.django_db
KINDS = tuple(exports.TYPES)
DAY = NOW.date()
HERE = Path(__file__).parents[1]
TWIN = HERE / "records" / "friends-meeting.txt"
SEED = HERE.parents[1] / "shared" / "seed" / "friends-meeting-2010-11-30.txt"
LISTS = [path for path in (TWIN, SEED) if path.exists()]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process: the same functions, without the time it takes to start another."""
    monkeypatch.setattr(foreign, "_read", strange_lists.read_here)


def again(body: Body, day: dt.date, kind: str) -> Proposal:
    """What the export of the list would change if it were handed in."""
    _name, data = exports.export(body, day, kind, by=IMPORT, now=NOW)
    content = json.loads(json.dumps(files.read(data)))
    return Proposal(body, day, imports.read(content).list)


def differs(proposal: Proposal) -> list[Any]:
    """The entries that are not the same."""
    return [
        (entry.kind.value, entry.person, entry.differences, entry.problem, entry.shown_anew)
        for entry in proposal.people
        if entry.kind != "same"
    ]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.parent.name)
def test_the_list_of_a_record_comes_back_unchanged(path):
    lines = read_lines(path.read_text())
    start, end = find_contact_list(lines) or (0, 0)
    text = "\n".join(line.text for line in lines[start:end])
    body = history.save(Body(name="Friends", slug="friends"), by=IMPORT)
    row = imports.propose(body, "", files.read(text.encode()), reason="the record", by=IMPORT, now=NOW)
    proposal = imports.proposal(row)
    assert (proposal.figures["rows"], proposal.figures["addresses"], proposal.figures["wrong"]) == (17, 29, 0)
    imports.bring_in(row, seen=proposal.fingerprint, since=NOW, by=IMPORT, now=NOW)
    rows = roster.rows_on(body, row.day)
    assert (len(rows), len({contact.email for one in rows for contact in one.contacts if contact.email})) == (
        17,
        29,
    )
    assert imports.proposal(
        imports.propose(body, "", files.read(text.encode()), by=IMPORT, now=NOW)
    ).changes_nothing
    for kind in KINDS:
        found = again(body, row.day, kind)
        assert (differs(found), found.changes_nothing, found.left_out) == ([], True, [])


SIGNS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co"),
    exclude_characters="\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)  # fmt: skip
ODD = (
    *("=HYPERLINK(1)", "+41 Group", "-1", "@home", "'=x", "x|y", "a@b", "Dr Ute Dr Eva"),
    *(
        "Tenkt, Astrid",
        "A; B",
        'Ute "U" Muster',
        "Müller & Sons",
        "A and B",
        "O\N{RIGHT SINGLE QUOTATION MARK}Neill",
    ),
    *("ນາງ ສົມພອນ", "نجلاء عساكر", "山田 太郎"),
)
NAMES = st.one_of(
    st.sampled_from(ODD),
    st.text(SIGNS, min_size=1, max_size=20).map(lambda name: " ".join(name.split())).filter(bool),
)
PHONES = st.one_of(st.just(""), st.from_regex(r"\+?[0-9][0-9 ()/-]{0,15}[0-9]", fullmatch=True))
PEOPLE = st.fixed_dictionaries(
    {
        "name": NAMES,
        "phone": PHONES,
        "posting": st.sampled_from(["", "capital", "mission"]),
        "speaks": st.booleans(),
        "language": st.sampled_from(["en", "fr", "ar"]),
    }
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Norway", "Peru", "ICRC", "Circle of Friends"]),
        st.sampled_from(["", "Clearance", "Openness"]),
        st.sampled_from(["", "Adviser, at large", "President of it all", "=Post"]),
        st.lists(PEOPLE, max_size=3),
    ),
    max_size=4,
)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def make(rows: list[Any]) -> Body:
    """A body with a list of these rows, each with an address of its own for every other person."""
    body = history.save(Body(name="Friends", slug="friends"), by=IMPORT)
    areas = {
        name: history.save(ThematicArea(body=body, name=name), by=IMPORT)
        for name in ("Clearance", "Openness")
    }
    delegations: dict[str, Delegation] = {}
    number = 0
    for name, area, title, people in rows:
        holder = delegations.get(name) or casting.delegation(name, Capacity.Kind.STATE)
        delegations[name] = holder
        role = Assignment.Role.COORDINATOR if area else Assignment.Role.MEMBER
        post = casting.listed(body, holder, [], role=role, area=areas.get(area), title=title)
        for place, told in enumerate(people):
            number += 1
            email = f"person.{number}@example.org" if number % 2 else ""
            contact = history.save(Contact(delegation=holder, email=email, **told), by=IMPORT)
            history.save(ListedContact(assignment=post, contact=contact, position=place), by=IMPORT)
    return body


@pytest.mark.usefixtures("here")
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(rows=ROWS)
def test_whatever_they_are_called_an_export_comes_back_unchanged(rows):
    with transaction.atomic():
        body = make(rows)
        kinds = KINDS if any(row.contacts for row in roster.rows_on(body, DAY)) else ()
        for kind in kinds:
            found = again(body, DAY, kind)
            assert differs(found) == [], kind
            assert found.changes_nothing, kind
        transaction.set_rollback(True)


@pytest.mark.usefixtures("here")
def test_the_list_of_the_demo_comes_back_unchanged(settings):
    settings.DEMO = True
    body = listing.set_up().body
    day = timezone.localdate(timezone=body.zone)
    for kind in KINDS:
        found = again(body, day, kind)
        assert (differs(found), found.changes_nothing) == ([], True)
        assert len(found.people) == sum(len(row.contacts) for row in roster.rows_on(body, day))
