"""A person is erased: nowhere any more but in what is published; everybody else stays."""

import datetime as dt

import pytest
from django.db import models
from django.test import Client

from ccm_portal import enclosures, history, holdings, letters, outbox
from ccm_portal.actors import IMPORT
from ccm_portal.canonical import canonical, sha256
from ccm_portal.models import AuditRow, Letter
from friends import circulation, contacts, editions, erasing, roster
from friends.changes import Change, NoReason
from friends.models import AccessLink, Contact
from friends.persons import Person, of
from meetings import enclosing, papers, rounds
from meetings.models import Paper, PaperVersion, Round
from tests import cast
from tests.cast import NOW, Cast
from tests.meetings.paper_samples import a_file, a_pdf, a_word, given, published

pytestmark = pytest.mark.django_db

ADA = "Ada Nyström"
ADDRESS = "ada.nystrom@example.org"
DAY = dt.timedelta(days=1)
GONE = "erased on 2 November 2026"


@pytest.fixture
def people() -> Cast:
    made = cast.cast()
    details = contacts.Details(name=ADA, email=ADDRESS, phone="+41 22 555 77 01", main=True)
    change = Change(NOW.date() - 30 * DAY, f"{ADA} was posted to Geneva")
    made.contacts["Norway"][0] = contacts.correct(made.friend, details, change, by=made.admin.actor, now=NOW)
    return made


def erase(people: Cast, **more: object) -> Person:
    return erasing.erase(people.friend, reason="asked by letter", by=people.admin.actor, now=NOW, **more)  # type: ignore[arg-type]


def everything() -> str:
    """Every text of every table."""
    rows = (
        found
        for table in holdings.tables()
        for found in holdings.values_of(table, table._base_manager.values_list("pk", flat=True))
    )
    return "\n".join(str(value) for found in rows for value in found.values.values())


def test_it_works(people: Cast):
    round_ = cast.document_at("in_round", people).rounds.get()
    cast.comment_and_decide(round_, people)
    assert ADA in everything() and ADDRESS in everything()
    erase(people)
    for words in (ADA, "Nyström", ADDRESS, "ada.nystrom", "555 77 01"):
        assert words not in everything()
    row = Contact.objects.get(pk=people.friend.pk)
    assert (row.name, row.email, row.phone, row.pair_doubt) == (GONE, "", "", "")
    assert (row.erased_on, row.valid_until, row.main) == (NOW.date(), NOW.date() - DAY, False)
    audited = AuditRow.objects.get(event="person erased")
    assert (audited.actor_id, audited.subject_id) == (people.admin.pk, row.pk)
    assert audited.detail["letters"] >= 1


def test_earlier_lists_say_when_and_everybody_else_stands(people: Cast):
    moment = NOW + dt.timedelta(days=3000)
    before = roster.rows_recorded(people.body, NOW.date(), moment)
    erase(people)
    after = roster.rows_recorded(people.body, NOW.date() - DAY, moment)
    names = [contact.name for row in after for contact in row.contacts]
    assert GONE in names
    assert [name for name in names if name != GONE] == [
        contact.name for row in before for contact in row.contacts if contact.name != ADA
    ]
    assert GONE not in [c.name for row in roster.rows_on(people.body, NOW.date()) for c in row.contacts]


def test_letters_waiting_are_not_sent_also_one_that_a_worker_has_claimed(people: Cast):
    cast.document_at("in_round", people)
    theirs = Letter.objects.filter(recipient=people.friend.pk)
    claimed = theirs.get()
    Letter.objects.filter(pk=claimed.pk).update(enclosure_id=None, next_try_at=NOW)
    held = outbox.claim(claimed.pk, NOW)
    assert held is not None and ADDRESS in held.address
    erase(people)
    assert not outbox.text_may_go(held, NOW)
    kept = theirs.get()
    assert (kept.state, kept.address, kept.text, kept.html) == (Letter.State.WITHDRAWN, "", "", "")
    with pytest.raises(letters.NothingToDecide):
        letters.send_again(kept, by=people.coordinator.actor, now=NOW)


