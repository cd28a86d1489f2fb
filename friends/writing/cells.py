"""Cells that a spreadsheet program would run as a formula: neutralised when written as text, plain again when read."""

import re

# CWE-1236: a cell that begins so is run, not shown, when a file of separated values is opened.
LIVE = re.compile("'*[=+\\-@\t\r\n\0]")
# What neutral() puts before it; programs that know the sign do not show it.
SIGN = "'"


def is_live(text: str) -> bool:
    """Whether a spreadsheet program might take the cell for a formula."""
    return LIVE.match(text) is not None and not text.startswith(SIGN)


def neutral(text: str) -> str:
    """The cell with a sign before it where it would be run; `plain` gives back what it was, "+41 22 …" too."""
    return SIGN + text if LIVE.match(text) else text


def plain(text: str) -> str:
    """What a cell said before `neutral` wrote it; a cell written by anybody else stays as it is."""
    return text[len(SIGN) :] if text.startswith(SIGN) and LIVE.match(text) else text
