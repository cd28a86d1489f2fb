"""Reads a stranger's contact cards, inside `foreign_reader`."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ccm_portal.foreign_tables import LONGEST_CELL, MOST_ROWS, Refused, Remark, Sheet, Tables
from ccm_portal.foreign_text import decoded

BEGIN = re.compile("BEGIN:VCARD", re.IGNORECASE)
PICTURES = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
# The heading of each column that a card fills, and the property it comes from.
CARD = (
    ("Role", ("role", "title")),
    ("Organisation", ("org",)),
    ("Full name", ("fn",)),
    ("Email", ("email",)),
    ("Telephone", ("tel",)),
    ("Language", ("lang",)),
    ("Note", ("note",)),
)


def cards(data: bytes, vobject: Any, charset_normalizer: Any, encoding: str = "") -> Tables:
    """A row for each card and each of its roles (vCard 2.1, 3 and 4); pictures, sounds and keys are passed over."""
    text, guessed = decoded(data, charset_normalizer, encoding)
    if "\x00" in text:
        raise Refused("nul", text.count("\n", 0, text.index("\x00")) + 1)
    found = Tables(remarks=[Remark("encoding", words=guessed)] if guessed else [])
    sheet = Sheet()
    sheet.add(1, [heading for heading, _properties in CARD])
    count = len(BEGIN.findall(text))
    if count > MOST_ROWS:
        raise Refused("cards", words=str(count))
    for number, lines in _split_cards(text):
        try:
            card = vobject.readOne("\n".join(lines), allowQP=True)
            rows = _card_rows(card)
        except (MemoryError, RecursionError, Refused):
            raise
        except Exception as error:
            # vobject raises whatever a damaged line leads it to.
            found.remarks.append(Remark("card", number, words=str(error)[:100]))
            continue
        for row in rows:
            sheet.add(number, row)
    if not count:
        raise Refused("damaged")
    found.sheets.append(sheet)
    return found


def _split_cards(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each card with the number of its first line, without pictures."""
    card: list[str] = []
    begins = 0
    skipping = False
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        bare = line.strip().upper()
        if bare == "BEGIN:VCARD":
            if card:
                yield begins, card
            card, begins = [], number
        if not begins:
            continue
        # A folded line goes on with a blank; a picture of vCard 2.1 with blanks as well.
        if skipping and line[:1] in (" ", "\t"):
            continue
        skipping = PICTURES.match(line) is not None
        if skipping or not bare:
            continue
        if len(line) > LONGEST_CELL * 2:
            raise Refused("line", number)
        card.append(line)
        if bare == "END:VCARD":
            yield begins, card
            card, begins = [], 0
    if card:
        yield begins, card


def _card_rows(card: Any) -> list[list[str]]:
    """The cells of a card, a row for each role it names."""
    told = {name: [_value(line) for line in lines] for name, lines in card.contents.items()}
    if not any(told.get("fn", ())):
        told["fn"] = [" ".join(str(line.value).split()) for line in card.contents.get("n", ())]
    if "group" in (kind.casefold() for kind in told.get("kind", ())):
        # A mailbox; every card has a name, and this is none of a person.
        told["fn"] = []
    cells = []
    for _heading, names in CARD:
        values = [value for name in names for value in told.get(name, ()) if value]
        cells.append(list(dict.fromkeys(values)))
    roles, rest = cells[0] or [""], ["\n".join(values) for values in cells[1:]]
    return [[role, *rest] for role in roles]


def _value(line: Any) -> str:
    value = line.value
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        return "/".join(str(part).strip() for part in _flat(value) if str(part).strip())
    return str(value).strip().removeprefix("tel:").removeprefix("mailto:")


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        else:
            yield value
