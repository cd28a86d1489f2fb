"""The chair's folder: one PDF with all of it, times of day as far as they are known, annotations nowhere else."""

import datetime as dt
import io

import pikepdf
import pytest
from django.test import override_settings
from django.urls import reverse

from actions import action_points, folders, matters_arising, open_matters, tasks
from actions.models import ActionPoint, FollowUp
from ccm_portal import history, pdf
from ccm_portal.actors import IMPORT
from meetings import (
    agenda_times,
    agendas,
    annotations,
    attendance,
    item_decisions,
    item_proposals,
    papers,
    printing,
    revisions,
    stamps,
)
from meetings.item_proposals import Said
from meetings.models import Meeting, Paper
from tests import cast as casting
from tests import queries, renderers
from tests.cast import NOW
from tests.meetings import calls
from tests.meetings.paper_samples import a_pdf, a_word

pytestmark = pytest.mark.django_db

SECRET = "Let Norway speak first; it brings the money."
PROMISED = "Norway will quietly sound out the donors."


@pytest.fixture
def people() -> casting.Cast:
    return casting.cast()


@pytest.fixture
def meeting(people: casting.Cast) -> Meeting:
    """The next meeting, with an annotation, and what the last one left on its agenda."""
    by = people.coordinator.actor
    last = casting.document_at("drafting", people).meeting
    assert last is not None
    row = FollowUp(
        meeting=last, paragraph=ActionPoint.objects.all()[0].paragraph, sentence=PROMISED,
        sentence_sha256="0" * 64, verdict=FollowUp.Verdict.ACCEPTED, decided_at=NOW,
    )  # fmt: skip
    history.save(row, by=IMPORT)
    following = casting.meeting(people, day=dt.date(2026, 12, 14))
    first = following.agenda_items.get(title="Debrief")
    agendas.change(
        first, agendas.Item("Debrief", "Lao PDR", minutes=20, facilitator_words="Canada"), by=by, now=NOW
    )
    annotations.annotate(first, SECRET, seen="", by=by, now=NOW)
    keys = [one.key for one in open_matters.for_agenda(following)]
    matters_arising.pull(following, keys, by=by, now=NOW)
    return following


def with_papers(meeting: Meeting, people: casting.Cast) -> None:
    by = people.coordinator.actor
    said = papers.Said("Draft architecture", "Canada")
    text = papers.create(people.body, said, meetings=[meeting], by=by, now=NOW)
    section = casting.minutes.add_section(text.document, "Three legs", by=by, now=NOW)
    edit = casting.minutes.Edit(casting.Wording("The office stands on three legs."))
    casting.minutes.save_section(section, [edit], by=by, now=NOW)
    for title, name, data in (("Map", "map.pdf", a_pdf("Here be dragons")), ("Table", "t.docx", a_word())):
        file = papers.create(
            people.body, papers.Said(title), form=Paper.Form.FILE, meetings=[meeting], by=by, now=NOW
        )
        papers.add_version(file, name, data, by=by, now=NOW)


# --- times of day -----------------------------------------------------------------------------------------------------


def times(meeting: Meeting) -> list[tuple[str, str, str]]:
    nodes = agendas.tree(meeting)
    slots = agenda_times.times(nodes, meeting.starts_at)
    return [
        (node.number, f"{slot.starts:%H:%M}", f"{slot.ends:%H:%M}" if slot.ends else "")
        for node in agendas.flat(nodes)
        if (slot := slots.get(node.item.pk))
    ]


