"""Papers: begun as text or as file, given to meetings and items, opened to readers; versions of files; who reads what.

The text of a paper, its revisions, rounds and publication are those of its document, as for minutes. Of a paper whose
text stays outside, each version is a file (`PaperVersion`), and a revision of its document freezes which one it was.
"""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Prefetch, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import sha256
from friends.models import Body, Delegation
from meetings import documents, paper_files
from meetings.models import AgendaItem, Document, Meeting, Paper, PaperVersion

A = Paper.Access
S = Document.Status
# From the fewest readers to everybody.
WIDER = (A.OFFICE, A.FRIENDS, A.PUBLIC)
LONGEST_SLUG = 60
FOR_DISCUSSION = "for discussion"


class AlreadyRead(Exception):
    """The paper is with others already, so that fewer readers cannot be chosen; the sentence says who has it."""


class SameFile(Exception):
    """The newest version is this very file."""


@dataclass(frozen=True)
class Said:
    """What a paper says of itself: its title, from whom, in which language, the note on its drafts, who may read it."""

    title: str
    lead_words: str = ""
    lead: Delegation | None = None
    language: str = "en"
    note: str = FOR_DISCUSSION
    access: str = A.OFFICE

    @classmethod
    def of(cls, paper: Paper) -> "Said":
        """What it says now."""
        document = paper.document
        return cls(document.title, paper.lead_words, paper.lead, document.language, paper.note, paper.access)


@transaction.atomic
def create(
    body: Body,
    said: Said,
    *,
    form: str = Paper.Form.TEXT,
    meetings: Iterable[Meeting] = (),
    items: Iterable[AgendaItem] = (),
    by: Actor,
    now: dt.datetime,
    reason: str = "",
) -> Paper:
    """The body has a paper more, in drafting: without text, or without a file. Nobody is told."""
    document = Document(
        body=body, kind=Document.Kind.PAPER, title=said.title, language=said.language, created_at=now
    )
    history.save(document, by=by, reason=reason)
    paper = Paper(document=document, form=form, slug=_slug(said.title, document))
    _say(paper, said)
    history.save(paper, by=by, reason=reason)
    _give(paper, meetings, items)
    audit.record("paper created", paper, by=by, now=now, body=body.pk, form=form, access=paper.access)
    return paper


@transaction.atomic
def change(paper: Paper, said: Said, *, by: Actor, now: dt.datetime) -> None:
    """The paper says this of itself now. Raises AlreadyRead; documents.NotNow where the text no longer changes."""
    before = Said.of(paper)
    if before == said:
        return
    paper = Paper.objects.select_for_update(of=("self",)).select_related("document").get(pk=paper.pk)
    document = paper.document
    if _of_the_text(before) != _of_the_text(said):
        documents.check_editable(document)
    _check_access(paper, said.access)
    document.title, document.language = said.title, said.language
    history.save(document, by=by)
    _say(paper, said)
    if not document.publications.exists():
        paper.slug = _slug(said.title, document)
    history.save(paper, by=by)
    audit.record("paper changed", paper, by=by, now=now, body=document.body_id, access=paper.access)


def _of_the_text(said: Said) -> tuple[str, ...]:
    """What stands in the text itself, and is frozen with it."""
    return said.title, said.lead_words, said.language, said.note


def _say(paper: Paper, said: Said) -> None:
    paper.lead_words, paper.lead = said.lead_words, said.lead
    paper.note, paper.access = said.note, said.access


def _check_access(paper: Paper, access: str) -> None:
    if WIDER.index(A(access)) >= WIDER.index(A(paper.access)):
        return
    document = paper.document
    if document.publications.exists():
        raise AlreadyRead(_("The paper is published: everybody has it, and it stays public."))
    if access == A.OFFICE and document.rounds.exists():
        raise AlreadyRead(_("The paper went to the Friends in a round: they have it, and keep it."))


