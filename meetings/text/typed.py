"""What somebody typed or pasted, made fit to be kept. Pure: text in, text out.

Nothing that can be read is dropped: words are composed (Unicode NFC), signs that no database or printer can hold go,
and characters that cannot be seen (joiners, controls of direction) stay, because Arabic, Persian or emoji
need some of them; the desk shows and names them.
"""

import re
import unicodedata

# Controls other than tab and line break, and halves of signs that stand alone.
UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n?|[\x0c\u2028\u2029\u0085]")


def fit(words: str) -> str:
    """The words composed, with one kind of line break, without what cannot be kept."""
    return unicodedata.normalize("NFC", UNFIT.sub("", LINE_ENDS.sub("\n", words)))


def one_line(words: str) -> str:
    """The same as one line: a paragraph holds no line break, and single blanks."""
    return " ".join(fit(words).split())


def with_lines(words: str) -> str:
    """The same with its line breaks, without blanks at the ends of lines: a statement stands as it was handed in."""
    return "\n".join(line.rstrip() for line in fit(words).split("\n")).strip("\n")
