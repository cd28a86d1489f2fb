"""The public pages: complete, frozen, cacheable, without a cookie, and with nothing on them that is not public."""

import datetime as dt
import hashlib
import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import User
from ccm_portal.pdf import RendererProcess
from friends.models import Contact, Delegation
from meetings import public, public_folder, public_pages, public_status, public_texts
from meetings.models import Document, Meeting, Publication
from meetings.public_texts import Series
from tests.cast import HOUR, NOW, Cast, cast, document_at, meeting
from tests.meetings import printed
from tests.meetings.publications import PUBLISHED_AT, corrected, published

pytestmark = pytest.mark.django_db

HOME = "/"
MEETING = "/meetings/2026-10-30-friends/"
MINUTES = f"{MEETING}minutes/1/"
PDF = f"{MINUTES}2026-10-30-friends-minutes.pdf"
LARGEST_PAGE = 100_000


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def publication(people: Cast, renderer: RendererProcess) -> Publication:
    return published(people)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# --- it works -----------------------------------------------------------------------------------------------------


def test_it_works(publication: Publication, client: Client) -> None:
    home = text_of(client.get(HOME))
    assert MINUTES in home
    assert PDF in home
    assert MINUTES in text_of(client.get(MEETING))
    page = text_of(client.get(MINUTES))
    assert bytes(publication.files.get(name="record.html").content).decode() in page
    for words in (
        publication.identifier,
        publication.files.get(name="record.json").sha256,
        "Published 2 November 2026",
    ):
        assert words in page
    assert f'<link rel="alternate" type="application/pdf" href="{PDF}">' in page
    assert '<meta name="dcterms.issued" content="2026-11-02">' in page
    assert "Every paragraph stands as it was circulated." in page


@pytest.mark.parametrize(
    ("name", "media_type", "disposition"),
    [
        (
            "2026-10-30-friends-minutes.pdf",
            "application/pdf",
            'inline; filename="2026-10-30-friends-minutes.pdf"',
        ),
        ("record.html", "text/html; charset=utf-8", 'attachment; filename="2026-10-30-friends-record.html"'),
        ("record.json", "application/json", 'attachment; filename="2026-10-30-friends-record.json"'),
    ],
)
def test_files_are_served_byte_for_byte(
    publication: Publication, client: Client, name: str, media_type: str, disposition: str
) -> None:
    stored = publication.files.get(name=name)
    response = client.get(f"{MINUTES}{name}")
    assert response.content == bytes(stored.content)
    assert hashlib.sha256(response.content).hexdigest() == stored.sha256
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    again = client.get(f"{MINUTES}{name}", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])


