"""The public folder: what is published, as files that are never old, never half, and never of two states."""

import datetime as dt
import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from ccm_portal.pdf import RendererProcess
from meetings import periodic, public_folder, publishing
from meetings.models import Publication
from meetings.public_texts import Series
from tests.cast import NOW, Cast, cast, document_at
from tests.meetings.publications import PUBLISHED_AT, corrected, prepared, published

SLUG = "2026-10-30-friends"
SERIES = Series("minutes", SLUG)
MINUTES = f"/meetings/{SLUG}/minutes/1/"
PDF = f"{MINUTES}{SLUG}-minutes.pdf"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def publication(people: Cast, renderer: RendererProcess) -> Publication:
    return published(people)


def folder() -> Path:
    return Path(settings.PUBLIC_DIR) / "meetings" / SLUG


def written() -> set[str]:
    """The files of the meeting, by their path below `minutes/`."""
    home = folder() / "minutes"
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def confirm(people: Cast, django_capture) -> Publication:
    preparation = prepared(document_at("approved", people), people)
    with django_capture(execute=True):
        return publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)


@pytest.mark.django_db
class TestWriting:
    def test_it_works(
        self, people: Cast, renderer: RendererProcess, client: Client, django_capture_on_commit_callbacks
    ) -> None:
        publication = confirm(people, django_capture_on_commit_callbacks)
        assert written() == {
            ".stamp", "1/index.html", "1/index.html.gz", f"1/{SLUG}-minutes.pdf", "1/record.html", "1/record.html.gz",
            "1/record.json", "1/record.json.gz",
        }  # fmt: skip
        for file in publication.files.all():
            assert (folder() / "minutes/1" / file.name).read_bytes() == bytes(file.content)
        assert (folder() / "minutes/1/index.html").read_bytes() == client.get(MINUTES).content
        assert public_folder.out_of_date() == []

    def test_all_editions_are_written_anew_when_there_is_a_newer_one(self, publication: Publication) -> None:
        public_folder.replace(SERIES)
        before = (folder() / "minutes/1/index.html").read_text()
        corrected(publication, now=PUBLISHED_AT + dt.timedelta(days=3))
        public_folder.replace(SERIES)
        after = (folder() / "minutes/1/index.html").read_text()
        assert "superseded" not in before
        assert "superseded on 5 November 2026" in after
        assert "2/index.html" in written()

    def test_what_a_killed_writer_left_is_cleared(self, publication: Publication) -> None:
        (folder() / ".new.minutes.1").mkdir(parents=True)
        (folder() / ".old.minutes.2" / "1").mkdir(parents=True)
        public_folder.replace(SERIES)
        assert [path.name for path in folder().iterdir()] == ["minutes"]

    def test_another_release_writes_them_anew(
        self, publication: Publication, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        public_folder.replace(SERIES)
        assert public_folder.out_of_date() == []
        monkeypatch.setattr(public_folder, "release", lambda: "the next one")
        assert public_folder.out_of_date() == [SERIES]

    def test_a_full_disk_leaves_no_file_cut_short(self, publication: Publication, client: Client) -> None:
        """The system's own limit on the size of a file stands for the disk: writing fails in the middle of the PDF."""
        complete = bytes(publication.files.get(name__endswith=".pdf").content)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(complete) // 2, before[1]))
        try:
            with pytest.raises(OSError, match=os.strerror(errno.EFBIG)):
                public_folder.replace(SERIES)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)
        assert written() == set()
        assert client.get(PDF).content == complete
        assert periodic.mend_public_folder(NOW) is False
        assert (folder() / "minutes/1" / Path(PDF).name).read_bytes() == complete


