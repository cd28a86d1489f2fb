"""An edition circulated: one letter to each address, with the copy that its kind of reader may see, and a link."""

import datetime as dt

import pytest

from ccm_portal import enclosures, history, letters, pdf
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Enclosure, Letter
from friends import circulation, contacts, editions, erasing, periodic
from friends.models import AccessLink, Contact, ContactListEdition
from tests import renderers
from tests.cast import HOUR, NOW, Cast, cast
from tests.friends.test_editions import change, frozen

pytestmark = pytest.mark.django_db
V = Contact.Visibility


@pytest.fixture
def people() -> Cast:
    """Norway's first address is open to the Presidency only, its second to States."""
    people = cast()
    for person, visibility in zip(people.contacts["Norway"], (V.OFFICE, V.STATES), strict=True):
        person.visibility = visibility
        history.save(person, by=IMPORT)
    return people


def circulate(people: Cast, edition: ContactListEdition, now: dt.datetime = NOW + HOUR) -> int:
    seen = circulation.plan(edition, now=now).fingerprint
    return circulation.circulate(edition, seen=seen, by=people.admin.actor, now=now)


def letter_to(person: Contact, edition: ContactListEdition) -> Letter:
    return Letter.objects.get(recipient=person.pk, reason=f"edition:{edition.pk}:circulated")


def test_it_works(people):
    edition = frozen(people, note="Please check.")
    assert circulate(people, edition) == 6 == Letter.objects.count()
    letter = letter_to(people.friend, edition)
    assert letter.subject == "Contact list, update as of 2 November 2026"
    assert "Please check." in letter.text and "edition 1" in letter.text and "enclosed" in letter.text
    assert "since the last edition" not in letter.text
    link = AccessLink.objects.get(pk=letter.link_id)
    assert (link.purpose, link.subject, link.contact) == ("list", people.body.pk, people.friend)
    assert letter.enclosure_id == editions.file_of(edition, V.STATES)
    edition.refresh_from_db()
    assert edition.circulated_at == NOW + HOUR
    assert AuditRow.objects.get(event="edition circulated").detail == {"number": 1, "letters": 6}


def test_there_are_at_most_three_copies(people):
    edition = frozen(people)
    planned = circulation.plan(edition, now=NOW)
    assert {place.delegation.name: place.reach for place in planned.places} == {
        "Lao PDR": V.OFFICE, "Norway": V.STATES, "Canada": V.STATES, "ICRC": V.LISTED,
    }  # fmt: skip
    assert planned.copies == 3
    circulate(people, edition)
    assert Letter.objects.values("enclosure_id").distinct().count() == 3


def test_it_is_circulated_once(people):
    edition = frozen(people)
    circulate(people, edition)
    with pytest.raises(circulation.CannotCirculate, match="already"):
        circulation.circulate(edition, seen="", by=people.admin.actor, now=NOW + HOUR)
    assert Letter.objects.count() == 6


def test_no_older_edition_follows_a_newer_one(people):
    older, newer = frozen(people), frozen(people)
    circulate(people, newer)
    with pytest.raises(circulation.CannotCirculate, match="Edition 2, update as of 2 November 2026, was"):
        circulation.plan(older, now=NOW)


def test_what_was_not_seen_is_not_sent(people):
    edition = frozen(people)
    seen = circulation.plan(edition, now=NOW).fingerprint
    contacts.end(people.friend, change(NOW.date() - dt.timedelta(days=1)), by=IMPORT, now=NOW)
    with pytest.raises(circulation.CannotCirculate, match="look again"):
        circulation.circulate(edition, seen=seen, by=people.admin.actor, now=NOW)
    assert not Letter.objects.exists()


def test_each_letter_tells_what_its_reader_may_see(people):
    circulate(people, frozen(people))
    row = people.friend.assignments.get()
    hidden = contacts.Details("Nora", "nora@example.org", visibility=V.OFFICE)
    contacts.add(row, hidden, change(), by=IMPORT, now=NOW)
    person = people.contacts["Norway"][1]
    person.valid_from = NOW.date() - dt.timedelta(days=9)
    details = contacts.Details(person.name, "moved@example.org", visibility=V.STATES)
    contacts.correct(person, details, change(), by=IMPORT, now=NOW)
    edition = frozen(people)
    circulate(people, edition, NOW + 2 * HOUR)
    to_state = letter_to(people.contacts["Canada"][0], edition).text
    assert "Norway: Nora is new" in to_state and "moved@example.org" in to_state
    to_observer = letter_to(people.contacts["ICRC"][0], edition)
    assert "Nora is new" in to_observer.text
    assert "moved@" not in to_observer.text + to_observer.html
    assert "nora@" not in Letter.objects.filter(address__startswith="canada")[0].text


def test_nothing_changed_is_said(people):
    circulate(people, frozen(people))
    edition = frozen(people)
    circulate(people, edition)
    assert (
        "Nothing that you can see changed since the last edition." in letter_to(people.friend, edition).text
    )


@pytest.mark.once
def test_the_files_are_made_once_and_hold_no_more_than_their_readers_may_see(people):
    edition = frozen(people)
    circulate(people, edition)
    with renderers.running():
        while periodic.make_edition_files(NOW + HOUR):
            pass
    assert Enclosure.objects.count() == 3
    assert not circulation.waiting().exists()
    seen = {reach: pdf.extract_text(enclosures.file(editions.file_of(edition, reach)).data) for reach in V}
    assert [("norway.1@example.org" in seen[reach]) for reach in V] == [True, False, False]
    assert [("norway.2@example.org" in seen[reach]) for reach in V] == [True, True, False]
    assert all("canada.1@example.org" in text for text in seen.values())
    assert b"list-2026-11-02-edition-1.pdf" in letters.eml(letter_to(people.friend, edition), with_link=False)


def test_without_a_renderer_the_letters_wait_and_then_go_without(people, settings, tmp_path):
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    edition = frozen(people)
    circulate(people, edition)
    assert periodic.make_edition_files(NOW + HOUR) is False
    assert circulation.waiting().count() == 6
    late = NOW + HOUR + circulation.PATIENCE
    while periodic.make_edition_files(late):
        pass
    assert not circulation.waiting().exists() and not Enclosure.objects.exists()
    letter = letter_to(people.friend, edition)
    assert letter.enclosure_id is None and "enclosed" not in letter.text and "link.invalid" in letter.text


@pytest.mark.once
def test_an_erased_person_is_gone_from_editions_and_their_files(people):
    edition = frozen(people)
    circulate(people, edition)
    with renderers.running():
        while periodic.make_edition_files(NOW + HOUR):
            pass
        erasing.erase(people.friend, reason="asked by letter", by=people.admin.actor, now=NOW + 2 * HOUR)
        assert not Enclosure.objects.exists()
        while periodic.make_edition_files(NOW + 2 * HOUR):
            pass
    edition.refresh_from_db()
    assert "Norway 1" not in str(edition.content) and "norway.1@" not in str(edition.content)
    assert edition.content["entries"][1]["people"][0]["erased_on"] == "2026-11-02"
    made_anew = Enclosure.objects.get(pk=editions.file_of(edition, V.OFFICE))
    text = " ".join(pdf.extract_text(bytes(made_anew.data)).split())
    assert "norway.1@example.org" not in text
    assert "erased on 2 November 2026" in text
