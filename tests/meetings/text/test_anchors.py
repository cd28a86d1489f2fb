"""Quoted words are found again, or it is said that they changed."""

from hypothesis import assume, given
from hypothesis import strategies as st

from meetings.text import anchors
from meetings.text.anchors import Anchor, find

TEXT = "Support should be independent and answer to the States Parties."
words = st.sampled_from(
    ["States", "Parties", "agreed", "that", "the", "support", "unit", "should", "report", "2010"]
)
sentences = st.lists(words, min_size=3, max_size=30).map(" ".join)


def anchor(text, start, end, paragraph="p"):
    return Anchor(paragraph, text[start:end], text[max(0, start - 64) : start], text[end : end + 64])


def test_it_works():
    quoted = anchor(TEXT, TEXT.index("answer"), TEXT.index("."))
    place = find(quoted, {"o": "Something else.", "p": "Indeed: " + TEXT})
    assert place == anchors.Place("p", 42, 70, "exact")


def test_no_words_means_the_paragraph():
    assert find(Anchor("p"), {"p": TEXT}) == anchors.Place("p", 0, len(TEXT), "exact")
    assert find(Anchor("p"), {"o": TEXT}) is None


def test_of_several_places_the_one_with_the_same_surroundings():
    quoted = anchor("the unit and the office", 13, 16)
    place = find(quoted, {"p": "the unit, the seat and the office"})
    assert place is not None and place.start == 23


def test_words_that_moved_to_another_paragraph():
    quoted = anchor(TEXT, TEXT.index("answer"), TEXT.index("."))
    place = find(
        quoted, {"p": "Support should be independent.", "q": "It should answer to the States Parties."}
    )
    assert place == anchors.Place("q", 10, 38, "elsewhere")


def test_a_short_word_elsewhere_is_not_taken_for_the_quoted_one():
    assert find(anchor("It is the unit.", 6, 9), {"p": "Gone.", "q": "Was the seat?"}) is None


def test_words_that_were_edited():
    quoted = anchor(TEXT, TEXT.index("answer"), TEXT.index("."))
    now = "Support should be fully independent and answer to the Meeting of States Parties."
    place = find(quoted, {"p": now})
    assert place is not None
    assert (place.how, now[place.start : place.end]) == ("alike", "answer to the Meeting of States Parties")


def test_words_that_are_gone_are_said_to_have_changed():
    quoted = anchor(TEXT, TEXT.index("answer"), TEXT.index("."))
    assert find(quoted, {"p": "The question was left for the next meeting."}) is None
    assert find(quoted, {}) is None


@given(st.text(), st.data())
def test_in_the_unchanged_text_the_place_is_found_exactly(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(start < end)
    place = find(anchor(text, start, end), {"p": text})
    assert place is not None and place.how == "exact"
    assert text[place.start : place.end] == text[start:end]


@given(sentences, sentences, sentences, sentences, sentences)
def test_edits_around_the_words_do_not_move_the_anchor_off_them(before, quote, after, new_before, new_after):
    quoted = anchor(f"{before} {quote} {after}", len(before) + 1, len(before) + 1 + len(quote))
    now = f"{new_before} {quote} {new_after}"
    place = find(quoted, {"o": "Something else.", "p": now})
    assert place is not None and (place.paragraph, place.how) == ("p", "exact")
    assert now[place.start : place.end] == quote


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=64), st.text(max_size=64))
def test_whatever_comes_the_place_lies_in_the_text(exact, text, prefix, suffix):
    place = find(Anchor("p", exact, prefix, suffix), {"p": text, "q": exact[1:] + "!"})
    if place is not None:
        assert 0 <= place.start <= place.end <= len(text if place.paragraph == "p" else exact)
