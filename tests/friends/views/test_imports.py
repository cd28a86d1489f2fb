"""The pages of an import: handed in, looked at, confirmed, undone; and the exports."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from friends import contacts
from friends.changes import Change
from friends.models import Assignment, Contact, ContactImport
from tests import strange_lists
from tests.cast import HOUR, NOW, Cast, cast
from tests.queries import at_the_desk, count

ALL = "/desk/contacts/imports/"
LIST = (
    "Contact list as of 5 November 2026\n\nArea\tCountry\tName\tEmail\n"
    "Clearance\tPeru\tAna Beispiel\tana.beispiel@example.org\n"
    "General status and operation\tNorway\tAstrid Tenkt\tnorway.1@example.org\n"
)


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


@pytest.fixture
def page_of(keeper, people):
    """The address of the import of a pasted list, and what its form is sent with."""

    def hand_in(text: str = LIST) -> tuple[str, dict[str, object]]:
        address = keeper.post(ALL, {"body": people.body.pk, "text": text}).url
        page = keeper.get(address)
        form = page.context["form"]
        words = {one.field: one.taken for one in (*form.delegations, *form.areas)}
        seen = {"seen": page.context["proposal"].fingerprint, "since": page.context["since"]}
        return address, {"holds_from": "2026-11-05", "reason": "the office's list"} | words | seen

    return hand_in


def test_it_works(keeper, page_of, people):
    address, form = page_of()
    page = keeper.get(address).text
    assert "Nothing is changed yet." in page and "Ana Beispiel" in page and "Astrid Tenkt" in page
    assert Contact.objects.filter(name="Ana Beispiel").count() == 0
    answer = keeper.post(address, form | {"bring_in": "1"}, follow=True)
    assert "It can be undone below as one step" in answer.text and "2 rows, 2 addresses" in answer.text
    assert Contact.objects.get(name="Ana Beispiel").email == "ana.beispiel@example.org"
    assert Contact.objects.get(email="norway.1@example.org").name == "Astrid Tenkt"
    answer = keeper.post(f"{address}undo/", {"reason": "wrong list"}, follow=True)
    assert "The import is undone" in answer.text
    assert Contact.objects.filter(name="Ana Beispiel").count() == 0
    assert "undone" in keeper.get(ALL).text


def test_instants_are_told_in_the_zone_of_the_body(keeper, page_of, people):
    people.body.time_zone = "Asia/Vientiane"
    history.save(people.body, by=IMPORT)
    address, form = page_of()
    keeper.post(address, form | {"bring_in": "1"})
    # 11:00 UTC
    for page in (keeper.get(ALL).text, keeper.get(address).text):
        assert "18:00" in page and "11:00" not in page


def test_corrected_words_are_shown_again_before_anything_is_brought_in(keeper, page_of):
    address, form = page_of(LIST.replace("Peru", "Perou"))
    field = next(one.field for one in keeper.get(address).context["form"].delegations if one.words == "Perou")
    answer = keeper.post(address, form | {field: "Canada", "bring_in": "1"}, follow=True)
    assert "changes the proposal" in answer.text
    assert ContactImport.objects.get().state == "proposed"
    form["seen"] = answer.context["proposal"].fingerprint
    keeper.post(address, form | {field: "Canada", "bring_in": "1"})
    assert Contact.objects.get(name="Ana Beispiel").delegation.name == "Canada"


def test_pairs_are_settled_on_the_page(keeper, page_of):
    rows = "Area\tCountry\tName\tEmail\nOpenness\tItaly\tRosa Rossi; Mario Bianchi\tone@example.org two@example.org\n"
    address, form = page_of(rows)
    [first, second] = keeper.get(address).context["form"].pairs
    chosen = {first.field: "Mario Bianchi", second.field: "Rosa Rossi", f"settled-{first.entry.line}": "1"}
    keeper.post(address, form | chosen)
    keeper.post(address, form | chosen | {"bring_in": "1"})
    assert Contact.objects.get(email="two@example.org").name == "Rosa Rossi"
    assert Contact.objects.get(email="one@example.org").pair_confirmed


def test_a_list_that_moved_answers_409_and_says_what_moved(keeper, page_of, people):
    address, form = page_of()
    change = Change(NOW.date(), "married")
    contacts.correct(
        people.friend, contacts.Details("Norway One", "norway.1@example.org", main=True), change,
        by=people.coordinator.actor, now=NOW + 2 * HOUR,
    )  # fmt: skip
    form["since"] = (NOW + HOUR).isoformat()
    answer = keeper.post(address, form | {"bring_in": "1"})
    assert answer.status_code == 409
    assert (
        "The list has moved" in answer.text
        and "Norway One (Norway), by The Coordinator: married" in answer.text
    )
    assert ContactImport.objects.get().state == "proposed"


def test_without_a_reason_nothing_is_brought_in(keeper, page_of):
    address, form = page_of()
    answer = keeper.post(address, form | {"reason": " ", "bring_in": "1"})
    assert answer.status_code == 400
    assert "why the list is changed" in answer.text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a file, or paste the list below"),
        ({"text": "Dear all,\nno list here"}, "No row of a contact list was found"),
        ({"text": "Country;Name\nPeru;" + "x" * 6000}, "Row 2, column 2 holds more than 5000 signs"),
        ({"file": (b"%PDF-1.7", "list.pdf")}, "This is a PDF file"),
        ({"file": (b"PK\x03\x04", "list.xlsx")}, "damaged or cut off"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_stays_in_the_form(keeper, people, given, sentence):
    data: dict[str, object] = {"body": people.body.pk}
    if "file" in given:
        data["file"] = SimpleUploadedFile(given["file"][1], given["file"][0])
    data |= {name: value for name, value in given.items() if name == "text"}
    answer = keeper.post(ALL, data)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert given.get("text", "")[:200] in answer.text
    assert ContactImport.objects.count() == 0


def test_a_workbook_is_handed_in_and_what_excel_made_of_it_is_said(keeper, people):
    data = strange_lists.workbook(
        [("Country", "Name", "Email", "Tel."), ("Peru", "=1+1", "a@example.org", 41.5)]
    )
    file = SimpleUploadedFile("l\u202eist.xlsx", data)
    address = keeper.post(ALL, {"body": people.body.pk, "file": file}).url
    page = keeper.get(address).text
    assert "Row 2, column 2 holds a formula" in page and "keeps a number there" in page
    assert "\u202e" not in page


def test_given_up_nothing_is_kept(keeper, page_of):
    address, _form = page_of()
    assert "given up" in keeper.post(f"{address}give-up/", follow=True).text
    assert ContactImport.objects.get().content == {}
    assert keeper.get(address).status_code == 200


def test_another_body_cannot_see_it(page_of, people):
    address, _form = page_of()
    assert at_the_desk(people.stranger).get(address).status_code == 404


def test_what_rests_on_it_is_named(keeper, page_of, people):
    address, form = page_of()
    keeper.post(address, form | {"bring_in": "1"})
    ana = Contact.objects.get(name="Ana Beispiel")
    contacts.correct(
        ana, contacts.Details("Ana Beispiel", ana.email, phone="+51 1"), Change(NOW.date(), "called"),
        by=people.coordinator.actor, now=NOW + 2 * HOUR,
    )  # fmt: skip
    answer = keeper.post(f"{address}undo/", {"reason": "wrong list"})
    assert answer.status_code == 409
    assert "Ana Beispiel was changed on" in answer.text


def test_exports_are_files_that_run_nothing_and_are_written_down(keeper, people):
    change = Change(NOW.date(), "a test")
    details = contacts.Details("=HYPERLINK()", "norway.1@example.org", phone="+47 22", main=True)
    contacts.correct(people.friend, details, change, by=people.admin.actor, now=NOW)
    address = f"/desk/contacts/export/{people.body.slug}/list"
    csv = keeper.post(f"{address}.csv").content
    assert csv.startswith(b"\xef\xbb\xbf")
    assert ";'=HYPERLINK();norway.1@example.org;'+47 22;" in csv.decode()
    book = openpyxl.load_workbook(io.BytesIO(keeper.post(f"{address}.xlsx").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    card = keeper.post(f"{address}.vcf", {"on": "2026-11-02"})
    assert "TEL:+47 22" in card.content.decode()
    assert "friends-of-the-president-2026-11-02.vcf" in card["Content-Disposition"]
    assert AuditRow.objects.filter(event="contact list exported").count() == 3
    assert keeper.post(f"{address}.exe").status_code == 404
    assert keeper.get(f"{address}.csv").status_code == 405


def test_an_old_sign_in_is_confirmed_before_a_file_leaves(keeper, people, time_machine):
    time_machine.move_to(NOW + 3 * HOUR, tick=False)
    answer = keeper.post(f"/desk/contacts/export/{people.body.slug}/list.csv")
    assert answer.status_code == 403


def test_the_queries_do_not_grow(keeper, page_of):
    one = count(keeper, page_of(LIST)[0])
    more = "".join(f"Clearance\tPeru\tAna {n}\tana.{n}@example.org\n" for n in range(3))
    assert count(keeper, page_of(LIST + more)[0]) == one
    assert Assignment.objects.filter(delegation__name="Peru").count() == 0
