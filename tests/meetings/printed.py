"""Minutes of an invented meeting, with every kind of paragraph, as the content of a revision."""

import copy
import itertools
import uuid
from typing import Any

from meetings.printing import Stamp
from meetings.text import numbering

DRAFT = Stamp(
    status="Draft, revision 1",
    line="Presidency draft, revision 1, 21 September 2026; for comment, not for citation; "
    "for Friends and their capitals",
    identifier="",
    date="2026-09-21",
)
PUBLISHED = Stamp(
    status="Final",
    line="Published 12 October 2026. Final: issued by the Presidency after comments.",
    identifier="CCM-Friends/2026-09-14/Minutes",
    date="2026-10-12",
)

PRESENT = [
    "Ardenland",
    "Belmora",
    "Republic of Caldera",
    "Dunmere",
    "Esteria",
    "Kingdom of Falkmark",
    "Gallia Minor",
    "Hestvik",
    "Islands of Meridia",
    "Jorvania",
    "Kestrel Federation",
    "Lower Tamesis",
]

# Heading and paragraphs; (kind, text) or (kind, text, who, when).
SECTIONS: list[tuple[str, str, list[tuple[str, ...]]]] = [
    (
        "1",
        "Opening and adoption of the agenda",
        [
            (
                "paragraph",
                "The Chair welcomed the delegations and thanked Hestvik, which had made the room available "
                "at short notice. She recalled that the meeting was informal, that no position taken in it "
                "would bind a capital, and that the minutes would be circulated for comment before they "
                "became public.",
            ),
            (
                "paragraph",
                "The provisional agenda, circulated on 1 September, was adopted without change. At the "
                "request of *Belmora*, the exchange on transparency reporting was taken before the item on "
                "resources, so that experts who had travelled for it could leave in time.",
            ),
        ],
    ),
    (
        "2",
        "State of the work since June",
        [
            (
                "paragraph",
                "The Executive Coordinator reported on the months since the last meeting. Three more "
                "delegations had named a focal point, two national plans had been received, and the "
                "calendar of regional workshops was complete but for one date. The written report is "
                "available to Friends and summarised here only as far as it was discussed.",
            ),
            (
                "paragraph",
                "In the exchange that followed, most speakers found that progress was steady where a single"
                " ministry held the file and slow where it was shared. Several asked that future reports "
                "show the figures of earlier years beside the current ones, since a number by itself says "
                "little about direction.",
            ),
            (
                "paragraph",
                "Three observations were made repeatedly and are recorded at the wish of the meeting:",
            ),
            (
                "bullet",
                "that surveys begun with outside help should be finished with national staff, even where "
                "this takes longer;",
            ),
            (
                "bullet",
                "that cleared land is of use only once the people who live beside it have been told, in "
                "words they trust, that it is safe; and",
            ),
            (
                "bullet",
                "that a request for more time is no failure, provided that it comes early and says plainly "
                "what will be done with the time.",
            ),
            (
                "paragraph",
                "Jorvania informed the meeting that its remaining stocks would be destroyed by the end of "
                "the year, ahead of its own plan, and invited Friends to be present. The Chair "
                "congratulated Jorvania on behalf of all.",
            ),
        ],
    ),
    (
        "3",
        "Areas of work: reports of the coordinators",
        [
            ("heading", "Clearance and risk education"),
            (
                "paragraph",
                "Dunmere and Esteria, coordinating this area together, introduced a short paper that sets "
                "out what a completed survey should contain. The paper had been shown to practitioners in "
                "four regions and shortened by half since it was first circulated; the present text is "
                "available as [draft 2](https://example.org/papers/survey-2).",
            ),
            (
                "paragraph",
                "Delegations welcomed the paper. The Kestrel Federation asked whether the list of contents "
                "was meant as a minimum or as an example; the coordinators replied that it was an example, "
                "and that they would say so in the first line. Lower Tamesis suggested a page on how to "
                "tell the public what has *not* been surveyed.",
            ),
            (
                "decision",
                "The paper on completed surveys is agreed as an example, to be reissued with the "
                "clarification in its first line and opened for signature of interest by delegations until "
                "30 November 2026.",
            ),
            ("heading", "Assistance to victims"),
            (
                "paragraph",
                "Gallia Minor reported on two visits to rehabilitation centres. Both centres were well run "
                "and neither was sure of its budget beyond the coming spring. Gallia Minor proposed that "
                "the next regional workshop give half a day to questions of funding, with the ministries of"
                " finance at the table and not only those of health.",
            ),
            (
                "paragraph",
                "The Islands of Meridia and the Republic of Caldera supported the proposal and offered to "
                "draft an annotated programme. Belmora recalled that survivors' organisations should be "
                "asked first what half a day could usefully settle. **No delegation objected**, and the "
                "coordinators undertook to consult these organisations before the programme is written.",
            ),
            ("heading", "Transparency reporting"),
            (
                "paragraph",
                "The Kingdom of Falkmark presented figures on reports received: two thirds had come in "
                "time, one in six was late by less than a month, and the rest are outstanding. The most "
                "frequent reason given for delay was a change of the responsible officer. It was suggested "
                "that the portal remind delegations a month ahead, that a report without change may be "
                "confirmed with one click, and that nobody be asked twice for what is already known.",
            ),
            ("paragraph", "The meeting asked the coordinators to proceed in these steps:"),
            (
                "numbered",
                "a reminder to all focal points in the first week of February, in the language they prefer;",
            ),
            (
                "numbered",
                "a half-page guide to the form, tested by three delegations that never filled it in; and",
            ),
            ("numbered", "an oral report on the effect of both to the meeting of Friends in May."),
        ],
    ),
    (
        "4",
        "Preparation of the next Meeting of States Parties",
        [
            (
                "paragraph",
                "The President-designate described the state of preparations. The venue is confirmed, the "
                "preparatory meeting will take place at the end of January or the beginning of February, "
                "and a first annotated programme of work will be circulated in good time before it. She "
                "hoped for a Meeting that would decide few things and decide them well.",
            ),
            (
                "paragraph",
                "On the draft political declaration, views differed as to length and as to whether it "
                "should name figures. Some delegations preferred one page that could be read aloud; others "
                "wished to see the commitments of the last plan taken up one by one. It was generally felt "
                "that the text should be short, and that what is left out of it has its place in the "
                "progress report.",
            ),
            (
                "paragraph",
                "Hestvik asked how delegations without a mission in the host city would be able to follow "
                "the consultations. The President-designate answered that every text would be on the portal"
                " on the day it was tabled, that written comments would be treated exactly as those made in"
                " the room, and that at least one consultation would be held at an hour suited to capitals "
                "in the Pacific.",
            ),
            (
                "decision",
                "Consultations on the declaration will be held in three rounds, on 20 October, 10 November "
                "and 1 December 2026, each on a text circulated seven days before.",
            ),
        ],
    ),
    (
        "5",
        "Resources and cooperation",
        [
            (
                "paragraph",
                "Ardenland introduced its proposal for a simple table in which needs and offers stand side "
                "by side, kept by the Executive Coordinator and open to all Friends. It stressed that the "
                "table would not be a market and that no delegation would be expected to fill a row. "
                "Esteria and Dunmere asked that offers of expertise be listed with the same weight as "
                "offers of money.",
            ),
            (
                "paragraph",
                "There was general support for a trial of one year. The Kestrel Federation reserved its "
                "position until its capital had seen the form of the table; Ardenland agreed to circulate "
                "it within two weeks.",
            ),
        ],
    ),
    (
        "6",
        "Other matters and date of the next meeting",
        [
            (
                "paragraph",
                "The observer of the Alliance of Survivors thanked the meeting for the place it had been "
                "given on the agenda and announced a publication of testimonies in five languages. The "
                "Arabic edition, *شهادات من الميدان*, will be presented at the next Meeting of States "
                "Parties.",
            ),
            (
                "paragraph",
                "The next meeting of Friends will be held in the week of 7 December 2026. The Chair thanked"
                " all delegations, and the interpreters, and closed the meeting at 12:40.",
            ),
        ],
    ),
    (
        "",
        "Action points",
        [
            (
                "action",
                "Reissue the paper on completed surveys with the clarification agreed.",
                "Dunmere, Esteria",
                "30 September 2026",
            ),
            (
                "action",
                "Consult survivors' organisations on half a day on funding, then circulate an annotated "
                "programme.",
                "Gallia Minor, with Islands of Meridia and Republic of Caldera",
                "In time for the next Friends meeting",
            ),
            (
                "action",
                "Test the half-page guide to the reporting form with three delegations.",
                "Kingdom of Falkmark",
                "End of January 2027",
            ),
            (
                "action",
                "Circulate the form of the table of needs and offers.",
                "Ardenland",
                "28 September 2026",
            ),
            ("action", "Name a focal point, where this has not been done.", "All Friends", ""),
        ],
    ),
]

