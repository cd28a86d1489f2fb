"""What every page for the PDF renderer has: the style sheet in it, language and direction, no control characters."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils import translation
from django.utils.safestring import SafeString

STYLESHEET = "print.css"

# The United Nations' Chinese is written in simplified characters.
WRITTEN_AS = {"zh": "zh-hans"}

# Control characters have no shape on paper and are not allowed in a PDF's metadata.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class StylesheetMissing(Exception):
    """The print style sheet is not where static files are looked for."""


def stylesheet() -> SafeString:
    """The style sheet's text; it is ours, and may hold quotes and angle brackets."""
    found = finders.find(STYLESHEET)
    if not found:
        raise StylesheetMissing(STYLESHEET)
    return SafeString(Path(found).read_text(encoding="utf-8"))


def language_name(code: str) -> str:
    """What the language calls itself ("français"); the code where it is not known."""
    try:
        return str(translation.get_language_info(WRITTEN_AS.get(code, code))["name_local"])
    except KeyError:
        return code


def direction() -> str:
    """In which direction the language now active is read: "ltr" or "rtl"."""
    return "rtl" if translation.get_language_bidi() else "ltr"


def fit_to_print(page: str) -> str:
    """The page with a replacement sign where a control character stood."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", page)