def test_times_follow_from_the_start_and_the_minutes(people: casting.Cast) -> None:
    meeting = casting.meeting(people)
    by = people.coordinator.actor
    debrief, architecture = meeting.agenda_items.all()
    agendas.change(debrief, agendas.Item("Debrief", minutes=20), by=by, now=NOW)
    for minutes in (15, 25):
        agendas.add(meeting, agendas.Item("A point", minutes=minutes), parent=architecture, by=by, now=NOW)
    agendas.add(meeting, agendas.Item("Calendar", minutes=5), parent=None, by=by, now=NOW)
    assert times(meeting) == [
        ("1", "12:00", "12:20"),
        ("2", "12:20", "13:00"),
        ("2.1", "12:20", "12:35"),
        ("2.2", "12:35", "13:00"),
        ("3", "13:00", "13:05"),
    ]
    # After an item without minutes nothing is invented.
    agendas.change(debrief, agendas.Item("Debrief"), by=by, now=NOW)
    assert times(meeting) == [("1", "12:00", "")]
    nodes = agendas.tree(meeting)
    untimed = agenda_times.untimed(nodes, agenda_times.times(nodes, meeting.starts_at))
    assert untimed is not None
    assert untimed.number == "1"


# --- annotations ------------------------------------------------------------------------------------------------------


def test_an_annotation_stands_in_no_agenda(meeting: Meeting, people: casting.Cast) -> None:
    content = revisions.agenda(meeting)
    assert SECRET not in str(content)
    assert SECRET not in printing.print_html(content, stamp=stamps.agenda(meeting, NOW))
    minutes = casting.minutes.from_agenda(meeting, title="Minutes", by=people.coordinator.actor, now=NOW)
    assert SECRET not in str(revisions.content(minutes))
    # Nor is it taken over to another meeting.
    another = casting.meeting(people, day=dt.date(2027, 1, 20))
    chosen = list(meeting.agenda_items.values_list("pk", flat=True))
    agendas.take_over(another, meeting, chosen, by=people.coordinator.actor, now=NOW)
    assert not another.agenda_items.exclude(annotation="").exists()


