"""The minutes that everything is measured on: the same on every machine, as long as they say, edited as they say."""

import pytest

from ccm_portal import pdf
from meetings import printing
from tests import renderers
from tests.bench import twins
from tests.meetings import printed


def rows(content):
    return {row["id"]: row["text"] for section in content["sections"] for row in section["paragraphs"]}


@pytest.mark.parametrize("pages", [5, 30])
def test_they_are_as_long_as_they_say(pages):
    with renderers.running():
        made = pdf.render(printing.print_html(twins.minutes(pages), stamp=printed.PUBLISHED), wait=60)
    assert abs(pdf.page_count(made) - pages) <= pages * 0.1


def test_they_are_the_same_each_time():
    assert twins.minutes(5) == twins.minutes(5)


def test_the_later_revision_keeps_identities():
    first = twins.minutes(30)
    later = twins.edited(first, edits=40, added=3, moved=2)
    before, after = rows(first), rows(later)
    assert len(after.keys() - before.keys()) == 3
    assert before.keys() <= after.keys()
    changed = [key for key in before if before[key] != after[key]]
    assert 30 <= len(changed) <= 40
    assert later == twins.edited(first, edits=40, added=3, moved=2)


def test_the_plain_text_has_a_line_for_each_heading_and_paragraph():
    content = twins.minutes(5)
    assert len(twins.plain(content).split("\n")) == len(content["sections"]) + len(rows(content))
