"""The form of one section: one text box per paragraph, new boxes between them, plain names without JavaScript.

Field names: `p-<uuid>-<field>` for a paragraph that stands, `n-<key>-<field>` for a new one.
"""

import uuid
from collections.abc import Mapping

from meetings.minutes import Edit
from meetings.models import Paragraph
from meetings.paragraphs import Wording

DEEPEST = 5
MOST_DIGITS = 9


def _whole_number(value: str, *, most: int = 2**31) -> int:
    return min(int(value), most) if value.isdecimal() and len(value) <= MOST_DIGITS else 0


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _wording(data: Mapping[str, str], prefix: str) -> Wording:
    kind = data.get(f"{prefix}-kind", "")
    return Wording(
        text=data.get(f"{prefix}-text", ""),
        kind=kind if kind in Paragraph.Kind.values else Paragraph.Kind.PARAGRAPH,
        level=_whole_number(data.get(f"{prefix}-level", ""), most=DEEPEST),
        owner_words=data.get(f"{prefix}-owner", "").strip()[:250],
        due_words=data.get(f"{prefix}-due", "").strip()[:250],
    )


def edits(data: Mapping[str, str]) -> list[Edit]:
    """What the form says, in the order of its boxes. Boxes with unreadable names are passed over."""
    found: list[Edit] = []
    for name in data:
        if not name.endswith("-text"):
            continue
        prefix = name.removesuffix("-text")
        if prefix.startswith("p-") and (standing := _uuid(prefix.removeprefix("p-"))):
            version = _whole_number(data.get(f"{prefix}-version", ""))
            remove = f"{prefix}-remove" in data
            found.append(Edit(_wording(data, prefix), id=standing, version=version, remove=remove))
        elif prefix.startswith("n-"):
            found.append(Edit(_wording(data, prefix), after=_uuid(data.get(f"{prefix}-after", ""))))
    return found
