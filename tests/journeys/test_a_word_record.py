"""A record comes as a Word file with tracked changes: read as a person says, its tasks and promises taken up."""

from pathlib import Path

from playwright.sync_api import expect

from tests import word_files
from tests.journeys.conftest import Meet
from tests.journeys.keyboard import STILL, Keyboard
from tests.journeys.people import Person
from tests.journeys.portal import Portal
from tests.journeys.scenes import RECORD

OUT, IN = "almost full", "full"
PROMISE = "Portugal will tell whether"


def test_a_word_record(portal: Portal, meet: Meet, tmp_path: Path) -> None:
    coordinator = meet("coordinator", session=portal.scene("staff")["session"])
    path = tmp_path / "record.docx"
    path.write_bytes(word_files.reworked(RECORD.read_text(), "said that the rooms had been ", IN, OUT))
    it_is_handed_in(coordinator, path)
    the_changes_are_read_as_accepted(coordinator)
    it_is_brought_in_with_its_tasks_and_a_follow_up(coordinator)
    they_stand_on_the_list_of_actions(coordinator)
    a_task_is_done(coordinator)
    the_public_sees_none_of_it(meet("anyone"))


def it_is_handed_in(coordinator: Person, path: Path) -> None:
    coordinator.goes_to("/desk/records/")
    coordinator.page.locator("input[type=file]").set_input_files(path)
    coordinator.looks("w1-upload")
    coordinator.presses("Read it")
    coordinator.sees("2 tracked changes")
    coordinator.sees(OUT)
    coordinator.sees("Tito Tide")
    coordinator.sees("Say first whether it is read as if they were accepted or rejected")
    coordinator.looks("w2-changes")


def the_changes_are_read_as_accepted(coordinator: Person) -> None:
    coordinator.presses("Bring it in")
    coordinator.sees("Say first whether")
    coordinator.presses("Read as if all were accepted")
    coordinator.is_told("The text is read so")
    lines = coordinator.page.get_by_role("region", name="Line by line")
    expect(lines).to_contain_text("the rooms had been full")
    expect(lines).not_to_contain_text(OUT)
    coordinator.sees("the text contradicts itself")
    coordinator.looks("w3-preview")


def it_is_brought_in_with_its_tasks_and_a_follow_up(coordinator: Person) -> None:
    record = coordinator.page.url
    coordinator.presses("Bring it in")
    coordinator.is_told("The record is brought in")
    coordinator.goes_to(record)
    coordinator.looks("w4-record-brought-in")
    coordinator.presses("Accept these 2 tasks")
    coordinator.is_told("2 tasks are accepted")
    coordinator.looks("w5-action-point")
    coordinator.goes_to(record)
    promises = coordinator.page.get_by_role("region", name="Follow-ups outside the list")
    promises.get_by_role("listitem").filter(has_text=PROMISE).get_by_role(
        "button", name="Follow it up"
    ).click()
    coordinator.is_told("Saved: followed up")
    coordinator.looks("w6-follow-ups")


def they_stand_on_the_list_of_actions(coordinator: Person) -> None:
    coordinator.follows("Actions")
    coordinator.sees("to propose a calendar")
    coordinator.sees(PROMISE)
    coordinator.sees("follow-up, internal until its delegation confirms")
    coordinator.looks("w7-actions")


def a_task_is_done(coordinator: Person) -> None:
    """By keyboard alone."""
    coordinator.page.emulate_media(**STILL)
    keyboard = Keyboard(coordinator)
    keyboard.tabs_to("Say where it stands: to propose a calendar", "a")
    keyboard.press("Enter")
    coordinator.is_at("Task")
    keyboard.tabs_to("open")
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    keyboard.types("Sent to all on Monday.")
    keyboard.tabs_to("Save", "button")
    coordinator.looks("w8-task")
    keyboard.press("Enter")
    coordinator.is_told("Where the task stands is saved")
    coordinator.sees("Sent to all on Monday.")


def the_public_sees_none_of_it(anyone: Person) -> None:
    anyone.goes_to("/")
    anyone.page.get_by_role("link", name="Friends of the Chair").first.click()
    for words in (OUT, PROMISE, "to propose a calendar", "Tito Tide"):
        anyone.does_not_see(words)
