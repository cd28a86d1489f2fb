"""The canaries, and where they were seen: what every channel of the crawl is read with.

book = Book.of({key: "a session"})
book.read("pages", text, allowed={"canary-ours-text"}, where="GET /desk/ as admin")
book.leaks          # those seen outside their place
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ccm_portal import links
from friends.models import AccessLink
from tests.trust.reading import squeezed
from tests.trust.sides import CANARIES, World

# What somebody types who signs in with a password that is none.
TYPED = ("address", "password")
SIDES = ("ours", "theirs", "typed")


def _name(side: str, kind: str) -> str:
    return f"canary-{side}-{kind}"


@dataclass
class Book:
    """words: a pattern of all canaries. tokens: each token of a link with the address it was sent to.

    read_in: how many texts of each channel were read. leaks: one line each.
    """

    words: re.Pattern[str]
    tokens: dict[str, str]
    count: int
    read_in: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, secrets: Mapping[str, str]) -> "Book":
        """secrets: what is as secret as a token, and of what it is."""
        kinds = "|".join(sorted({*CANARIES, *TYPED}))
        pattern = re.compile(rf"canary-?({'|'.join(SIDES)})-?({kinds})", re.IGNORECASE)
        tokens = {links.token(link.pk, link.epoch): link.contact.email for link in AccessLink.objects.all()}
        tokens |= secrets
        return cls(pattern, tokens, 2 * len(CANARIES) + len(TYPED) + len(tokens))

    def seen(self, text: str) -> set[str]:
        """The canaries in a text, a token by itself."""
        words = {_name(side.lower(), kind.lower()) for side, kind in self.words.findall(text)}
        return words | {token for token in self.tokens if token in text or squeezed(token) in text}

    def read(self, channel: str, text: str, *, allowed: set[str], where: str) -> None:
        """Note what stands in a text and should not."""
        self.read_in[channel] += 1
        for word in sorted(self.seen(text) - allowed):
            said = f"the secret of {self.tokens[word]}" if word in self.tokens else word
            self.leaks.append(f"{channel}: {where}: {said}")

    def of_address(self, address: str) -> set[str]:
        """The tokens that were sent there."""
        return {token for token, owner in self.tokens.items() if owner == address}


def words(side: str, kinds: Iterable[str]) -> set[str]:
    """The canaries of one side of these kinds."""
    return {_name(side, kind) for kind in kinds}


def everything(sides: World) -> set[str]:
    """All canaries of both sides, for a place where only tokens are out of place."""
    return words(sides.ours.name, CANARIES) | words(sides.theirs.name, CANARIES) | words("typed", TYPED)
