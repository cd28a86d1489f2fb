"""PostgreSQL is restarted at once (`-m immediate`) in the middle of parallel saves over HTTP and of a round's letters.

Each trial: `recipients` letters on their way, as many new paragraphs saved by several people at once, a revision frozen
again and again. Who is told "not saved" must get the text back, and saves it once more from there. Counted:
ack-lost = answered as saved, and not in the database; text-lost = neither in the database nor given back;
half-written = a paragraph without its history, a revision without its audit row or unlike its hash.
"""

import html
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import close_old_connections
from django.db.utils import OperationalError
from django.urls import reverse

from ccm_portal.canonical import sha256
from ccm_portal.models import AuditRow
from meetings.models import Paragraph, Revision
from tests.ccm_portal.strict_mail import StrictServer
from tests.journeys import staging
from tests.smtp import Reply
from tests.trust import posted
from tests.trust.desk import Answer, Desk, portal_for
from tests.trust.order import Order, until
from tests.trust.posted import Tally

PEOPLE = 4
UNHURRIED = Reply(delay_at_recipient=0.01, delay_after_data=0.01)
DRAIN_SECONDS = 60.0
AGAIN_SECONDS = 0.5
SAVED, NOT_SAVED = 302, 503


@dataclass
class Result:
    """What all trials together came to."""

    trials: int = 0
    saves: int = 0
    told: int = 0
    ack_lost: int = 0
    text_lost: int = 0
    half_written: int = 0
    tally: Tally = field(default_factory=Tally)
    # How each save that got neither answer was answered.
    odd: Counter[str] = field(default_factory=Counter)

    @property
    def kept(self) -> bool:
        losses = (self.ack_lost, self.text_lost, self.half_written, self.tally.lost, self.tally.twice)
        return losses == (0,) * 5 and not self.odd

    def __str__(self) -> str:
        odd = f", answered otherwise {dict(self.odd)}" if self.odd else ""
        return (
            f"restarts {self.trials}, saves {self.saves}, told “not saved” {self.told}, ack-lost {self.ack_lost}, "
            f"text-lost {self.text_lost}, half-written {self.half_written}, {self.tally}, "
            f"uncertain {self.tally.uncertain}{odd}"
        )


def run(order: Order) -> Result:
    result = Result()
    with StrictServer() as mail, portal_for(order, mail) as portal:
        mail.always = UNHURRIED
        told = staging.drafting()
        coordinator = Desk(portal.url, told["session"])
        for number in range(order.trials):
            _trial(f"trial:{number}", order, coordinator, told, result)
            result.tally.add(posted.about(f"trial:{number}"), mail)
    result.half_written = _half_written()
    return result


def _trial(reason: str, order: Order, desk: Desk, told: dict[str, str], result: Result) -> None:
    texts = [f"{reason} words {number} of a sentence." for number in range(order.recipients)]
    section = reverse("section", args=[told["document"], told["section"]])
    freeze = reverse("freeze", args=[told["document"]])
    over = threading.Event()
    freezing = threading.Thread(target=_again_and_again, args=[lambda: desk.post(freeze, {}), over])
    restarting = threading.Timer(order.chance.uniform(0.2, 1.5), _restart, [order])
    posted.write(reason, order.recipients)
    with ThreadPoolExecutor(PEOPLE) as people:
        freezing.start()
        restarting.start()
        answers = list(people.map(lambda text: _save(desk, section, text), texts))
    restarting.join()
    over.set()
    freezing.join()
    until(lambda: _asked(lambda: posted.settled(reason)), DRAIN_SECONDS)
    result.trials += 1
    for text, first in zip(texts, answers, strict=True):
        _judge(text, first, desk, section, result)


def _restart(order: Order) -> None:
    assert order.postgres is not None
    order.postgres.restart_immediately()


def _again_and_again(act: Callable[[], object], over: threading.Event) -> None:
    while not over.wait(AGAIN_SECONDS):
        act()


def _asked(question: Callable[[], bool]) -> bool:
    """Our own connection was cut as well."""
    close_old_connections()
    try:
        return question()
    except OperationalError:
        return False


def _save(desk: Desk, section: str, text: str) -> Answer:
    return desk.post(section, {"n-1-text": text, "n-1-kind": "paragraph"})


def _judge(text: str, first: Answer, desk: Desk, section: str, result: Result) -> None:
    """Hold what the person was told against what there is; one who was told "not saved" saves again."""
    result.saves += 1
    is_there = Paragraph.objects.filter(text=text).exists()
    if first.status == SAVED:
        result.ack_lost += not is_there
    elif first.status == NOT_SAVED:
        result.told += 1
        given_back = "Not saved; your text is kept" in first.text and _holds(first.text, text)
        result.text_lost += not given_back and not is_there
        if given_back and not is_there:
            again = _save(desk, section, text)
            result.ack_lost += again.status != SAVED or not Paragraph.objects.filter(text=text).exists()
    else:
        result.text_lost += not is_there
        result.odd[f"{first.status} {first.text[:80]}"] += 1


def _holds(page: str, text: str) -> bool:
    """To be read, and in the form that saves it again."""
    escaped = html.escape(text)
    return f"{escaped}</textarea>" in page and f'name="n-1-text" value="{escaped}"' in page


def _half_written() -> int:
    rows = Paragraph.objects.all()
    without_history = rows.exclude(pk__in=Paragraph.history.values("id")).count()
    revisions = list(Revision.objects.all())
    audited = set(AuditRow.objects.filter(event="revision frozen").values_list("subject_id", flat=True))
    return without_history + sum(
        sha256(row.canonical) != row.sha256 or row.pk not in audited for row in revisions
    )
