"""The form of one section: one text box per paragraph, new boxes between them, plain names without JavaScript.

Field names: `p-<uuid>-<field>` for a paragraph that stands, `n-<key>-<field>` for a new one. `p-<uuid>-seen` says what
the box held when the page was made: a box nobody touched says nothing about a paragraph that a colleague changed since.
"""

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _

from ccm_portal.canonical import canonical, sha256
from meetings.minutes import Edit
from meetings.models import Paragraph
from meetings.paragraphs import Wording

DEEPEST = 5
MOST_DIGITS = 9
LONGEST_WORDS = 250
LONGEST_HEADING = 500
# Enough of a SHA-256 to tell two wordings of one paragraph apart.
LETTERS_OF_A_FINGERPRINT = 16


def _whole_number(value: str, *, most: int = 2**31) -> int:
    return min(int(value), most) if value.isdecimal() and len(value) <= MOST_DIGITS else 0


def to_uuid(value: str) -> uuid.UUID | None:
    """The UUID, None where it is none."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def heading_problem(heading: str) -> str:
    """What is wrong with the heading of a section, as a sentence; "" where nothing is."""
    if not heading:
        return _("A section needs a heading.")
    if len(heading) > LONGEST_HEADING:
        return _("A heading has %(most)s characters at the most.") % {"most": LONGEST_HEADING}
    return ""


def fingerprint(wording: Wording) -> str:
    """The same for two wordings that differ in nothing but blanks and line breaks."""
    said = (wording.text, wording.owner_words, wording.due_words, wording.speaker_words)
    words = (" ".join(part.split()) for part in said)
    return sha256(canonical([wording.kind, wording.level, wording.speaks, wording.degree, *words]))[
        :LETTERS_OF_A_FINGERPRINT
    ]


def _wording(data: Mapping[str, str], prefix: str) -> Wording:
    kind = data.get(f"{prefix}-kind", "")
    is_action = kind == Paragraph.Kind.ACTION
    return Wording(
        text=data.get(f"{prefix}-text", ""),
        kind=kind if kind in Paragraph.Kind.values else Paragraph.Kind.PARAGRAPH,
        level=_whole_number(data.get(f"{prefix}-level", ""), most=DEEPEST),
        owner_words=data.get(f"{prefix}-owner", "").strip()[:LONGEST_WORDS] if is_action else "",
        due_words=data.get(f"{prefix}-due", "").strip()[:LONGEST_WORDS] if is_action else "",
        speaks=_one_of(Paragraph.Speaks.values, data.get(f"{prefix}-speaks", "")),
        speaker_words=" ".join(data.get(f"{prefix}-speaker", "").split())[:LONGEST_WORDS],
        degree=_one_of(Paragraph.Degree.values, data.get(f"{prefix}-degree", "")),
    ).kept()


def _one_of(values: list[str], said: str) -> str:
    return said if said in values else ""


def _standing(data: Mapping[str, str], prefix: str, pk: uuid.UUID) -> Edit | None:
    """What the form says about a paragraph that stands; None for a box nobody touched."""
    wording, remove = _wording(data, prefix), f"{prefix}-remove" in data
    if not remove and data.get(f"{prefix}-seen") == fingerprint(wording):
        return None
    return Edit(wording, id=pk, version=_whole_number(data.get(f"{prefix}-version", "")), remove=remove)


def edits(data: Mapping[str, str]) -> list[Edit]:
    """What the form says, in the order of its boxes. Boxes with unreadable names are passed over."""
    found: list[Edit] = []
    for name in data:
        if not name.endswith("-text"):
            continue
        prefix = name.removesuffix("-text")
        if prefix.startswith("p-") and (pk := to_uuid(prefix.removeprefix("p-"))):
            edit = _standing(data, prefix, pk)
            found += [edit] if edit else []
        elif prefix.startswith("n-"):
            found.append(Edit(_wording(data, prefix), after=to_uuid(data.get(f"{prefix}-after", ""))))
    return found
