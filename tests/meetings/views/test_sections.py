"""Editing a section: saved paragraph by paragraph, two editors at once, moved, taken out, put back."""

import uuid
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import User
from friends.models import StaffRole
from meetings import minutes, paragraphs, whole_texts
from meetings.models import Document, Paragraph, Section
from meetings.paragraphs import Wording
from tests.cast import NOW, document_at, with_app
from tests.queries import at_the_desk, count


class Form(HTMLParser):
    """What a browser would send back of the section's form, untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self._textarea = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self._inside = at.get("id") == "section-form"
        if not self._inside or tag == "button":
            return
        name = at.get("name") or ""
        if tag == "input" and at.get("type") != "checkbox":
            self.fields[name] = at.get("value") or ""
        elif tag == "textarea":
            self._textarea, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in at or self._select not in self.fields):
            self.fields[self._select] = at["value"] or ""

    def handle_data(self, data):
        if self._textarea:
            self.fields[self._textarea] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._textarea = ""
        elif tag == "form":
            self._inside = False


@pytest.fixture
def document(people) -> Document:
    return document_at("drafting", people)


def test_a_statement_for_the_record_that_names_no_delegation_says_so(desk, document, section):
    save(desk, section, edited(desk, section, 0, "We object.", kind="statement"))
    address = reverse("document", args=[document.pk])
    assert "Statement for the record · no delegation named yet" in desk.get(address).text
    named = {"kind": "statement", "speaks": "delegation", "speaker": "Norway"}
    save(desk, section, edited(desk, section, 0, "We object.", **named))
    assert "Statement for the record · Norway" in desk.get(address).text


@pytest.fixture
def section(document) -> Section:
    """ "Draft architecture": five paragraphs, the last a decision."""
    return document.sections.all()[1]


@pytest.fixture
def colleague(people):
    """The browser of a second coordinator of the body."""
    user = User.objects.create_user("second@example.org", "The Second")
    with_app(user)
    role = StaffRole(user=user, body=people.body, role=StaffRole.Role.COORDINATOR)
    history.save(role, by=IMPORT)
    return at_the_desk(user)


def page_of(section: Section) -> str:
    return reverse("section", args=[section.document_id, section.pk])


def texts(section: Section) -> list[str]:
    return [row.text for row in section.paragraphs.filter(removed_at=None)]


def row_of(section: Section, position: int) -> Paragraph:
    return section.paragraphs.filter(removed_at=None)[position]


def form_of(browser, section: Section) -> dict[str, str]:
    return Form(browser.get(page_of(section)).text).fields


def save(browser, section, fields, **buttons):
    return browser.post(page_of(section), fields | buttons)


def edited(browser, section, position: int, text: str, **changed: str) -> dict[str, str]:
    """The form with one paragraph reworded."""
    pk = row_of(section, position).pk
    own = {f"p-{pk}-{name}": value for name, value in changed.items()}
    return form_of(browser, section) | {f"p-{pk}-text": text} | own


def test_it_works(desk, section):
    row = row_of(section, 0)
    answer = save(desk, section, edited(desk, section, 0, "Canada introduced a second paper."), save="1")
    assert answer.url == page_of(section)
    page = desk.get(answer.url).text
    assert "Saved 12:00. 1 paragraph changed." in page
    row.refresh_from_db()
    assert (row.text, row.version) == ("Canada introduced a second paper.", 2)
    assert [state.history_person for state in row.history.all()] == ["The Coordinator"] * 2


def test_the_paragraphs_are_called_as_in_the_whole_text(desk, section):
    page = desk.get(page_of(section)).text
    assert "Text of para. 3" in page and "Text of para. 4 (a)" in page


def test_looking_changes_nothing(desk, section):
    before = Document.objects.get().history.count(), texts(section)
    desk.get(page_of(section), {"insert": str(row_of(section, 0).pk)})
    desk.get(page_of(section), {"insert": "nonsense"})
    assert (Document.objects.get().history.count(), texts(section)) == before


def test_saving_what_was_not_touched_changes_nothing(desk, section):
    page = desk.post(page_of(section), form_of(desk, section) | {"save": "1"}, follow=True)
    assert "Nothing had changed." in page.text
    assert {row.version for row in section.paragraphs.all()} == {1}


def test_a_blank_line_makes_two_paragraphs_and_an_emptied_box_none(desk, section):
    save(desk, section, edited(desk, section, 0, "First part.\r\n\r\nSecond\r\npart."))
    assert texts(section)[:2] == ["First part.", "Second part."]
    save(desk, section, edited(desk, section, 0, "  "))
    assert texts(section)[0] == "Second part."
    assert section.paragraphs.filter(removed_at=None).count() == 5


def test_a_new_paragraph_stands_where_it_was_asked_for(desk, section):
    first = row_of(section, 0)
    answer = save(desk, section, form_of(desk, section), insert=str(first.pk))
    assert answer.url == f"{page_of(section)}?insert={first.pk}#new"
    fields = Form(desk.get(answer.url).text).fields
    save(desk, section, fields | {"n-1-text": "In between."})
    assert texts(section)[1] == "In between."


def test_who_and_when_belong_to_action_points(desk, section):
    save(desk, section, edited(desk, section, 0, "To be done.", kind="action", owner="Canada", due="soon"))
    row = row_of(section, 0)
    assert (row.kind, row.owner_words, row.due_words) == ("action", "Canada", "soon")
    save(desk, section, edited(desk, section, 0, "Done.", kind="paragraph"))
    row.refresh_from_db()
    assert (row.kind, row.owner_words, row.due_words) == ("paragraph", "", "")


def test_moving_keeps_identity_and_returns_to_the_paragraph(desk, section):
    row = row_of(section, 0)
    answer = save(desk, section, form_of(desk, section), move=f"{row.pk}:down")
    assert answer.url == f"{page_of(section)}#box-{row.pk}"
    assert row_of(section, 1).pk == row.pk
    save(desk, section, form_of(desk, section), move=f"{row.pk}:up")
    save(desk, section, form_of(desk, section), move=f"{row.pk}:up")
    assert row_of(section, 0).pk == row.pk


def test_a_paragraph_taken_out_can_be_put_back(desk, section):
    row = row_of(section, 0)
    save(desk, section, form_of(desk, section), **{f"p-{row.pk}-remove": "1"})
    assert row.text not in texts(section)
    assert row.text in desk.get(page_of(section)).text
    desk.post(reverse("paragraph-restore", args=[row.pk]))
    assert texts(section)[0] == row.text


# --- two editors ------------------------------------------------------------------------------------------------------


def test_two_people_at_different_paragraphs_both_keep_their_words(desk, colleague, section):
    mine, theirs = edited(desk, section, 0, "Mine."), edited(colleague, section, 1, "Theirs:")
    assert save(colleague, section, theirs).status_code == 302
    assert save(desk, section, mine).status_code == 302
    assert texts(section)[:2] == ["Mine.", "Theirs:"]


def test_two_people_at_one_paragraph_see_both_texts_and_choose(desk, colleague, section):
    mine, theirs = edited(desk, section, 0, "Mine."), edited(colleague, section, 0, "Theirs.")
    mine |= {"n-end-text": "Also mine."}
    save(colleague, section, theirs)
    answer = save(desk, section, mine)
    assert answer.status_code == 409
    assert "1 paragraph was changed by somebody else" in answer.text
    assert "Mine." in answer.text and "Theirs." in answer.text
    # The rest is saved; the clash is not, either way.
    assert texts(section)[0] == "Theirs." and texts(section)[-1] == "Also mine."
    assert save(desk, section, Form(answer.text).fields).status_code == 302
    assert texts(section)[0] == "Mine." and texts(section).count("Also mine.") == 1


def test_the_kind_and_owner_of_a_clash_are_kept_as_well(desk, colleague, section):
    mine = edited(desk, section, 0, "Mine.", kind="action", owner="Norway", due="soon")
    save(colleague, section, edited(colleague, section, 0, "Theirs."))
    fields = Form(save(desk, section, mine).text).fields
    assert save(desk, section, fields).status_code == 302
    row = row_of(section, 0)
    assert (row.text, row.kind, row.owner_words, row.due_words) == ("Mine.", "action", "Norway", "soon")


def test_words_for_a_paragraph_taken_out_meanwhile_are_offered_as_a_new_one(desk, colleague, section):
    row = row_of(section, 0)
    mine = edited(desk, section, 0, "Mine.")
    save(colleague, section, form_of(colleague, section), **{f"p-{row.pk}-remove": "1"})
    answer = save(desk, section, mine)
    assert answer.status_code == 409
    assert "taken out of the text while you were writing" in answer.text
    fields = Form(answer.text).fields
    assert fields[f"n-{row.pk}-text"] == "Mine."
    save(desk, section, fields)
    assert "Mine." in texts(section)


def test_a_heading_changed_by_two_people(desk, colleague, section):
    mine = form_of(desk, section) | {"heading": "Mine"}
    untouched = form_of(desk, section)
    save(colleague, section, form_of(colleague, section) | {"heading": "Theirs"})
    page = desk.post(page_of(section), mine, follow=True).text
    assert "Somebody else changed the heading to “Theirs”. Yours, “Mine”, was not saved." in page
    page = desk.post(page_of(section), untouched, follow=True).text
    assert "Somebody else" not in page
    section.refresh_from_db()
    assert section.heading == "Theirs"


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [("  ", "A section needs a heading."), ("x" * 501, "A heading has 500 characters at the most.")],
)
def test_a_heading_that_cannot_be_changes_nothing(desk, section, heading, sentence):
    page = desk.post(page_of(section), form_of(desk, section) | {"heading": heading}, follow=True)
    assert f"{sentence} It stays “Draft architecture”." in page.text
    page = desk.post(reverse("section-new", args=[section.document_id]), {"heading": heading}, follow=True)
    assert f"{sentence} Nothing was added." in page.text
    assert section.document.sections.count() == 3


def test_a_heading_of_500_letters_is_kept_and_said(desk, section):
    page = desk.post(page_of(section), form_of(desk, section) | {"heading": "x" * 500}, follow=True)
    assert "The heading changed." in page.text
    section.refresh_from_db()
    assert section.heading == "x" * 500


def test_names_that_no_page_of_ours_sends_are_passed_over(desk, section, document):
    elsewhere = document.sections.all()[0].paragraphs.all()[0]
    fields = {
        "p-nonsense-text": "x",
        f"p-{uuid.uuid4()}-text": "x",
        f"p-{elsewhere.pk}-text": "x",
        "move": "x:up",
        "insert": "x\r\nSet-Cookie: a=b",
    }
    before = texts(section)
    answer = save(desk, section, fields)
    assert answer.url == page_of(section)
    assert texts(section) == before
    elsewhere.refresh_from_db()
    assert elsewhere.text != "x"


def test_what_was_typed_into_a_final_text_is_shown_back(desk, people):
    document = document_at("under_revision", people)
    section = document.sections.all()[1]
    mine = edited(desk, section, 0, "Typed too late.")
    desk.post(reverse("issue", args=[document.pk]))
    answer = save(desk, section, mine)
    assert answer.status_code == 409
    assert "no longer changes" in answer.text and "Typed too late." in answer.text
    assert "Typed too late." not in texts(section)
    assert 'id="section-form"' not in desk.get(page_of(section)).text


def test_another_body_does_not_find_it(stranger, section):
    row = row_of(section, 0)
    assert stranger.get(page_of(section)).status_code == 404
    assert stranger.post(page_of(section), {}).status_code == 404
    assert stranger.get(reverse("paragraph-history", args=[row.pk])).status_code == 404
    assert stranger.post(reverse("paragraph-restore", args=[row.pk])).status_code == 404


# --- sections and history ---------------------------------------------------------------------------------------------


def test_a_section_is_added_and_taken_out(desk, document):
    answer = desk.post(reverse("section-new", args=[document.pk]), {"heading": "Other business"})
    added = document.sections.last()
    assert answer.url.endswith(f"#s-{added.pk}") and added.heading == "Other business"
    page = desk.post(reverse("section-remove", args=[document.pk, added.pk]), follow=True)
    assert "“Other business” is no longer part of the text." in page.text
    assert desk.get(page_of(added)).status_code == 404


def test_a_section_taken_out_is_put_back_where_it_stood_with_what_stood_in_it(
    desk, document, section, people
):
    before, gone = list(document.sections.all()), row_of(section, 0)
    paragraphs.remove(gone.pk, version=gone.version, by=people.coordinator.actor, now=NOW)
    stood = texts(section)
    page = desk.post(reverse("section-remove", args=[document.pk, section.pk]), follow=True)
    assert "1 section was taken out" in page.text
    answer = desk.post(reverse("section-restore", args=[document.pk, section.pk]))
    assert answer["Location"].endswith(f"#s-{section.pk}")
    assert list(document.sections.filter(removed_at=None)) == before and texts(section) == stood
    assert "taken-out" not in desk.get(reverse("document", args=[document.pk])).text
    assert section.history.first().history_change_reason == "put back"


def test_a_section_that_left_through_the_whole_text_comes_back_with_its_paragraphs(
    desk, document, section, people
):
    stood, by = texts(section), people.coordinator.actor
    first, _second, third = whole_texts.lines(document).split("\n# ")
    without = f"{first}\n# {third}"
    seen = whole_texts.plan(document, without).seen
    whole_texts.replace(document, without, seen=seen, by=by, now=NOW)
    section.refresh_from_db()
    assert section.removed_at and texts(section) == []
    minutes.put_section_back(section, by=by, now=NOW)
    assert texts(section) == stood


def test_a_final_text_takes_no_section(desk, people):
    document = document_at("final", people)
    first = document.sections.first()
    page = desk.post(reverse("section-new", args=[document.pk]), {"heading": "More"}, follow=True)
    assert "no longer changes" in page.text
    page = desk.post(reverse("section-remove", args=[document.pk, first.pk]), follow=True)
    assert "no longer changes" in page.text
    assert document.sections.filter(removed_at=None).count() == 3


def test_an_earlier_wording_is_put_back_from_the_history(desk, colleague, section):
    row = row_of(section, 0)
    save(colleague, section, edited(colleague, section, 0, "Worse words."))
    cards = desk.get(reverse("paragraph-history", args=[row.pk])).text.split('<article class="card">')[1:]
    assert ["The Second" in cards[0], "The Coordinator" in cards[1], len(cards)] == [True, True, 2]
    first = row.history.earliest("history_id")
    address = reverse("paragraph-restore", args=[row.pk])
    desk.post(address, {"state": str(first.history_id)})
    assert texts(section)[0] == first.text
    assert row.history.latest("history_id").history_change_reason == "put back"


def test_a_final_text_offers_no_earlier_wording(desk, people):
    document = document_at("final", people)
    row = document.sections.first().paragraphs.first()
    assert "Put this wording back" not in desk.get(reverse("paragraph-history", args=[row.pk])).text
    page = desk.post(reverse("paragraph-restore", args=[row.pk]), {"state": "1"}, follow=True)
    assert "no longer changes" in page.text


def test_the_page_makes_as_many_queries_for_three_paragraphs_as_for_one(desk, people, document):
    by = people.coordinator.actor
    section = minutes.add_section(document, "Small", by=by, now=NOW)
    minutes.save_section(section, [minutes.Edit(Wording("One."))], by=by, now=NOW)
    one = count(desk, page_of(section))
    minutes.save_section(section, [minutes.Edit(Wording(f"{n}.")) for n in (2, 3)], by=by, now=NOW)
    assert count(desk, page_of(section)) == one


def test_a_section_moves_and_says_which_items_of_the_agenda_it_answers(document, desk):
    first, second, third = document.sections.filter(removed_at=None)
    address = reverse("section-move", args=[document.pk, first.pk])
    answer = desk.post(address, {"to": "down"})
    assert answer["Location"] == f"{reverse('document', args=[document.pk])}#s-{first.pk}"
    assert list(document.sections.all()) == [second, first, third]
    assert first.history.first().history_change_reason == "moved"
    desk.post(address, {"to": "up"})
    assert list(document.sections.all()) == [first, second, third]
    items = [str(item.pk) for item in document.meeting.agenda_items.all()]
    said = {
        "heading": "Both",
        "heading-version": str(third.version),
        "item": [*items, str(uuid.uuid4()), "x"],
    }
    desk.post(reverse("section-set", args=[document.pk, third.pk]), said)
    third.refresh_from_db()
    assert third.heading == "Both" and third.agenda_items.count() == 2
    desk.post(reverse("section-set", args=[document.pk, third.pk]), {"heading": "Both"})
    assert third.agenda_items.count() == 0


def test_the_page_is_made_with_as_many_queries_for_many_paragraphs_as_for_few(document, desk, people):
    address = reverse("document", args=[document.pk])
    count(desk, address)
    few = count(desk, address)
    section = document.sections.all()[0]
    for number in range(3):
        edit = minutes.Edit(Wording(f"More {number}."))
        minutes.save_section(section, [edit], by=people.coordinator.actor, now=NOW)
    section.agenda_items.set(document.meeting.agenda_items.all())
    assert count(desk, address) == few
