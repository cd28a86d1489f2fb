"""What a person decided on a list that is to be brought in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from friends.reading.names import key


@dataclass(frozen=True)
class Choices:
    """How words are taken, which pairs hold, what is left out and what is ended.

    delegations, areas: folded words of the list → the name that is meant ("" for none). pairs: line → address → name.
    skipped: keys of entries that are not brought in. ended: keys of what leaves the list. Keys as in `Proposal`.
    """

    delegations: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()

    def delegation(self, words: str) -> str | None:
        """The name that is meant by these words, None where nobody said."""
        return self.delegations.get(key(words))

    def area(self, words: str) -> str | None:
        return self.areas.get(key(words))

    def as_dict(self) -> dict[str, Any]:
        return {
            "delegations": dict(self.delegations),
            "areas": dict(self.areas),
            "pairs": {str(line): dict(names) for line, names in self.pairs.items()},
            "skipped": sorted(self.skipped),
            "ended": sorted(self.ended),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Choices":
        """What `as_dict` gave."""
        return cls(
            kept.get("delegations", {}),
            kept.get("areas", {}),
            {int(line): names for line, names in kept.get("pairs", {}).items()},
            frozenset(kept.get("skipped", ())),
            frozenset(kept.get("ended", ())),
        )
