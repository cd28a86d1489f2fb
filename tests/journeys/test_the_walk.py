"""A record goes through: from the text file to published minutes, in a browser, with every letter really sent."""

import re
from collections import Counter
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import leaks
from tests.journeys.conftest import Meet
from tests.journeys.people import Person, link_in
from tests.journeys.portal import Portal
from tests.journeys.scenes import RECORD

# Of the contact list in the record. Denmark has two contacts; the others answer for themselves.
PRESIDENCY = "bwal.phan@example.org"
DENMARK = ("niamh.ofiction@dk.example.org", "Declan.McMadeup@dk.example.org")
IRELAND = "Lucas.Verzonnen@ie.example.org"
# What stands around the text when it is public: who was there, an action point, the agenda and its areas of work.
IN_THE_RECORD = ("Attendance", "Denmark", "CMC", "A4", "All Friends", "Support to victims")
OTHER_NAME = "Friends of the Chair"

FIRST_WORDS = "Zambia recalled the week in few words and said that the rooms had been full."
EDITED = "An early paper on structures was introduced by Portugal."
QUOTED = "the rooms had been full"
REWORDED = "the rooms had been full on every day"
REMARK = "They were full on every day; that should be said."
REASON = "Taken over as proposed."


@dataclass
class Story:
    """What the chapters hand on to each other."""

    portal: Portal
    meet: Meet
    coordinator: Person
    # Without a link, a session or a cookie.
    anyone: Person
    document: str = ""
    round: str = ""
    public: str = ""
    addresses: list[str] = field(default_factory=list)
    friend: Person | None = None


@pytest.fixture
def portal(portal_at_work: Portal) -> Portal:
    """With workers, beat and Redis, where the tests run on PostgreSQL."""
    return portal_at_work


def test_a_record_goes_through(portal: Portal, meet: Meet) -> None:
    coordinator = meet("coordinator", session=portal.scene("staff")["session"])
    story = Story(portal, meet, coordinator, meet("anyone"), addresses=leaks.addresses())
    the_record_is_handed_in_and_looked_at(story)
    it_is_brought_in(story)
    attendance_is_noted(story)
    the_minutes_are_edited(story)
    the_presidency_clears_the_draft(story)
    it_is_circulated(story)
    a_friend_comments(story)
    another_friend_has_no_comments(story)
    the_comments_are_decided(story)
    a_second_revision_is_compared(story)
    the_round_is_closed(story)
    the_text_is_issued_and_approved(story)
    it_is_published(story)
    anyone_reads_it(story)
    the_friend_sees_what_became_of_the_comment(story)
    no_letter_came_twice(story)


# --- the record -------------------------------------------------------------------------------------------------------


def the_record_is_handed_in_and_looked_at(story: Story) -> None:
    at_the_desk = story.coordinator
    at_the_desk.goes_to("/desk/")
    at_the_desk.looks("01-today-empty")
    at_the_desk.follows("Bring in a record")
    at_the_desk.is_at("Bring in a record")
    at_the_desk.page.locator("input[type=file]").set_input_files(RECORD)
    at_the_desk.looks("02-record-upload")
    at_the_desk.presses("Read it")
    at_the_desk.sees("Nothing is written down yet")
    at_the_desk.sees("29 addresses")
    at_the_desk.looks("03-record-preview")


def it_is_brought_in(story: Story) -> None:
    """The questions of the preview are answered, then the record is brought in."""
    at_the_desk = story.coordinator
    at_the_desk.chooses(OTHER_NAME)
    questions = at_the_desk.page.get_by_role("region", name="Are these one area of work?")
    questions.get_by_role("group").first.get_by_label("Join").check()
    at_the_desk.presses("Bring it in")
    at_the_desk.is_told("The record is brought in")
    at_the_desk.looks("04-meeting")
    _public_says(story, "In preparation")


def _public_says(story: Story, status: str) -> None:
    """On the list of meetings, where the minutes are; there is nothing to read yet."""
    story.anyone.goes_to("/")
    expect(story.anyone.page.get_by_role("row", name="Friends of the Chair")).to_contain_text(status)
    expect(story.anyone.page.get_by_role("link", name="Read the minutes")).to_have_count(0)


def attendance_is_noted(story: Story) -> None:
    at_the_desk = story.coordinator
    at_the_desk.follows("Note who was there")
    for name in ("Zambia", "Sweden", "Ireland", "Denmark"):
        _row(at_the_desk, name).get_by_label("present").first.check()
    at_the_desk.fills("Another name", "CMC")
    at_the_desk.page.get_by_label("Status").select_option(label="present")
    at_the_desk.looks("05-attendance")
    at_the_desk.presses("Save")
    at_the_desk.is_told("The attendance is saved")
    at_the_desk.sees("Denmark")