AGENDA: list[tuple[Any, ...]] = [
    ("1", "Opening and adoption of the agenda", "Chair", "", [], []),
    (
        "2",
        "State of the work since June",
        "Executive Coordinator",
        "Written report circulated on 7 September.",
        [],
        [],
    ),
    (
        "3",
        "Areas of work: reports of the coordinators",
        "",
        "",
        [],
        [
            ("3 (a)", "Survey and clearance", "Dunmere and Esteria", "", ["Clearance", "Risk education"], []),
            ("3 (b)", "Assistance to victims", "Gallia Minor", "", ["Victim assistance"], []),
            ("3 (c)", "Reports under the Convention", "Kingdom of Falkmark", "", ["Transparency"], []),
        ],
    ),
    ("4", "Preparation of the next Meeting of States Parties", "President-designate", "", [], []),
    ("5", "Resources and cooperation", "Ardenland", "", ["Cooperation and assistance"], []),
    ("6", "Other matters and date of the next meeting", "", "", [], []),
]


def content() -> dict[str, Any]:
    """A fresh copy of the minutes, in the schema `ccm-portal/document/1`."""
    return copy.deepcopy(
        {
            "schema": "ccm-portal/document/1",
            "kind": "minutes",
            "title": "Minutes and action points of the second meeting of the Friends of the President",
            "language": "en",
            "treaty": "Convention on Cluster Munitions",
            "body": {"name": "Friends of the President", "office": "Executive Coordinator"},
            "meeting": {
                "title": "Second meeting of the Friends of the President, 2026–2027",
                "date": "2026-09-14",
                "when": "",
                "starts": "10:00",
                "ends": "12:40",
                "time_zone": "Europe/Zurich",
                "venue": "Palais des Nations, room XXIII, Geneva",
                "note": "",
                "chair": "Presidency of Hestvik",
            },
            "attendance": _attendance(),
            "sections": _sections(),
            "agenda": [_item(*item) for item in AGENDA],
        }
    )