def test_what_the_server_says_afterwards_is_not_kept(people: Cast):
    cast.document_at("in_round", people)
    pk = Letter.objects.get(recipient=people.friend.pk).pk
    Letter.objects.filter(pk=pk).update(enclosure_id=None, next_try_at=NOW)
    held = outbox.claim(pk, NOW)
    assert held is not None and outbox.text_may_go(held, NOW)
    erase(people)
    outbox.sent(held, f"250 ok <{ADDRESS}>", NOW)
    assert Letter.objects.get(pk=pk).server_said == ""
    assert Letter.objects.get(pk=pk).state == Letter.State.SENT


def test_links_end(people: Cast):
    round_ = cast.document_at("in_round", people).rounds.get()
    link = cast.link_of(people.friend, round_)
    erase(people)
    assert AccessLink.objects.get(pk=link.pk).revoked_at == NOW


def test_entries_found_to_be_one_go_along_and_the_one_whose_address_was_followed(people: Cast):
    earlier = people.friend
    details = contacts.Details(name=ADA, email="a.nystrom@example.org")
    people.contacts["Norway"][0] = contacts.correct(
        earlier, details, Change(NOW.date(), "a new address"), by=people.admin.actor, now=NOW
    )
    assert people.friend.pk != earlier.pk
    assert of(people.friend).ids == of(earlier).ids >= {earlier.pk, people.friend.pk}
    erase(people)
    assert ADA not in everything() and "nystrom@" not in everything()


def test_a_namesake_stays_whole(people: Cast):
    other = cast.contact(people.contacts["Canada"][0].delegation, "another.ada", name=ADA)
    canada = people.contacts["Canada"][0].assignments.get()
    canada.note = f"{ADA} carries this for Canada."
    history.save(canada, by=IMPORT, reason=f"{ADA} said so")
    erase(people)
    other.refresh_from_db()
    canada.refresh_from_db()
    assert (other.name, other.email) == (ADA, "another.ada@example.org")
    assert canada.note == f"{ADA} carries this for Canada."
    assert other.history.get().name == ADA


def test_a_name_that_nothing_ties_to_the_person_waits_for_somebody_to_look(people: Cast):
    row = people.contacts["Canada"][0].assignments.get()
    row.note = f"Ask {ADA.upper()} about this."
    history.save(row, by=IMPORT)
    seen = erasing.look(people.friend, day=NOW.date())
    assert {one.table._meta.model_name for one in seen.possible} == {"assignment", "historicalassignment"}
    assert "Ask ADA" in seen.possible[0].excerpt
    erase(people, chosen=[one.key for one in seen.possible])
    row.refresh_from_db()
    assert row.note == f"Ask {GONE} about this."
    assert "NYSTRÖM" not in everything()


def test_an_address_that_somebody_else_has_too_is_theirs_still(people: Cast):
    contacts.end(people.friend, Change(NOW.date() - 2 * DAY, "left"), by=people.admin.actor, now=NOW)
    successor = cast.contact(people.friend.delegation, "ada.nystrom", name="Bo Berg")
    erase(people)
    successor.refresh_from_db()
    assert successor.email == ADDRESS
    assert ADA not in everything()


@pytest.mark.parametrize("reason", [f"{ADA} asked", "asked by ADA.NYSTROM@example.org", "Nyström asked"])
def test_a_reason_that_names_the_person_is_refused(people: Cast, reason: str):
    with pytest.raises(erasing.PersonalReason):
        erasing.erase(people.friend, reason=reason, by=people.admin.actor, now=NOW)
    assert Contact.objects.get(pk=people.friend.pk).name == ADA


def test_refusals(people: Cast):
    with pytest.raises(NoReason):
        erasing.erase(people.friend, reason=" ", by=people.admin.actor, now=NOW)
    erase(people)
    with pytest.raises(erasing.AlreadyErased):
        erase(people)


