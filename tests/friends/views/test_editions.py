"""The desk's pages of editions: the preview, freezing what was seen, one edition, its files."""

import datetime as dt
import io

import docx
import openpyxl
import pytest
import vobject
from django.urls import reverse

from ccm_portal import sign_in
from ccm_portal.models import AuditRow
from friends import contacts
from friends.models import ContactListEdition
from tests import renderers
from tests.cast import HOUR, NOW, Cast, cast, contact, delegation, listed
from tests.friends.test_editions import change, frozen
from tests.queries import at_the_desk, count

FREEZE = "/desk/contacts/editions/freeze/"
ALL = "/desk/contacts/editions/"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def seen_in(page: str) -> str:
    """The fingerprint that the preview hands back."""
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_it_works(keeper, people):
    page = keeper.get(FREEZE).text
    assert "Freeze edition 1" in page and "norway.1@example.org" in page and "4 entries" in page
    answer = keeper.post(FREEZE, {"seen": seen_in(page), "note": "Please check."})
    edition = ContactListEdition.objects.get()
    assert answer.url == edition.get_absolute_url()
    page = keeper.get(answer.url).text
    assert "Contact list, update as of 2 November 2026" in page
    assert "Please check." in page and "The Admin" in page and "Not circulated yet" in page
    assert "Edition 1" in keeper.get(ALL).text


def test_another_day_is_frozen(keeper, people):
    page = keeper.get(FREEZE, {"on": "2026-10-01"}).text
    keeper.post(f"{FREEZE}?on=2026-10-01", {"seen": seen_in(page)})
    assert ContactListEdition.objects.get().as_of == dt.date(2026, 10, 1)


def test_a_day_that_is_none_is_said(keeper, people):
    page = keeper.get(FREEZE, {"on": "soon"}).text
    assert "“soon” is not a day" in page and "Freeze edition 1" in page


def test_what_changed_meanwhile_is_not_frozen_and_what_was_typed_is_kept(keeper, people):
    page = keeper.get(FREEZE).text
    contacts.end(people.friend, change(NOW.date() - dt.timedelta(days=1)), by=people.admin.actor, now=NOW)
    answer = keeper.post(FREEZE, {"seen": seen_in(page), "note": "Typed words."})
    assert answer.status_code == 400
    assert "The list changed since you looked" in answer.text and "Typed words." in answer.text
    assert not ContactListEdition.objects.exists()


def test_a_list_of_a_day_to_come_is_not_offered(keeper, people):
    page = keeper.get(FREEZE, {"on": "2026-12-01"}).text
    assert "The day is still to come" in page and 'name="seen"' not in page


def test_what_changed_since_the_last_edition_is_shown(keeper, people):
    frozen(people)
    row = people.friend.assignments.get()
    contacts.add(row, contacts.Details("Nora", "nora@example.org"), change(), by=people.admin.actor, now=NOW)
    page = keeper.get(FREEZE).text
    assert "Since edition 1, as of 2 November 2026" in page and "Nora is new" in page
    keeper.post(FREEZE, {"seen": seen_in(page)})
    newest = ContactListEdition.objects.get(number=2)
    assert "Nora is new" in keeper.get(newest.get_absolute_url()).text


class TestFiles:
    def file(self, keeper, people, kind):
        edition = frozen(people)
        answer = keeper.post(reverse("edition-file", args=[edition.pk, kind]))
        assert answer.status_code == 200
        name = f"contact-list-2026-11-02-edition-1.{kind}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert AuditRow.objects.get(event="edition handed out").detail == {"format": kind}
        return io.BytesIO(answer.content)

    def test_word(self, keeper, people):
        [table] = docx.Document(self.file(keeper, people, "docx")).tables
        assert table.rows[2].cells[3].text == "norway.1@example.org"

    def test_excel(self, keeper, people):
        sheet = openpyxl.load_workbook(self.file(keeper, people, "xlsx")).active
        assert sheet["D3"].value == "norway.1@example.org"
        assert sheet.max_row == 7

    def test_vcard(self, keeper, people):
        cards = list(vobject.readComponents(self.file(keeper, people, "vcf").read().decode()))
        assert len(cards) == 6
        assert cards[1].role.value == "General status and operation"

    @pytest.mark.once
    def test_pdf(self, keeper, people):
        with renderers.running():
            assert self.file(keeper, people, "pdf").read(5) == b"%PDF-"

    def test_without_a_renderer_it_says_so(self, keeper, people, settings, tmp_path):
        settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
        edition = frozen(people)
        answer = keeper.post(reverse("edition-file", args=[edition.pk, "pdf"]), follow=True)
        assert "message error" in answer.text
        assert not AuditRow.objects.filter(event="edition handed out").exists()

    def test_no_other_kind(self, keeper, people):
        address = reverse("edition-file", args=[frozen(people).pk, "exe"])
        assert keeper.post(address).status_code == 404

    def test_a_stale_session_confirms_first(self, keeper, people):
        session = keeper.session
        session[sign_in.CONFIRMED] = (NOW - HOUR).isoformat()
        session.save()
        address = reverse("edition-file", args=[frozen(people).pk, "xlsx"])
        assert keeper.post(address).status_code == 403


def test_another_body_has_nothing_here(people):
    stranger = at_the_desk(people.stranger)
    edition = frozen(people)
    assert stranger.get(edition.get_absolute_url()).status_code == 404
    assert "No edition was frozen yet." in stranger.get(ALL).text


@pytest.mark.once
def test_the_queries_do_not_grow(keeper, people):
    frozen(people)
    one = frozen(people)
    pages = [ALL, FREEZE, one.get_absolute_url()]
    few = [count(keeper, page) for page in pages]
    for name in ("Peru", "Chad"):
        of = delegation(name)
        listed(people.body, of, [contact(of, f"{name}.{n}".lower()) for n in range(3)], role="member")
        frozen(people)
    assert [count(keeper, page) for page in pages] == few
