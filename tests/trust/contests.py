"""The races of `tests.trust.races`: who runs against whom, and what the database must say afterwards.

Needs Django to be set up on a database of its own.
"""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.canonical import canonical, sha256
from ccm_portal.models import User
from friends.models import StaffRole
from meetings import finals, presidency
from meetings.models import Document, Paragraph, Publication, Section
from tests import cast, renderers
from tests.cast import HOUR, Cast
from tests.meetings.publications import PUBLISHED_AT, prepared
from tests.trust.racer import START, Job

FIRST, SECOND = "coordinator@example.org", "second@example.org"
BETWEEN_MEETINGS = dt.timedelta(days=40)
LATEST_MEETING = dt.date(2026, 10, 30)
MOST_PROBLEMS = 20


@dataclass
class Result:
    """What all races together came to."""

    edits: int = 0
    winners: int = 0
    overwritten: int = 0
    text_lost: int = 0
    publications: int = 0
    versions: int = 0
    files: int = 0
    twice: int = 0
    mismatches: int = 0
    crossings: int = 0
    crossed: int = 0
    errors: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """One winner in each race, everybody else told, nothing overwritten, nothing twice, nothing unexpected."""
        return (
            self.winners == self.edits
            and self.versions == self.files == self.publications
            and not any(
                (self.overwritten, self.text_lost, self.twice, self.mismatches, self.crossed, self.errors)
            )
        )

    def __str__(self) -> str:
        return (
            f"edits {self.edits}, winners {self.winners}, silent overwrites {self.overwritten}, "
            f"text lost {self.text_lost}; publications {self.publications}, versions {self.versions}, "
            f"PDF files {self.files}, twice {self.twice}, hash mismatches {self.mismatches}; "
            f"crossings {self.crossings}, both went through {self.crossed}; errors {self.errors}"
        )

    def note(self, problem: str) -> None:
        """Keep what happened, the first few times."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


# --- two people ---------------------------------------------------------------------------------------------------


@dataclass
class Racers:
    """Two people, each a process of its own."""

    processes: list[subprocess.Popen[str]]

    def race(self, *jobs: Job) -> list[Job]:
        """Everybody gets ready for a job, everybody goes at once; what became of each."""
        for process, job in zip(self.processes, jobs, strict=True):
            self._tell(process, json.dumps(job))
        for process in self.processes:
            if (said := self._hear(process)) != "ready":
                raise RuntimeError(f"a racer said {said!r} instead of being ready")
        for process in self.processes:
            self._tell(process, "go")
        return [json.loads(self._hear(process)) for process in self.processes]

    def _tell(self, process: subprocess.Popen[str], line: str) -> None:
        assert process.stdin is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()

    def _hear(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        return process.stdout.readline().strip()


@contextmanager
def two_racers() -> Iterator[Racers]:
    environment = os.environ | {"RENDERER_SOCKET": str(settings.RENDERER_SOCKET)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", START],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _person in range(2)
    ]
    try:
        yield Racers(processes)
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _colleague(people: Cast) -> None:
    """A second coordinator of the body."""
    user = User.objects.create_user(SECOND, "The Second")
    cast.with_app(user)
    history.save(StaffRole(user=user, body=people.body, role=StaffRole.Role.COORDINATOR), by=IMPORT)


def run(*, edits: int, publications: int, crossings: int) -> Result:
    """All races, one kind after the other."""
    result = Result()
    people = cast.cast()
    _colleague(people)
    with renderers.running(), two_racers() as racers:
        _edits(edits, people, racers, result)
        _publications(publications, people, racers, result)
        _crossings(crossings, people, racers, result)
    return result


def _document(status: str, people: Cast, number: int) -> Document:
    return cast.document_at(status, people, day=LATEST_MEETING - number * BETWEEN_MEETINGS)


# --- two save one paragraph ---------------------------------------------------------------------------------------


def _saving(user: str, row: Paragraph, text: str, *other: str) -> Job:
    """To save this paragraph with a new text, from a page made when it stood as it stands in `row`."""
    section = row.section
    box = f"p-{row.pk}"
    return {
        "do": "save",
        "user": user,
        "path": reverse("section", args=[section.document_id, section.pk]),
        "fields": {
            f"{box}-text": text,
            f"{box}-kind": row.kind,
            f"{box}-version": str(row.version),
            "save": "1",
        },
        "look_for": [text, *other],
    }


def _first_paragraph(document: Document) -> Paragraph:
    section = Section.objects.filter(document=document)[0]
    return section.paragraphs.filter(removed_at=None)[0]


def _edits(count: int, people: Cast, racers: Racers, result: Result) -> None:
    if not count:
        return
    row = _first_paragraph(_document("drafting", people, 0))
    for number in range(count):
        texts = [f"In race {number} the {who} wrote this." for who in ("first", "second")]
        jobs = [_saving(who, row, text, *texts) for who, text in zip((FIRST, SECOND), texts, strict=True)]
        told = racers.race(*jobs)
        before = row.version
        row = Paragraph.objects.select_related("section").get(pk=row.pk)
        _judge_edit(texts, told, row, before, result)


def _judge_edit(texts: list[str], told: list[Job], row: Paragraph, before: int, result: Result) -> None:
    result.edits += 1
    saved = [text for text, one in zip(texts, told, strict=True) if one["done"] == "saved"]
    if saved == [row.text] and row.version == before + 1:
        result.winners += 1
    elif len(saved) > 1 or (saved and row.text not in saved):
        result.overwritten += 1
        result.note(f"two saved {texts}: {told}; what stands is {row.text!r} at version {row.version}")
    for one in told:
        if one["done"] == "told":
            lost = not set(texts) <= set(one["shown"])
            result.text_lost += lost
        elif one["done"] != "saved":
            result.errors += 1
            result.note(f"a save ended with {one['done']}")


# --- two publish --------------------------------------------------------------------------------------------------


def _publications(count: int, people: Cast, racers: Racers, result: Result) -> None:
    """In turn: two coordinators, one who presses twice, one publishing while the other saves."""
    for number in range(count):
        document = _document("approved", people, 1 + number)
        approved = presidency.final_revision(document)
        confirming = {
            "do": "confirm",
            "user": FIRST,
            "preparation": str(prepared(document, people).pk),
            "now": PUBLISHED_AT.isoformat(),
        }
        rivals = [
            (confirming | {"user": SECOND}, "AlreadyPublished"),
            (confirming, "AlreadyPublished"),
            (_saving(SECOND, _first_paragraph(document), "Too late."), "told"),
        ]
        rival, refusal = rivals[number % len(rivals)]
        told = sorted(one["done"] for one in racers.race(confirming, rival))
        result.publications += 1
        if told != sorted(["published", refusal]):
            result.errors += 1
            result.note(f"{rival['do']} against publishing ended with {told}")
        _judge_publication(document, approved.sha256, result)


def _judge_publication(document: Document, approved: str, result: Result) -> None:
    """One version, one PDF, and in both exactly what was approved."""
    found = list(Publication.objects.filter(document=document).select_related("revision"))
    result.versions += len(found)
    result.twice += max(0, len(found) - 1)
    for publication in found:
        files = [file for file in publication.files.all() if file.name.endswith(".pdf")]
        result.files += len(files)
        good = (
            publication.revision.sha256 == approved
            and sha256(publication.canonical) == publication.sha256
            and _approved_text(publication) == approved
            and all(sha256(bytes(file.content)) == file.sha256 for file in files)
        )
        result.mismatches += not good
        if not good:
            result.note(f"{publication.identifier} does not say what was approved")


def _approved_text(publication: Publication) -> str:
    """The hash of the revision's text as the publication says it."""
    content = json.loads(publication.canonical)
    names = json.loads(publication.revision.canonical).keys()
    return sha256(canonical({name: content[name] for name in names}))


