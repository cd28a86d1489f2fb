"""Imports of the contact list: proposed, brought in, undone; nothing else moves."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal import foreign
from ccm_portal.models import AuditRow
from friends import contacts, imports
from friends.changes import Change, NoReason
from friends.intake import files
from friends.intake.choices import Choices
from friends.intake.proposal import Kind, Proposal, doubtful
from friends.models import Assignment, Contact, ContactImport, Delegation, ListedContact, ThematicArea
from tests import cast as casting
from tests import strange_lists
from tests.cast import HOUR, NOW, Cast
from tests.friends.reading.test_lists_of_others import SEEDS

pytestmark = pytest.mark.django_db
DAY = NOW.date()
WHY = Change(DAY, "the list of the office")
HEADINGS = ("Area or office", "Delegation", "Name", "Email", "Telephone")
TABLES = (Assignment, Contact, ListedContact, Delegation, ThematicArea)


@pytest.fixture
def people() -> Cast:
    return casting.cast()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process."""
    monkeypatch.setattr(foreign, "_read", strange_lists.read_here)


def digest() -> list[object]:
    return [sorted(map(repr, table.objects.values_list())) for table in TABLES]


def table(*rows: tuple[str, ...]) -> bytes:
    return "\n".join("\t".join(row) for row in (HEADINGS, *rows)).encode()


def propose(people: Cast, data: bytes, **fields: object) -> ContactImport:
    return imports.propose(
        people.body, "list.csv", files.read(data), by=people.admin.actor, now=NOW, **fields
    )  # type: ignore[arg-type]


def decide(
    people: Cast, row: ContactImport, choices: Choices | None = None, change: Change = WHY
) -> ContactImport:
    return imports.decide(row, choices or Choices(), change, by=people.admin.actor, now=NOW)


def bring_in(people: Cast, row: ContactImport, *, now: dt.datetime = NOW + HOUR) -> ContactImport:
    seen = imports.proposal(row).fingerprint
    return imports.bring_in(row, seen=seen, since=NOW, by=people.admin.actor, now=now)


