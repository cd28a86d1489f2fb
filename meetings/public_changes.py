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
from meetings import printing, public, public_pages
from meetings.text import inline, redline

TEMPLATE = "meetings/public/changes.html"
# A PDF of a comparison has some 100 KB.
MOST_KEPT = 50


@dataclass(frozen=True)
class Changes:
    """Two editions: the slug of their meeting, both and their contents; and all editions before the new one."""

    slug: str
    old: public.Edition
    new: public.Edition
    before: dict[str, Any]
    content: dict[str, Any]
    earlier: tuple[public.Edition, ...]

    @property
    def comparison(self) -> redline.Comparison:
        """What changed, without what the publication says of itself."""
        return redline.compare(self.before, self.content, read=inline.to_text)

    @property
    def name(self) -> str:
        """The PDF's name in a folder of downloads."""
        return f"{self.slug}-changes-{self.old.number}-{self.new.number}.pdf"


def of(slug: str, number: int, *, since: int | None = None) -> Changes | None:
    """Edition `number` against the earlier edition `since`, or the one before it. Three queries.

    None where there is no such edition, or none that is earlier.
    """
    editions = {edition.number: edition for edition in public.editions(slug)}
    old, new = editions.get(number - 1 if since is None else since), editions.get(number)
    if old is None or new is None or old.number >= new.number:
        return None
    earlier = tuple(editions[one] for one in sorted(editions) if one < number)
    return Changes(slug, old, new, public.content(slug, old), public.content(slug, new), earlier)


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
