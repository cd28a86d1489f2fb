"""The list changed in place: what each address answers the list's own module, and the same on pages without it."""

import pytest
from django.urls import reverse

from friends import cells
from friends.models import Assignment, Contact
from tests.cast import HOUR, NOW, Cast, cast
from tests.queries import at_the_desk

LIST = "/desk/contacts/"
SITTING = {"reason": "told by the mission", "holds_from": "2026-11-02"}


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


@pytest.fixture
def row(people):
    return people.friend.assignments.get()


def page_of(thing, cell):
    name = "contact-row-cell" if isinstance(thing, Assignment) else "contact-cell"
    return reverse(name, args=[thing.pk, cell])


def save(keeper, thing, cell, **data):
    """What the module sends when a cell is saved."""
    sent = {"seen": cells.written(thing, cell)} | SITTING | data
    return keeper.post(page_of(thing, cell), sent, headers={"accept": "application/json"})


def test_it_works(keeper, people, row):
    answer = save(keeper, row, "status", status="confirmed").json()
    following = row.continued_by.get()
    assert (answer["was"], answer["is"], answer["said"]) == (str(row.pk), str(following.pk), "Kept.")
    assert list(answer["rows"]) == [str(following.pk)] and "confirmed" in answer["rows"][str(following.pk)]
    answer = save(keeper, people.friend, "address", email="<norway.new@example.org>").json()
    moved = people.friend.continued_by.get()
    assert answer["is"] == str(moved.pk) and "norway.new@example.org" in answer["rows"][str(following.pk)]
    assert moved.history.get().history_change_reason == SITTING["reason"]


def test_the_reason_is_asked_for_once_and_kept_for_the_sitting(keeper, people, row):
    refused = save(keeper, row, "status", status="confirmed", reason=" ")
    assert refused.status_code == 400
    assert refused.json() == {"needs": "sitting", "problem": "Say in a few words why the list is changed."}
    assert save(keeper, row, "status", status="confirmed", holds_from="2026-11-20").status_code == 200
    page = keeper.get(LIST).text
    assert 'value="told by the mission"' in page and 'value="2026-11-20"' in page


def test_what_holds_later_is_said_to(keeper, people, row):
    answer = save(keeper, row, "status", status="confirmed", holds_from="2026-11-20").json()
    assert "It holds from 2026-11-20, so today's list does not show it yet." in answer["said"]
    assert list(answer["rows"]) == [str(row.pk)]


@pytest.mark.parametrize(
    ("cell", "data", "sentence"),
    [
        ("address", {"email": "no address"}, "“no address” is not an email address."),
        ("address", {"email": "canada.1@example.org"}, "is the address of Canada 1 (Canada) already."),
        ("name", {"name": "Reversed\u202ename"}, "holds an invisible character (U+202E)"),
        ("name", {"name": "x" * 201}, "at most 200 characters"),
        ("flags", {"visibility": "nobody"}, "Select a valid choice"),
        ("status", {"status": "ended"}, "Select a valid choice"),
        ("post", {"role": "coordinator", "area": ""}, "Say which area is coordinated"),
        ("holder", {"delegation": "x"}, "is not a valid UUID"),
    ],
)
def test_what_cannot_be_kept_is_said(keeper, people, row, cell, data, sentence):
    before = Contact.history.count(), Assignment.history.count()
    answer = save(keeper, row if cell in cells.OF_A_ROW else people.friend, cell, **data)
    assert answer.status_code == 400 and sentence in answer.json()["problem"]
    assert (Contact.history.count(), Assignment.history.count()) == before


def test_who_is_late_is_told_what_stands_there_now(keeper, people, row):
    seen = cells.written(row, "status")
    save(keeper, row, "status", status="confirmed")
    late = save(keeper, row, "status", status="proposed", seen=seen)
    assert late.status_code == 409
    assert late.json()["problem"] == "The Admin changed this meanwhile; it says now: confirmed."
    again = save(keeper, row, "status", status="proposed", seen=late.json()["stands"])
    assert again.status_code == 200