def test_who_is_second_is_shown_the_other_annotation(meeting: Meeting, people: casting.Cast) -> None:
    browser = queries.at_the_desk(people.coordinator)
    item = meeting.agenda_items.get(title="Debrief")
    sent = {f"words-{item.pk}": "Mine", f"seen-{item.pk}": ""}
    answer = browser.post(reverse("folder", args=[meeting.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert SECRET in page
    assert ">Mine</textarea>" in page
    browser.post(reverse("folder", args=[meeting.pk]), sent | {f"seen-{item.pk}": SECRET})
    item.refresh_from_db()
    assert item.annotation == "Mine"


def test_too_long_an_annotation_is_said_and_kept(meeting: Meeting, people: casting.Cast) -> None:
    browser = queries.at_the_desk(people.coordinator)
    item = meeting.agenda_items.get(title="Draft architecture")
    words = "word " * 1000
    answer = browser.post(reverse("folder", args=[meeting.pk]), {f"words-{item.pk}": words})
    assert answer.status_code == 400
    assert "no more than 4000 characters" in answer.content.decode()
    assert words.strip() in answer.content.decode()


# --- the folder -------------------------------------------------------------------------------------------------------


def test_it_works(meeting: Meeting, people: casting.Cast) -> None:
    by = people.coordinator.actor
    point = ActionPoint.objects.get(owner_words="Canada")
    tasks.add(point, tasks.Wanted("Write to the port"), by=by, now=NOW)
    action_points.set_status(point, "done", note="Canada sent it on Friday.", by=by, now=NOW)
    with_papers(meeting, people)
    call = calls.call(meeting, people)
    proposed = item_proposals.propose(call, Said("Lunch", "It is long."), contact=people.friend, now=NOW)
    item_decisions.accept(proposed, agendas.Item("Breaks", "Norway"), parent=None, by=by, now=NOW)
    browser = queries.at_the_desk(people.coordinator)
    with renderers.running():
        answer = browser.get(reverse("folder-pdf", args=[meeting.pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(pdf.extract_text(answer.content).split())
    for words in (
        "For the chair; not for circulation.",
        "Facilitated by Canada",
        "13:00 – 13:20 (20 minutes)",
        SECRET,
        "Takes up: Norway will quietly",
        "General status and operation",
        "Canada sent it on Friday.",
        "Write to the port",
        PROMISED,
        "follow-up, internal until its delegation confirms",
        "The office stands on three legs.",
        "Here be dragons",
        "Proposed by Norway as “Lunch”. It is long.",
        "file t.docx, version 1; not in this folder",
    ):
        assert words in text, words
    # On every page of ours, and whatever was appended comes last, with its bookmark.
    pages = pdf.extract_text(answer.content).split("\f")
    assert all("not for circulation" in page for page in pages[:-1])
    assert "Here be dragons" in pages[-1]
    with pikepdf.open(io.BytesIO(answer.content)) as file:
        assert file.Root.MarkInfo.Marked
        with file.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
        with file.open_metadata() as metadata:
            assert "pdfaid:part" not in metadata
    assert titles[1:4] == ["Annotated agenda", "Who is expected", "What was promised"]
    assert titles[-1].startswith("Map")


@pytest.mark.once
def test_without_foreign_pages_it_is_archive_grade(meeting: Meeting) -> None:
    with renderers.running():
        data = folders.render(folders.gather(meeting, NOW))
    with pikepdf.open(io.BytesIO(data)) as file, file.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfuaid:part"] == "1"


def test_what_the_last_meeting_settled_is_told_older_only_while_open(
    meeting: Meeting, people: casting.Cast
) -> None:
    by = people.coordinator.actor
    older = casting.document_at("drafting", people, day=dt.date(2026, 9, 4)).meeting
    for point in ActionPoint.objects.filter(owner_words="Canada"):
        action_points.set_status(point, "done", note="sent", by=by, now=NOW)
    last = open_matters.before(meeting)
    assert last is not None
    # An item under which nothing was minuted is no promise.
    agendas.add(last, agendas.Item("Calendar", "Norway"), parent=None, by=by, now=NOW)
    found = {of: [one.matter.who for one in said] for of, said in folders.promised(meeting, [])}
    assert list(found) == [last, older]
    assert found[last] == ["All Friends", "", "Canada"]
    assert found[older] == ["All Friends"]  # type: ignore[index]


def test_who_is_expected_in_the_order_they_always_have(meeting: Meeting, people: casting.Cast) -> None:
    canada, norway = (people.contacts[name][0] for name in ("Canada", "Norway"))
    presences = [
        attendance.Presence("Norway", "", norway.delegation, "present", (norway,)),
        attendance.Presence("Canada", "", canada.delegation, "apologies"),
    ]
    attendance.record(meeting, presences, by=people.coordinator.actor, now=NOW)
    found = [(row.name, row.posts, row.apologies, row.people) for row in folders.expected(meeting)]
    assert found == [
        ("Lao PDR", "President, 1MSP", False, ()),
        ("Norway", "General status and operation", False, (str(norway),)),
        ("Canada", "Architecture", True, ()),
        ("ICRC", "", False, ()),
    ]


@override_settings(RENDERER_SOCKET="/nowhere/at.all")
def test_without_a_renderer_the_page_says_so(meeting: Meeting, people: casting.Cast) -> None:
    answer = queries.at_the_desk(people.coordinator).get(reverse("folder-pdf", args=[meeting.pk]))
    assert answer.status_code == 503
    assert reverse("folder", args=[meeting.pk]) in answer.content.decode()


def test_a_file_that_does_not_open_is_named_only() -> None:
    assert not pdf.can_be_appended(b"%PDF-1.7 and nothing more")
    assert pdf.can_be_appended(a_pdf())


def test_as_many_queries_for_three_as_for_one(meeting: Meeting, people: casting.Cast) -> None:
    browser = queries.at_the_desk(people.coordinator)
    address = reverse("folder", args=[meeting.pk])
    before = queries.count(browser, address)
    for day in (4, 5):
        casting.document_at("drafting", people, day=dt.date(2026, 9, day))
        agendas.add(meeting, agendas.Item("One more"), parent=None, by=IMPORT, now=NOW)
    assert queries.count(browser, address) == before
