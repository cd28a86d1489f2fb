"""Action points: who and by when, in their printed wording, where the text says so clearly; else "".

"Presidency to …", "Norway will …", "All Friends, please …", "Norway: …", "… (Norway, by 15 March)".
"""

import re

from friends.reading.days import MONTH, WEEKDAY
from friends.reading.names import find_delegations

# An owner stands at the beginning, a date not far from it; a long text is not searched to its end.
REACH = 1500
LONGEST_OWNER = 120
LONGEST_DUE = 200
POSTS = re.compile(
    r"\b(?:presidenc(?:y|ies)|presidents?(?:['\u2019]s)?|president-designate|(?:vice-)?chair(?:s|person|man|woman)?|co-?chairs?"
    r"|(?:executive |thematic )?coordinators?|exec\.? coord\.?|friends|secretariat|committee|delegations?"
    r"|states(?: parties)?"
    r"|members|participants|host(?: country)?|rapporteurs?|facilitators?|observers"
    r"|implementation support unit|isu|office"
    r"|working groups?|all|everyone|everybody)\b",
    re.IGNORECASE,
)
# "Coordinators on clearance", "the co-chairs of the working group on victim assistance".
HOLDER = re.compile(
    r"(?:the )?(?:co-?chairs?|coordinators?|focal points?) (?:of|on|for) [\w' -]{2,80}", re.IGNORECASE
)
# Words that may stand between the names and posts of an owner.
JOINING = frozenset(
    "the a an of on for in and or with to all other each both any as designate executive thematic interested".split()  # noqa: SIM905
)
DOES = (
    r"(?:to|will|shall|should|agreed to|undertook to|offered to|(?:is|are|was|were) (?:to|asked to"
    r"|requested to|invited to|encouraged to))"
)
SUBJECT = re.compile(
    rf"(?P<owner>[^.;:\n]{{2,{LONGEST_OWNER}}}?)\s+(?:also\s+)?{DOES}\s+\(?[a-z]", re.IGNORECASE
)
ASKED = re.compile(rf"(?P<owner>[^.;:\n]{{2,{LONGEST_OWNER}}}?),?\s+(?:please|kindly)\b", re.IGNORECASE)
BEFORE_SIGN = re.compile(r"(?P<owner>[^.:;\n\u2013\u2014]{2,80}?)\s*(?::|\s[\u2013\u2014-])\s+\S")
LABELLED = re.compile(r"\b(?:owner|responsible|lead|who)\s*:\s*(?P<owner>[^;,.\n)\]]{2,120})", re.IGNORECASE)
BRACKETS = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,160})[)\]]\W*$")

DAY = (
    rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}"
    rf"|{MONTH}\s+\d{{1,2}}(?!\d)(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?"
)
ISO = r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}"
MONTHLY = rf"{MONTH}(?:,?\s+\d{{4}})?"
PART = (
    r"(?:the\s+)?(?:beginning|start|early|mid(?:dle)?|end|late|weeks?)(?:\s+(?:of|in|beginning|commencing))?[\s-]+(?:the\s+)?"
    rf"(?:{DAY}|{MONTHLY}|month|year|week)"
)
DATED = rf"(?:{PART}|{DAY}|{ISO}|{MONTHLY})"
DATES = rf"{DATED}(?:\s*(?:/|or|to|and|-|\u2013)\s*{DATED})*"
GATHERING = (
    r"(?:the|its|our|their|each)\s+(?:[\w-]+\s+){0,5}?(?:meetings?|gathering|session|consultations?|conference|\d?MSP|retreat)\b"
    r"(?:\s+(?:of|in)\s+(?:the\s+)?(?-i:[A-Z])[\w-]*)?|\d(?:st|nd|rd|th)?\s?MSP"
)
SOON = (
    rf"next\s+(?:week|month|year|meeting|session|{WEEKDAY})|(?:the\s+)?end\s+of\s+(?:the\s+)?(?:week|month"
    rf"|year)|{WEEKDAY}"
)
LASTING = r"(?:\d{1,3}|a|one|two|three|four|six|ten)\s+(?:working\s+)?(?:days?|weeks?|months?)"
SET_FOR = rf"(?:,?\s+(?:tentatively\s+|provisionally\s+)?(?:set|scheduled|planned|foreseen)\s+(?:for|in|on)\s+{DATES})?"
BEFORE = (
    r"(?:by|before|until|no\s+later\s+than|not\s+later\s+than|due(?:\s+(?:by|on))?|in\s+time\s+for"
    r"|ahead\s+of|prior\s+to|following|after|at|deadline\s*:)"
)
DUE = re.compile(
    rf"\b(?:(?i:{BEFORE})\s+(?:(?i:{GATHERING}){SET_FOR}|{DATES}|(?i:{SOON}))"
    rf"|(?i:within|in)\s+(?i:{LASTING})|(?i:in|during|on)\s+(?i:the\s+)?{DATES}|(?i:as soon as possible"
    rf"|immediately|next (?:week|month|year))|{PART})"
)
BY_LABEL = re.compile(r"\b(?:due|deadline|by when|when)\s*:\s*(?P<due>[^;\n)\]]{2,120})", re.IGNORECASE)


def read_owner(text: str, *, labelled: bool = False) -> str:
    """The printed words for who is to act, "" where the text does not say it clearly.

    `labelled`: the text stood behind "Action:", so that whoever stands before "to …" is meant.
    """
    beginning = text[:REACH].replace("**", "")
    for pattern in (ASKED, SUBJECT, BEFORE_SIGN):
        match = pattern.match(beginning)
        if match and (
            is_owner(match["owner"]) or (labelled and pattern is SUBJECT and _like_a_name(match["owner"]))
        ):
            return match["owner"].strip(" ,")
    match = LABELLED.search(beginning)
    if match:
        return match["owner"].strip()
    return _in_brackets(text)[0]


def read_due(text: str) -> str:
    """The printed words for when it is due, with their "by" or "in time for"; "" where there are none."""
    beginning = text[:REACH].replace("**", "")
    match = BY_LABEL.search(beginning)
    if match:
        return match["due"].strip(" .")
    match = DUE.search(beginning)
    return " ".join(match.group().split()).rstrip(" ,.")[:LONGEST_DUE] if match else _in_brackets(text)[1]


def is_owner(words: str) -> bool:
    """Whether words hold nothing but delegations and posts, and words that join them."""
    if len(words) > LONGEST_OWNER:
        return False
    if HOLDER.fullmatch(words.strip(" ,")):
        return True
    mentions = find_delegations(words, adjectives=True)
    rest = words
    for mention in reversed(mentions):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    without_posts = POSTS.sub(" ", rest)
    named = bool(mentions) or without_posts != rest
    left = re.findall(r"[^\W_]+", without_posts.casefold())
    return named and all(
        word in JOINING or word == "s" or any(sign.isdigit() for sign in word) for word in left
    )


def _like_a_name(words: str) -> bool:
    """A few words of which the first has a capital: "Ms Example", "The drafting group"."""
    return words[:1].isupper() and len(words.split()) <= len(["X", "and", "Y", "of", "Z"])


def _in_brackets(text: str) -> tuple[str, str]:
    """(owner, due) of "… (Norway, by 15 March)"."""
    match = BRACKETS.search(text[-REACH:].replace("**", ""))
    if match is None:
        return "", ""
    inside = match["inside"]
    due = DUE.search(inside)
    owner = (inside[: due.start()] if due else inside).strip(" ,;:\u2013-")
    return (owner if is_owner(owner) else ""), (due.group().rstrip(" ,.") if due else "")