@pytest.mark.django_db
class TestMending:
    def test_a_stop_before_writing_is_mended(self, publication: Publication) -> None:
        # `published` committed and wrote no file, as a process does that is killed in between.
        assert written() == set()
        assert public_folder.out_of_date() == [SERIES]
        periodic.mend_public_folder(NOW)
        assert "1/index.html" in written()
        assert public_folder.out_of_date() == []

    def test_one_meeting_at_a_time(self, people: Cast, renderer: RendererProcess) -> None:
        for days in (0, 40):
            published(people, day=dt.date(2026, 10, 30) - dt.timedelta(days=days))
        assert periodic.mend_public_folder(NOW) is True
        assert len(public_folder.out_of_date()) == 1
        assert periodic.mend_public_folder(NOW) is False
        assert public_folder.out_of_date() == []

    def test_a_folder_of_no_meeting_goes(self, publication: Publication) -> None:
        public_folder.replace(SERIES)
        stray = folder().parent / "2019-01-01-nobody" / "minutes" / "1"
        stray.mkdir(parents=True)
        (stray / "index.html").write_text("old")
        periodic.mend_public_folder(NOW)
        assert not stray.exists()
        assert public_folder.out_of_date() == []

    def test_a_folder_that_cannot_be_written_is_logged_and_readers_lose_nothing(
        self, publication: Publication, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        Path(settings.PUBLIC_DIR).write_text("a file where the folder should be")
        assert periodic.mend_public_folder(NOW) is False
        assert "cannot be written" in caplog.text
        assert client.get(MINUTES).status_code == 200


@pytest.mark.django_db
class TestPublishing:
    def test_the_old_files_are_gone_before_the_new_edition_is_committed(
        self, people: Cast, renderer: RendererProcess, client: Client
    ) -> None:
        """What stands between commit and writing is made from the database."""
        preparation = prepared(document_at("approved", people), people)
        stale = folder() / "minutes" / "1"
        stale.mkdir(parents=True)
        (stale / "index.html").write_text("what was there before")
        publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)
        assert written() == set()
        assert "what was there before" not in client.get(MINUTES).content.decode()

    def test_a_folder_that_refuses_publishes_nothing(self, people: Cast, renderer: RendererProcess) -> None:
        preparation = prepared(document_at("approved", people), people)
        folder().parent.mkdir(parents=True)
        folder().write_text("a file where the folder should be")
        with pytest.raises(publishing.FolderRefuses, match="nothing was published"), transaction.atomic():
            publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)
        assert not Publication.objects.exists()


@pytest.mark.django_db
class TestReading:
    @pytest.mark.parametrize("address", [MINUTES, PDF, f"{MINUTES}record.json", f"{MINUTES}record.html"])
    def test_a_file_carries_the_headers_of_the_page(
        self, publication: Publication, client: Client, address: str
    ) -> None:
        made = client.get(address)
        public_folder.replace(SERIES)
        served = client.get(address)
        assert (served.content, dict(served.headers)) == (made.content, dict(made.headers))
        again = client.get(address, headers={"If-None-Match": served["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(address)["ETag"] == served["ETag"]

    @pytest.mark.parametrize(
        "address",
        [
            f"{MINUTES}index.html",
            f"{MINUTES}record.json.gz",
            f"{MINUTES}../.stamp",
            f"{MINUTES}.stamp",
            f"{MINUTES}7.pdf",
        ],
    )
    def test_nothing_else_of_the_folder_is_served(
        self, publication: Publication, client: Client, address: str
    ) -> None:
        public_folder.replace(SERIES)
        assert client.get(address).status_code == 404

    def test_a_host_that_is_not_ours_gets_no_file(self, publication: Publication, client: Client) -> None:
        public_folder.replace(SERIES)
        assert client.get(MINUTES, headers={"Host": "evil.example.org"}).status_code == 400

    def test_only_reading_is_answered_from_a_file(self, publication: Publication, client: Client) -> None:
        public_folder.replace(SERIES)
        assert client.post(MINUTES).status_code == 405


def test_no_old_state_is_written_over_a_newer_one(cloned_database: str) -> None:
    """Real transactions, and a publication stays: in a process and on a database of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.meetings.mending", cloned_database],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "waited; wrote editions 1 and 2\n", done.stdout + done.stderr