def _row(person: Person, name: str) -> Locator:
    return person.page.get_by_role("row", name=re.compile(rf"^{name}\b"))


# --- the draft --------------------------------------------------------------------------------------------------------


def the_minutes_are_edited(story: Story) -> None:
    """One sentence is reworded: the paragraph keeps its identity, and its history says who."""
    at_the_desk = story.coordinator
    at_the_desk.follows("Work on the text")
    story.document = at_the_desk.page.url
    at_the_desk.looks("06-document")
    at_the_desk.page.get_by_text("Arrange Paper on structures").click()
    at_the_desk.follows("Open as a form, with what was taken out of it")
    box = at_the_desk.page.locator("fieldset.box:not(.new)").first
    before = box.get_attribute("id")
    text = box.get_by_role("textbox").first
    text.fill(text.input_value().replace("An early paper on structures was introduced.", EDITED))
    at_the_desk.looks("07-section")
    at_the_desk.presses("Save")
    at_the_desk.is_told("1 paragraph changed")
    assert at_the_desk.page.locator("fieldset.box:not(.new)").first.get_attribute("id") == before
    at_the_desk.follows("History")
    expect(at_the_desk.page.locator("article.card")).to_have_count(2)
    at_the_desk.sees("brought in from “friends-meeting.txt”")
    at_the_desk.looks("08-paragraph-history")
    at_the_desk.goes_to(story.document)
    at_the_desk.sees(EDITED)


def the_presidency_clears_the_draft(story: Story) -> None:
    at_the_desk = story.coordinator
    at_the_desk.follows("Have it cleared")
    at_the_desk.sees(PRESIDENCY)
    at_the_desk.looks("09-clearance")
    at_the_desk.presses("Send to the Presidency")
    president = story.meet("president")
    president.goes_to(_link_of(story, PRESIDENCY, "for clearance"))
    president.looks("10-door-presidency")
    president.presses("Continue as Zambia")
    president.sees(EDITED)
    president.looks("11-presidency-clears")
    president.presses("Clear for circulation")
    president.sees("Cleared")
    president.looks("12-presidency-cleared")
    at_the_desk.goes_to(story.document)
    at_the_desk.sees("The Presidency cleared the draft")
    at_the_desk.looks("13-document-cleared")


def it_is_circulated(story: Story) -> None:
    """The coordinator sees exactly who gets what, and by when; each address then gets one letter."""
    at_the_desk = story.coordinator
    at_the_desk.follows("Circulate for comments")
    at_the_desk.fills("Note to the Friends", "Please look above all at the action points.")
    at_the_desk.looks("14-circulate-terms")
    at_the_desk.presses("See who gets what")
    at_the_desk.sees("Nothing is sent yet")
    shown = leaks.ADDRESS.findall(at_the_desk.page.locator("table").inner_text())
    assert sorted(shown) == sorted(story.addresses)
    at_the_desk.looks("15-circulate-preview")
    assert not story.portal.received("comments by")
    at_the_desk.presses(f"Open the round and send {len(story.addresses)} letters")
    at_the_desk.is_told("Circulated")
    story.round = at_the_desk.page.url
    came = story.portal.letters(about="comments by", count=len(story.addresses))
    assert Counter(address for letter in came for address in letter.recipients) == Counter(story.addresses)
    assert len({link_in(letter) for letter in came}) == len(story.addresses)
    enclosed = {file.get_content() for letter in came for file in letter.message.iter_attachments()}
    assert [EDITED in " ".join(leaks.text_of_pdf(file).split()) for file in enclosed] == [True]
    _public_says(story, "With the Friends for comment")
    at_the_desk.goes_to(story.round)
    at_the_desk.looks("16-round-open")
    at_the_desk.goes_to("/desk/letters/")
    at_the_desk.looks("17-letters")


# --- the Friends ------------------------------------------------------------------------------------------------------


