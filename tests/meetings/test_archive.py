"""The archive of everything published: complete, the same bytes each time, and in order."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import verify_record
from ccm_portal.pdf import RendererProcess
from meetings import archive
from meetings.models import PublicationFile
from tests.cast import Cast, cast
from tests.meetings.publications import published

pytestmark = pytest.mark.django_db
ADDRESS = "/record/archive.zip"


@pytest.fixture
def people() -> Cast:
    return cast()


def body_of(response: HttpResponseBase) -> bytes:
    return b"".join(response)


def test_it_works(people: Cast, renderer: RendererProcess, client: Client, tmp_path: Path) -> None:
    first = published(people)
    second = published(people, day=dt.date(2026, 9, 30))
    response = client.get(ADDRESS)
    data = body_of(response)
    path = tmp_path / "record.zip"
    path.write_bytes(data)
    assert verify_record.main([str(path), "--head", second.link.head]) == 0
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(path) as file:
        assert file.read("verify_record.py") == Path(verify_record.__file__).read_bytes()
        assert file.read("heads.txt") == client.get("/record/heads.txt").content
        for stored in PublicationFile.objects.all():
            number = 1 if stored.publication_id == first.pk else 2
            assert file.read(f"records/{number:06d}/{stored.name}") == bytes(stored.content)
        assert len(file.namelist()) == 3 + 2 * (1 + 2 + 3)
    written = tmp_path / "written.zip"
    call_command("export_record", str(written), stdout=io.StringIO())
    assert written.read_bytes() == data


def test_its_validator_changes_with_the_chain(
    people: Cast, renderer: RendererProcess, client: Client
) -> None:
    published(people)
    response = client.get(ADDRESS)
    first = body_of(response)
    assert body_of(client.get(ADDRESS)) == first
    again = client.get(ADDRESS, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, response["ETag"])
    published(people, day=dt.date(2026, 9, 30))
    newer = client.get(ADDRESS, headers={"If-None-Match": response["ETag"]})
    assert (newer.status_code, newer["ETag"] != response["ETag"]) == (200, True)


def test_it_asks_the_same_few_questions_whatever_it_holds(
    people: Cast, renderer: RendererProcess, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(people)
    with django_assert_num_queries(3):
        archive.write(io.BytesIO())
    for month in (8, 9):
        published(people, day=dt.date(2026, month, 30))
    with django_assert_num_queries(3):
        archive.write(io.BytesIO())


def test_before_anything_is_published_it_is_empty(client: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(body_of(client.get(ADDRESS)))) as file:
        assert sorted(file.namelist()) == ["README.txt", "heads.txt", "verify_record.py"]


def test_where_it_cannot_be_written_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_record", str(tmp_path / "nowhere" / "record.zip"))


def test_the_program_is_served(client: Client) -> None:
    response = client.get("/record/verify_record.py")
    assert response.content == Path(verify_record.__file__).read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="verify_record.py"'
