"""Texts for the tests of Word files, and a reader of them that knows nothing of the code that wrote them."""

import io
import zipfile

from hypothesis import strategies as st
from lxml import etree

from meetings.printing import Stamp
from meetings.text import numbering

STAMP = Stamp(
    "Draft, revision 2", "Presidency draft, revision 2; for comment, not for citation", "", "2026-11-02"
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COME, GONE = ("ins", "moveTo"), ("del", "moveFrom")


def content(*sections, **fields):
    """A text of sections given as (id, number, heading, rows); a row is (id, kind, text), or has who and when too."""
    rows = [row for *_head, rows in sections for row in rows]
    numbers = numbering.numbers(kind for _id, kind, *_rest in rows)
    return {
        "kind": "minutes",
        "title": "Minutes of the meeting",
        "language": "en",
        "treaty": "Convention on Cluster Munitions",
        "body": {"name": "Friends of the President", "office": "Executive Coordinator"},
        "meeting": {
            "title": "Friends meeting", "date": "2026-10-30", "when": "30 October 2026", "starts": "13:00",
            "ends": "15:00", "time_zone": "Europe/Zurich", "venue": "Room 4", "note": "", "chair": "Lao PDR",
        },
        "attendance": [
            {"name": "Norway", "role": "", "status": "present"},
            {"name": "ICRC", "role": "legal adviser", "status": "observer"},
        ],
        "agenda": [
            {
                "number": "1", "title": "Debrief", "presenter": "Lao PDR", "note": "", "areas": ["Clearance"],
                "children": [
                    {"number": "1.1", "title": "Discussion", "presenter": "", "note": "", "areas": [], "children": []}
                ],
            }
        ],
        "sections": [
            {"id": id_, "number": number, "heading": heading, "paragraphs": [_row(row, next(numbers)) for row in rows]}
            for id_, number, heading, rows in sections
        ],
    } | fields  # fmt: skip


def _row(row, number):
    id_, kind, text, owner, due, level, said = row + ("", "", 0, {})[len(row) - 3 :]
    return said | {
        "id": id_,
        "number": number,
        "kind": kind,
        "level": level,
        "text": text,
        "owner": owner,
        "due": due,
    }


TOKENS = ["the", "States", "agreed", "to", "meet", "in", "*June*", "**2011**", "é", "中文", ",", "&", "<x>"]
words = st.lists(st.sampled_from(TOKENS), max_size=8).map(" ".join)
kinds = st.sampled_from(["paragraph", "decision", "statement", "bullet", "numbered", "heading", "action"])
speakers = st.sampled_from(["", "Norway", "most speakers"])
degrees = st.sampled_from(["", "consensus", "deferred"])
lines = st.sampled_from(["", "Norway", "All Friends", "by the next meeting"])


def _said(draw, kind):
    """For whom it speaks and how far it was agreed: only where its kind has a place for it, and only what is said."""
    speaker = draw(speakers) if kind in ("paragraph", "decision", "statement") else ""
    said = {"speaks": "delegation" if speaker else "", "speaker": speaker}
    said["degree"] = draw(degrees) if kind == "decision" else ""
    return {key: value for key, value in said.items() if value}


@st.composite
def texts(draw):
    """A text of up to three sections and eight rows, each with an id out of a few, so that two texts share some."""
    ids = draw(
        st.lists(st.sampled_from([f"0000000{n}-0000-4000-8000-000000000000" for n in range(8)]), unique=True)
    )
    rows = [(id_, draw(kinds), draw(words), draw(lines), draw(lines), draw(st.integers(0, 2))) for id_ in ids]
    rows = [row if row[1] == "action" else (*row[:3], "", "", row[5]) for row in rows]
    rows = [(*row, _said(draw, row[1])) for row in rows]
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), min_size=2, max_size=2)))
    parts = (rows[: cuts[0]], rows[cuts[0] : cuts[1]], rows[cuts[1] :])
    heads = draw(
        st.lists(st.sampled_from(["s1", "s2", "s3"]), unique=True, min_size=1 if not rows else 3, max_size=3)
    )
    numbers = st.sampled_from(["", "1", "2"])
    return content(
        *(
            (head, draw(numbers), draw(st.sampled_from(["Debrief", "Plans"])), part)
            for head, part in zip(heads, parts, strict=False)
        )
    )


def body(data):
    """The body element of a .docx file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return etree.fromstring(file.read("word/document.xml")).find(f"{W}body")


def read(data, *, accepted=True):
    """The paragraphs of the file with all changes accepted, or all rejected; blank ones left out."""
    gone, come = (GONE, COME) if accepted else (COME, GONE)
    root = body(data)
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in gone):
            row.getparent().remove(row)
    found = []
    for paragraph in root.iter(f"{W}p"):
        said = "".join(_words(paragraph, gone, come))
        if any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in gone):
            assert not said, "a paragraph that goes keeps words"
        elif said:
            found.append(said)
    return found


def _words(element, gone, come):
    for child in element:
        name = child.tag.removeprefix(W)
        if name in gone or name in ("pPr", "rPr"):
            continue
        if name in ("t", "delText"):
            yield child.text or ""
        elif name in ("br", "tab"):
            yield {"br": "\n", "tab": "\t"}[name]
        else:
            yield from _words(child, gone, come)
