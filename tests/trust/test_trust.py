"""`make trust` names every command there is, and one that falls short ends it with an error."""

import re

import pytest
from django.conf import settings

from tests.trust import __main__ as trust
from tests.trust import faults


def test_every_command_of_this_folder_is_in_it():
    files = (settings.BASE_DIR / "tests" / "trust").glob("*.py")
    commands = {
        f"tests.trust.{path.stem}"
        for path in files
        if not path.name.startswith("test_") and "Prints one line" in path.read_text()
    }
    assert commands == {command[1] for command in trust.PROMISES.values()}
    assert faults.FAULTS.keys() <= trust.PROMISES.keys()


@pytest.fixture
def no_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///unused")


def run(capsys, **programs):
    """What it ended with, and the lines it printed, without the times."""
    promises = {
        name: ("-c", f"print({chr(10).join(words)!r}); raise SystemExit({code})")
        for name, (code, *words) in programs.items()
    }
    code = trust.main([], promises)
    printed = capsys.readouterr().out.splitlines()
    return code, [re.sub(r"\d+ min \d\d s", "TIME", " ".join(line.split())) for line in printed if line]


def test_each_has_its_line_and_the_last_says_how_many_were_kept(no_server, capsys):
    code, lines = run(capsys, one=(0, "beside it", "one: 5 letters"), other=(0, "other: 6 letters"))
    assert code == 0
    assert lines == ["kept TIME one: 5 letters", "kept TIME other: 6 letters", "2 of 2 kept, in TIME"]


def test_one_that_falls_short_ends_it_with_an_error_and_shows_what_it_said(no_server, capsys):
    code, lines = run(capsys, one=(1, "a letter was lost", "one: lost 1"), other=(0, "other: lost 0"))
    assert code == 1
    assert lines == [
        *("a letter was lost", "one: lost 1", "SHORT TIME one: lost 1", "kept TIME other: lost 0"),
        "1 of 2 kept, in TIME",
    ]


def test_one_that_says_nothing_is_named(no_server, capsys):
    assert run(capsys, one=(3,))[1][-2] == "SHORT TIME one: said nothing"


def test_a_name_that_is_none_is_told(no_server, capsys):
    with pytest.raises(SystemExit):
        trust.main(["matrix", "nonsense"])
    assert "there is no nonsense; there are matrix, headers" in capsys.readouterr().err
