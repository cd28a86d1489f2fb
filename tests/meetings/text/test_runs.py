"""Paragraphs gathered into lists and tables: all of them, each once, in their order."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.text import numbering
from meetings.text.runs import Run, anchor, runs, section_anchors

KINDS = ["paragraph", "bullet", "numbered", "decision", "heading", "action"]


def rows(*kinds_and_levels: tuple[str, int]) -> list[dict]:
    labels = numbering.numbers(kind for kind, _level in kinds_and_levels)
    return [
        {"id": f"id-{place}", "number": number, "kind": kind, "level": level}
        for place, ((kind, level), number) in enumerate(zip(kinds_and_levels, labels, strict=True))
    ]


def ids(found: list[Run]) -> list[str]:
    return [name for run in found for item in run.items for name in [item.row["id"], *ids(item.runs)]]


def test_it_works():
    found = runs(
        rows(
            ("paragraph", 0),
            ("bullet", 0),
            ("bullet", 0),
            ("numbered", 0),
            ("decision", 0),
            ("action", 0),
            ("action", 0),
        )
    )
    assert [(run.shape, len(run.items)) for run in found] == [
        ("plain", 1),
        ("bullets", 2),
        ("numbered", 1),
        ("decision", 1),
        ("actions", 2),
    ]


def test_a_deeper_item_hangs_under_the_one_before_it():
    [outer] = runs(rows(("bullet", 0), ("numbered", 1), ("bullet", 2), ("numbered", 1), ("bullet", 0)))
    assert [item.row["id"] for item in outer.items] == ["id-0", "id-4"]
    [inner] = outer.items[0].runs
    assert (inner.shape, [item.row["id"] for item in inner.items]) == ("numbered", ["id-1", "id-3"])
    assert ids(inner.items[0].runs) == ["id-2"]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5))))
def test_every_paragraph_stands_once_and_in_order(kinds):
    given_rows = rows(*kinds)
    assert ids(runs(given_rows)) == [row["id"] for row in given_rows]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5))))
def test_no_two_paragraphs_have_one_anchor(kinds):
    found = [anchor(row) for row in rows(*kinds)]
    assert len(set(found)) == len(found)


def test_anchors_are_what_people_cite():
    assert [anchor({"id": "x", "number": number}) for number in ("7", "7 (a)", "A1", "")] == [
        "p7",
        "p7a",
        "pA1",
        "p-x",
    ]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"number": st.sampled_from(["", "1", "2", "1-2", "IV"]), "heading": st.text(max_size=9)}
        )
    )
)
def test_no_two_sections_have_one_anchor(sections):
    found = section_anchors(sections)
    assert len(set(found)) == len(sections)


def test_section_anchors_follow_number_and_heading():
    sections = [
        {"number": "3", "heading": "Areas"},
        {"number": "3", "heading": "Areas, continued"},
        {"number": "", "heading": "Action points"},
        {"number": "", "heading": "行动要点"},
    ]
    assert section_anchors(sections) == ["s-3", "s-3-2", "s-action-points", "s-part-4"]
