"""What one edition of published minutes changed against an earlier one, as a page and as PDF.

Made from the two publications alone. Both are public and frozen, so that anybody may compare them; the comparison
itself is no part of the record and is made when somebody asks. The PDF is kept in the process: it can never
be another.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from ccm_portal import pdf
from meetings import printing, public_pages, public_texts
from meetings.text import inline, redline

TEMPLATE = "meetings/public/changes.html"
# A PDF of a comparison has some 100 KB.
MOST_KEPT = 50


@dataclass(frozen=True)
class Changes:
    """Two editions of one text: both and their contents; and all editions before the new one."""

    series: public_texts.Series
    old: public_texts.Edition
    new: public_texts.Edition
    before: dict[str, Any]
    content: dict[str, Any]
    earlier: tuple[public_texts.Edition, ...]

    @property
    def pdf_url(self) -> str:
        return f"{self.series.changes_pdf_url(self.new.number)}?since={self.old.number}"

    @property
    def comparison(self) -> redline.Comparison:
        """What changed, without what the publication says of itself."""
        return redline.compare(self.before, self.content, read=inline.to_text)

    @property
    def name(self) -> str:
        """The PDF's name in a folder of downloads."""
        return f"{self.series.slug}-changes-{self.old.number}-{self.new.number}.pdf"


def of(series: public_texts.Series, number: int, *, since: int | None = None) -> Changes | None:
    """Edition `number` against the earlier edition `since`, or the one before it. Three queries.

    None where there is no such edition, or none that is earlier.
    """
    editions = {edition.number: edition for edition in public_texts.editions(series)}
    old, new = editions.get(number - 1 if since is None else since), editions.get(number)
    if old is None or new is None or old.number >= new.number:
        return None
    earlier = tuple(editions[one] for one in sorted(editions) if one < number)
    contents = public_texts.content(series, old), public_texts.content(series, new)
    return Changes(series, old, new, *contents, earlier)


def page(changes: Changes, *, path: str) -> public_pages.Page:
    """The page for anybody."""
    context = {"changes": changes, "comparison": changes.comparison, "content": changes.content}
    return public_pages.make(TEMPLATE, context, path=path, language=changes.content["language"])


def as_pdf(changes: Changes) -> bytes:
    """The comparison as PDF; raises pdf.RendererUnavailable or pdf.RenderRefused."""
    stamp = _stamp(
        changes.content["language"], changes.old.identifier, changes.new.identifier, changes.new.day
    )
    return _rendered(printing.print_comparison(changes.comparison, changes.content, stamp=stamp))


@lru_cache(maxsize=MOST_KEPT)
def _rendered(html: str) -> bytes:
    return pdf.render(html)


def _stamp(language: str, old: str, new: str, day: dt.date) -> printing.Stamp:
    with translation.override(language):
        line = _(
            "Comparison of %(old)s with %(new)s, made from the two published texts; cite these, not this"
        )
        return printing.Stamp(
            status=_("What changed"),
            line=line % {"old": old, "new": new},
            identifier="",
            date=day.isoformat(),
        )
