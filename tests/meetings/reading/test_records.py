"""Three invented records, of three bodies' habits, with everything that is to be read out of them."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from friends.reading.report import Became
from meetings.reading import Record, decode, read_record
from meetings.reading.values import AreaOfWork, Paragraph

RECORDS = Path(__file__).parents[2] / "records"


def record_of(name: str) -> Record:
    return read_record(decode((RECORDS / name).read_bytes(), name))


@pytest.fixture(scope="module")
def friends() -> Record:
    return record_of("friends-meeting.txt")


@pytest.fixture(scope="module")
def committee() -> Record:
    return record_of("coordination-committee.txt")


@pytest.fixture(scope="module")
def group() -> Record:
    return record_of("working-group.txt")


def headings(record: Record) -> list[tuple[str, str]]:
    return [(section.number_words, section.heading) for section in record.sections]


def actions(record: Record) -> list[Paragraph]:
    return [one for section in record.sections for one in section.paragraphs if one.kind == "action"]


def told(area: AreaOfWork) -> tuple[str, str, list[str], str]:
    return area.name, area.lead_words, [one.name for one in area.cooperating], area.status_words


def asked(record: Record) -> str:
    return "\n".join(question.words for question in record.questions)


def test_friends_when_where_who(friends: Record) -> None:
    assert friends.title == "Meeting of the Friends of the Chair of the 5MSP to the XYZ"
    assert friends.document_title == "Minutes and decisions"
    assert (friends.date, friends.start, friends.end) == (
        dt.date(2011, 3, 8),
        dt.time(10, 30),
        dt.time(12, 15),
    )
    assert (friends.venue, friends.notes) == ("Library, room 7", "Sandwiches will be offered")
    assert friends.chair_words == "Ambassador Phantasia from the Zambian Presidency"
    assert friends.chair is not None and friends.chair.name == "Zambia"
    assert friends.facilitator_words == "Chair's Executive Coordinator"


def test_friends_body_has_two_names_and_a_person_is_asked(friends: Record) -> None:
    assert (friends.body_name, friends.body_aliases) == (
        "Friends of the Chair",
        ("Friends of the President",),
    )
    assert "Is “Friends of the President” another name of “Friends of the Chair”?" in asked(friends)


def test_friends_sections_in_order(friends: Record) -> None:
    assert headings(friends) == [
        ("", "Overview"),
        ("", "Looking back at the 5MSP"),
        ("", "Paper on structures"),
        ("", "Areas of work and who carries them, 5MSP – 6MSP; working methods"),
        ("", "Hopes for the 6MSP"),
        ("", "Getting ready for the 6MSP"),
        ("", "Action Points"),
    ]
    broken = friends.sections[3].paragraphs[-1]
    assert "whether it goes on with its paper" in broken.text
    assert len(broken.lines) == 2


def test_friends_action_points(friends: Record) -> None:
    assert [(one.owner_words, one.due_words) for one in actions(friends)] == [
        (
            "",
            "ahead of the next gathering of Friends, provisionally set for end of May/beginning of June 2011",
        ),
        ("Presidency", "following the next Friends meeting"),
        ("Executive Coordinator", ""),
        ("All Friends", ""),
    ]
    assert {section.heading for section in friends.sections if actions(friends)[0] in section.paragraphs} == {
        "Action Points"
    }


def test_friends_agenda(friends: Record) -> None:
    assert friends.agenda_heading == "Provisional agenda"
    assert [(item.number, item.title, item.presenter_words) for item in friends.agenda] == [
        ("1", "A look back at the 5MSP", "Zambia"),
        ("2", "Structures, early paper", "Portugal"),
        ("3", "Areas of work: who goes on, who joins, 5MSP – 6MSP", "Exec. Coord."),
        ("4", "Hopes for the 6MSP and work in 2011", "Exec Coord."),
        ("5", "Getting ready for the 6MSP", "Albania"),
        ("6", "Closing", ""),
    ]
    assert [child.title for child in friends.agenda[3].children] == [
        "Structures",
        "Host of the 7MSP",
        "Short exchange",
    ]


def test_friends_areas_under_item_three(friends: Record) -> None:
    areas = friends.agenda[2].areas
    assert [told(area) for area in areas] == [
        ("State of the treaty and its working", "Sweden", [], "requested"),
        ("Support to victims", "Peru", ["Lao People's Democratic Republic"], "undertaken"),
        ("Clearing land and making it safe, with lessons about the risks", "Croatia", ["Mali"], "undertaken"),
        (
            "Destroying stocks including what is kept for training",
            "Ghana",
            ["Ireland", "Sweden"],
            "undertaken",
        ),
        ("Winning new parties", "Chile", [], "undertaken"),
        ("Openness", "Ireland", [], "undertaken"),
        ("Laws at Home", "Burkina Faso", [], "undertaken"),
        ("Partnerships and help", "Costa Rica", [], "undertaken"),
    ]
    assert areas[0].proposer is not None and areas[0].proposer.name == "Zambia"
    assert areas[5].note == "form for reports"


def test_friends_minutes_name_the_areas_too_and_contradict_themselves(friends: Record) -> None:
    named = [told(area) for area in friends.areas if area.source == "minutes"]
    assert len(named) == 8
    assert named[0] == ("state of the treaty", "Sweden", [], "confirmed")
    assert {status for _, _, _, status in named} == {"confirmed"}
    assert [(one.delegation.short, one.area_name, one.status) for one in friends.statuses][-3:] == [
        ("Peru", "support to victims", "to be reconfirmed"),
        ("Chile", "winning new parties", "to be reconfirmed"),
        ("Malta", "", "to be reconfirmed"),
    ]
    assert {one.status for one in friends.statuses if one.delegation.short == "Peru"} == {
        "confirmed",
        "to be reconfirmed",
    }
    assert "still to be reconfirmed with Malta" in asked(friends)


def test_friends_contact_list(friends: Record) -> None:
    listed = friends.contact_list
    assert listed is not None
    assert listed.as_of == dt.date(2011, 2, 21)
    assert len(listed.rows) == 17
    assert sum(len(row.addresses) for row in listed.rows) == 29
    assert sum(len(row.names) for row in listed.rows) == 29
    assert [row.delegation.short if row.delegation else None for row in listed.rows] == [
        "Zambia", "Sweden", "Portugal", "Ireland", "Denmark", "Chile", "Peru", "Ghana", "Croatia", "Costa Rica",
        "Burkina Faso", "Albania", "Malta", "HRW", "GICHD", "UNICEF", "UNOPS",
    ]  # fmt: skip
    assert [(row.delegation_words, row.seat) for row in listed.rows if row.seat] == [
        ("HRW", "Norway Vienna"),
        ("GICHD", "Geneva"),
        ("UNICEF", "New York"),
    ]
    # The row without an area is kept, offices and occasions are no areas.
    assert [
        row.delegation_words
        for row in listed.rows
        if not row.area_name and not row.role_words and not row.seat
    ] == ["Denmark"]
    assert len([row for row in listed.rows if row.area_name]) == 9


def test_friends_addresses_stand_at_the_right_delegation(friends: Record) -> None:
    assert friends.contact_list is not None
    domains = {
        "se": "Sweden",
        "pt": "Portugal",
        "ie": "Ireland",
        "dk": "Denmark",
        "gh": "Ghana",
        "cr": "Costa Rica",
    }
    domains |= {
        "hrw": "HRW",
        "gichd": "GICHD",
        "unicef": "UNICEF",
        "unops": "UNOPS",
        "mt": "Malta",
        "al": "Albania",
    }
    for row in friends.contact_list.rows:
        assert row.delegation is not None
        for address in row.addresses:
            domain = address.removesuffix(".example.org").replace("@", ".").split(".")[-1]
            assert domains.get(domain, row.delegation.short) == row.delegation.short


def test_friends_doubtful_pairs_are_flagged(friends: Record) -> None:
    assert friends.contact_list is not None
    people = [person for row in friends.contact_list.rows for person in row.people]
    assert len(people) == 29
    assert [(one.name, one.address) for one in people if not one.certain] == [
        ("Dagny Fiksjon", "dxf@se.example.org"),
        ("Karl-Heinz Beispiel", "77-3@gh.example.org"),
        ("Ute Muster", "desk-2-ab@genf.gh.example.org"),
        ("Pat Fictional", "FictionalQ@cr.example.org"),
    ]
    for person in people:
        assert (f"Does {person.address} belong to {person.name}?" in asked(friends)) is not person.certain


def test_friends_areas_named_alike_are_proposed(friends: Record) -> None:
    pairs = {frozenset((pair.name, pair.other)) for pair in friends.alike}
    assert frozenset(("Openness", "Reporting form/ openness of reports")) in pairs
    assert frozenset(("Partnerships and help", "International Partnerships and Help")) in pairs
    # They stay apart, each under its own name.
    assert {"Openness", "Reporting form/ openness of reports"} <= {area.name for area in friends.areas}


def test_friends_report(friends: Record) -> None:
    counted = Counter(entry.became for entry in friends.report)
    assert counted == {
        Became.TITLE: 1,
        Became.DOCUMENT_TITLE: 1,
        Became.PARTICULARS: 3,
        Became.HEADING: 7,
        Became.PARAGRAPH: 7,
        Became.CONTINUATION: 1,
        Became.BULLET: 12,
        Became.ACTION: 4,
        Became.AGENDA_HEADING: 1,
        Became.AGENDA_ITEM: 13,
        Became.AREA_OF_WORK: 8,
        Became.EMPTY_BULLET: 2,
        Became.LIST_TITLE: 1,
        Became.COLUMN_HEADINGS: 1,
        Became.CONTACT_ROW: 17,
    }


def test_committee_when_where_who(committee: Record) -> None:
    assert (committee.body_name, committee.treaty_words) == (
        "Coordination Committee",
        "CONVENTION ON CLUSTER MUNITIONS",
    )
    assert (committee.date, committee.date_words) == (dt.date(2019, 3, 14), "Thursday 14 March")
    assert "2019 stands elsewhere" in asked(committee)
    assert (committee.start, committee.end) == (dt.time(10), dt.time(12))
    assert committee.venue == "Conference Room B, House of Lakes, Geneva"
    assert committee.chair is not None and committee.chair.name == "Nicaragua"


def test_committee_attendance(committee: Record) -> None:
    assert Counter(one.status for one in committee.attendance) == {
        "present": 6,
        "observer": 3,
        "apologies": 2,
    }
    assert [
        (one.delegation.name, one.role) for one in committee.attendance if one.role and one.delegation
    ] == [
        ("Nicaragua", "President"),
        ("Austria", "Coordinator on victim assistance"),
        ("Sweden", "Coordinator on clearance"),
    ]
    assert "neither came nor sent apologies" in asked(committee)


def test_committee_sections_decision_and_actions(committee: Record) -> None:
    assert headings(committee)[1:] == [
        ("1.", "Opening remarks"),
        ("2.", "Approval of the Minutes of 7 February 2019"),
        ("3.", "Updates by the Coordinators"),
        ("3.1", "Clearance"),
        ("3.2", "Victim assistance"),
        ("4.", "Preparations of the Review Conference"),
        ("5.", "Any other business"),
        ("6.", "Next meeting"),
    ]
    assert [one.text for one in committee.sections[2].paragraphs if one.kind == "decision"] == [
        "The minutes of 7 February 2019 are approved."
    ]
    assert [(one.owner_words, one.due_words) for one in actions(committee)] == [
        ("Sweden", "by 29 March"),
        ("Implementation Support Unit", "no later than 3 May 2019"),
        ("Coordinators", "by the end of April 2019"),
        ("President", "before the next meeting"),
    ]


def test_group_when_where_who(group: Record) -> None:
    assert group.body_name == "Working Group on Victim Assistance"
    assert (group.date, group.start, group.end) == (dt.date(2012, 5, 3), dt.time(15), dt.time(17))
    assert (group.venue, group.chair_words) == ("Online", "Bosnia and Herzegovina and Austria")
    # Two co-chairs: neither is "the" chair.
    assert group.chair is None


def test_group_agenda_attendance_sections_and_actions(group: Record) -> None:
    assert [(item.number, item.title, item.presenter_words) for item in group.agenda] == [
        ("I", "Welcome", "Austria"),
        ("II", "National focal points", "Bosnia and Herzegovina"),
        ("III", "Data", "Handicap International"),
        ("IV", "Any other business", ""),
    ]
    assert [(child.number, child.title) for child in group.agenda[1].children] == [
        ("(a)", "who they are"),
        ("(b)", "what they need"),
    ]
    assert len(group.attendance) == 4
    assert headings(group) == [
        ("I.", "Welcome"),
        ("Agenda Item II", "National focal points"),
        ("", "Data"),
        ("", "Follow-up actions"),
    ]
    assert [(one.text, one.owner_words, one.due_words) for one in actions(group)] == [
        ("Publish the list of focal points", "Bosnia and Herzegovina", "June 2012"),
        ("Complete the figures", "Handicap International", "in time for the next meeting"),
    ]
