"""The canaries, in one state and a few names; `python -m tests.trust.canary` crawls as everybody, in all states."""

import io
import os
import re
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings

from tests.trust import planted, reading
from tests.trust.canary import ERROR_PAGES, Result

SEEN = dict.fromkeys(ERROR_PAGES, 1)
KEPT = {"requests": 9, "canaries": 9, "planted": 7, "planted_found": 7, "statuses": SEEN}
CHANNELS = [f"channel {number}" for number in range(14)]


@pytest.mark.services
def test_no_word_stands_outside_its_place_and_what_is_planted_is_found(cloned_database: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.trust.canary", "--quick", "--state", "round open"),
            *("--database", cloned_database),
        ],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    every = len(planted.LEAKING)
    line = re.search(
        r"canary: (\d+) channels, (\d+) requests, (\d+) canaries, 0 outside their place; "
        rf"planted {every}, found {every}\n",
        done.stdout,
    )
    assert line is not None, done.stdout
    channels, requests, canaries = map(int, line.groups())
    assert channels >= 22
    assert requests > 300
    assert canaries > 40


def test_what_falls_short_is_told():
    def told(**changes: object) -> Result:
        result = Result()
        result.add({**KEPT, "channels": CHANNELS, **changes})
        return result

    assert told().kept
    assert not told(leaks=["pages: GET / as anonymous: canary-ours-comment"]).kept
    assert not told(channels=CHANNELS[1:]).kept
    assert not told(missed=["pages"]).kept
    assert not told(planted_found=0).kept
    assert told(statuses={}).unseen == sorted(ERROR_PAGES)
    assert not told(statuses={}).kept


# --- reading --------------------------------------------------------------------------------------------------------


def read(data: bytes, media_type: str = "") -> list[tuple[str, str]]:
    return list(reading.texts(data, media_type))


def test_what_is_packed_twice_is_read():
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "canary-ours-text")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("b.docx", inner.getvalue())
    assert ("archives", "canary-ours-text") in read(outer.getvalue())


def test_a_letter_is_read_with_its_headers_and_every_part():
    letter = (
        b"To: a@example.org\nX-Note: one\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        b"--x\nContent-Transfer-Encoding: base64\n\ndHdv\n--x\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"th=\nree\n--x--\n"
    )
    said = " ".join(text for _kind, text in read(letter, "message/rfc822"))
    assert "X-Note: one" in said
    assert said.split()[-2:] == ["two", "three"]


def test_what_json_and_redis_put_in_other_letters_is_read():
    assert read(rb'"canary\u002dours-text"', "application/json") == [("JSON", '"canary-ours-text"')]
    assert "canary-ours-text, and more" in reading.with_base64(
        b"body Y2FuYXJ5LW91cnMtdGV4dCwgYW5kIG1vcmU= end"
    )
