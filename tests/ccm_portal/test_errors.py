"""Error pages. A form without its key gives back what a person typed, and nothing the page carried itself."""

import uuid

import pytest
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, cast, document_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(time_machine):
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def strict(people):
    """The coordinator's browser, which has lost its cookie for forms."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.coordinator)
    return browser


def given_back(browser, data, name="freeze", people=None):
    document = document_at("drafting", people)
    answer = browser.post(reverse(name, args=[document.pk]), data)
    assert answer.status_code == 403
    assert not document.revisions.exists()
    return answer.text


def test_it_works(strict, people):
    row = f"p-{uuid.uuid4()}"
    data = {
        f"{row}-text": "A long thought\nin two lines.", f"{row}-owner": "Canada", "cover_note": "Dear Friends",
        f"{row}-version": "1234567", f"{row}-seen": "0123456789abcdef", f"{row}-kind": "decision",
        f"{row}-level": "4321", "move": f"{uuid.uuid4()}:up", "status-3": "apologies", "name-x": "  ",
    }  # fmt: skip
    page = given_back(strict, data, people=people)
    for words in ("A long thought\nin two lines.", "Canada", "Dear Friends", "Cover note", "Text"):
        assert words in page
    for words in ("1234567", "0123456789abcdef", "decision", "4321", ":up", "apologies", row):
        assert words not in page
    assert page.count("<textarea") == 3


def test_a_form_of_choices_alone_has_nothing_to_give_back(strict, people):
    page = given_back(strict, {"verdict": "join", "merged_with": str(uuid.uuid4())}, people=people)
    assert "Nothing was changed." in page and "What you had typed" not in page


def test_what_was_typed_stays_text(strict, people):
    page = given_back(strict, {"note": "</textarea><script>alert(1)</script>"}, people=people)
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_an_address_that_leads_nowhere_says_so():
    answer = Client().get("/no/such/place/")
    assert answer.status_code == 404 and "<h1>" in answer.text


# --- without the database -----------------------------------------------------------------------------------


@pytest.fixture
def desk(people):
    browser = Client(raise_request_exception=False)
    browser.force_login(people.coordinator)
    return browser


def while_away(error, browser, method, data=None):
    """What the browser gets for a form while every question to the database ends in this error."""

    def away(*_question):
        raise error

    with connection.execute_wrapper(away):
        return getattr(browser, method)("/desk/", data)


@pytest.mark.parametrize("error", [OperationalError("the connection is lost"), InterfaceError("closed")])
def test_without_the_database_what_was_typed_comes_back_with_a_way_to_save_it(desk, error):
    data = {
        "note": "Three hours' <b>work</b>",
        "version": "17",
        "kind": ["a", "b"],
        "csrfmiddlewaretoken": "key",
    }
    answer = while_away(error, desk, "post", data)
    assert (
        answer.status_code == 503 and answer["Retry-After"] == "10" and "no-store" in answer["Cache-Control"]
    )
    assert "<h1>Not saved; your text is kept</h1>" in answer.text
    assert "Three hours&#x27; &lt;b&gt;work&lt;/b&gt;</textarea>" in answer.text
    for name, value in [("version", "17"), ("kind", "a"), ("kind", "b"), ("csrfmiddlewaretoken", "key")]:
        assert f'<input type="hidden" name="{name}" value="{value}">' in answer.text
    assert answer.text.count("<textarea") == 1


def test_without_the_database_a_page_asks_to_come_back(desk):
    answer = while_away(OperationalError("the connection is lost"), desk, "get")
    assert answer.status_code == 503
    assert "load this page again" in answer.text and "Not saved" not in answer.text


def test_a_file_is_asked_for_again(desk, tmp_path):
    file = tmp_path / "record.txt"
    file.write_text("Minutes")
    with file.open("rb") as opened:
        answer = while_away(OperationalError("gone"), desk, "post", {"name": "Bonn", "file": opened})
    assert answer.status_code == 503
    assert "choose it again" in answer.text and "Save again" not in answer.text and "Bonn" in answer.text


def test_another_failure_is_not_blamed_on_the_database(desk):
    answer = while_away(DataError("a mistake of ours"), desk, "post", {"note": "words"})
    assert answer.status_code == 500
    assert "Something failed on our side" in answer.text