def _attendance() -> list[dict[str, str]]:
    present = [
        {"name": name, "role": "Presidency" if name == "Hestvik" else "", "status": "present"}
        for name in PRESENT
    ]
    return [
        *present,
        {"name": "Alliance of Survivors", "role": "", "status": "observer"},
        {"name": "Institute for Humanitarian Survey", "role": "", "status": "observer"},
        {"name": "Nordhavn", "role": "", "status": "apologies"},
        {"name": "Upper Tamesis", "role": "", "status": "apologies"},
    ]


def _sections() -> list[dict[str, Any]]:
    labels = numbering.numbers(row[0] for _number, _heading, rows in SECTIONS for row in rows)
    return [
        {
            "id": _uuid(f"section {heading}"),
            "number": number,
            "heading": heading,
            "paragraphs": [_paragraph(next(labels), *row) for row in rows],
        }
        for number, heading, rows in SECTIONS
    ]


def _paragraph(number: str, kind: str, text: str, owner: str = "", due: str = "") -> dict[str, Any]:
    return {
        "id": _uuid(text),
        "number": number,
        "kind": kind,
        "level": 0,
        "text": text,
        "owner": owner,
        "due": due,
    }


def _item(
    number: str, title: str, presenter: str, note: str, areas: list[str], children: list[Any]
) -> dict[str, Any]:
    return {
        "number": number,
        "title": title,
        "presenter": presenter,
        "note": note,
        "areas": areas,
        "children": list(itertools.starmap(_item, children)),
    }


def _uuid(words: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, words))
