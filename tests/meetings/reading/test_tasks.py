"""Tasks in the wording of an action point: where it is parted, who and when; nothing of the words is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from friends.reading.lines import without_bold
from meetings.reading.tasks import MOST_TASKS, Task, split_tasks


def parted(text: str, **said: str) -> list[tuple[str, str, str]]:
    return [(task.words, task.owner_words, task.due_words) for task in split_tasks(text, **said)]


def test_it_works() -> None:
    text = (
        "Executive Coordinator to send the notes to Friends before putting them on the web; and to draw up a calendar "
        "by 15 March. Peru would look for rooms."
    )
    assert parted(text) == [
        ("Executive Coordinator to send the notes to Friends", "Executive Coordinator", ""),
        ("putting them on the web", "Executive Coordinator", ""),
        ("to draw up a calendar by 15 March.", "Executive Coordinator", "by 15 March"),
        ("Peru would look for rooms.", "Peru", ""),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway and Peru to write, and to report back.", ["Norway and Peru to write", "to report back."]),
        ("Peru to write to Ghana and to all Friends.", ["Peru to write to Ghana and to all Friends."]),
        ("Peru to: 1) write, 2) call and 3) report.", ["Peru to: 1) write", "call", "report."]),
        (
            "Peru to meet all in order to 1) write, 2) call and 3) report.",
            ["Peru to meet all in order to 1) write, 2) call and 3) report."],
        ),
        ("Peru to ask for a note; a list; and a map.", ["Peru to ask for a note; a list; and a map."]),
        ("Peru to write. The paper is long.", ["Peru to write. The paper is long."]),
        ("Peru to speak to Exec. Coord. Example.", ["Peru to speak to Exec. Coord. Example."]),
        ("Peru to eat before meeting again.", ["Peru to eat before meeting again."]),
        ("A new version of the paper.", ["A new version of the paper."]),
    ],
)
def test_where_it_is_parted(text: str, words: list[str]) -> None:
    assert [task.words for task in split_tasks(text)] == words


def test_an_owner_holds_within_its_sentence_only() -> None:
    assert [owner for _words, owner, _due in parted("Peru to write; and to call. It should be short.")] == [
        "Peru", "Peru", "",
    ]  # fmt: skip


def test_what_stands_in_other_columns_holds_for_all() -> None:
    assert parted("Write; and to call", owner_words="Peru", due_words="June 2012") == [
        ("Write", "Peru", "June 2012"),
        ("to call", "Peru", "June 2012"),
    ]


PIECES = st.sampled_from(
    [
        "Peru",
        " to ",
        "write",
        "; ",
        "and to ",
        " before ",
        "going",
        ". ",
        "1) ",
        "2) ",
        "**",
        "Also that ",
        "a) ",
    ]
)
TEXT = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXT)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_every_task_is_a_piece_of_the_wording_in_order(text: str) -> None:
    plain = without_bold(text)
    tasks = split_tasks(text)
    assert bool(tasks) == bool(plain)
    assert len(tasks) <= MOST_TASKS
    at = 0
    for task in tasks:
        assert task.words.strip()
        at = plain.index(task.words, at) + len(task.words)
    left = plain
    for task in tasks:
        left = left.replace(task.words, " ", 1)
    assert len(tasks) == 1 or set(left.lower().split()) <= JOINING | set(SIGNS)


JOINING = {"and", "also", "as", "well", "before"}
SIGNS = [sign for number in "123456789abcdefgh" for sign in (f"{number})", f"({number})", f",{number})")] + [
    ".", ";", ",", "!", "?", '"', "'", ";,", "\u2019", "\u201d", ",;", ";;", ".;", ";.", ".'", '."',
]  # fmt: skip


def test_a_task_says_what_it_is_made_of() -> None:
    assert split_tasks("Peru to write.") == (Task("Peru to write.", "Peru", ""),)
