"""What an edition changed, for anybody."""

import page as page_validation
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ccm_portal import pdf
from meetings.models import Publication
from tests import cast
from tests.cast import HOUR
from tests.meetings import publications

HOME = "/meetings/2026-10-30-friends/minutes"


@pytest.fixture
def second(db, renderer) -> Publication:
    first = publications.published(cast.cast())
    return publications.corrected(
        first, now=publications.PUBLISHED_AT + HOUR, text="The Presidency looked ahead to the next meeting."
    )


def test_it_works(second, client: Client):
    assert f'href="{HOME}/2/changes/"' in client.get(f"{HOME}/2/").text
    page = client.get(f"{HOME}/2/changes/")
    assert page.status_code == 200
    assert "1 changed" in page.text and "<ins>" in page.text and "<del>" in page.text
    assert second.identifier in page.text and "cite these, not this page" in page.text
    assert not page.cookies
    for address in (f"{HOME}/1/", f"{HOME}/2/", f"{HOME}/2/changes/pdf/?since=1"):
        assert f'href="{address}"' in page.text


def test_as_pdf(second, client: Client):
    answer = client.get(f"{HOME}/2/changes/pdf/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="2026-10-30-friends-changes-1-2.pdf"'
    said = " ".join(pdf.extract_text(answer.content).split())
    assert "made from the two published texts" in said
    assert "[+ahead to the next meeting+]" in said
    assert page_validation.is_pdf_compliant_bytes(answer.content, profile="ua1")


def test_it_is_set_once(second, client: Client, settings, tmp_path):
    first = client.get(f"{HOME}/2/changes/pdf/").content
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    assert client.get(f"{HOME}/2/changes/pdf/").content == first


def test_the_first_edition_changed_nothing(second, client: Client):
    assert "changes/" not in client.get(f"{HOME}/1/").text
    for address in ("1/changes/", "1/changes/pdf/", "3/changes/", "0/changes/"):
        assert client.get(f"{HOME}/{address}").status_code == 404


def test_any_earlier_edition_can_be_compared_with(second, client: Client):
    publications.corrected(
        second, now=publications.PUBLISHED_AT + 2 * HOUR, text="The Presidency thanked all who came."
    )
    page = client.get(f"{HOME}/3/changes/").text
    assert "ahead to the next meeting" in page and 'href="?since=1"' in page and 'href="?since=2"' not in page
    page = client.get(f"{HOME}/3/changes/", {"since": "1"}).text
    assert "ahead to the next meeting" not in page and "thanked" in page
    assert f'href="{HOME}/3/changes/pdf/?since=1"' in page and 'href="?since=2"' in page
    answer = client.get(f"{HOME}/3/changes/pdf/", {"since": "1"})
    assert answer["Content-Disposition"] == 'inline; filename="2026-10-30-friends-changes-1-3.pdf"'


@pytest.mark.parametrize("asked", ["0", "2", "3", "-1", "x", "", "1e0", "١", "9" * 5000])
def test_what_is_no_earlier_edition_is_not_found(second, client: Client, asked):
    for address in ("2/changes/", "2/changes/pdf/"):
        assert client.get(f"{HOME}/{address}", {"since": asked}).status_code == 404


def test_nothing_but_publications_is_read(second, client: Client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(f"{HOME}/2/changes/")
    assert len(queries) == 3
    assert all("meetings_publication" in query["sql"] for query in queries)
