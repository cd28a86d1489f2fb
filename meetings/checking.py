"""Is this the record? A file or words somebody brings, held against everything published. Nothing of it is kept.

A file is first looked up by its SHA-256. Where it is another one, a PDF says on its last page which text it claims to
be, and a page or JSON is compared with the text it is most like; so are words.
"""

import dataclasses
import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from ccm_portal import foreign
from ccm_portal.canonical import canonical, sha256
from meetings import public_texts as public
from meetings.models import Publication, PublicationFile
from meetings.text import copies, inline, likeness, numbering

MOST_BYTES = 16_000_000
MOST_CHARACTERS = 200_000
FEWEST_WORDS = 6
# Below this share of common samples a text is another one.
LIKE = 0.15
KEPT_TEXTS = 500
MOST_SHOWN = 40
# Eight groups of eight digits, as the last page has them, or in one piece.
PRINTED_HASH = re.compile(r"\b(?:[0-9a-f]{8}\s){7}[0-9a-f]{8}\b|\b[0-9a-f]{64}\b")


class CannotCheck(Exception):
    """What was brought cannot be compared; the sentence says why."""


class Kind(StrEnum):
    """What a copy is."""

    RECORD = "record"
    SAME_WORDS = "same"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """What a copy is, of which edition, which one is the newest, and where it differs.

    file: the name of the published file it is. places: where pasted words stand.
    """

    kind: Kind
    edition: public.Edition | None = None
    newest: public.Edition | None = None
    file: str = ""
    differences: tuple[copies.Difference, ...] = ()
    more: int = 0
    places: tuple[str, ...] = ()

    @property
    def is_older(self) -> bool:
        """Whether a newer edition stands beside it."""
        return self.edition is not None and self.edition != self.newest


@dataclass(frozen=True)
class _Known:
    """A published edition, and the newest of its text."""

    edition: public.Edition
    newest: public.Edition


def _known() -> list[_Known]:
    """Every published edition, the newest of each text first; one query."""
    return [_Known(one, row[0]) for row in public.all_editions().values() for one in row]


def _canonical(digests: Sequence[str]) -> dict[str, str]:
    return dict(Publication.objects.filter(sha256__in=digests).values_list("sha256", "canonical"))


# --- a file -------------------------------------------------------------------------------------------------------


