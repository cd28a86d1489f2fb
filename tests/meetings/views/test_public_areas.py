"""The public pages of areas: who carries them, what published minutes say of them; never what is not public."""

import datetime as dt
import re

import pytest
from django.test import Client

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.canonical import canonical, sha256
from friends import areas
from friends.changes import Change
from friends.models import Assignment, ThematicArea
from meetings import minutes, revisions
from meetings.models import AgendaArea, Document, Publication, PublicationFile
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, Cast, cast, delegation, document_at, listed
from tests.queries import count

pytestmark = pytest.mark.django_db

AREAS, PAGE = "/areas/", "/areas/general-status-and-operation/"
SECTIONS = {
    "Debrief": [
        Wording("Norway spoke of the **General Status** and Operation."),
        Wording("Others spoke of buses."),
    ],
    "Draft architecture": [Wording("It was welcomed.")],
    "Action points": [
        Wording(
            "Peru to write on general status and operation.",
            kind="action",
            owner_words="Peru",
            due_words="by May",
        ),
        Wording("Peru to book a bus.", kind="action", owner_words="Peru"),
    ],
}
ABOUT_IT = (
    "Norway spoke of the <strong>General Status</strong> and Operation.",
    "It was welcomed.",
    "Peru to write on general status and operation.",
    "by May",
)


@pytest.fixture
def people(time_machine) -> Cast:
    time_machine.move_to(NOW + 8 * HOUR, tick=False)
    return cast()


@pytest.fixture
def area(people) -> ThematicArea:
    return ThematicArea.objects.get(body=people.body)


@pytest.fixture
def draft(people, area) -> Document:
    return drafted(people, area)


def drafted(people: Cast, area: ThematicArea, day: dt.date = dt.date(2026, 10, 30)) -> Document:
    """Minutes whose second agenda item is about the area alone; elsewhere one paragraph and one action name it."""
    document = document_at("drafting", people, day=day)
    AgendaArea.objects.create(item=document.meeting.agenda_items.get(title="Draft architecture"), area=area)
    for section in document.sections.all():
        edits = [minutes.Edit(wording) for wording in SECTIONS[section.heading]]
        minutes.save_section(section, edits, by=IMPORT, now=NOW)
    return document


def publish(document: Document, *, edition: int = 1, instead: tuple[str, str] = ("", "")) -> Publication:
    """The text as it stands is public (the way there is told elsewhere)."""
    text = canonical(revisions.content(document)).replace(*instead)
    publication = Publication.objects.create(
        document=document, edition=edition, identifier=f"CCM-{document.meeting.slug}-{edition}", canonical=text,
        revision=revisions.freeze(document, note="", by=IMPORT, now=NOW), sha256=sha256(text), published_at=NOW,
    )  # fmt: skip
    PublicationFile.objects.create(
        publication=publication, name="minutes.pdf", media_type="application/pdf", content=b"%PDF", size=4, pages=1,
        sha256=sha256("%PDF"),
    )  # fmt: skip
    return publication


def test_it_works(people, draft, client: Client) -> None:
    assert PAGE in client.get(AREAS).text and "Norway" in client.get(AREAS).text
    assert AREAS in client.get("/").text
    before = client.get(PAGE).text
    assert "Published minutes do not speak of it yet." in before, "a draft is no publication"
    assert [said in before for said in ABOUT_IT] == [False] * len(ABOUT_IT)
    publish(draft)
    page = client.get(PAGE).text
    assert [said in page for said in ABOUT_IT] == [True] * len(ABOUT_IT)
    assert re.search(r"/meetings/2026-10-30-friends/minutes/1/#pA\d+\"", page)
    assert "bus" not in page, "what is not about it"


def test_a_correction_shows_at_once_and_the_edition_before_it_no_longer(
    people, draft, client: Client
) -> None:
    publish(draft)
    publish(draft, edition=2, instead=("It was welcomed.", "It was well received."))
    page = client.get(PAGE).text
    assert "It was well received." in page and "It was welcomed." not in page
    assert "minutes/2/#" in page and "minutes/1/#" not in page


def test_what_changes_on_the_list_shows_at_once(people, area, client: Client) -> None:
    old = client.get(PAGE)
    assert client.get(PAGE, headers={"If-None-Match": old["ETag"]}).status_code == 304
    listed(people.body, delegation("Peru"), [], area=area, role="cooperating")
    assert "Peru" in client.get(PAGE, headers={"If-None-Match": old["ETag"]}).text
    areas.rename(area, "Where it stands", Change(NOW.date(), "shorter"), by=IMPORT, now=NOW)
    assert "<h1>Where it stands</h1>" in client.get(PAGE).text, "the address stays"


@pytest.mark.parametrize("status", [Assignment.Status.PROPOSED, Assignment.Status.TO_BE_RECONFIRMED])
def test_nobody_reads_who_is_only_put_forward_nor_any_person(people, area, client: Client, status) -> None:
    peru = delegation("Peru")
    listed(
        people.body,
        peru,
        people.contacts["Norway"],
        area=area,
        role="coordinator",
        status=status,
        note="hush",
    )
    for address in (AREAS, PAGE):
        page = client.get(address).text
        assert not any(word in page for word in ("Peru", "hush", "@example.org", "Norway 1", "proposed by"))


@pytest.mark.once
def test_what_is_not_public_has_no_page(people, client: Client) -> None:
    fresh = history.save(ThematicArea(body=people.body, name="Drafted only"), by=IMPORT)
    assert fresh.name not in client.get(AREAS).text
    assert client.get("/areas/drafted-only/").status_code == 404
    assert client.get("/areas/nothing/").status_code == 404
    listed(people.body, delegation("Peru"), [], area=fresh, role="coordinator")
    assert client.get("/areas/drafted-only/").status_code == 200


@pytest.mark.once
def test_the_agenda_of_a_meeting_leads_to_its_areas(people, draft, client: Client) -> None:
    publish(draft)
    meeting = client.get("/meetings/2026-10-30-friends/").text
    assert f'<a href="{PAGE}">General status and operation</a>' in meeting


@pytest.mark.once
def test_the_pages_set_no_cookie_and_are_small(draft, client: Client) -> None:
    publish(draft)
    for address in (AREAS, PAGE):
        answer = client.get(address)
        assert not answer.cookies and answer["Cache-Control"] == "no-cache"
        assert "<script" not in answer.text and len(answer.content) < 20_000


def test_it_takes_the_same_queries_at_any_length(people, area, client: Client) -> None:
    lists, pages = [], []
    for number in range(3):
        publish(drafted(people, area, dt.date(2026, 10, 1 + number)))
        more = history.save(ThematicArea(body=people.body, name=f"Area {number}"), by=IMPORT)
        for one in (area, more):
            listed(people.body, delegation(f"State {number} {one}"), [], area=one, role="cooperating")
        lists.append(count(client, AREAS))
        pages.append(count(client, PAGE))
    assert lists[0] == lists[2] and pages[0] == pages[2]