def test_the_heads_are_a_line_each_with_a_strong_validator(
    publication: Publication, people: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(people, day=dt.date(2026, 9, 30))
    with django_assert_num_queries(1):
        response = client.get("/record/heads.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.split("\t") for line in text_of(response).splitlines() if not line.startswith("#")]
    assert lines[0] == ["1", "2026-11-02", publication.identifier, publication.sha256, publication.link.head]
    assert [line[0] for line in lines] == ["1", "2"]
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    again = client.get("/record/heads.txt", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    published(people, day=dt.date(2026, 8, 30))
    newer = client.get("/record/heads.txt", headers={"If-None-Match": response["ETag"]})
    assert newer.status_code == 200
    with django_assert_num_queries(1):
        page = text_of(client.get("/record/"))
    newest = text_of(newer).splitlines()[-1].split("\t")
    assert newest[0] == "3"
    assert newest[-1] in page
    assert not response.cookies
    assert "The chain holds 3 texts." in page


def test_before_anything_is_published_the_chain_is_empty(client: Client) -> None:
    assert "No text is published yet." in text_of(client.get("/record/"))
    assert [line for line in text_of(client.get("/record/heads.txt")).splitlines() if line[0] != "#"] == []


def test_every_link_of_the_pages_leads_somewhere(publication: Publication, client: Client) -> None:
    seen, waiting = set(), [HOME]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if response["Content-Type"].startswith("text/html") and not address.endswith("record.html"):
            found = Links(text_of(response))
            waiting += [
                link for link in found.addresses if link.startswith("/") and not link.startswith("/static/")
            ]
            assert found.anchors <= found.ids, address
    assert {HOME, MEETING, MINUTES, PDF} <= seen


class Links(HTMLParser):
    """The addresses a page links to, the places it points to on itself, and its ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.anchors: set[str] = set()
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if identity := values.get("id"):
            assert identity not in self.ids
            self.ids.add(identity)
        link = values.get("href") or ""
        if link.startswith("#"):
            self.anchors.add(link[1:])
        elif tag in ("a", "link"):
            self.addresses.append(link.partition("#")[0])


# --- caches -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [HOME, MEETING, MINUTES])
def test_a_page_is_asked_for_again_and_not_sent_again(
    publication: Publication, client: Client, address: str
) -> None:
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == first.content


def test_a_newer_edition_shows_at_once_on_every_page_of_the_record(
    publication: Publication, client: Client
) -> None:
    before = client.get(MINUTES)
    assert "superseded" not in text_of(before)
    second = corrected(publication, now=PUBLISHED_AT + dt.timedelta(days=3))
    after = client.get(MINUTES, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "superseded on 5 November 2026" in text_of(after)
    assert f"{MEETING}minutes/2/" in text_of(after)
    newest = text_of(client.get(f"{MEETING}minutes/2/"))
    assert second.identifier in newest
    assert "This edition was superseded" not in newest
    assert MINUTES in newest
    assert f"{MEETING}minutes/2/" in text_of(client.get(HOME))
    assert client.get(PDF).content == bytes(publication.files.get(name__endswith=".pdf").content)


# --- queries, size, cookies ---------------------------------------------------------------------------------------


def test_a_publication_takes_four_queries_and_none_where_it_is_a_file(
    publication: Publication, client: Client
) -> None:
    with CaptureQueriesContext(connection) as queries:
        made = client.get(MINUTES)
    assert len(queries) == 4, [query["sql"] for query in queries.captured_queries]
    public_folder.replace(Series("minutes", "2026-10-30-friends"))
    with CaptureQueriesContext(connection) as queries:
        served = client.get(MINUTES)
    assert len(queries) == 0
    assert (served.content, served.headers) == (made.content, made.headers)


def test_what_the_public_pages_read(publication: Publication, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        for address in (HOME, MEETING, MINUTES, PDF, f"{MEETING}minutes/7/"):
            client.get(address)
    asked = " ".join(query["sql"] for query in queries.captured_queries)
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', asked))
    assert tables == {
        "meetings_meeting", "meetings_document", "meetings_publication", "meetings_publicationfile", "friends_body",
        "meetings_chainlink", "meetings_paper", "meetings_paper_meetings", "meetings_approval", "meetings_revision",
    }  # fmt: skip
    columns = set(re.findall(r'"meetings_document"\."(\w+)"', asked))
    assert columns == {"id", "meeting_id", "status", "withheld_at", "kind", "version_of_id", "body_id"}
    assert set(re.findall(r'"meetings_approval"\."(\w+)"', asked)) == {
        "document_id", "meeting_id", "outcome", "day", "recorded_at"
    }  # fmt: skip


def test_the_list_takes_the_same_queries_for_one_meeting_and_for_three(
    people: Cast, renderer: RendererProcess, client: Client
) -> None:
    counts = []
    for count in (1, 3):
        while Meeting.objects.count() < count:
            published(people, day=dt.date(2026, 10, 30) - dt.timedelta(days=40 * Meeting.objects.count()))
        with CaptureQueriesContext(connection) as queries:
            assert text_of(client.get(HOME)).count("Read the minutes") == count
        counts.append(len(queries))
    assert counts == [5, 5]


def test_no_cookie_no_script_no_style_and_nothing_from_elsewhere(
    publication: Publication, client: Client
) -> None:
    # Nor for somebody who is signed in: the pages do not ask.
    client.force_login(User.objects.get(email="coordinator@example.org"))
    for address in (HOME, MEETING, MINUTES, PDF):
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", "")
        assert "X-Robots-Tag" not in response
    for address in (HOME, MEETING, MINUTES):
        page = text_of(client.get(address))
        assert "<script" not in page
        assert "style=" not in page
        assert "csrfmiddlewaretoken" not in page
        assert not re.findall(r'(?:src|href)="https?://(?!localhost:8000|purl\.org/dc/terms/)', page)
        assert len(page.encode()) < LARGEST_PAGE


def test_long_minutes_make_a_page_under_a_hundred_kilobytes() -> None:
    content = printed.content()
    content["publication"] = {"revision": 2, "approved": "", "rounds": [], "since": {}}
    html = render_to_string("meetings/record.html", {"content": content})
    edition = public_texts.Edition(1, "x", "0" * 64, NOW, NOW.date(), MINUTES)
    record = public_texts.Record(
        Series("minutes", "2026-09-14-friends"),
        edition,
        content,
        html,
        (),
        public_texts.Link(1, "0" * 64, "1" * 64),
        (edition,),
    )
    assert 20_000 < len(public_pages.of_record(record).body) < LARGEST_PAGE


# --- what is not public -------------------------------------------------------------------------------------------

STATUS_LINES = {
    "drafting": "In preparation",
    "cleared": "In preparation",
    "in_round": "With the Friends for comment",
    "under_revision": "Being finalised by the Presidency",
    "final": "Being finalised by the Presidency",
    "approved": "Final",
}


@pytest.mark.parametrize("status", STATUS_LINES)
def test_before_publication_there_is_the_status_line_alone(people: Cast, client: Client, status: str) -> None:
    document = document_at(status, people)
    for address in (HOME, MEETING):
        page = text_of(client.get(address))
        assert STATUS_LINES[status] in page
        assert "Palais, room 4" in page
        for secret in ("Debrief", "looked back", "good spirit", "Lao PDR, Presidency", document.title):
            assert secret not in page
        for delegation in Delegation.objects.all():
            assert delegation.name not in page
        for person in Contact.objects.all():
            assert person.email not in page
    assert client.get(MINUTES).status_code == 404
    assert client.get(PDF).status_code == 404
    assert client.get(f"{MINUTES}record.json").status_code == 404


def test_a_body_may_keep_its_status_to_itself(people: Cast, client: Client) -> None:
    people.body.status_shown = False
    history.save(people.body, by=people.admin.actor)
    document_at("in_round", people)
    assert "With the Friends" not in text_of(client.get(HOME)) + text_of(client.get(MEETING))


def test_every_status_of_a_document_has_its_line() -> None:
    assert set(public_status.LINES) == set(Document.Status)


def test_before_a_meeting_there_is_no_status_and_after_it_there_is(people: Cast) -> None:
    held = meeting(people)
    for now, status in ((held.starts_at - HOUR, ""), (held.starts_at + HOUR, "In preparation")):  # type: ignore[operator]
        found = public.meeting(held.slug, now=now)
        assert found is not None and found.status == status


def test_a_tentative_meeting_says_so_in_its_own_words(people: Cast, client: Client) -> None:
    window = Meeting(
        body=people.body, title="Second meeting", slug="2027-second-friends", time_zone="Europe/Zurich",
        when_words="end of January, beginning of February 2027", earliest=dt.date(2027, 1, 25),
        latest=dt.date(2027, 2, 5), tentative=True,
    )  # fmt: skip
    history.save(window, by=IMPORT)
    for address in (HOME, window.get_absolute_url()):
        page = text_of(client.get(address))
        assert "end of January, beginning of February 2027" in page
        assert "tentative" in page
        assert "25 January" not in page


def test_the_newest_first_and_those_without_a_day_before_them(people: Cast) -> None:
    for day in (dt.date(2010, 11, 30), dt.date(2026, 10, 30), dt.date(2026, 3, 1)):
        meeting(people, day=day)
    open_ = Meeting(body=people.body, title="Some day", slug="some-day-friends", time_zone="UTC")
    history.save(open_, by=IMPORT)
    years = public.by_year(public.lines(public.meetings(), now=NOW))
    assert [(group.year, [line.slug[:10] for line in group.meetings]) for group in years] == [
        (None, ["some-day-f"]),
        (2026, ["2026-10-30", "2026-03-01"]),
        (2010, ["2010-11-30"]),
    ]


def test_a_long_list_has_pages(people: Cast, client: Client) -> None:
    for number in range(51):
        meeting(people, day=dt.date(2020, 1, 1) + dt.timedelta(days=number))
    first, second = text_of(client.get(HOME)), text_of(client.get(HOME, {"page": "2"}))
    assert (first.count("<tr>") + second.count("<tr>")) == 51 + 2
    assert 'href="?page=2"' in first and 'href="?page=1"' in second
    assert text_of(client.get(HOME, {"page": "no"})) == first


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/meetings/2026-01-01-nobody/",
        f"{MEETING}minutes/2/",
        f"{MEETING}minutes/0/",
        f"{MINUTES}record.xml",
        f"{MINUTES}..%2Frecord.json",
        f"{MEETING}minutes/2/record.json",
        "/meetings/2026-01-01-nobody/minutes/1/",
    ],
)
def test_what_is_not_there_is_not_found(publication: Publication, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [HOME, MEETING, MINUTES, PDF])
def test_only_reading(publication: Publication, client: Client, address: str) -> None:
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(address).status_code == 405
