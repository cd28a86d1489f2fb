"""From looks back to marks: whatever the words are, they are the same when read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.text import inline
from meetings.text.inline import Run
from meetings.text.marking import cut_off, even, plain, to_marks

pytestmark = pytest.mark.once

WORDS = st.text(alphabet="ab *_[]()\\&;<>!`#1é\u2028", max_size=12) | st.sampled_from(
    ["R&amp;D", "a_b_c", "5 * 3", "[x](y)", "\\*", "**", "é", "1. ", "http://example.org/"]
)
RUNS = st.builds(
    Run, WORDS, st.booleans(), st.booleans(), st.sampled_from(["", "", "", "https://example.org/a(b)"])
)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([Run("a "), Run("good spirit", strong=True), Run(" here")], "a **good spirit** here"),
        (
            [Run("see "), Run("the paper", href="https://example.org/p")],
            "see [the paper](<https://example.org/p>)",
        ),
        ([Run("snake_case, 5 & 3")], "snake_case, 5 & 3"),
        ([Run("a  b\n"), Run(" c")], "a b c"),
        ([Run("*", strong=True)], "**\\***"),
    ],
)
def test_it_works(runs: list[Run], text: str) -> None:
    assert to_marks(runs) == text


@given(st.lists(RUNS, max_size=6))
def test_the_words_are_the_same_read_again(runs: list[Run]) -> None:
    assert plain(even(inline.to_runs(to_marks(runs)))) == plain(even(runs))


@given(st.text(max_size=80))
def test_what_stands_in_a_text_says_the_same_written_anew(text: str) -> None:
    looks = even(inline.to_runs(text))
    assert plain(even(inline.to_runs(to_marks(looks)))) == plain(looks)


def test_a_label_is_cut_off_where_it_stands() -> None:
    runs = [Run("Decision", strong=True), Run(" To meet "), Run("again", emphasis=True)]
    assert cut_off(runs, "Decision ") == [Run("To meet "), Run("again", emphasis=True)]
    assert cut_off(runs, "Other ") == runs
