"""What a printing says of itself: the right number, the right day in the body's zone, the office's own name."""

import datetime as dt

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from meetings import stamps
from tests.cast import cast, document_at

pytestmark = pytest.mark.django_db
# In Zurich it is the next day already.
LATE = dt.datetime(2026, 11, 2, 23, 30, tzinfo=dt.UTC)


@pytest.fixture
def people():
    return cast()


def test_it_works(people):
    document = document_at("cleared", people)
    stamp = stamps.draft(document.revisions.get())
    assert stamp.line == (
        "Presidency draft, revision 1, 2 November 2026; for comment, not for citation; for Friends and their capitals"
    )
    assert (stamp.status, stamp.identifier, stamp.date) == ("Draft, revision 1", "", "2026-11-02")


def test_the_working_text_names_the_office_and_the_day_there(people):
    people.body.office = "Implementation Support Unit"
    history.save(people.body, by=IMPORT)
    stamp = stamps.working(document_at("drafting", people), LATE)
    assert stamp.line == "Working text of the Implementation Support Unit, 3 November 2026; not circulated"
    assert (stamp.status, stamp.date) == ("Working text", "2026-11-03")


@pytest.mark.parametrize(
    ("after_comments", "ending"),
    [(True, "issued by the Presidency after comments."), (False, "issued by the Presidency.")],
)
def test_a_publication_says_how_it_came_about(people, after_comments, ending):
    document = document_at("approved", people)
    day = dt.date(2026, 12, 1)
    stamp = stamps.published(document, identifier="CCM/X/1", day=day, after_comments=after_comments)
    assert stamp.line == f"Published 1 December 2026. Final: {ending}"
    assert (stamp.status, stamp.identifier, stamp.date) == ("Final", "CCM/X/1", "2026-12-01")