def check_file(data: bytes) -> Verdict:
    """What a PDF, a record.html or a record.json is. Raises CannotCheck."""
    if len(data) > MOST_BYTES:
        raise CannotCheck(
            _("The file is larger than %(most)s MB; no published file is. Nothing was read.")
            % {"most": MOST_BYTES // 1_000_000}
        )
    if not data:
        raise CannotCheck(_("The file is empty."))
    known = _known()
    row = PublicationFile.objects.filter(sha256=sha256(data)).values("name", "publication__sha256").first()
    if row:
        for one in known:
            if one.edition.sha256 == row["publication__sha256"]:
                return Verdict(Kind.RECORD, one.edition, one.newest, file=row["name"])
    try:
        return _other_file(data, known)
    except foreign.CannotRead as problem:
        raise CannotCheck(str(problem)) from problem


def _other_file(data: bytes, known: list[_Known]) -> Verdict:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return _pdf(data, known)
    if start.startswith(b"<"):
        return _page(data, known)
    if start.startswith(b"{"):
        return _json(data, known)
    raise CannotCheck(
        _("This is not a PDF, nor a record.html or record.json. Paste the words below instead.")
    )


def _pdf(data: bytes, known: list[_Known]) -> Verdict:
    text = foreign.text(data, foreign.PDF)
    if not text.strip():
        raise CannotCheck(
            _("This PDF holds no words, only pictures of them. Paste or type the words below instead.")
        )
    one = _claimed(text, known) or _like(copies.words(text), known)
    if one is None:
        return Verdict(Kind.UNKNOWN)
    return _compared(one, _published_text(one.edition.sha256, "application/pdf"), text)


def _page(data: bytes, known: list[_Known]) -> Verdict:
    text = foreign.text(data, foreign.PAGE)
    one = _like(copies.words(text), known)
    if one is None:
        return Verdict(Kind.UNKNOWN)
    return _compared(one, _published_text(one.edition.sha256, public.HTML_TYPE), text)


def _json(data: bytes, known: list[_Known]) -> Verdict:
    try:
        content = json.loads(data)
        digest = sha256(canonical(content))
        parts = _units(content)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as problem:
        raise CannotCheck(
            _("This JSON is not a published text: it is damaged, or something else.")
        ) from problem
    for one in known:
        if one.edition.sha256 == digest:
            return Verdict(Kind.SAME_WORDS, one.edition, one.newest)
    given, _indexes = copies.flat(parts)
    found = _like(given, known)
    if found is None:
        return Verdict(Kind.UNKNOWN)
    # It is not the text: where its words are the same, something else in it is not.
    verdict = _with_units(found, given, part=False)
    if verdict.kind == Kind.ALTERED:
        return verdict
    before = json.loads(_canonical([found.edition.sha256])[found.edition.sha256])
    return dataclasses.replace(
        verdict, kind=Kind.ALTERED, differences=tuple(copies.other_differences(before, content))
    )


def _claimed(text: str, known: list[_Known]) -> _Known | None:
    """The edition whose hash stands in the text."""
    said = {"".join(match.split()) for match in PRINTED_HASH.findall(text)}
    return next((one for one in known if one.edition.sha256 in said), None)


@functools.lru_cache(maxsize=20)
def _published_text(digest: str, media_type: str) -> str:
    """The words of a published file, read in the same way as the copy."""
    files = PublicationFile.objects.filter(publication__sha256=digest, media_type=media_type)
    data = bytes(files.values_list("content", flat=True)[0])
    return foreign.text(data, foreign.PDF if media_type == public.PDF_TYPE else foreign.PAGE)


def _compared(one: _Known, published: str, given: str) -> Verdict:
    """A whole file against the published one of its kind."""
    lines = copies.running_lines(published.split("\f"))
    reference = copies.words(copies.without_lines(published.split("\f"), lines))
    brought = copies.words(copies.without_lines(given.split("\f"), lines))
    parts = _units(json.loads(_canonical([one.edition.sha256])[one.edition.sha256]))
    return _verdict(one, copies.compare(reference, copies.labels(reference, parts), brought, parts))


# --- words --------------------------------------------------------------------------------------------------------


def check_words(text: str) -> Verdict:
    """Whether pasted words stand in a published text, and where they differ. Raises CannotCheck."""
    if len(text) > MOST_CHARACTERS:
        raise CannotCheck(
            _("These are %(length)s characters; at most %(most)s can be compared at once.")
            % {"length": len(text), "most": MOST_CHARACTERS}
        )
    given = copies.words(text)
    if len(given) < FEWEST_WORDS:
        raise CannotCheck(
            _("Paste at least %(fewest)s words: fewer stand in many texts.") % {"fewest": FEWEST_WORDS}
        )
    one = _like(given, _known())
    return _with_units(one, given, part=True) if one else Verdict(Kind.UNKNOWN)


def _with_units(one: _Known, given: Sequence[copies.Word], *, part: bool) -> Verdict:
    parts = _units(json.loads(_canonical([one.edition.sha256])[one.edition.sha256]))
    if part:
        parts = likeness.window(parts, given)
    reference, indexes = copies.flat(parts)
    found = copies.compare(reference, indexes, given, parts, part=part)
    return _verdict(one, found, places=found.places if part else ())


def _verdict(one: _Known, compared: copies.Comparison, *, places: tuple[str, ...] = ()) -> Verdict:
    found = compared.differences
    return Verdict(
        Kind.ALTERED if found else Kind.SAME_WORDS,
        one.edition,
        one.newest,
        differences=found[:MOST_SHOWN],
        more=max(0, len(found) - MOST_SHOWN),
        places=places,
    )


def _units(content: dict[str, object]) -> list[copies.Unit]:
    return copies.units(content, read=inline.to_text, place=numbering.place)


# --- which text is it like? ---------------------------------------------------------------------------------------

# What a text is searched in, by its SHA-256: it never changes.
_joined: dict[str, str] = {}


def _like(given: Sequence[copies.Word], known: list[_Known]) -> _Known | None:
    """The edition that shares most with these words; of equal ones the newest. None where none is like them."""
    looked_for = likeness.samples(given)
    texts = _search_texts([one.edition.sha256 for one in known])
    best, most = None, LIKE
    for one in known:
        share = likeness.likeness(looked_for, texts[one.edition.sha256])
        if share > most:
            best, most = one, share
    return best


def _search_texts(digests: list[str]) -> dict[str, str]:
    """What each text is searched in; one query for those not kept."""
    found = {digest: _joined[digest] for digest in digests if digest in _joined}
    missing = [digest for digest in digests if digest not in found]
    for digest, text in _canonical(missing).items() if missing else ():
        found[digest] = likeness.joined(copies.flat(_units(json.loads(text)))[0])
        if len(_joined) < KEPT_TEXTS:
            _joined[digest] = found[digest]
    return found
