"""Delegations known by name and by alias, found in a cell or in running text.

In running text names count in English; a cell that holds nothing else may name a delegation in any of six languages.
"""

import re
import unicodedata
from dataclasses import dataclass

from friends.reading.languages import LANGUAGES, Named, table
from friends.reading.organisations import ORGANISATIONS, SEATS
from friends.reading.states import STATES

STATE = "State"
ORGANISATION = "organisation"

# Letters that Unicode does not take apart into a base letter and a mark.
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "đ": "d", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "ð": "d"}
)
WORD = re.compile(r"[^\W_]+")
# An acronym, or an acronym's letters with points.
CAPITALS = re.compile(r"(?:[A-Z]\.?){2,8}(?:[ /-][A-Z]{2,8})?")
LEAD = re.compile(
    r"^(?:the )?(?:(?:permanent )?mission of|permanent representation of|delegation of|government of|embassy of"
    r"|republic of|kingdom of|state of|presidency of)(?: the)? |^the "
)
LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class DelegationName:
    """A State or organisation of our table: its name in full, the usual short one, and which of the two it is."""

    name: str
    short: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A delegation named in a text, and where."""

    delegation: DelegationName
    words: str
    start: int
    end: int


def fold(words: str) -> str:
    """Lower case without accents, for comparing: "Türkiye" and "turkiye" are the same."""
    apart = unicodedata.normalize("NFKD", words.translate(LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def key(words: str) -> str:
    """The folded words alone, single-spaced."""
    return " ".join(WORD.findall(fold(words.replace("&", " and ").replace("'", "").replace("\u2019", ""))))


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]


def _aliases(cell: str) -> list[str]:
    return [alias.strip() for alias in cell.split(";") if alias.strip()]


def _known() -> tuple[dict[str, DelegationName], dict[str, DelegationName], set[str]]:
    names: dict[str, DelegationName] = {}
    adjectives: dict[str, DelegationName] = {}
    capitals: set[str] = set()
    listed = [(row[0], STATE, row[1], [row[2] or row[0], *_aliases(row[3])], row[4]) for row in _rows(STATES)]
    listed += [(row[0], ORGANISATION, "", _aliases(row[1]), "") for row in _rows(ORGANISATIONS)]
    for name, kind, code, aliases, adjective in listed:
        delegation = DelegationName(name, aliases[0] if aliases else name, kind, code)
        for alias in [name, *aliases]:
            names[key(alias)] = delegation
            if CAPITALS.fullmatch(alias):
                capitals.add(key(alias))
        if adjective:
            adjectives[key(adjective)] = delegation
    return names, adjectives, capitals


NAMES, ADJECTIVES, CAPITAL_ONLY = _known()
# Names of States that people have as well, or that are another word in English.
MEAN_SOMETHING_ELSE = {"maurice", "mauricio", "dominique", "grenade"}
FEWEST_CAPITALS = 4


def _known_elsewhere() -> dict[str, DelegationName]:
    """By their names in other languages than English: what has one meaning only."""
    meant: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for name, named in table(language).items():
            for words in (named.short, named.formal):
                if not (CAPITALS.fullmatch(words) and len(words) < FEWEST_CAPITALS):
                    meant.setdefault(key(words), set()).add(name)
    by_name = {one.name: one for one in NAMES.values()}
    once = {words: by_name[min(names)] for words, names in meant.items() if len(names) == 1}
    return {words: one for words, one in once.items() if words not in NAMES.keys() | MEAN_SOMETHING_ELSE}


NAMES_ELSEWHERE = _known_elsewhere()
MOST_WORDS = max(len(name.split()) for name in NAMES)
SEAT_KEYS = sorted({key(seat) for seat in SEATS}, key=len, reverse=True)


def find_delegation(words: str) -> DelegationName | None:
    """The one delegation that a cell or label names: "Lao PDR", "UNDP/BCPR" (a unit of it), "Norway, Geneva".

    None where it names none, or two States.
    """
    if len(words) > LONGEST_CELL:
        return None
    return find_exactly(words) or _without_seat(words) or _first_part(words)


def find_exactly(words: str) -> DelegationName | None:
    """The delegation whose name the words are, and nothing else: no unit, seat or role beside it."""
    return _exactly(key(words)) if len(words) <= LONGEST_CELL else None


def _exactly(name: str) -> DelegationName | None:
    return NAMES.get(name) or NAMES.get(LEAD.sub("", name)) or NAMES_ELSEWHERE.get(name)


def named_in_six(english: str) -> dict[str, Named]:
    """What our table has, by language, for whatever goes by this English name; empty for what it does not know.

    In English the short name is the one it was asked for by.
    """
    known = NAMES.get(key(english))
    if known is None:
        return {}
    found = {code: table(code)[known.name] for code in LANGUAGES if known.name in table(code)}
    found["en"] = Named(english, found["en"].formal)
    return found


def _without_seat(words: str) -> DelegationName | None:
    rest = read_seat(words)[1]
    return _exactly(rest) if rest else None


def _first_part(words: str) -> DelegationName | None:
    """An organisation before the name of its unit; a State before a remark in brackets."""
    parts = re.split(r"\s*[/(]\s*|\s[\u2013\u2014-]\s", words)
    known = [_exactly(key(part)) for part in parts]
    states = [one for one in known if one is not None and one.kind == STATE]
    if len(parts) == 1 or known[0] is None or len(states) > 1:
        return None
    return known[0]


def read_seat(words: str) -> tuple[str, str]:
    """(the seat as printed, the other words folded): "Norway Vienna" → ("Norway Vienna", "norway")."""
    rest = f" {key(words)} "
    for seat in SEAT_KEYS:
        rest = rest.replace(f" {seat} ", " ")
    rest = " ".join(word for word in rest.split() if word not in ("in", "at"))
    return (words.strip(), rest) if rest != key(words) else ("", rest)


def only_a_seat(words: str) -> bool:
    """Whether a cell names a city where delegations sit and, at most, the State it lies in or works from."""
    seat, rest = read_seat(words)
    known = _exactly(rest) if rest else None
    return bool(seat) and (not rest or (known is not None and known.kind == STATE))


def find_delegations(text: str, *, adjectives: bool = False) -> list[Mention]:
    """The delegations named in running text, in order, the longest name first ("Papua New Guinea").

    Names count with a capital letter, acronyms in capitals only; with `adjectives` also "Lebanese".
    """
    tokens = [(key(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    mentions = []
    at = 0
    while at < len(tokens):
        mention, taken = _mention_at(text, tokens, at, adjectives)
        if mention is not None:
            mentions.append(mention)
        at += taken
    return mentions


# A word with its apostrophes, so that "d'Ivoire" and "People's" keep their keys.
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['\u2019][^\W_]+)*|&")


def _mention_at(
    text: str, tokens: list[tuple[str, int, int]], at: int, adjectives: bool
) -> tuple[Mention | None, int]:
    """The name beginning at a token, with the number of tokens it takes; (None, 1) where none begins."""
    if not text[tokens[at][1]].isupper():
        return None, 1
    for count in range(min(MOST_WORDS, len(tokens) - at), 0, -1):
        start, end = tokens[at][1], tokens[at + count - 1][2]
        if end - start > LONGEST_CELL:
            continue
        name = " ".join(token[0] for token in tokens[at : at + count])
        delegation = NAMES.get(name) or (ADJECTIVES.get(name) if adjectives else None)
        printed = text[start:end]
        if delegation is not None and not (name in CAPITAL_ONLY and printed != printed.upper()):
            return Mention(delegation, printed, start, end), count
    return None, 1