def test_somebody_more_in_a_row(keeper, people, row):
    address = reverse("contact-row-person", args=[row.pk])
    headers = {"accept": "application/json"}
    new = SITTING | {"name": "Third", "email": "norway.3@example.org"}
    answer = keeper.post(address, new, headers=headers).json()
    assert answer["is"] == str(Contact.objects.get(name="Third").pk)
    assert "norway.3@example.org" in answer["rows"][str(row.pk)]
    twice = keeper.post(address, new, headers=headers)
    assert twice.status_code == 400 and "One address belongs to one contact." in twice.json()["problem"]


def test_a_row_is_moved(keeper, people, row):
    canada = people.contacts["Canada"][0].assignments.get()
    address = reverse("contact-row-move", args=[canada.pk])
    answer = keeper.post(address, SITTING | {"above": row.pk}, headers={"accept": "application/json"})
    assert answer.json()["said"] == "Moved."
    page = keeper.get(LIST).text
    assert page.index("canada.1@") < page.index("norway.1@")
    assert keeper.post(address, {"below": row.pk}, headers={"accept": "application/json"}).status_code == 400
    assert keeper.post(address, SITTING | {"below": "x"}).status_code == 404


def test_the_seat_of_who_holds_it(keeper, people, row):
    norway = people.friend.delegation
    answer = keeper.post(
        reverse("contact-row-cell", args=[row.pk, "seat"]),
        SITTING | {"seen": cells.written(norway, "seat"), "seat": "Geneva"},
        headers={"accept": "application/json"},
    ).json()
    norway.refresh_from_db()
    assert norway.seat == "Geneva" and "Geneva" in answer["rows"][str(row.pk)]
    late = keeper.post(
        reverse("contact-row-cell", args=[row.pk, "seat"]),
        SITTING | {"seen": '{"seat": ""}', "seat": "Vienna"},
    )
    assert late.status_code == 409 and "it says now: Geneva." in late.text


def test_the_cells_of_another_body_are_not_there(people, row):
    stranger = at_the_desk(people.stranger)
    assert save(stranger, row, "status", status="confirmed").status_code == 404
    assert save(stranger, people.friend, "name", name="X").status_code == 404
    for name in ("contact-row-person", "contact-row-move"):
        assert stranger.post(reverse(name, args=[row.pk]), SITTING).status_code == 404


# --- without JavaScript -----------------------------------------------------------------------------------------------


def test_a_cell_on_its_own_page(keeper, people, row):
    address = page_of(row, "status")
    page = keeper.get(address).text
    assert "How sure it is that the delegation holds this post." in page
    seen = cells.written(row, "status")
    answer = keeper.post(address, SITTING | {"seen": seen, "status": "confirmed"}, follow=True)
    assert "Kept." in answer.text and row.continued_by.get().status == "confirmed"
    late = keeper.post(address, SITTING | {"seen": seen, "status": "proposed"})
    assert late.status_code == 409 and "The Admin changed this meanwhile" in late.text
    wrong = keeper.post(address, SITTING | {"seen": seen, "status": "confirmed", "reason": ""})
    assert wrong.status_code == 400 and "Say in a few words why the list is changed." in wrong.text


def test_a_row_is_moved_on_the_page_of_its_post(keeper, people, row):
    canada = people.contacts["Canada"][0].assignments.get()
    assert "Move it there" in keeper.get(page_of(canada, "post")).text
    move = reverse("contact-row-move", args=[canada.pk])
    page = keeper.post(move, SITTING | {"below": people.president.assignments.get().pk}, follow=True).text
    assert page.index("canada.1@") < page.index("norway.1@")
    assert "Say in a few words why" in keeper.post(move, {"below": row.pk}, follow=True).text


def test_reason_and_day_are_kept_above_the_list(keeper, people):
    sent = keeper.post(f"{LIST}sitting/?body=friends", SITTING | {"holds_from": "2026-12-01"}, follow=True)
    assert "Kept for the changes of this sitting." in sent.text and 'value="2026-12-01"' in sent.text
    assert "Say in a few words why" in keeper.post(f"{LIST}sitting/", {"reason": ""}, follow=True).text
