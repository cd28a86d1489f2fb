"""Areas of work that the minutes list, and what they say is still to be confirmed."""

import re
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from friends.reading.lines import without_bold
from friends.reading.report import Report
from meetings.reading.areas import announces_areas, read_area, to_reconfirm
from meetings.reading.sentences import sentences
from meetings.reading.values import BULLET, IN_MINUTES, NUMBERED, PARAGRAPH, AreaOfWork, Section

REACH = 20_000
# An announcement stands at the end of its paragraph.
LAST_WORDS = 400
CONFIRMED = re.compile(r"\bconfirmed\b", re.IGNORECASE)


def read_areas(sections: Iterable[Section], report: Report) -> list[AreaOfWork]:
    """The areas in lists that a paragraph announces ("… the thematic work as follows:").

    Where the text says later that a delegation is still to be asked, a person is told: the record contradicts itself,
    and `statuses` gives both.
    """
    areas: list[AreaOfWork] = []
    for section in sections:
        areas += _areas_of(section)
        for paragraph in section.paragraphs:
            for delegation in to_reconfirm(paragraph.text[:REACH]):
                values = {"name": delegation.short}
                words = _("The text says that it is still to be reconfirmed with %(name)s.") % values
                report.ask(words, paragraph.lines[0])
    for area in areas:
        report.detail(area.line, f"{area.name}: {area.lead.short if area.lead else area.lead_words}")
    return areas


def _areas_of(section: Section) -> list[AreaOfWork]:
    announced = announces_areas(section.heading)
    confirmed = sentence = ""
    areas = []
    for paragraph in section.paragraphs:
        if paragraph.kind == PARAGRAPH:
            announced = paragraph.text.endswith(":") and announces_areas(paragraph.text[-LAST_WORDS:])
            found = CONFIRMED.search(paragraph.text[-LAST_WORDS:]) if announced else None
            confirmed = found.group() if found else ""
            sentence = _last_sentence(paragraph.text) if found else ""
        elif paragraph.kind in (BULLET, NUMBERED):
            area = read_area(paragraph.text, source=IN_MINUTES, line=paragraph.lines[0], announced=announced)
            if area is not None:
                areas.append(
                    replace(
                        area,
                        status_words=area.status_words or confirmed,
                        announced=sentence if area.lead else "",
                    )
                )
    return areas


def _last_sentence(text: str) -> str:
    """The sentence that announces the list, as printed."""
    plain = without_bold(text)
    spans = sentences(plain)
    return plain[slice(*spans[-1])] if spans else ""