def a_friend_comments(story: Story) -> None:
    """Denmark comments on words quoted from the text, with a wording of its own; both its contacts get a receipt."""
    friend = story.friend = story.meet("friend of Denmark")
    friend.goes_to(_link_of(story, DENMARK[0], "comments by"))
    friend.sees("for Denmark")
    friend.looks("20-door-friend")
    friend.presses("Continue as Denmark")
    friend.sees("Comments are seen by the Presidency and its Executive Coordinator only")
    friend.looks("21-review")
    number = _number_of(friend, FIRST_WORDS)
    friend.follows(f"Comment on para. {number}")
    friend.page.get_by_label("You are writing as").select_option(label="Declan McMadeup")
    friend.fills("The words it is about", QUOTED)
    friend.fills("Remark", REMARK)
    wording = friend.page.get_by_label("Proposed wording")
    wording.fill(wording.input_value().replace(QUOTED, REWORDED))
    friend.looks("22-comment")
    friend.presses("Save")
    friend.is_told("not sent yet")
    friend.looks("23-review-draft")
    friend.presses("Send our comment")
    friend.is_told("1 comment is sent")
    friend.sees("Declan McMadeup")
    friend.looks("24-review-sent")
    for address in DENMARK:
        receipt = story.portal.letter(to=address, about="receipt for Denmark")
        assert REMARK in " ".join(receipt.text.split())


def _number_of(person: Person, words: str) -> str:
    """The printed number of the paragraph that begins so."""
    paragraph = person.page.locator(".doc .para", has_text=words).first
    return paragraph.locator("a.n").inner_text()


def another_friend_has_no_comments(story: Story) -> None:
    """Two clicks from the letter: the door's button, and the answer."""
    friend = story.meet("friend of Ireland")
    friend.opens_letter(story.portal.letter(to=IRELAND, about="comments by"))
    friend.does_not_see(REMARK)
    friend.presses("We have no comments")
    friend.looks("25-no-comments")
    friend.sees("What has arrived from your delegation")
    story.portal.letter(to=IRELAND, about="receipt for Ireland")


# --- deciding ---------------------------------------------------------------------------------------------------------


def the_comments_are_decided(story: Story) -> None:
    """Who has replied is seen at once; the wording proposed goes into the text at its paragraph."""
    at_the_desk = story.coordinator
    at_the_desk.goes_to("/desk/")
    at_the_desk.sees("2 of 17 delegations have replied")
    at_the_desk.looks("30-today")
    at_the_desk.follows("Decide on the comments")
    expect(_row(at_the_desk, "Denmark")).to_contain_text("Comments")
    expect(_row(at_the_desk, "Ireland")).to_contain_text("No comments")
    expect(_row(at_the_desk, "Ghana")).to_contain_text("Yet to reply")
    at_the_desk.looks("31-round-replies")
    at_the_desk.follows("Decide the next comment")
    at_the_desk.sees(REMARK)
    at_the_desk.looks("32-decide")
    at_the_desk.chooses("Reflected")
    expect(at_the_desk.page.get_by_label("Put the wording below into the text")).to_be_checked()
    at_the_desk.fills("Reason, for the author", REASON)
    at_the_desk.presses("Record the decision")
    at_the_desk.is_told("Decided: Reflected")
    at_the_desk.looks("33-round-decided")
    at_the_desk.goes_to(story.document)
    expect(at_the_desk.page.locator(".doc .para", has_text=REWORDED)).to_have_count(1)


def a_second_revision_is_compared(story: Story) -> None:
    at_the_desk = story.coordinator
    at_the_desk.presses("Freeze a revision")
    at_the_desk.is_told("Revision 2 is frozen")
    at_the_desk.looks("34-document-revision-2")
    at_the_desk.follows("Compare with revision 2")
    at_the_desk.sees("1 changed")
    expect(at_the_desk.page.locator(".redline ins")).to_contain_text("on every day")
    expect(at_the_desk.page.locator(".redline del")).to_have_count(0)
    at_the_desk.looks("35-compare")


def the_round_is_closed(story: Story) -> None:
    at_the_desk = story.coordinator
    at_the_desk.goes_to(story.round)
    at_the_desk.follows("Close the round")
    at_the_desk.sees(f"{len(story.addresses)} letters go out")
    at_the_desk.fills("Note to the Friends", "Thank you for your care.")
    at_the_desk.looks("36-close")
    at_the_desk.presses("Close the round")
    came = story.portal.letters(about="the comment round is closed", count=len(story.addresses))
    assert Counter(address for letter in came for address in letter.recipients) == Counter(story.addresses)
    told = {letter.recipients[0]: " ".join(letter.text.split()) for letter in came}
    assert {address for address, text in told.items() if REASON in text} == set(DENMARK)
    _public_says(story, "Being finalised by the Presidency")
    at_the_desk.looks("37-round-closed")


# --- final, approved, public ------------------------------------------------------------------------------------------


