"""What the clock does for the app; one verb each."""

import datetime as dt
import logging

from ccm_portal import pdf, pdf_limits
from meetings import agenda_steps, enclosing, public_folder, publishing
from meetings.models import Document, Preparation

# Longer than the renderer gives any text, so that an answer comes in every case.
WAIT_SECONDS = pdf_limits.WALL_SECONDS + 5.0
REQUEST_TIME = dt.timedelta(seconds=pdf.REQUEST_SECONDS)
logger = logging.getLogger(__name__)

GIVE_UP_AFTER = dt.timedelta(days=1)


def finish_preparations(now: dt.datetime) -> bool:
    """Finish the oldest preparation that the request did not see through; True where more are left.

    What is still with a request is left to it; what is older than a day carries a past date and is left alone.
    """
    waiting = Preparation.objects.filter(
        state=Preparation.State.RENDERING,
        document__status=Document.Status.APPROVED,
        prepared_at__gt=now - GIVE_UP_AFTER,
        prepared_at__lte=now - REQUEST_TIME,
    ).select_related("document__body", "document__meeting")
    first = waiting.order_by("prepared_at").first()
    if first is None:
        return False
    finished = publishing.finish(first, wait=WAIT_SECONDS, now=now)
    return finished.state != Preparation.State.RENDERING and waiting.exists()


def mend_public_folder(now: dt.datetime) -> bool:
    """Write one text's published files anew where they are missing or of an earlier release; True where more are
    left. So a stop between publishing and writing is mended, a lost volume, and new templates."""
    behind = public_folder.out_of_date()
    for series in behind:
        try:
            public_folder.replace(series)
        except OSError as problem:
            # No volume, or no room on it: readers get the same from the database.
            logger.error("The published files of %s cannot be written: %s", series.folder, problem)
        else:
            return series != behind[-1]
    return False


def make_enclosures(now: dt.datetime) -> bool:
    """Make the file that the letters of the oldest round, or of an agenda, wait for; True where others wait still."""
    first = enclosing.waiting().first()
    if first is not None:
        made = enclosing.make(first, wait=WAIT_SECONDS, now=now)
        return made and (enclosing.waiting().exists() or agenda_steps.waiting().exists())
    letter = agenda_steps.waiting().first()
    if letter is None:
        return False
    return agenda_steps.make_file(letter, wait=WAIT_SECONDS, now=now) and agenda_steps.waiting().exists()
