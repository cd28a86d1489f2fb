"""Email addresses found in a cell."""

import re

# Split first, look for the @ afterwards: one pass, however long the cell.
SEPARATORS = re.compile(r"[\s;,<>()\[\]|\"]+")
EDGES = ".:'\u2019*"


def take_addresses(cell: str) -> tuple[list[str], str]:
    """(the addresses in order, what else the cell holds); "mailto:" and brackets are left out."""
    if "@" not in cell:
        return [], cell.strip()
    addresses, rest = [], []
    for word in SEPARATORS.split(cell):
        bare = word.removeprefix("mailto:").strip(EDGES)
        if is_address(bare):
            addresses.append(bare)
        elif word:
            rest.append(word)
    return addresses, " ".join(rest)


def is_address(word: str) -> bool:
    local, at, domain = word.rpartition("@")
    return bool(at and local and "." in domain.strip(".")) and "@" not in local
