"""The body that met, as a title names it: "Minutes of the third meeting of the Coordination Committee …"."""

import re

from friends.reading.contact_list import TITLE as LIST_TITLE
from friends.reading.days import find_days
from friends.reading.lines import without_bold
from friends.reading.names import key

EDGES = " ,;:.\u2013\u2014-()"
LONGEST = 200
ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|last|informal|formal|regular"
    r"|extraordinary|special|draft|final|joint)"
)
GATHERING = r"(?:meetings?|sessions?|consultations?)"
OF_BODY = re.compile(rf"\b{GATHERING}\s+(?:of|with|between|among)\s+(?:the\s+)?(?P<body>\S.*)", re.IGNORECASE)
PAPER = (
    r"(?:draft\s+|summary\s+|final\s+|agreed\s+)*(?:minutes|records?|reports?|notes|summary|agenda)"
    r"(?:\s+and\s+(?:action points|decisions))?"
)
OF_PAPER = re.compile(
    rf"{PAPER}\s*(?:of|from|for|:|[\u2013\u2014-])\s*(?:the\s+)?(?P<body>\S.*)", re.IGNORECASE
)
BEFORE_GATHERING = re.compile(
    rf"(?P<body>\S.*?)[\s,:\u2013\u2014-]+(?:{ORDINAL}\s+)*(?:{GATHERING}|{PAPER})\b.*", re.IGNORECASE
)
LEAD = re.compile(rf"^(?:(?:the|{ORDINAL})\s+)+", re.IGNORECASE)
HELD = re.compile(
    r"\s+(?:held|convened|that took place|on)\s+(?=\w*\s*(?:on|at|in|from|\d|mon|tue|wed|thu|fri|sat|sun)).*$",
    re.IGNORECASE,
)
TAIL_GATHERING = re.compile(rf"\s+(?:{ORDINAL}\s+)*(?:{GATHERING}|{PAPER})\W*$", re.IGNORECASE)
# "of the 5MSP", "to the XYZ", "of the Convention on …": which period and treaty, not which body.
QUALIFIER = re.compile(
    r"\s+(?:of|to|for|under|on)\s+the\s+(?:\d{1,2}(?:st|nd|rd|th)?\s?(?:MSP|RC|RevCon)|(?:\w+\s+){0,3}(?:Convention|Treaty)\b.*)$",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"\s+(?:of|to|for|under|on)\s+the\s+[A-Z]{2,6}$")
SMALL_WORDS = frozenset(["a", "and", "at", "for", "in", "of", "on", "the", "to", "with"])


def read_body(title: str) -> str:
    """The printed name of the body in a title, with its qualifiers; "" where the title names none."""
    words = without_bold(title)[:LONGEST]
    for printed in reversed(find_days(words)):
        words = f"{words[: printed.start]}{words[printed.end :]}"
    words = words.strip(EDGES)
    for pattern in (OF_BODY, OF_PAPER, BEFORE_GATHERING):
        match = pattern.search(words) if pattern is OF_BODY else pattern.match(words)
        if match:
            return _clip(match["body"])
    return _clip(words)


def _clip(words: str) -> str:
    words = HELD.sub("", LEAD.sub("", words)).strip(EDGES)
    words = TAIL_GATHERING.sub("", words).strip(EDGES)
    return "" if re.fullmatch(PAPER, words, re.IGNORECASE) or key(words) in ("meeting", "meetings") else words


def without_qualifiers(body_words: str) -> str:
    """ "Circle of Hosts of the 5MSP to the XYZ" → "Circle of Hosts"; capitals are toned down."""
    shorter = _in_title_case(body_words) if body_words.isupper() else body_words
    while (cut := ACRONYM.sub("", QUALIFIER.sub("", shorter)).strip(EDGES)) != shorter:
        shorter = cut
    return shorter


def _in_title_case(words: str) -> str:
    return " ".join(
        word.lower() if word.lower() in SMALL_WORDS else word.capitalize() for word in words.split()
    )


def body_of_list(title: str) -> str:
    """The body whose contact list a title names: "Coordination Committee contact list, …", "Contact list of the …"."""
    words = without_bold(title)[:LONGEST]
    match = LIST_TITLE.search(words)
    if match is None:
        return ""
    before = words[: match.start()].strip(EDGES)
    after = re.match(r"\s*(?:of|for)\s+(?:the\s+)?(?P<body>[^,(]{3,})", words[match.end() :])
    body = before or (after["body"] if after else "")
    body = re.split(r"\s*,?\s*\b(?:as of|as at|update|valid)", body)[0]
    return without_qualifiers(LEAD.sub("", body).strip(EDGES))
