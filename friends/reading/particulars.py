"""What a list says of a person beside name and address: telephone, capital or mission, speaks or copies, language."""

import re
from dataclasses import dataclass

from friends.reading.names import fold, only_a_seat

LONGEST_PHONE = 40
CAPITAL, MISSION = "capital", "mission"
YES = frozenset(("yes", "y", "x", "oui", "si", "true", "1", "\u2713"))
NO = frozenset(("no", "n", "non", "false", "0", "-"))
LANGUAGES = {
    "en": ("english", "anglais", "ingles"),
    "fr": ("french", "francais", "frances"),
    "es": ("spanish", "espagnol", "espanol"),
    "ar": ("arabic", "arabe"),
    "ru": ("russian", "russe", "ruso"),
    "zh": ("chinese", "chinois", "chino"),
}
CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,4})?")


@dataclass(frozen=True, slots=True)
class Particulars:
    """posting: CAPITAL, MISSION or ""; speaks: None where the list does not say; language: a code or ""."""

    phone: str = ""
    posting: str = ""
    speaks: bool | None = None
    language: str = ""


def read_phone(words: str) -> str | None:
    """A number that can be kept; None for words that are none."""
    number = " ".join(words.split())
    fits = len(number) <= LONGEST_PHONE and any(sign.isdigit() for sign in number)
    return number if fits and not number.startswith("=") else None


def read_posting(words: str) -> str | None:
    folded = fold(words)
    if "capital" in folded:
        return CAPITAL
    return MISSION if "mission" in folded or only_a_seat(words) else None


def read_speaks(words: str, heading: str) -> bool | None:
    """Whether somebody speaks for the delegation: "copy only", or "yes" under the heading "Speaks" or "Copy only"."""
    said, asked = fold(words).strip(), fold(heading)
    if "cop" in said or said == "cc":
        return False
    if "speak" in said:
        return True
    if said not in YES | NO:
        return None
    about_copies = "speak" not in asked
    return (said in YES) != about_copies


def read_language(words: str) -> str | None:
    folded = fold(words).strip()
    for code, names in LANGUAGES.items():
        if folded in names:
            return code
    return folded if CODE.fullmatch(folded) else None
