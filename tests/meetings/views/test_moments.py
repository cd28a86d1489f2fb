"""Earlier states of a text on the desk: listed, read, compared, brought back; the history of one paragraph."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ccm_portal import pdf
from meetings import moments, paragraphs, revisions
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, cast, document_at
from tests.meetings.views.walking import DURING
from tests.queries import at_the_desk, count


@pytest.fixture
def people(db, time_machine):
    time_machine.move_to(DURING)
    return cast()


@pytest.fixture
def desk(people):
    return at_the_desk(people.coordinator)


@pytest.fixture
def row(people):
    """The first paragraph of a text, reworded an hour after it was written."""
    document = document_at("drafting", people)
    row = document.sections.first().paragraphs.first()
    by = people.coordinator.actor
    return paragraphs.change(row.pk, Wording("All went *very* well."), version=1, by=by, now=NOW + HOUR)


@pytest.fixture
def document(row):
    return row.section.document


def page_of(document, route, at=None):
    return reverse(route, args=[document.pk, moments.key(at)] if at else [document.pk])


def test_it_works(desk, document):
    page = desk.get(page_of(document, "text-history")).text
    assert "Monday 2 November 2026" in page
    assert "11:00:00" in page and "10:00:00" in page and "The Coordinator" in page
    assert "1 changed" in page and "12 new" in page
    assert page_of(document, "text-as-of", NOW) in page
    earlier = desk.get(page_of(document, "text-as-of", NOW)).text
    assert "The Presidency looked back" in earlier and "very" not in earlier
    assert "2 November 2026, 10:00:00 (Europe/Zurich)" in earlier
    assert page_of(document, "text-as-of", NOW + HOUR) in earlier


def test_the_list_says_which_state_became_a_revision(desk, document, row, people):
    by = people.coordinator.actor
    revisions.freeze(document, note="As sent", by=by, now=NOW + HOUR)
    paragraphs.change(
        row.pk, Wording("Later."), version=row.version, by=by, now=NOW + HOUR + dt.timedelta(minutes=1)
    )
    later, frozen, written = desk.get(page_of(document, "text-history")).text.split("<li")[-3:]
    assert "revision 1" in frozen and "As sent" in frozen
    assert "revision 1" not in later + written


def test_the_list_asks_as_much_of_the_database_whatever_its_length(desk, document, row, people):
    address = page_of(document, "text-history")
    few = count(desk, address)
    for n in range(3):
        row = paragraphs.change(
            row.pk,
            Wording(f"Again {n}."),
            version=row.version,
            by=people.admin.actor,
            now=NOW + (n + 2) * HOUR,
        )
    assert count(desk, address) == few


def test_the_text_of_any_instant_can_be_asked_for(desk, document):
    """A time without seconds holds to its last one, in the zone of the body."""
    answer = desk.get(page_of(document, "text-history"), {"day": "2026-11-02", "time": "10:00"})
    assert answer.status_code == 302
    assert answer["Location"] == page_of(
        document, "text-as-of", NOW + dt.timedelta(seconds=59, microseconds=999_999)
    )
    assert "The Presidency looked back" in desk.get(answer["Location"]).text
    whole_day = desk.get(page_of(document, "text-history"), {"day": "2026-11-02"})
    assert "very" in desk.get(whole_day["Location"]).text
    before = desk.get(page_of(document, "text-history"), {"day": "2020-01-01"})
    assert "The text had no section then." in desk.get(before["Location"]).text


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2027-03-28", "02:30", "does not exist on 2027-03-28"),
        ("2027-10-31", "02:30", "comes twice on 2027-10-31"),
        ("soon", "", "Give a day"),
        ("", "14:00", "Give a day"),
        ("0001-01-01", "", "Give a day"),
    ],
)
def test_what_is_no_instant_is_said(desk, document, day, time, sentence):
    answer = desk.get(page_of(document, "text-history"), {"day": day, "time": time})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert f'value="{day}"' in answer.text


@pytest.mark.parametrize("at", ["yesterday", "2026-02-31T00:00:00Z", "0001-01-01T00:00:00Z"])
@pytest.mark.parametrize("route", ["text-as-of", "text-bring-back"])
def test_there_is_no_such_moment(desk, document, route, at):
    assert desk.get(reverse(route, args=[document.pk, at])).status_code == 404


def test_a_moment_is_compared_with_the_working_text_and_with_a_revision(desk, document, people, renderer):
    revisions.freeze(document, note="", by=people.coordinator.actor, now=NOW + 2 * HOUR)
    for other in ("working", "1"):
        query = f"?from={moments.key(NOW)}&to={other}"
        page = desk.get(page_of(document, "compare") + query).text
        assert "1 changed" in page and "As it stood on 2 November 2026, 10:00:00" in page
        files = {kind: desk.get(page_of(document, f"compare-{kind}") + query) for kind in ("pdf", "word")}
        assert [answer.status_code for answer in files.values()] == [200, 200]
        assert "changes-2026-11-02T090000" in files["word"]["Content-Disposition"]
        said = " ".join(pdf.extract_text(files["pdf"].content).split())
        assert "Comparison of the text as it stood on 2 November 2026, 10:00:00 with" in said
        assert "not circulated" in said


def test_the_older_of_a_moment_and_a_revision_is_compared_with_the_newer(desk, document, people):
    revisions.freeze(document, note="", by=people.coordinator.actor, now=NOW + 2 * HOUR)
    before, after = (moments.key(NOW + hours * HOUR) for hours in (0, 3))
    for at, query in ((before, f"?from={before}&amp;to=1"), (after, f"?from=1&amp;to={after}")):
        assert query in desk.get(f"/desk/documents/{document.pk}/as-of/{at}/").text


def test_a_state_is_brought_back_after_its_changes_were_seen(desk, document, row):
    address = page_of(document, "text-bring-back", NOW)
    shown = desk.get(address).text
    assert "1 changed" in shown and "Nothing is changed yet" in shown
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)
    assert seen
    answer = desk.post(address, {"seen": seen[1], "reason": "It \x00was\n right."}, follow=True)
    assert "as it stood on 2 November 2026, 10:00:00" in answer.text
    row.refresh_from_db()
    assert row.text.startswith("The Presidency looked back")
    assert "It was right." in desk.get(page_of(document, "text-history")).text
    assert "Nothing would change" in desk.get(address).text


def test_whoever_is_late_is_shown_what_would_change_now(desk, document, row, people):
    address = page_of(document, "text-bring-back", NOW)
    paragraphs.change(
        row.pk, Wording("Theirs."), version=row.version, by=people.admin.actor, now=NOW + 2 * HOUR
    )
    answer = desk.post(address, {"seen": "0" * 64, "reason": "Mine"})
    assert answer.status_code == 409
    assert "Somebody changed the text while you were looking" in answer.text
    assert "Theirs" in answer.text and 'value="Mine"' in answer.text
    row.refresh_from_db()
    assert row.text == "Theirs."
    too_long = desk.post(address, {"seen": "", "reason": "x" * 251})
    assert too_long.status_code == 400
    assert "251 characters; 250 are the most" in too_long.text


def test_a_final_text_is_read_and_not_brought_back(desk, people):
    document = document_at("final", people)
    address = page_of(document, "text-bring-back", NOW)
    assert "Bring this state back" not in desk.get(page_of(document, "text-as-of", NOW)).text
    assert "The text no longer changes." in desk.get(address).text
    assert desk.post(address, {"seen": ""}).status_code == 409


def test_a_paragraphs_history_shows_what_changed_in_it(desk, row, people):
    row = paragraphs.remove(row.pk, version=row.version, by=people.admin.actor, now=NOW + 2 * HOUR)
    page = desk.get(reverse("paragraph-history", args=[row.pk])).text
    _page, removed, changed, first = page.split("<article")
    assert "taken out" in removed and "The Admin" in removed
    assert "<ins>" in changed and "very" in changed and "<del>" in changed
    assert page_of(row.section.document, "text-as-of", NOW + HOUR) in changed
    assert "written" in first and "<ins>" not in first
    assert "Put this wording back" in first and "Put this wording back" not in changed


def test_a_paragraphs_history_asks_as_much_whatever_its_length(desk, row, people):
    address = reverse("paragraph-history", args=[row.pk])
    few = count(desk, address)
    for n in range(3):
        row = paragraphs.change(
            row.pk,
            Wording(f"Again {n}."),
            version=row.version,
            by=people.admin.actor,
            now=NOW + (n + 2) * HOUR,
        )
    assert count(desk, address) == few


def test_others_do_not_see_it(document, people):
    pages = [
        page_of(document, "text-history"),
        *(page_of(document, name, NOW) for name in ("text-as-of", "text-bring-back")),
    ]
    for user in (people.admin, people.stranger):
        assert {at_the_desk(user).get(page).status_code for page in pages} == {404}
