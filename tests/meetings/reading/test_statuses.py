"""What minutes say of who carries on, with the words; of two things said both are given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.reading import read_record
from meetings.reading.statuses import contradicting

HEAD = "Minutes of the Harbour Committee\n3 May 2012\n\n1. Opening\n\n"


def said(text: str) -> list[tuple[str, str]]:
    return [(one.delegation.short, one.status) for one in read_record(HEAD + text).statuses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru confirmed that it goes on with the docks.", [("Peru", "confirmed")]),
        (
            "Peru and Malta have confirmed their parts in writing.",
            [("Peru", "confirmed"), ("Malta", "confirmed")],
        ),
        ("Ghana will confirm its part before the next meeting.", [("Ghana", "will confirm")]),
        ("It rained, and Ghana is to (re)confirm soon.", [("Ghana", "will confirm")]),
        ("Chile is still to be reconfirmed, as nobody came.", [("Chile", "to be reconfirmed")]),
        (
            "The Chair will reconfirm with Peru and Malta.",
            [("Peru", "to be reconfirmed"), ("Malta", "to be reconfirmed")],
        ),
        ("Norway was proposed for the tides by all.", [("Norway", "proposed")]),
        ("The Chair confirmed the list with Peru and went home.", []),
        ("The minutes were confirmed, and Peru left the room.", []),
        ("Peru will confirm with the port that rooms are free.", []),
    ],
)
def test_it_works(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_two_things_said_of_one_delegation_both_stand() -> None:
    text = "Peru confirmed its part at once. The Chair will reconfirm with Peru all the same."
    record = read_record(HEAD + text)
    assert [one.words for one in record.statuses] == text.replace("once. ", "once.|").split("|")[::1]
    assert contradicting(record.statuses) == ["Peru"]


def test_progress_is_no_contradiction() -> None:
    assert (
        contradicting(read_record(HEAD + "Norway was proposed for it. Norway confirmed it.").statuses) == []
    )


@given(st.lists(st.sampled_from(
    ["Peru ", "and ", "will ", "confirm ", "confirmed ", "is to be ", "reconfirmed", ". ", "with ", "\n- ", ", "]
), max_size=40).map("".join))  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_words_stand_in_the_text(text: str) -> None:
    whole = " ".join((HEAD + text).split())
    for one in read_record(HEAD + text).statuses:
        assert one.words in whole or "- " in text
        assert one.line
