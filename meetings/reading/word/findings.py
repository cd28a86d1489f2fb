"""What is met beside the text while a Word file is read; gathered once, however often the text is read."""

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from meetings.reading.decoding import UnreadableRecord
from meetings.reading.word.markup import W, value
from meetings.reading.word.values import Change, Comment, LeftOut

MOST_FINDINGS = 2_000
LONGEST_NEAR = 120
LONGEST_ANCHOR = 300
TEXTS = (f"{W}t", f"{W}delText")
GOING, COMING = (f"{W}del", f"{W}moveFrom"), (f"{W}ins", f"{W}moveTo")
KINDS = {
    f"{W}ins": "inserted",
    f"{W}del": "deleted",
    f"{W}moveTo": "moved here",
    f"{W}moveFrom": "moved away",
}


def words_of(element: Element, *, without: tuple[str, ...] = ()) -> str:
    """All words under an element, deleted ones too, a space between paragraphs. `without`: changes left away."""
    words: list[str] = []
    waiting = [element]
    while waiting:
        child = waiting.pop()
        if child.tag in TEXTS:
            words.append(child.text or "")
        elif child.tag in (f"{W}p", f"{W}tab", f"{W}br"):
            words.append(" ")
        if child.tag not in without:
            waiting.extend(reversed(child))
    return " ".join("".join(words).split())


def shortened(words: str, around: str = "") -> str:
    """A paragraph's words, cut to what stands around some of them."""
    if len(words) <= LONGEST_NEAR:
        return words
    at = words.find(around.strip()) if around.strip() else 0
    start = max(0, at - LONGEST_NEAR // 3)
    end = start + LONGEST_NEAR
    return ("…" if start else "") + words[start:end].strip() + ("…" if end < len(words) else "")


@dataclass
class Findings:
    """Changes, comments and what was left out, in the order of the file."""

    name: str
    changes: list[Change] = field(default_factory=list)
    comments: dict[str, Comment] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    open_comments: dict[str, str] = field(default_factory=dict)

    def change(self, row: Element, kind: str, words: str, near: str) -> None:
        """One tracked change; `row` is the element that says who and when."""
        self.changes.append(
            Change(kind, value(row, "author"), value(row, "date"), words, shortened(near, words))
        )
        self._not_too_many(len(self.changes))

    def leave_out(self, kind: str, words: str, near: str = "", *, read: bool = False) -> None:
        self.left_out.append(LeftOut(kind, words, shortened(near), read))
        self._not_too_many(len(self.left_out))

    def read_comments(self, root: Element | None) -> None:
        """The comments themselves; what they are about is met in the text."""
        for row in root.findall(f"{W}comment") if root is not None else ():
            comment = Comment(value(row, "author"), value(row, "date"), words_of(row), "")
            self.comments[value(row, "id")] = comment
            self._not_too_many(len(self.comments))

    def begin_anchor(self, row: Element) -> None:
        if value(row, "id") in self.comments:
            self.open_comments[value(row, "id")] = ""

    def end_anchor(self, row: Element) -> None:
        self._close(value(row, "id"))

    def anchored(self, words: str) -> None:
        """Words that stand in the text, deleted or not; they belong to every comment that is open."""
        if not words or not self.open_comments:
            return
        for name in list(self.open_comments):
            self.open_comments[name] += words
            if len(self.open_comments[name]) > LONGEST_ANCHOR:
                self._close(name)

    def _close(self, name: str) -> None:
        words = self.open_comments.pop(name, None)
        if words is not None:
            self.comments[name] = replace(self.comments[name], anchor=" ".join(words.split()))

    def finish(self) -> None:
        for name in list(self.open_comments):
            self._close(name)

    def _not_too_many(self, count: int) -> None:
        if count > MOST_FINDINGS:
            values = {"name": self.name, "most": MOST_FINDINGS}
            raise UnreadableRecord(
                _(
                    "%(name)s holds more than %(most)s tracked changes, comments or objects. Settle them in Word first."
                )
                % values
            )
