"""Word files handed in: kept as they came, read as a person says, brought in once."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from actions import records
from actions.models import RecordFile, WordFile
from ccm_portal.actors import IMPORT
from meetings.models import Meeting, Paragraph
from tests import cast as casting
from tests import word_files as files
from tests.actions.records_in import SMALL, digest

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def changed() -> bytes:
    """A record of which somebody changed one sentence and left a comment."""
    return files.reworked(SMALL, "The Committee met and was ", "brief", "quarrelsome")


def handed_in(data: bytes) -> RecordFile:
    return records.hand_in("record.docx", data, body=None, time_zone="Europe/Zurich", by=IMPORT, now=NOW)


def test_it_works() -> None:
    data = files.of_text(SMALL)
    kept = handed_in(data)
    assert bytes(WordFile.objects.get(record=kept).data) == data
    meeting = records.bring_in(kept, records.Choices(), by=IMPORT, now=NOW)
    assert meeting.earliest == dt.date(2012, 4, 4)
    assert Paragraph.objects.filter(text__contains="was brief").count() == 1


def test_the_same_file_again_changes_nothing() -> None:
    kept = handed_in(files.of_text(SMALL))
    records.bring_in(kept, records.Choices(), by=IMPORT, now=NOW)
    before = digest()
    assert handed_in(bytes(kept.word.data)).meeting is not None
    assert digest() == before


def test_tracked_changes_wait_for_a_person() -> None:
    kept = handed_in(changed())
    with pytest.raises(records.CannotBringIn, match="holds tracked changes"):
        records.bring_in(kept, records.Choices(), by=IMPORT, now=NOW)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("read_as", "stands", "gone"),
    [("accepted", "brief", "quarrelsome"), ("rejected", "quarrelsome", "brief")],
)
def test_they_are_read_as_a_person_says(read_as: str, stands: str, gone: str) -> None:
    kept = records.read_changes(handed_in(changed()), read_as, by=IMPORT, now=NOW)
    records.bring_in(kept, records.Choices(), by=IMPORT, now=NOW)
    text = " ".join(Paragraph.objects.values_list("text", flat=True))
    assert f"was {stands} about" in text
    assert gone not in text


def test_a_file_once_brought_in_is_read_no_other_way() -> None:
    kept = records.read_changes(handed_in(changed()), "accepted", by=IMPORT, now=NOW)
    records.bring_in(kept, records.Choices(), by=IMPORT, now=NOW)
    with pytest.raises(records.CannotBringIn, match="brought in already"):
        records.read_changes(kept, "rejected", by=IMPORT, now=NOW)


def test_a_reading_that_is_a_record_already_is_refused() -> None:
    text = records.read_file("r.docx", changed(), body=None, time_zone="Europe/Zurich", now=NOW)
    records.set_reading(text, "rejected")
    handed_in(text.text.encode())
    kept = handed_in(changed())
    with pytest.raises(records.CannotBringIn, match="handed in before"):
        records.read_changes(kept, "rejected", by=IMPORT, now=NOW)


class TestTheDesk:
    @pytest.fixture
    def desk(self, client: Client) -> Client:
        people = casting.cast()
        client.force_login(people.coordinator)
        self.body = people.body
        return client

    def hand_in(self, desk: Client, data: bytes, name: str = "record.docx") -> Any:
        fields = {"body": str(self.body.pk), "time_zone": "Europe/Zurich"}
        return desk.post(reverse("records"), {**fields, "file": SimpleUploadedFile(name, data)})

    def test_it_works(self, desk: Client) -> None:
        answer = self.hand_in(desk, changed())
        kept = RecordFile.objects.get()
        page = desk.get(answer["Location"]).content.decode()
        assert "2 tracked changes" in page
        assert "quarrelsome" in page
        assert "Tito Tide" in page
        assert "Check the name" in page
        assert "Say first whether" in page
        desk.post(reverse("record-changes", args=[kept.pk]), {"read_as": "accepted"})
        page = desk.get(answer["Location"]).content.decode()
        assert "as if all changes were accepted" in page
        assert "Say first whether" not in page

    def test_another_answer_is_refused(self, desk: Client) -> None:
        self.hand_in(desk, changed())
        kept = RecordFile.objects.get()
        assert desk.post(reverse("record-changes", args=[kept.pk]), {"read_as": "x"}).status_code == 400
        assert RecordFile.objects.get().read_as == ""

    def test_the_file_is_given_back_as_it_came(self, desk: Client) -> None:
        data = changed()
        self.hand_in(desk, data)
        answer = desk.get(reverse("record-file", args=[RecordFile.objects.get().pk]))
        assert answer.content == data
        assert answer["Content-Disposition"].startswith("attachment")

    def test_a_bad_file_is_refused_with_its_sentence_and_nothing_is_kept(self, desk: Client) -> None:
        answer = self.hand_in(desk, changed()[:2000])
        assert answer.status_code == 400
        assert "record.docx is damaged or was cut off" in answer.content.decode()
        assert not RecordFile.objects.exists()
        assert not WordFile.objects.exists()


class TestTheCommand:
    def run(self, path: Path, *options: str) -> str:
        out = io.StringIO()
        call_command("import_record", str(path), *options, stdout=out)
        return out.getvalue()

    def test_it_works(self, tmp_path: Path) -> None:
        path = tmp_path / "record.docx"
        path.write_bytes(changed())
        with pytest.raises(CommandError, match="holds tracked changes"):
            self.run(path, "--dry-run")
        said = self.run(path, "--changes", "accepted")
        assert "Tracked change, deleted by Tito Tide 2 March 2026, 09:00: “quarrelsome”" in said
        assert "Comment by Ada Dock" in said
        assert "Brought in" in said
        assert RecordFile.objects.get().read_as == "accepted"
        before = digest()
        assert "Nothing was changed" in self.run(path, "--changes", "accepted")
        assert digest() == before