@transaction.atomic
def give(
    paper: Paper, *, meetings: Collection[Meeting], items: Collection[AgendaItem], by: Actor, now: dt.datetime
) -> None:
    """The paper is for these meetings and these items of their agendas, and for no others."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("document").get(pk=paper.pk)
    before = _places(paper)
    _give(paper, meetings, items)
    if _places(paper) == before:
        return
    words = ", ".join([*(str(meeting) for meeting in meetings), *(f"“{item.title}”" for item in items)]) or _(
        "no meeting"
    )
    history.save(paper, by=by, reason=_("for %(what)s") % {"what": words})
    audit.record(
        "paper given to meetings", paper, by=by, now=now, body=paper.document.body_id,
        meetings=len(meetings), items=len(items),
    )  # fmt: skip


def _give(paper: Paper, meetings: Iterable[Meeting], items: Iterable[AgendaItem]) -> None:
    items = list(items)
    ids = {meeting.pk for meeting in meetings} | {item.meeting_id for item in items}
    paper.meetings.set(Meeting.objects.filter(pk__in=ids))
    paper.items.set(items)


def _places(paper: Paper) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    return (
        set(paper.meetings.values_list("pk", flat=True)),
        set(paper.items.values_list("pk", flat=True)),
    )


def _slug(title: str, document: Document) -> str:
    """The title as an address, with a number where another paper has it."""
    plain = unicodedata.normalize("NFKD", title)
    wish = slugify(plain)[:LONGEST_SLUG].strip("-") or f"paper-{document.pk.hex[:8]}"
    slug, number = wish, 2
    while Paper.objects.filter(slug=slug).exclude(document=document).exists():
        slug, number = f"{wish}-{number}", number + 1
    return slug


# --- versions of a file -----------------------------------------------------------------------------------------------


@transaction.atomic
def add_version(
    paper: Paper, name: str, data: bytes, *, note: str = "", by: Actor, now: dt.datetime
) -> PaperVersion:
    """The file is the newest version; those before it stay as they are.

    Raises paper_files.CannotKeep, SameFile, documents.NotNow.
    """
    read = paper_files.read(name, data)
    documents.check_editable(paper.document)
    newest = newest_version(paper)
    digest = sha256(data)
    if newest is not None and newest.sha256 == digest:
        raise SameFile(_("This is the file that version %(number)s is already.") % {"number": newest.number})
    version = PaperVersion.objects.create(
        paper=paper, number=_next_number(paper), name=read.name, media_type=read.media_type, content=data,
        size=len(data), sha256=digest, pages=read.pages, words=read.words, note=note, added_at=now,
        added_by_kind=by.kind, added_by=by.id,
    )  # fmt: skip
    audit.record(
        "paper version added", version, by=by, now=now, body=paper.document.body_id, sha256=digest,
        number=version.number,
    )  # fmt: skip
    return version


def _next_number(paper: Paper) -> int:
    """One more than any version has, or had when it was frozen: erasing somebody takes files out, not their numbers."""
    kept = paper.versions.values_list("number", flat=True)
    frozen = (row.content.get("file", {}).get("version", 0) for row in paper.document.revisions.all())
    return max((0, *kept, *frozen)) + 1


def versions(paper: Paper) -> QuerySet[PaperVersion]:
    """The versions of its file, the newest first, without their bytes and words."""
    return paper.versions.defer("content", "words")


def newest_version(paper: Paper) -> PaperVersion | None:
    """The newest of them, None where there is none."""
    return versions(paper).first()


# --- who reads what ---------------------------------------------------------------------------------------------------


def of_document(document: Document) -> Paper | None:
    """What a document is beside its text where it is a paper; None of minutes."""
    return getattr(document, "paper", None) if document.kind == Document.Kind.PAPER else None


class StaysHere(documents.NotNow):
    """The paper does not leave the desk as it is; the sentence says why."""


def stays(document: Document) -> str:
    """Why a paper does not leave the desk, as a sentence; "" where it may, and of every other text."""
    paper = of_document(document)
    if paper is None:
        return ""
    if paper.access == A.OFFICE:
        return _(
            "This paper is for the %(office)s alone and does not leave the desk. To have it cleared or circulated, "
            "first change who may read it."
        ) % {"office": document.body.office}
    if paper.is_file and not paper.drafts:
        return _("There is no file of this paper yet. Add one first.")
    return ""


def check_leaves(document: Document) -> None:
    """Called before a text goes to anybody else. Raises StaysHere."""
    if sentence := stays(document):
        raise StaysHere(sentence)


def access_words(paper: Paper) -> str:
    """Who may read it, in the words of its body; a public one is the Friends' alone until it is published."""
    if paper.access == A.PUBLIC and paper.document.status != S.PUBLISHED:
        return _("%(body)s; public once published") % {"body": paper.document.body.name}
    return access_label(paper.access, paper.document.body)


def access_label(access: str, body: Body) -> str:
    """ "Executive Coordinator only", "Friends of the President", "Public"."""
    return {
        A.OFFICE: _("%(office)s only") % {"office": body.office},
        A.FRIENDS: body.name,
        A.PUBLIC: _("Public"),
    }[A(access)]


def draft_words(paper: Paper) -> str:
    """ "Draft 1 for discussion": by the number of the newest revision, or of the newest file; "" before the first."""
    return numbered(paper, paper.drafts) if paper.drafts else ""


def numbered(paper: Paper, number: int) -> str:
    """What a draft of this number is called."""
    return f"{_('Draft %(number)s') % {'number': number}} {paper.note}".strip()


def listed(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """These papers with all that a list of them shows: `drafts` is the number of the newest revision or version."""
    rows = rows.select_related("document__body", "lead").annotate(
        newest_revisions=Max("document__revisions__number"), newest_versions=Max("versions__number")
    )
    # What is grouped loses the order of its table.
    return rows.order_by("-document__created_at", "slug")


def register(bodies: set[uuid.UUID]) -> QuerySet[Paper]:
    """Every paper of these bodies, the newest first, with its meetings and items; three queries."""
    meetings = Prefetch("meetings", queryset=Meeting.objects.only("title", "when_words", "slug"))
    return listed(Paper.objects.in_bodies(bodies)).prefetch_related(meetings, "items")


def of_meeting(meeting: Meeting, *, access: Collection[str] = tuple(A.values)) -> list[Paper]:
    """The papers of a meeting, those under an item and those for the meeting as a whole; three queries.

    `access`: only those that these readers may see.
    """
    mine = AgendaItem.objects.filter(meeting=meeting)
    rows = listed(Paper.objects.filter(meetings=meeting, access__in=access)).order_by("document__title")
    return list(rows.prefetch_related(Prefetch("items", queryset=mine, to_attr="items_here")))


def of_items(meeting: Meeting, *, access: Collection[str] = tuple(A.values)) -> dict[uuid.UUID, list[Paper]]:
    """Per agenda item of the meeting the papers that stand under it; items without any are left out."""
    found: dict[uuid.UUID, list[Paper]] = {}
    for paper in of_meeting(meeting, access=access):
        for item in paper.items_here:  # type: ignore[attr-defined]
            found.setdefault(item.pk, []).append(paper)
    return found


FOR_FRIENDS = (A.FRIENDS, A.PUBLIC)


def line(paper: Paper) -> str:
    """What an agenda prints of it: "Draft architecture (Canada), draft 1 for discussion"."""
    whose = f" ({paper.lead_words})" if paper.lead_words else ""
    draft = draft_words(paper)
    return f"{paper.document.title}{whose}" + (f", {draft[0].lower()}{draft[1:]}" if draft else "")
