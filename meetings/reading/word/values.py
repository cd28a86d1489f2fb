"""What a Word file holds beside its text: tracked changes, comments, and what no line was made of."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# How tracked changes are read: as if all were accepted, or all rejected.
ACCEPTED, REJECTED = "accepted", "rejected"
# The kinds of things beside the text, in words for a page.
LABELS = {
    "inserted": _("inserted"),
    "deleted": _("deleted"),
    "moved here": _("moved here"),
    "moved away": _("moved away"),
    "row inserted": _("row inserted"),
    "row deleted": _("row deleted"),
    "break inserted": _("paragraph break inserted"),
    "break deleted": _("paragraph break deleted"),
    "footnote": _("footnote"),
    "endnote": _("endnote"),
    "header": _("header of the page"),
    "footer": _("footer of the page"),
    "hidden text": _("hidden text"),
    "text box": _("text box"),
    "image": _("image"),
    "object": _("object"),
    "symbol": _("sign of a symbol font"),
    "merged cell": _("merged cell"),
    "table": _("table, its rows written as paragraphs"),
    "link to outside": _("link to outside"),
    "embedded file": _("file inside the file"),
    "embedded document": _("document inside the document"),
    "protection": _("protection against changes"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change: `kind` "inserted", "deleted", "moved here", "moved away", "row inserted", "row deleted",
    "break inserted" or "break deleted"; who and when as the file says; `near`: the words of its paragraph, all of them.
    """

    kind: str
    author: str
    at: str
    words: str
    near: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin, and the words it is about."""

    author: str
    at: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something beside the text: `kind` ("footnote", "header", …), its words, where it is, and whether it was read."""

    kind: str
    words: str
    near: str
    read: bool = False


@dataclass(frozen=True, slots=True)
class WordText:
    """A Word file: its text with all tracked changes accepted, and with all rejected; the two are equal without any."""

    accepted: str
    rejected: str
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def findings(self) -> dict[str, list[dict[str, Any]]]:
        """What stands beside the text, as it is stored."""
        return {
            "changes": [_as_dict(row) for row in self.changes],
            "comments": [_as_dict(row) for row in self.comments],
            "left_out": [_as_dict(row) for row in self.left_out],
        }


def _as_dict(row: Change | Comment | LeftOut) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}