def kinds(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [(entry.kind.value, entry.person.name, entry.person.address) for entry in proposal.people]


ROWS = (
    # Friends are on the list already: Norway's first has another number, the second is left out.
    ("President, 1MSP", "Lao PDR", "Lao-Pdr 1", "lao-pdr.1@example.org", ""),
    ("General status and operation", "Norway", "Norway 1", "NORWAY.1@example.org", "+47 22"),
    ("", "ICRC", "Marc Imagine", "icrc.1@example.org", ""),
    ("Victim assistance", "Peru", "Ana Beispiel", "ana.beispiel@example.org", "+51 1"),
    ("Victim assistance", "Peru", "", "desk@example.org", ""),
    ("Openness", "vacant", "", "", ""),
)


def test_it_works(people):
    row = decide(people, propose(people, table(*ROWS)))
    proposal = imports.proposal(row)
    assert kinds(proposal) == [
        ("same", "Lao-Pdr 1", "lao-pdr.1@example.org"),
        ("changed", "Norway 1", "norway.1@example.org"),
        ("changed", "Marc Imagine", "icrc.1@example.org"),
        ("new", "Ana Beispiel", "ana.beispiel@example.org"),
        ("new", "", "desk@example.org"),
    ]
    assert [(one.key.split("-")[0], str(one.contact or one.posts[0])) for one in proposal.left_out] == [
        ("contact", "Norway 2"), ("post", "Architecture: Canada"),
        ("contact", "Canada 1"), ("contact", "Canada 2"),
    ]  # fmt: skip
    before = digest()
    row = bring_in(people, row)
    assert digest() != before
    assert (row.content, row.choices, row.state) == ({}, {}, ContactImport.State.APPLIED)
    assert Contact.objects.get(email="norway.1@example.org").phone == "+47 22"
    assert Contact.objects.get(email="icrc.1@example.org").name == "Marc Imagine"
    post = Assignment.objects.get(delegation__name="Peru")
    assert (post.area.name, post.role, post.valid_from) == ("Victim assistance", "coordinator", DAY)
    assert [str(one) for one in post.listed_contacts.order_by("position")] == [
        "Ana Beispiel",
        "desk@example.org",
    ]
    assert Assignment.objects.get(title="Openness").status == Assignment.Status.VACANT
    assert Contact.objects.get(email="norway.2@example.org").valid_until is None
    assert [event.event for event in AuditRow.objects.filter(subject_id=row.pk).order_by("at")] == [
        "contact import proposed", "contact import brought in",
    ]  # fmt: skip


def test_a_second_time_all_is_the_same(people):
    bring_in(people, decide(people, propose(people, table(*ROWS))))
    again = imports.proposal(propose(people, table(*ROWS)))
    assert {entry.kind for entry in again.people} == {Kind.SAME}
    assert again.changes_nothing
    before = digest()
    bring_in(people, decide(people, propose(people, table(*ROWS))))
    assert digest() == before


def test_undone_the_list_is_what_it_was(people):
    before = digest()
    row = decide(people, propose(people, table(*ROWS)))
    ended = frozenset(one.key for one in imports.proposal(row).left_out)
    row = bring_in(people, decide(people, row, Choices(ended=ended)))
    assert Contact.objects.get(email="norway.2@example.org").valid_until == DAY - dt.timedelta(days=1)
    assert Assignment.objects.get(title="Architecture").valid_until == DAY - dt.timedelta(days=1)
    row = imports.undo(row, reason="wrong file", by=people.admin.actor, now=NOW + 2 * HOUR)
    assert digest() == before
    assert row.state == ContactImport.State.UNDONE
    with pytest.raises(imports.NotOpen):
        imports.undo(row, reason="again", by=people.admin.actor, now=NOW + 2 * HOUR)


def test_what_later_changes_rest_on_is_not_undone(people):
    row = bring_in(people, decide(people, propose(people, table(*ROWS))))
    ana = Contact.objects.get(email="ana.beispiel@example.org")
    details = contacts.Details(name="Ana B. Beispiel", email=ana.email)
    contacts.correct(ana, details, Change(DAY, "told by phone"), by=people.coordinator.actor, now=NOW + HOUR)
    before = digest()
    with pytest.raises(imports.HangsOn) as caught:
        imports.undo(row, reason="wrong file", by=people.admin.actor, now=NOW + 2 * HOUR)
    [said] = caught.value.what
    assert "Ana B. Beispiel was changed on" in said
    assert "The Coordinator: told by phone" in said
    assert digest() == before


def test_what_is_in_use_is_not_undone(people):
    row = bring_in(people, decide(people, propose(people, table(*ROWS))))
    peru = Delegation.objects.get(name="Peru")
    casting.listed(people.body, peru, [], role=Assignment.Role.MEMBER, title="Seminar")
    with pytest.raises(imports.HangsOn) as caught:
        imports.undo(row, reason="wrong file", by=people.admin.actor, now=NOW + 2 * HOUR)
    assert [said for said in caught.value.what if "Seminar: Peru" in said]


def test_a_list_that_moved_is_not_written_over(people):
    row = decide(people, propose(people, table(*ROWS)))
    seen = imports.proposal(row).fingerprint
    details = contacts.Details(name="Norway One", email="norway.1@example.org", main=True)
    contacts.correct(people.friend, details, Change(DAY, "married"), by=people.coordinator.actor, now=NOW)
    before = digest()
    with pytest.raises(imports.Moved) as caught:
        imports.bring_in(row, seen=seen, since=NOW - 9_999 * HOUR, by=people.admin.actor, now=NOW + HOUR)
    assert "Norway One (Norway), by The Coordinator: married" in caught.value.what
    assert digest() == before
    assert ContactImport.objects.get(pk=row.pk).content


def test_nothing_is_brought_in_without_a_reason(people):
    row = decide(people, propose(people, table(*ROWS)), change=Change(DAY, " "))
    with pytest.raises(NoReason):
        bring_in(people, row)


def test_what_is_skipped_stays_out_and_a_word_may_be_corrected(people):
    rows = (
        ("Clearance", "Norge", "Ola Nordmann", "ola.nordmann@example.org", ""),
        ("Clearance", "Norge", "Kari Nordmann", "kari.nordmann@example.org", ""),
    )
    row = propose(people, table(*rows))
    assert [post.holder for post in imports.proposal(row).posts] == ["Norge"]
    choices = Choices(delegations={"norge": "Norway"}, areas={"clearance": ""}, skipped=frozenset(["3-0"]))
    bring_in(people, decide(people, row, choices))
    post = Assignment.objects.get(delegation__name="Norway", title="Clearance")
    assert (post.area, post.role) == (None, Assignment.Role.MEMBER)
    assert [str(one) for one in post.contacts.all()] == ["Ola Nordmann"]


def test_doubtful_pairs_are_settled_by_the_list_or_by_a_person(people):
    names, addresses = "Rosa Rossi; Mario Bianchi", "desk-1@example.org desk-2@example.org"
    row = propose(people, table(("Openness", "Italy", names, addresses, "")))
    assert [entry.person.name for entry in doubtful(imports.proposal(row).people)] == [
        "Rosa Rossi",
        "Mario Bianchi",
    ]
    chosen = {2: {"desk-1@example.org": "Mario Bianchi", "desk-2@example.org": "Rosa Rossi"}}
    bring_in(people, decide(people, row, Choices(pairs=chosen)))
    assert Contact.objects.get(email="desk-2@example.org").name == "Rosa Rossi"
    again = imports.proposal(propose(people, table(("Openness", "Italy", names, addresses, ""))))
    assert {entry.kind for entry in again.people} == {Kind.SAME}


def test_an_undecided_pair_stays_in_doubt_on_the_list(people):
    names, addresses = "Rosa Rossi; Mario Bianchi", "desk-1@example.org desk-2@example.org"
    bring_in(people, decide(people, propose(people, table(("Openness", "Italy", names, addresses, "")))))
    assert Contact.objects.filter(pair_confirmed=False, delegation__name="Italy").count() == 2


def test_what_is_wrong_is_left_out_with_a_sentence(people):
    rows = (
        ("Clearance", "Peru", "Norway 1", "norway.1@example.org", ""),
        ("", "", "Nobody Knows", "nobody.knows@example.org", ""),
        ("Clearance", "Peru", "A \u202eB", "a@example.org", ""),
        ("Clearance", "Peru", "Ana Beispiel", "ana@example.org", ""),
        ("Clearance", "Peru", "Eva Beispiel", "ana@example.org", ""),
    )
    row = propose(people, table(*(rows[1], rows[0], *rows[2:])))
    wrong = {entry.line: entry.problem for entry in imports.proposal(row).of_kind(Kind.WRONG)}
    assert {line: problem[:40] for line, problem in wrong.items()} == {
        2: "The row names no delegation. Say below w",
        3: "norway.1@example.org is the address of N",
        4: "“A B” holds a sign that turns the direct",
        6: "ana@example.org stands for Ana Beispiel ",
    }
    bring_in(people, decide(people, row))
    assert list(Contact.objects.filter(delegation__name="Peru").values_list("name", flat=True)) == [
        "Ana Beispiel"
    ]


def test_a_changed_address_begins_on_the_day(people):
    rows = (("General status and operation", "Norway", "Norway 1", "norway.new@example.org", ""),)
    bring_in(people, decide(people, propose(people, table(*rows))))
    old, new = Contact.objects.filter(delegation__name="Norway", name="Norway 1").order_by("valid_until")
    assert {old.email: old.valid_until, new.email: new.valid_until} == {
        "norway.1@example.org": DAY - dt.timedelta(days=1),
        "norway.new@example.org": None,
    }


def test_an_older_list_shows_what_was_held_before(people):
    bring_in(people, decide(people, propose(people, table(*ROWS))))
    earlier = Change(DAY - dt.timedelta(days=300), "found in a drawer")
    row = decide(people, propose(people, table(ROWS[3]), day=earlier.holds_from), change=earlier)
    assert imports.proposal(row).earlier_posts
    bring_in(people, row)
    post = Assignment.objects.get(delegation__name="Peru")
    assert (post.valid_from, post.contacts.get(email="ana.beispiel@example.org").valid_from) == (
        earlier.holds_from, earlier.holds_from,
    )  # fmt: skip


def test_what_was_read_is_gone_when_it_is_given_up(people):
    row = imports.give_up(propose(people, table(*ROWS)), by=people.admin.actor, now=NOW)
    assert (row.content, row.state) == ({}, ContactImport.State.GIVEN_UP)
    with pytest.raises(imports.NotOpen):
        decide(people, row)


def test_a_file_without_a_list_is_refused(people):
    with pytest.raises(files.UnreadableList, match="No row of a contact list was found"):
        propose(people, b"Dear colleagues,\nplease find nothing here.\n")


def test_steps_hold_nothing_of_anybody(people):
    row = bring_in(people, decide(people, propose(people, table(*ROWS))))
    said = str(replace(Choices()).as_dict()) + str(row.steps) + str(row.figures)
    assert "Beispiel" not in said
    assert "@" not in said


def test_a_workbook_with_merged_cells(people):
    data = strange_lists.workbook(
        [
            HEADINGS,
            ("Clearance", "Peru", "Ana Beispiel", "ana@example.org"),
            ("", "", "Eva Muestra", "eva@example.org"),
        ],
        merge=["A2:A3", "B2:B3"],
    )
    bring_in(people, decide(people, propose(people, data)))
    assert Assignment.objects.get(delegation__name="Peru").contacts.count() == 2


def test_a_messy_list_of_another_treaty_needs_no_rule_of_its_own(people):
    """French headings, names in two columns, several people in a cell, what a spreadsheet mangled: see SEEDS."""
    row = propose(people, strange_lists.workbook(SEEDS))
    proposal = imports.proposal(row)
    assert (proposal.figures["rows"], proposal.figures["new"], proposal.figures["wrong"]) == (6, 7, 0)
    assert len(doubtful(proposal.people)) == 0
    bring_in(people, decide(people, row))
    ana = Contact.objects.get(email="ana.beispiel@example.org")
    assert (ana.name, ana.phone, ana.language) == ("Ana Beispiel", "+51 1", "es")
    assert not Contact.objects.get(name="Marc Imagine").speaks
    # A job at home is no area of work; an organisation nobody knows is kept by its name.
    assert not ThematicArea.objects.filter(name="Counsellor").exists()
    assert (
        Assignment.objects.get(delegation__name="Seed Keepers International").area.name
        == "Collections abroad"
    )
    again = imports.proposal(propose(people, strange_lists.workbook(SEEDS)))
    assert again.changes_nothing


def test_two_rows_of_one_contact_fill_each_other_or_contradict(people):
    rows = (
        ("Clearance", "Norway", "Norway 1", "norway.1@example.org", "+47 1"),
        ("Openness", "Norway", "Norway One", "norway.1@example.org", ""),
        ("Openness", "Norway", "", "norway.1@example.org", "+47 2"),
        ("Openness", "Peru", "Ana Beispiel", "ana@example.org", ""),
        ("Openness", "Peru", "", "ana@example.org", "+51 1"),
    )
    row = propose(people, table(*rows))
    assert [entry.line for entry in imports.proposal(row).of_kind(Kind.WRONG)] == [3, 4]
    bring_in(people, decide(people, row))
    assert Contact.objects.get(name="Ana Beispiel").phone == "+51 1"
    assert Contact.objects.get(email="norway.1@example.org").phone == "+47 1"


# --- any sequence -----------------------------------------------------------------------------------------------------

LINES = st.lists(
    st.tuples(
        st.sampled_from(["General status and operation", "Clearance", "Openness", ""]),
        st.sampled_from(["Norway", "Peru", "Canada", "vacant"]),
        st.sampled_from(["", "Norway 1", "Ana Beispiel", "Eva Muestra"]),
        st.sampled_from(["", "norway.1@example.org", "ana@example.org", "eva@example.org"]),
        st.sampled_from(["", "+51 1"]),
    ),
    min_size=1, max_size=4,
)  # fmt: skip
STEPS = st.lists(st.one_of(LINES, st.integers(0, 2)), min_size=1, max_size=4)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, end_others=st.booleans())
def test_any_sequence_of_imports_and_undo_is_what_a_plain_replay_gives(people, here, steps, end_others):
    """A stack of what the tables held: an undo gives back what stood before, or is refused and changes nothing."""
    with transaction.atomic():
        done: list[tuple[ContactImport, list[object]]] = []
        for number, step in enumerate(steps):
            now = NOW + (number + 1) * HOUR
            if isinstance(step, int):
                _undo(people, done, step, now)
                continue
            try:
                row = propose(people, table(*step))
            except files.UnreadableList:
                continue
            left = imports.proposal(row).left_out if end_others else []
            row = decide(people, row, Choices(ended=frozenset(one.key for one in left)))
            before = digest()
            try:
                done.append((bring_in(people, row, now=now), before))
            except imports.CannotBringIn:
                assert digest() == before
                continue
            again = imports.proposal(propose(people, table(*step)))
            assert again.figures["new"] == again.figures["posts"] == again.figures["changed"] == 0
        transaction.set_rollback(True)


def _undo(people: Cast, done: list[tuple[ContactImport, list[object]]], at: int, now: dt.datetime) -> None:
    if at >= len(done):
        return
    row, before = done[len(done) - 1 - at]
    held = digest()
    try:
        imports.undo(row, reason="wrong", by=people.admin.actor, now=now)
    except imports.HangsOn as problem:
        assert problem.what
        # The last one is always undone.
        assert at > 0
        assert digest() == held
    else:
        done.pop(len(done) - 1 - at)
        if at == 0:
            assert digest() == before
