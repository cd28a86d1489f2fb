"""`manage.py import_record`: the report and figures it prints, and a sentence for every bad file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from friends.models import Body
from meetings.models import Meeting
from tests import cast as casting
from tests.actions.records_in import RECORDS, SMALL, TWIN, digest

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_record", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text(SMALL)
    return path


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.parent.name)
def test_it_works(path: Path) -> None:
    said = run(path)
    for figure in (
        "meetings: 1", "agenda items: 6", "areas of work on the agenda: 8", "action points: 4",
        "rows of the contact list: 17", "addresses: 29", "areas named alike, for a person to decide: 7",
    ):  # fmt: skip
        assert f"\n{figure}\n" in said
    assert "times in Europe/Zurich" in said
    assert "Brought in: " in said
    printed = [
        number for number, line in enumerate(path.read_text().split("\n"), start=1) if line.strip(" \f\t")
    ]
    reported = [int(line[:5]) for line in said.splitlines() if line[:5].strip().isdigit()]
    assert reported == printed


def test_a_dry_run_changes_nothing() -> None:
    before = digest()
    assert "Dry run: nothing was changed." in run(TWIN, "--dry-run")
    assert digest() == before


def test_a_second_run_changes_nothing_and_says_so() -> None:
    run(TWIN)
    before = digest()
    assert "Nothing was changed." in run(TWIN)
    assert digest() == before


def test_body_zone_and_date_may_be_named(small: Path) -> None:
    people = casting.cast()
    small.write_text(SMALL.replace("4 April 2012, ", "").replace("as of 1 April 2012", ""))
    run(small, "--body", "friends of the president", "--time-zone", "Asia/Tokyo", "--date", "2012-04-05")
    meeting = Meeting.objects.get()
    assert (meeting.body, meeting.time_zone) == (people.body, "Asia/Tokyo")
    assert meeting.slug == "2012-04-05-friends"
    assert meeting.starts_at.isoformat() == "2012-04-05T01:00:00+00:00"


def test_the_zone_is_the_bodys_where_none_is_named(small: Path) -> None:
    run(small, "--time-zone", "Asia/Tokyo")
    Body.objects.update(time_zone="America/New_York")
    small.write_text(SMALL.replace("4 April", "4 May"))
    assert "times in America/New_York" in run(small)


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        (b"", [], "small.txt is empty"),
        (b"\x00\x01\x02", [], "no plain text"),
        (b"%PDF-1.4", [], "is a PDF file"),
        (b"a " * 5_000_001, [], "larger than 10 MB"),
        (SMALL.replace("4 April 2012, ", "").replace("as of 1 April 2012", "").encode(), [], "on which day"),
        (SMALL.encode(), ["--date", "yesterday"], "is not a day"),
        (SMALL.encode(), ["--body", "Nobody"], "There is no body “Nobody”"),
        (SMALL.encode(), ["--time-zone", "Mars"], "is not a time zone"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    small: Path, content: bytes, arguments: list[str], sentence: str
) -> None:
    small.write_bytes(content)
    before = digest()
    with pytest.raises(CommandError, match=sentence):
        run(small, *arguments)
    assert digest() == before


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        run(tmp_path / "nowhere.txt")


def test_another_record_of_the_same_meeting_is_refused(small: Path) -> None:
    run(small)
    small.write_text(SMALL.replace("brief", "long"))
    with pytest.raises(CommandError, match="already"):
        run(small)
    assert Meeting.objects.count() == 1
