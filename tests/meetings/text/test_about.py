"""Which paragraphs of a text are about an area of work."""

import pytest

from meetings.text.about import Names, paragraphs

pytestmark = pytest.mark.once

NAMES = Names.of(["Victim assistance", "Support to victims"], ["Clearance", "Assistance"])


def row(text, kind="paragraph"):
    return {"id": text, "number": "1", "kind": kind, "text": text}


def text(*sections, agenda=()):
    return {
        "agenda": [
            {"number": number, "title": title, "areas": list(areas), "children": []}
            for number, title, areas in agenda
        ],
        "sections": [
            {"number": number, "heading": heading, "paragraphs": rows} for number, heading, rows in sections
        ],
    }


def chosen(*sections, agenda=()):
    return [found["text"] for found in paragraphs(text(*sections, agenda=agenda), NAMES)]


ROWS = [row("Austria spoke."), row("All heard of VICTIM ASSISTANCE.")]
NAMED = ["All heard of VICTIM ASSISTANCE."]
WHOLE = ["Austria spoke.", *NAMED]


@pytest.mark.parametrize(
    ("heading", "item", "found"),
    [
        ("Victim assistance", None, WHOLE),
        ("Support to victims: where it stands", None, WHOLE),
        ("Victim assistance and clearance", None, NAMED),
        ("Reports", ("3", "Reports", ["Victim assistance (Austria, with Croatia)"]), WHOLE),
        ("Reports", ("3", "Reports", ["Victim assistance", "Clearance"]), NAMED),
        ("Reports", ("3", "On victim assistance", []), WHOLE),
        ("Reports", ("4", "Another item", ["Victim assistance"]), NAMED),
        ("Assistance", None, NAMED),
        ("Victims", None, NAMED),
    ],
)
def test_it_works(heading, item, found):
    assert chosen(("3", heading, ROWS), agenda=[item] if item else []) == found


def test_what_stands_under_a_heading_within_a_section():
    rows = [
        row("Before."),
        row("Victim assistance", "heading"),
        row("Under it."),
        row("Clearance", "heading"),
        row("After."),
    ]
    assert chosen(("", "Reports", rows)) == ["Under it."]


def test_a_name_within_a_longer_name_is_not_named():
    names = Names.of(["Assistance"], ["Victim assistance"])
    assert not names.in_words("Of victim assistance.") and names.in_words("Of assistance.")
    assert names.alone_in("Assistance") and not names.alone_in("Assistance and victim assistance")


def test_an_area_whose_name_has_no_letters_is_never_named():
    assert paragraphs(text(("", "…", ROWS)), Names.of(["…"], [])) == []
