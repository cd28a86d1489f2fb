"""Sentences that promise something: which are found, and which are not; measured on sentences of several bodies."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from friends.reading.lines import without_bold
from meetings.reading import read_record
from meetings.reading.follow_ups import find_promises, promises_in

RECORDS = Path(__file__).parents[2] / "records"
SENTENCES = [line.split("\t") for line in (RECORDS / "promises.tsv").read_text().splitlines()]
PROMISED = {
    "friends-meeting": ["The Presidency", "Portugal"],
    "coordination-committee": [],
    "working-group": [],
}


def test_it_works() -> None:
    [promise] = promises_in(
        "It rained. Peru will confirm its part prior to the next meeting, and so on. Nobody spoke."
    )
    assert promise.sentence == "Peru will confirm its part prior to the next meeting, and so on."
    assert (promise.owner_words, promise.due_words) == ("Peru", "prior to the next meeting")


@pytest.mark.parametrize("name", PROMISED)
def test_in_whole_records(name: str) -> None:
    found = find_promises(read_record((RECORDS / f"{name}.txt").read_text()))
    assert [one.owner_words for one in found] == PROMISED[name]
    assert all(one.lines and one.heading for one in found)


def test_precision_and_recall_on_sentences_of_several_bodies() -> None:
    found = {sentence for _said, sentence in SENTENCES if promises_in(sentence)}
    meant = {sentence for said, sentence in SENTENCES if said == "yes"}
    assert len(found & meant) / len(found) == 1
    assert len(found & meant) / len(meant) >= 0.9


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(
    ["Peru ", "will ", "go", ", ", "and ", "the Presidency ", "agreed to ", ". ", "that it would ", "not "]
), max_size=60).map("".join)))  # fmt: skip
@settings(deadline=None, max_examples=200)
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for promise in promises_in(text):
        assert promise.sentence in without_bold(text)
        assert promise.owner_words in promise.sentence
