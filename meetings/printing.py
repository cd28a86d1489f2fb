"""The printed document: a revision's content and its stamp, as one HTML page for the PDF renderer.

Pure apart from reading the template and the style sheet: no database, no clock. The same content and stamp
give the same page.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _

from ccm_portal import printed_page
from meetings.text import inline, labels, redline

TEMPLATE = "meetings/print/document.html"
COMPARISON_TEMPLATE = "meetings/print/comparison.html"
FOLDER_TEMPLATE = "meetings/print/folder.html"

# The running header has one line: a longer title is cut at a word.
MAX_RUNNING_TITLE = 70
MAX_LEVEL = 3
# Digits of a hash are read and compared in groups.
GROUP = 8

LIST_KINDS = ("bullet", "numbered")


@dataclass(frozen=True)
class Stamp:
    """What this printing is.

    status: a few words for the running header ("Draft, revision 1", "Final").
    line: the whole status line ("Presidency draft, revision 1, 3 December 2010; for comment, not for
    citation; …", or "Published 20 December 2010"). identifier: how to cite it ("" for a draft without one).
    date: ISO 8601 day of the draft or of publication, for the masthead and the file's creation date.
    """

    status: str
    line: str
    identifier: str
    date: str


@dataclass(frozen=True)
class Seal:
    """What the last page of a published text says so that a copy of it can be checked.

    sha256: of the canonical content. number, previous: its place in the chain of publications, and the head before
    it. address: where a copy is checked.
    """

    identifier: str
    sha256: str
    number: int
    previous: str
    address: str


def print_html(content: dict[str, Any], *, stamp: Stamp, seal: Seal | None = None) -> str:
    """The page for `content` (schema `ccm-portal/document/1`), labels and dates in its own language."""
    with translation.override(content["language"]):
        page = render_to_string(TEMPLATE, _context(content, stamp, seal))
    return printed_page.fit_to_print(page)


def print_comparison(comparison: redline.Comparison, content: dict[str, Any], *, stamp: Stamp) -> str:
    """The page of a comparison under the masthead of `content`, the later text; nothing folded."""
    with translation.override(content["language"]):
        context = _context(content, stamp, None) | {
            "comparison": comparison,
            "what_changed": _("What changed: %(title)s") % {"title": content["title"]},
        }
        page = render_to_string(COMPARISON_TEMPLATE, context)
    return printed_page.fit_to_print(page)


def print_folder(folder: dict[str, Any], content: dict[str, Any], *, stamp: Stamp) -> str:
    """The page of a chair's folder (actions.folders) under the masthead and facts of `content`, an agenda."""
    with translation.override(content["language"]):
        page = render_to_string(FOLDER_TEMPLATE, _context(content, stamp, None) | {"folder": folder})
    return printed_page.fit_to_print(page)


def sections(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections of a text as templates print them."""
    return [_section(section) for section in content.get("sections", [])]


def _context(content: dict[str, Any], stamp: Stamp, seal: Seal | None) -> dict[str, Any]:
    meeting = content.get("meeting") or {}
    return {
        "content": content,
        "meeting": meeting,
        "stamp": stamp,
        "seal": seal,
        "seal_lines": _seal_lines(seal) if seal else [],
        "stylesheet": printed_page.stylesheet(),
        "direction": printed_page.direction(),
        "language_name": printed_page.language_name(content["language"]),
        "kind_name": _kind_name(content["kind"]),
        "stamp_day": _day(stamp.date),
        "created": stamp.date if _parsed(stamp.date) else "",
        "running": _running(content, meeting, stamp),
        "facts": facts(meeting) + paper_facts(content),
        "attendance": attendance(content.get("attendance", [])),
        "sections": sections(content),
        "agenda": content.get("agenda", []),
        "agenda_is_annexed": bool(content.get("sections")),
    }


def _seal_lines(seal: Seal) -> list[tuple[str, list[str]]]:
    """Label and groups of eight digits of each hash on the last page."""
    before = _("Head before it") if seal.number > 1 else _("Head before it (none: the first text)")
    return [(_("SHA-256 of the text"), _grouped(seal.sha256)), (before, _grouped(seal.previous))]


def _grouped(digest: str) -> list[str]:
    return [digest[start : start + GROUP] for start in range(0, len(digest), GROUP)]


def _kind_name(kind: str) -> str:
    return {"minutes": _("Minutes"), "paper": _("Paper"), "agenda": _("Agenda")}.get(kind, "")


# --- dates ----------------------------------------------------------------------------------------------


def _parsed(iso: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        return None


def _day(iso: str) -> str:
    """ "2010-11-30" as "30 November 2010"; anything else as it is."""
    day = _parsed(iso)
    return formats.date_format(day, "j F Y") if day else iso


def _date_line(meeting: dict[str, Any]) -> str:
    """The exact day with its weekday, or the words in which an open date was given."""
    day = _parsed(meeting.get("date", ""))
    return formats.date_format(day, "l j F Y") if day else meeting.get("when", "")


def _time_line(meeting: dict[str, Any]) -> str:
    """ "13:00 to 15:00 (Europe/Zurich)", as much of it as is known."""
    starts, ends, zone = (meeting.get(name, "") for name in ("starts", "ends", "time_zone"))
    if not starts:
        return ""
    values = {"starts": starts, "ends": ends, "zone": zone}
    return (_("%(starts)s to %(ends)s (%(zone)s)") if ends else _("%(starts)s (%(zone)s)")) % values


# --- the parts of the page ------------------------------------------------------------------------------


def _running(content: dict[str, Any], meeting: dict[str, Any], stamp: Stamp) -> str:
    """The running header: what it is and of which day, then how final it is."""
    day = _day(meeting.get("date", ""))
    title = (
        f"{_kind_name(content['kind'])}, {day}" if content["kind"] != "paper" and day else content["title"]
    )
    return " · ".join(part for part in (_cut(title), stamp.status) if part)


def _cut(title: str) -> str:
    if len(title) <= MAX_RUNNING_TITLE:
        return title
    return title[:MAX_RUNNING_TITLE].rpartition(" ")[0].rstrip(" ,;:") + "…"


def facts(meeting: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and words of what is known about the meeting."""
    facts = [
        (_("Meeting"), meeting.get("title", "")),
        (_("Date"), _date_line(meeting)),
        (_("Time"), _time_line(meeting)),
        (_("Venue"), meeting.get("venue", "")),
        (_("Chair"), meeting.get("chair", "")),
        (_("Note"), meeting.get("note", "")),
    ]
    return [(label, words) for label, words in facts if words]


def paper_facts(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and words of what is known about a paper; of one whose text stays outside, which file it is."""
    facts = [(_("From"), content.get("paper", {}).get("from", ""))]
    if (file := content.get("file")) is not None:
        kind = "PDF" if file["media_type"] == "application/pdf" else "Word"
        values = {"number": file["version"], "kind": kind, "size": filesizeformat(file["size"])}
        facts += [
            (_("File"), _("version %(number)s, %(kind)s, %(size)s") % values),
            ("SHA-256", file["sha256"]),
        ]
    return [(label, words) for label, words in facts if words]


def led(item: dict[str, Any]) -> list[str]:
    """Who chairs and facilitates an agenda item, and what became of approving earlier minutes; "" where unsaid."""
    chair, facilitator = item.get("chair", ""), item.get("facilitator", "")
    # Outcomes of meetings.models.Approval.
    approvals = {
        "approved": _("Approved."),
        "corrected": _("Approved as corrected."),
        "deferred": _("Deferred to a later meeting."),
    }
    return [
        _("Chaired by %(who)s") % {"who": chair} if chair else "",
        _("Facilitated by %(who)s") % {"who": facilitator} if facilitator else "",
        approvals.get(item.get("approval", ""), ""),
    ]


def attendance(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The attendance by status in a fixed order, each as it was listed; a status nobody has is left out."""
    groups = (("present", _("Present")), ("observer", _("Observers")), ("apologies", _("Apologies")))
    found = [
        {"label": label, "rows": [row for row in rows if row["status"] == status]} for status, label in groups
    ]
    return [group for group in found if group["rows"]]


def attendee(row: dict[str, Any]) -> str:
    """ "Norway", "Norway, chair" or "Norway: A person, another", in one line."""
    who = ", ".join(part for part in (row["name"], row["role"]) if part)
    return f"{who}: {', '.join(row['people'])}" if row.get("people") else who


def _section(section: dict[str, Any]) -> dict[str, Any]:
    """A section, its paragraphs gathered into blocks: neighbours of one kind share a list or a table."""
    return {
        "number": section["number"],
        "heading": section["heading"],
        "blocks": [
            {"shape": shape, "paragraphs": [_paragraph(row) for row in rows]}
            for shape, rows in groupby(section["paragraphs"], key=_shape)
        ],
    }


def _shape(paragraph: dict[str, Any]) -> str:
    kind = paragraph["kind"]
    if kind in LIST_KINDS:
        return "list"
    return {"action": "actions", "heading": "heading", "decision": "decision", "statement": "statement"}.get(
        kind, "paragraph"
    )


def _paragraph(row: dict[str, Any]) -> dict[str, Any]:
    listed = row["kind"] in LIST_KINDS
    return {
        # An item's paragraph number stands beside its paragraph already: "7 (a)" hangs as "(a)".
        "number": (row["number"].rpartition(" ")[2] or "•") if listed else row["number"],
        "level": min(row.get("level", 0), MAX_LEVEL),
        "html": inline.to_html(inline.with_lines(row["text"]) if row["kind"] == "statement" else row["text"]),
        "label": labels.label(row),
        "owner": row.get("owner", ""),
        "due": row.get("due", ""),
    }