def test_looking_changes_nothing(people: Cast):
    before = everything()
    seen = erasing.look(people.friend, day=NOW.date())
    assert seen.rewritings and not seen.unchanged
    assert everything() == before


def test_editions_say_when_and_their_files_are_made_anew(people: Cast):
    planned = editions.plan(people.body, as_of=NOW.date(), now=NOW)
    edition = editions.freeze(
        people.body, as_of=NOW.date(), note="", seen=planned.sha256, by=people.admin.actor, now=NOW
    )
    seen = circulation.plan(edition, now=NOW).fingerprint
    circulation.circulate(edition, seen=seen, by=people.admin.actor, now=NOW)
    file = editions.file_of(edition, Contact.Visibility.STATES)
    enclosures.keep(file, name="list.pdf", data=f"%PDF {ADDRESS}".encode(), now=NOW)
    erase(people)
    edition.refresh_from_db()
    assert ADA not in str(edition.content) and ADDRESS not in everything()
    assert edition.sha256 == sha256(canonical(edition.content))
    assert not enclosures.is_kept(file)


def test_a_file_of_a_paper_that_names_the_person_goes(people: Cast):
    paper = a_file(people, data=a_pdf(f"Ask {ADDRESS}"), access="public")
    papers.add_version(paper, "next.docx", a_word(), by=people.admin.actor, now=NOW)
    seen = erasing.look(people.friend, day=NOW.date())
    assert not seen.unchanged and list(seen.going.values()) == [1]
    erase(people)
    assert [version.number for version in paper.versions.all()] == [2]
    assert ADDRESS not in everything()


def test_a_circulated_file_that_names_the_person_goes_from_round_and_letters_too(people: Cast):
    paper = a_file(people, data=a_pdf(f"Ask {ADDRESS}"), access="friends")
    document = given(paper.document, "clear", people)
    terms = {"deadline": cast.DEADLINE, "cover_note": "", "enclose": True}
    seen = rounds.plan(document, **terms, now=NOW).fingerprint
    round_ = rounds.open(document, **terms, seen=seen, by=people.coordinator.actor, now=NOW)
    assert enclosing.make(round_, wait=0, now=NOW)
    browser = Client()
    session = browser.session
    session["links"] = [str(cast.link_of(people.contacts["Canada"][0], round_).pk)]
    session.save()
    assert f"/review/{round_.pk}/file/" in browser.get(f"/review/{round_.pk}/").text
    erase(people)
    assert not enclosures.is_kept(round_.enclosure_id)
    page = browser.get(f"/review/{round_.pk}/").text
    assert "kept no longer" in page and f"/review/{round_.pk}/file/" not in page
    assert enclosing.make(enclosing.waiting().get(), wait=0, now=NOW)
    assert "was erased" in Round.objects.get().enclosure_refusal
    next_one = papers.add_version(Paper.objects.get(), "b.docx", a_word(), by=people.admin.actor, now=NOW)
    assert next_one.number == 2


def test_a_published_file_stays(people: Cast):
    # No address: a file that holds one is not published.
    published(a_file(people, data=a_word(words=f"{ADA} drew the map."), access="public"), people)
    erase(people)
    assert f"{ADA} drew the map." in PaperVersion.objects.get().words


# Who keeps something in columns that are no text says here what becomes of a person in it.
BINARY = {
    "ccm_portal.Enclosure.data": "taken out where it is a copy of an edition; a circulated draft is frozen",
    "meetings.PaperVersion.content": "goes where the paper is not published (meetings.erasing)",
    "meetings.Preparation.pdf": "goes with the preparation (meetings.erasing)",
    "meetings.PublicationFile.content": "published",
    "actions.WordFile.data": "goes (actions.erasing)",
}


@pytest.mark.once
def test_whoever_keeps_files_says_what_becomes_of_a_person_in_them():
    found = {
        f"{table._meta.label}.{column.name}"
        for table in holdings.tables()
        for column in table._meta.concrete_fields
        if isinstance(column, models.BinaryField | models.FileField)
    }
    assert found == set(BINARY)
