"""A contact list as somebody hands it in: Excel, separated values, vCard, or what was pasted."""

from typing import Any

from django.utils.translation import gettext as _

from ccm_portal import foreign
from friends.reading.tables import Grid, grid_of
from friends.writing import cells

MAX_BYTES = 10_000_000
# What the sentences of the form offer where an encoding was guessed wrongly.
ENCODINGS = (
    *("utf-8", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("mac_roman", "shift_jis", "gb18030", "big5", "euc_kr", "cp874"),
)
PACKAGE, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class UnreadableList(ValueError):
    """The file holds no list that can be read; the sentence says why and where."""


def read(data: bytes, *, encoding: str = "") -> dict[str, Any]:
    """What the file holds, as `ccm_portal.foreign_tables.Tables` says it. Raises UnreadableList.

    encoding: one of ENCODINGS; "" to find it out.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableList(
            _("The file is larger than %(n)s MB. No list is.") % {"n": MAX_BYTES // 1_000_000}
        )
    kind = _kind(data)
    try:
        found = foreign.tables(data, kind, encoding="" if kind == foreign.WORKBOOK else encoding)
    except foreign.CannotRead as problem:
        raise UnreadableList(str(problem)) from problem
    if kind == foreign.SEPARATED:
        _make_plain(found)
    if not grid_of(found).lines:
        raise UnreadableList(_("The file holds no rows."))
    return found


def _kind(data: bytes) -> str:
    if data.startswith((PACKAGE, OLE)):
        return foreign.WORKBOOK
    head = data[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").upper()
    return foreign.CARDS if head.startswith(b"BEGIN:VCARD") else foreign.SEPARATED


def _make_plain(found: dict[str, Any]) -> None:
    """Cells as they were before a sign was put before them so that no program runs them; formulas are remarked on."""
    for sheet in found["sheets"]:
        for number, row in sheet["rows"]:
            for at, cell in enumerate(row):
                if cell.startswith("="):
                    remark = {
                        "what": "formula",
                        "row": number,
                        "column": at + 1,
                        "words": cell[:100],
                        "sheet": 0,
                    }
                    found["remarks"].append(remark)
                row[at] = cells.plain(cell)


def grid(content: dict[str, Any]) -> Grid:
    """The lines of what was read."""
    return grid_of(content)