# --- one changes what the other fixes -----------------------------------------------------------------------------


def _crossings(count: int, people: Cast, racers: Racers, result: Result) -> None:
    """Half: one saves while the other issues the text as final. Half: one takes it up while the other publishes."""
    under_revision = _document("under_revision", people, 500) if count else None
    for number in range(count):
        result.crossings += 1
        if number % 2 == 0 and under_revision is not None:
            _save_or_issue(under_revision, number, people, racers, result)
        else:
            _take_up_or_publish(_document("approved", people, 501 + number), people, racers, result)


def _save_or_issue(document: Document, number: int, people: Cast, racers: Racers, result: Result) -> None:
    """What is answered as saved stands in the final text."""
    now = PUBLISHED_AT + number * HOUR
    row = _first_paragraph(document)
    text = f"Saved in crossing {number}."
    issuing = {"do": "issue", "user": FIRST, "document": str(document.pk), "now": now.isoformat()}
    saving, issued = racers.race(_saving(SECOND, row, text), issuing)
    if issued["done"] != "issued" or saving["done"] not in ("saved", "told"):
        result.errors += 1
        result.note(f"saving and issuing ended with {saving['done']} and {issued['done']}")
    document.refresh_from_db()
    in_final = text in presidency.final_revision(document).canonical
    if in_final != (saving["done"] == "saved"):
        result.crossed += 1
        result.note(f"crossing {number}: {saving['done']}, and the final text holds it: {in_final}")
    finals.take_up_again(document, reason="next race", by=people.coordinator.actor, now=now)


def _take_up_or_publish(document: Document, people: Cast, racers: Racers, result: Result) -> None:
    """Published, or under revision again: never both."""
    both = {"document": str(document.pk), "now": PUBLISHED_AT.isoformat()}
    preparation = str(prepared(document, people).pk)
    told = [
        one["done"]
        for one in racers.race(
            both | {"do": "confirm", "user": FIRST, "preparation": preparation},
            both | {"do": "take up", "user": SECOND},
        )
    ]
    document.refresh_from_db()
    editions = Publication.objects.filter(document=document).count()
    expected = {
        ("published", "NotNow"): (Document.Status.PUBLISHED, 1),
        ("NotApproved", "taken up"): (Document.Status.UNDER_REVISION, 0),
    }
    if expected.get((told[0], told[1])) != (document.status, editions):
        result.crossed += 1
        result.note(f"taking up and publishing ended with {told}: {document.status}, {editions} editions")
