"""`manage.py import_contacts`: the proposal as text, and a sentence for every bad file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from friends.models import Contact, ContactImport
from tests import cast as casting
from tests.friends.test_imports import digest

pytestmark = pytest.mark.django_db
LIST = "Contact list as of 5 November 2026\n\nArea\tCountry\tName\tEmail\nClearance\tPeru\tAna B.\tana@example.org\n"


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_contacts", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    casting.cast()
    file = tmp_path / "list.txt"
    file.write_text(LIST)
    return file


def test_it_works(path):
    said = run(path, "--body", "friends")
    for words in (
        "Body: Friends of the President. Holds from 2026-11-05.",
        "Columns: Area → area or office, Country → delegation, Name → name, Email → address",
        "Row 4: Clearance | Peru | Ana B. <ana@example.org>",
        "New: Peru, Ana B. <ana@example.org>",
        "On the list only, stays: Canada 1",
        "rows: 1\naddresses: 1\nnew: 1\nchanged: 0\n",
        "Brought in.",
    ):
        assert words in said
    assert Contact.objects.get(name="Ana B.").valid_from.isoformat() == "2026-11-05"


def test_a_dry_run_and_a_second_time_change_nothing(path):
    before = digest()
    assert "Dry run: nothing was changed." in run(path, "--body", "friends", "--dry-run")
    assert digest() == before
    run(path, "--body", "friends", "--reason", "the office's list", "--day", "2026-11-06")
    before = digest()
    assert "Nothing was changed." in run(path, "--body", "friends", "--day", "2026-11-06")
    assert digest() == before
    assert ContactImport.objects.get().reason == "the office's list"


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        (b"", ["--body", "friends"], "The file is empty"),
        (b"Dear all", ["--body", "friends"], "No row of a contact list was found"),
        (b"%PDF-1.7", ["--body", "friends"], "is a PDF file"),
        (LIST.encode(), [], "Say which body's list it is: --body, one of: friends, clearance-group"),
        (LIST.encode(), ["--body", "nobody"], "There is no body “nobody”"),
        (LIST.encode(), ["--body", "friends", "--day", "soon"], "is not a day"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(path, content, arguments, sentence):
    path.write_bytes(content)
    before = digest()
    with pytest.raises(CommandError, match=sentence):
        run(path, *arguments)
    assert digest() == before


def test_a_file_that_is_not_there(path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(path.with_name("none.csv"), "--body", "friends")
