"""Bringing a record in: the figures of the synthetic twin (and of the real record, where it is), and every refusal."""

import datetime as dt
from pathlib import Path

import pytest

from actions import records
from actions.models import ActionPoint, RecordFile
from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import roster
from friends.models import (
    AreaAlias,
    AreaLikeness,
    Assignment,
    Body,
    BodyAlias,
    Capacity,
    Contact,
    Delegation,
    Period,
    ThematicArea,
)
from meetings.models import AgendaItem, Document, Meeting, Paragraph, Section
from tests.actions.records_in import NOW, RECORDS, SMALL, ZONE, brought_in, digest, handed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.parent.name)
class TestAWholeRecord:
    def test_it_works(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        assert Meeting.objects.get() == meeting
        assert meeting.slug == f"{meeting.earliest}-friends"
        assert meeting.earliest == meeting.latest
        assert meeting.time_zone == ZONE
        assert (meeting.ends_at - meeting.starts_at) in (dt.timedelta(hours=2), dt.timedelta(minutes=105))
        assert meeting.venue
        assert meeting.chair is not None

    def test_the_agenda_has_six_items_and_eight_areas_under_the_third(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        top = list(meeting.agenda_items.filter(parent=None))
        assert len(top) == 6
        assert [item.areas.count() for item in top] == [0, 0, 8, 0, 0, 0]
        assert AgendaItem.objects.filter(parent=top[2]).exists()

    def test_each_area_has_who_leads_it_and_who_cooperates(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        areas = meeting.agenda_items.get(parent=None, rank="a2").areas.all()
        off_the_list = Assignment.objects.filter(listed=False, area__in=areas)
        leads = off_the_list.filter(role=Assignment.Role.COORDINATOR)
        assert {row.area_id for row in leads} == {area.pk for area in areas}
        assert all(row.delegation for row in leads)
        assert off_the_list.filter(role=Assignment.Role.COOPERATING).count() == 4
        asked = leads.get(status=Assignment.Status.PROPOSED)
        assert asked.proposed_by == meeting.chair
        assert all(row.valid_from == meeting.earliest for row in off_the_list)

    def test_the_contact_list_holds_from_its_own_day(self, path: Path) -> None:
        brought_in(path.read_bytes())
        as_of = Assignment.objects.filter(listed=True).values_list("valid_from", flat=True).distinct().get()
        rows = roster.rows_on(Body.objects.get(), as_of)
        contacts = {contact.pk: contact for row in rows for contact in row.contacts}.values()
        assert len(rows) == 17
        assert len([contact for contact in contacts if contact.email]) == 29
        assert all(contact.valid_from == as_of for contact in contacts)
        assert all(contact.delegation == row.delegation for row in rows for contact in row.contacts)
        assert not roster.rows_on(Body.objects.get(), as_of - dt.timedelta(days=1))
        assert [row.assignment.position for row in rows] == list(range(17))

    def test_the_offices_are_known_by_their_words(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        listed = Assignment.objects.filter(listed=True)
        assert listed.get(role=Assignment.Role.PRESIDENT).delegation == meeting.chair
        assert listed.get(role=Assignment.Role.PRESIDENT_DESIGNATE).title
        office = listed.get(role=Assignment.Role.EXECUTIVE_COORDINATOR)
        assert office.delegation.capacity_on(meeting.earliest).kind == Capacity.Kind.OFFICE
        observers = listed.filter(role=Assignment.Role.OBSERVER)
        assert observers.count() == 3
        assert all(row.delegation.seat for row in observers)
        assert listed.filter(title="", area=None, role=Assignment.Role.MEMBER).count() == 1

    def test_doubtful_pairs_are_flagged_and_say_why(self, path: Path) -> None:
        brought_in(path.read_bytes())
        flagged = Contact.objects.filter(pair_confirmed=False)
        assert 4 <= flagged.count() <= 6
        assert all(contact.pair_doubt for contact in flagged)
        assert not Contact.objects.filter(pair_confirmed=True).exclude(pair_doubt="").exists()

    def test_areas_named_alike_are_proposed_not_joined(self, path: Path) -> None:
        brought_in(path.read_bytes())
        likenesses = AreaLikeness.objects.all()
        assert likenesses.count() == 7
        assert {like.verdict for like in likenesses} == {AreaLikeness.Verdict.OPEN}
        assert not AreaAlias.objects.exists()
        assert not ThematicArea.objects.exclude(joined_to=None).exists()

    def test_a_person_may_join_them(self, path: Path) -> None:
        record_file = handed_in(path.read_bytes())
        alike = records.Preview(record_file).areas.alike
        joined = frozenset(records.areas.pair_of(pair) for pair in alike)
        records.bring_in(record_file, records.Choices(joined=joined), by=IMPORT, now=NOW)
        assert not AreaLikeness.objects.exists()
        # Eight areas of the agenda, and one that stands on the contact list alone.
        assert ThematicArea.objects.count() == 9
        assert AreaAlias.objects.count() == 6

    def test_the_minutes_stand_in_drafting_in_the_printed_order(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        document = meeting.documents.get()
        assert document.status == Document.Status.DRAFTING
        headings = list(document.sections.values_list("heading", flat=True))
        assert len(headings) == 7
        assert headings[-1] == "Action Points"
        tied = [section.agenda_items.first() for section in document.sections.all()]
        positions = [list(meeting.agenda_items.filter(parent=None)).index(item) for item in tied if item]
        assert positions == sorted(positions)
        assert len(positions) >= 4

    def test_the_action_points_are_tracked(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        points = list(ActionPoint.objects.filter(meeting=meeting))
        assert len(points) == 4
        assert points[0].by_next_meeting
        assert points[0].earliest < points[0].latest
        assert points[0].tentative
        assert [point.owner_words for point in points] == [
            "",
            "Presidency",
            "Executive Coordinator",
            "All Friends",
        ]

    def test_the_figures_are_those_of_the_preview(self, path: Path) -> None:
        record_file = handed_in(path.read_bytes())
        figures = records.Preview(record_file).figures
        records.bring_in(record_file, records.Choices(), by=IMPORT, now=NOW)
        assert figures.meetings == Meeting.objects.count() == 1
        assert figures.agenda_items == AgendaItem.objects.filter(parent=None).count() == 6
        assert figures.agenda_points == AgendaItem.objects.exclude(parent=None).count()
        assert figures.area_names == ThematicArea.objects.count()
        assert figures.sections == Section.objects.count()
        assert figures.paragraphs == Paragraph.objects.count()
        assert figures.action_points == ActionPoint.objects.count() == 4
        assert figures.contact_rows == Assignment.objects.filter(listed=True).count() == 17
        assert figures.addresses == Contact.objects.exclude(email="").count() == 29
        assert figures.flagged_pairs == Contact.objects.filter(pair_confirmed=False).count()
        assert figures.proposals == AreaLikeness.objects.count()
        assert RecordFile.objects.get().figures == figures.as_dict()

    def test_every_line_is_in_the_report(self, path: Path) -> None:
        record_file = handed_in(path.read_bytes())
        printed = [line for line in record_file.text.replace("\f", "\n").splitlines() if line.strip()]
        assert len(record_file.report) == len(printed)

    def test_a_second_import_changes_nothing(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        before = digest()
        later = NOW + dt.timedelta(days=3)
        again = records.hand_in(
            "other name.txt", path.read_bytes(), body=None, time_zone=ZONE, by=IMPORT, now=later
        )
        assert again.meeting == meeting
        assert records.bring_in(again, records.Choices(), by=IMPORT, now=later) == meeting
        assert digest() == before

    def test_the_same_words_in_another_encoding_are_the_same_record(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        before = digest()
        other = path.read_text(encoding="utf-8").encode("utf-16")
        assert handed_in(other).meeting == meeting
        assert digest() == before

    def test_another_name_of_the_body_is_kept_if_a_person_says_so(self, path: Path) -> None:
        record_file = handed_in(path.read_bytes())
        [other] = records.Preview(record_file).other_names
        records.bring_in(record_file, records.Choices(other_names=(other,)), by=IMPORT, now=NOW)
        assert BodyAlias.objects.get().name == other
        assert records.bodies.find(other) == Body.objects.get()

    def test_the_period_is_read_where_the_text_names_one(self, path: Path) -> None:
        meeting = brought_in(path.read_bytes())
        assert meeting.period == Period.objects.get()
        assert Assignment.objects.exclude(period=meeting.period).count() == 0


# --- what the portal knows already ------------------------------------------------------------------------------------


def test_a_second_record_uses_what_is_there() -> None:
    brought_in(SMALL.encode())
    later = SMALL.replace("4 April", "4 May").replace("1 April", "1 May").replace("Tito Tide", "Tina Tide")
    later = later.replace("tito.tide", "tina.tide")
    meeting = brought_in(later.encode())
    assert Meeting.objects.count() == 2
    assert Body.objects.count() == 1
    assert sorted(Delegation.objects.values_list("name", flat=True)) == ["Norway", "Peru"]
    rows = roster.rows_on(meeting.body, dt.date(2012, 5, 2))
    assert [[contact.name for contact in row.contacts] for row in rows] == [
        ["Ada Dock"],
        ["Tito Tide", "Tina Tide"],
    ]
    assert ThematicArea.objects.count() == 2


def test_an_older_list_moves_the_beginning_back() -> None:
    brought_in(SMALL.replace("4 April", "4 May").replace("1 April", "1 May").encode())
    brought_in(SMALL.encode())
    assert {row.valid_from for row in Assignment.objects.all()} == {dt.date(2012, 4, 1)}
    assert {row.valid_from for row in Contact.objects.all()} == {dt.date(2012, 4, 1)}


def test_a_different_record_of_a_meeting_that_has_minutes_is_refused_and_kept() -> None:
    brought_in(SMALL.encode())
    other = handed_in(SMALL.replace("was brief", "was long").encode())
    before = digest()
    with pytest.raises(
        records.CannotBringIn, match="has minutes of Harbour Committee of 4 April 2012 already"
    ):
        records.bring_in(other, records.Choices(), by=IMPORT, now=NOW)
    assert digest() == before
    assert "was long" in RecordFile.objects.get(meeting=None).text


def test_a_meeting_without_minutes_is_completed_never_overwritten() -> None:
    body = history.save(Body(name="Harbour Committee", slug="harbour", time_zone="Asia/Tokyo"), by=IMPORT)
    day = dt.date(2012, 4, 4)
    standing = history.save(
        Meeting(body=body, title="Our own title", slug="2012-04-04-harbour", earliest=day, latest=day,
                time_zone="Asia/Tokyo"), by=IMPORT,
    )  # fmt: skip
    meeting = brought_in(SMALL.encode())
    assert meeting == standing
    assert meeting.title == "Our own title"
    assert meeting.starts_at is not None
    assert meeting.documents.count() == 1


def test_delegations_are_found_by_alias() -> None:
    brought_in(SMALL.replace("Norway", "Lao PDR").encode())
    later = SMALL.replace("4 April", "4 May").replace("Norway", "Lao People's Democratic Republic")
    brought_in(later.encode())
    assert sorted(Delegation.objects.values_list("name", flat=True)) == ["Lao PDR", "Peru"]


def test_two_contacts_with_one_address_keep_both_names() -> None:
    text = SMALL.replace("tito.tide@pe.example.org", "ada.dock@no.example.org")
    brought_in(text.encode())
    [kept] = Contact.objects.exclude(email="")
    [lone] = Contact.objects.filter(email="")
    assert (kept.name, lone.name) == ("Ada Dock", "Tito Tide")
    assert not lone.pair_confirmed
    assert "ada.dock@no.example.org" in lone.pair_doubt
    assert "Ada Dock" in lone.pair_doubt


def test_a_mailbox_shared_by_two_rows_is_one_contact() -> None:
    text = SMALL.replace(
        "Peru\tTito Tide\ttito.tide@pe.example.org", "Norway\tAda Dock\tada.dock@no.example.org"
    )
    brought_in(text.encode())
    contact = Contact.objects.get()
    assert contact.pair_confirmed
    assert contact.assignments.count() == 2


def test_a_name_without_an_address_is_kept() -> None:
    brought_in(SMALL.replace("tito.tide@pe.example.org", "").encode())
    assert Contact.objects.get(name="Tito Tide").email == ""


def test_what_is_no_address_is_not_written_to() -> None:
    brought_in(SMALL.replace("tito.tide@pe.example.org", "tito@tide@pe..example").encode())
    assert all(
        "@" not in contact.email or "example.org" in contact.email for contact in Contact.objects.all()
    )
    assert Contact.objects.filter(name="Tito Tide", email="").exists()
