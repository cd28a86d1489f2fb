"""The circulated draft as a PDF that goes with the letters of its round: made by the clock, once, or done without."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ccm_portal import audit, enclosures, history, pdf
from ccm_portal.actors import CLOCK
from meetings import letters, paper_files, paper_reading, printing, stamps
from meetings.models import Round

# A renderer that does not answer for so long holds up no letter any more.
PATIENCE = dt.timedelta(minutes=30)


def waiting() -> QuerySet[Round]:
    """The rounds whose letters wait for their file, the oldest first."""
    rounds = Round.objects.filter(enclosure_refusal="").exclude(enclosures.there_or_none())
    return rounds.select_related("revision__document__body", "document__meeting").order_by("opened_at")


def make(round_: Round, *, wait: float, now: dt.datetime) -> bool:
    """The file is made and the letters go out with it; where it cannot be made, they go out without it.

    May be done by several workers at once, and again after a crash: the file is kept once. Waits `wait` seconds for the
    renderer. False where it is to be tried again later.
    """
    file = paper_reading.circulated_file(round_)
    if file is not None:
        if file.media_type == paper_files.PDF:
            enclosures.keep(_its(round_), name=_name(round_), data=bytes(file.content), now=now)
        else:
            go_without(round_, _("The paper is a Word file, and only a PDF goes with letters."), now=now)
        return True
    if "file" in round_.revision.content:
        go_without(round_, _("The file is kept no longer: somebody whom it named was erased."), now=now)
        return True
    try:
        page = printing.print_html(round_.revision.content, stamp=stamps.draft(round_.revision))
        data = pdf.render(page, wait=wait)
    except pdf.RenderRefused as refused:
        go_without(round_, str(refused), now=now)
    except pdf.RendererUnavailable as problem:
        if now - round_.opened_at < PATIENCE:
            return False
        go_without(round_, str(problem), now=now)
    else:
        enclosures.keep(_its(round_), name=_name(round_), data=data, now=now)
    return True


def _its(round_: Round) -> uuid.UUID:
    if round_.enclosure_id is None:
        raise ValueError("The round goes without a file.")
    return round_.enclosure_id


def _name(round_: Round) -> str:
    return f"{round_.document.slug}-revision-{round_.revision.number}.pdf"


@transaction.atomic
def go_without(round_: Round, sentence: str, *, now: dt.datetime) -> None:
    """The letters of the round go out without the file, and do not speak of it; the round says why."""
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if round_.enclosure_refusal or round_.enclosure_id is None or enclosures.is_kept(round_.enclosure_id):
        return
    round_.enclosure_refusal = sentence
    history.save(round_, by=CLOCK, reason="letters go without the file")
    audit.record("round without its file", round_, by=CLOCK, now=now, body=round_.document.body_id)
    letters.do_without_enclosure(round_)
