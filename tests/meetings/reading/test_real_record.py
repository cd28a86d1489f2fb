"""The figures of a real record, where the file lies beside the project; nothing of it is in the project."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from meetings.reading import Record, decode, read_record
from meetings.reading.follow_ups import find_promises
from meetings.reading.statuses import contradicting
from meetings.reading.tasks import split_tasks
from tests.meetings.reading.walking import WORD, words_of

ROOT = Path(__file__).parents[3]
REAL = sorted((ROOT.parent / "shared" / "seed").glob("friends-meeting-2010-11-30.txt"))
WHERE = pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)


def read(path: Path) -> Record:
    return read_record(decode(path.read_bytes(), path.name))


@WHERE
def test_the_meeting(path: Path) -> None:
    record = read(path)
    assert (record.date, record.start, record.end) == (dt.date(2010, 11, 30), dt.time(13), dt.time(15))
    assert record.venue == "Palais, room S4"
    assert record.chair is not None and record.chair.short == "Lao PDR"
    assert len(record.body_aliases) == 1


@WHERE
def test_the_minutes_and_the_agenda(path: Path) -> None:
    record = read(path)
    assert len(record.sections) == 7
    assert (record.sections[0].heading, record.sections[-1].heading) == ("Summary", "Action Points")
    assert [one.kind for one in record.sections[-1].paragraphs] == ["action"] * 4
    assert [bool(one.owner_words) for one in record.sections[-1].paragraphs] == [False, True, True, True]
    assert len(record.agenda) == 6
    areas = record.agenda[2].areas
    assert len(areas) == 8
    assert all(area.lead for area in areas)
    assert [len(area.cooperating) for area in areas] == [0, 1, 1, 2, 0, 0, 0, 0]
    assert [area.proposer.short for area in areas if area.proposer] == ["Lao PDR"]


@WHERE
def test_the_contact_list(path: Path) -> None:
    listed = read(path).contact_list
    assert listed is not None
    assert listed.as_of == dt.date(2010, 11, 12)
    assert len(listed.rows) == 17
    assert sum(len(row.addresses) for row in listed.rows) == 29
    assert sum(len(row.names) for row in listed.rows) == 29
    assert all(row.delegation for row in listed.rows)
    assert sum(1 for row in listed.rows if row.seat) == 3
    assert sum(1 for row in listed.rows for person in row.people if not person.certain) == 4


@WHERE
def test_the_action_points_hold_eight_tasks(path: Path) -> None:
    points = [row for part in read(path).sections for row in part.paragraphs if row.kind == "action"]
    tasks = [split_tasks(row.text, owner_words=row.owner_words, due_words=row.due_words) for row in points]
    assert [len(one) for one in tasks] == [1, 3, 3, 1]
    who = [task.owner_words.split()[-1:] for one in tasks for task in one]
    assert who == [[], *[["Presidency"]] * 3, *[["Coordinator"]] * 3, ["Friends"]]


@WHERE
def test_what_is_promised_outside_the_list(path: Path) -> None:
    found = find_promises(read(path))
    assert [one.owner_words for one in found] == ["The Presidency", "Canada", "Lebanon"]
    assert [bool(one.due_words) for one in found] == [False, True, False]


@WHERE
def test_who_carries_on_is_said_in_its_words_and_contradicts_itself(path: Path) -> None:
    record = read(path)
    said = [(one.delegation.short, one.status) for one in record.statuses]
    confirmed = [name for name, status in said if status == "confirmed"]
    assert len(confirmed) == 8 and {"Norway", "Austria", "Japan", "Belgium"} <= set(confirmed)
    assert [one for one in said if one[1] != "confirmed"] == [
        ("Austria", "to be reconfirmed"), ("Japan", "to be reconfirmed"), ("Mexico", "to be reconfirmed"),
        ("Canada", "will confirm"),
    ]  # fmt: skip
    assert contradicting(record.statuses) == ["Austria", "Japan"]
    lines = path.read_text().splitlines()
    for one in record.statuses:
        assert one.delegation.short in lines[one.line - 1] or one.status == "will confirm"
        assert one.words.split()[0] in " ".join(lines)


@WHERE
def test_nothing_is_lost(path: Path) -> None:
    record = read(path)
    assert len(record.report) == sum(1 for line in path.read_text().splitlines() if line.strip())
    for entry in record.report:
        if entry.became != "column headings":
            assert set(WORD.findall(entry.text)) <= words_of(record)


@WHERE
def test_none_of_its_people_is_in_the_project(path: Path) -> None:
    listed = read(path).contact_list
    assert listed is not None
    secret = [text for row in listed.rows for text in (*row.addresses, *row.names)]
    pattern = "\n".join(secret)
    found = subprocess.run(
        ["git", "grep", "-l", "-i", "-F", "-f", "-"],
        cwd=ROOT,
        input=pattern,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
    assert found.returncode == 1