def the_text_is_issued_and_approved(story: Story) -> None:
    at_the_desk = story.coordinator
    at_the_desk.goes_to(story.document)
    at_the_desk.looks("40-document-under-revision")
    at_the_desk.follows("Issue as final")
    at_the_desk.looks("41-issue")
    at_the_desk.presses("Issue as final")
    at_the_desk.is_told("Revision 2 is final")
    at_the_desk.follows("Have it approved")
    at_the_desk.looks("42-approval")
    at_the_desk.presses("Send to the Presidency")
    president = story.meet("president, later")
    president.opens_letter(story.portal.letter(to=PRESIDENCY, about="for approval"))
    president.sees(REWORDED)
    president.looks("43-presidency-approves")
    president.presses("Approve for publication")
    president.sees("Approved")
    president.looks("44-presidency-approved")


def it_is_published(story: Story) -> None:
    """Prepared, looked at as the exact page and PDF, and confirmed once."""
    at_the_desk = story.coordinator
    at_the_desk.goes_to("/desk/")
    at_the_desk.follows("Publish")
    at_the_desk.looks("45-publish")
    at_the_desk.presses("Prepare page and PDF")
    at_the_desk.is_at("Look and publish")
    page = at_the_desk.page.frame_locator("iframe.preview")
    expect(page.locator("main")).to_contain_text(REWORDED)
    pdf = at_the_desk.page.get_by_role("link", name="The PDF").get_attribute("href")
    assert REWORDED in leaks.text_of_pdf(at_the_desk.downloads(str(pdf)))
    at_the_desk.looks("46-preparation")
    _public_says(story, "Final")
    at_the_desk.presses("Publish")
    at_the_desk.is_told("The text is public")
    at_the_desk.looks("47-document-published")
    at_the_desk.follows("Read it as the public does")
    story.public = at_the_desk.page.url


def anyone_reads_it(story: Story) -> None:
    """Somebody without any cookie: the list, the meeting, the page, the PDF. No contact is in any of their bytes."""
    anyone = story.anyone
    anyone.goes_to("/")
    anyone.sees("Final")
    anyone.looks("50-public-home")
    anyone.follows("Friends of the Chair")
    anyone.looks("51-public-meeting")
    anyone.follows("Read the minutes")
    assert anyone.page.url == story.public
    for words in (REWORDED, *IN_THE_RECORD, "Annex: agenda"):
        anyone.sees(words)
    anyone.looks("52-public-minutes")
    anyone.page.emulate_media(media="print")
    anyone.looks("53-public-minutes-print")
    anyone.page.emulate_media(media="screen")
    assert anyone.context.cookies() == []
    leaks.check(anyone.downloads(story.public).decode())
    pdf = anyone.page.get_by_role("link", name="PDF", exact=True).first.get_attribute("href")
    data = anyone.downloads(str(pdf))
    text = leaks.text_of_pdf(data)
    assert [words for words in (REWORDED, *IN_THE_RECORD, "Agenda", "Page 1 of") if words not in text] == []
    leaks.check(text)
    leaks.check(leaks.laid_open(data))


def the_friend_sees_what_became_of_the_comment(story: Story) -> None:
    """The link of the first letter is the reading room now."""
    friend = story.meet("friend of Denmark, later")
    friend.opens_letter(story.portal.letter(to=DENMARK[0], about="comments by"))
    friend.is_at("Minutes and decisions")
    for words in ("reading room", REMARK, "Reflected", REASON, "Published"):
        friend.sees(words)
    friend.looks("60-reading-room")
    friend.follows("Final")
    friend.sees("Final text, revision 2")
    friend.looks("61-reading-room-final")
    friend.follows("What changed")
    expect(friend.page.locator(".redline ins")).to_contain_text("on every day")
    friend.looks("62-reading-room-changes")
    earlier = story.friend
    assert earlier is not None
    earlier.page.reload()
    earlier.sees("reading room")


def no_letter_came_twice(story: Story) -> None:
    """One clearance, one approval, 29 invitations, 3 receipts, 29 closing notes; each to its address once."""
    # A subject that just fills a line begins on the next one, after a blank.
    came = Counter((letter.recipients, letter.subject.strip()) for letter in story.portal.mail.received)
    assert [twice for twice, count in came.items() if count > 1] == []
    assert len(came) == 2 + 2 * len(story.addresses) + 3
    story.coordinator.goes_to("/desk/letters/")
    story.coordinator.sees(f"{len(came)} letters")
    story.coordinator.sees(f"{len(came)} accepted by the mail server")
    story.coordinator.looks("63-letters-all")


def _link_of(story: Story, address: str, about: str) -> str:
    return link_in(story.portal.letter(to=address, about=about))
