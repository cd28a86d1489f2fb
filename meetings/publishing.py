"""Publishing: prepare the exact bytes, look at them, confirm. What is published never changes.

`prepare` fixes the text, `finish` sets it as PDF and holds it against the gate, `confirm` makes it public in one
transaction. Nothing is public before that.
"""

import datetime as dt
import functools
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ccm_portal import audit, pdf
from ccm_portal.actors import CLOCK, Actor
from ccm_portal.canonical import canonical, sha256
from meetings import (
    approvals,
    chain,
    corrections,
    documents,
    editions,
    finals,
    inspection,
    paper_files,
    papers,
    preparations,
    presidency,
    printing,
    public_folder,
    revisions,
    stamps,
)
from meetings.models import (
    Document,
    Paper,
    PaperVersion,
    Preparation,
    PresidencyWord,
    Publication,
    Revision,
)
from meetings.public_texts import Series


class CannotPublish(Exception):
    """The text cannot be published now; the sentence says why, and what to do."""


class NotApproved(CannotPublish):
    """It is not final, the Presidency's word is missing, or comments wait for a decision."""


class AlreadyPublished(CannotPublish):
    """It is public already: somebody else was quicker."""


class TextMovedOn(CannotPublish):
    """What was approved or prepared is no longer what the text says."""


class NotPrepared(CannotPublish):
    """The preparation is not ready: still being set, or refused."""


class ChainMoved(CannotPublish):
    """Another text was published since this was prepared: its PDF names a head that is no longer the newest."""


class PreparedAnotherDay(CannotPublish):
    """The prepared files carry the date of another day."""


class FolderRefuses(CannotPublish):
    """The files of the edition before cannot be taken away, and would be read as the newest."""


class PersonalData(CannotPublish):
    """A personal address or telephone number stands in what would become public."""


# --- may it be published? -----------------------------------------------------------------------------------------


def approved_by(revision: Revision) -> PresidencyWord | None:
    """The Presidency's approval of this revision, None where it was not given."""
    words = revision.presidency_words.filter(purpose=PresidencyWord.Purpose.APPROVE, given=True)
    return words.select_related("contact__delegation").last()


def missing(document: Document) -> str:
    """What stands between the text and the public, as a sentence; empty where nothing does."""
    try:
        _check(document)
    except CannotPublish as problem:
        return str(problem)
    return ""


def _check(document: Document) -> None:
    paper = papers.of_document(document)
    if paper is None and (document.kind != Document.Kind.MINUTES or document.meeting is None):
        raise NotApproved(_("Only minutes and papers are published here."))
    if paper is not None and paper.access != Paper.Access.PUBLIC:
        raise NotApproved(
            _(
                "This paper is not public: “%(readers)s”. Change who may read it first, under “About this paper”."
            )
            % {"readers": papers.access_words(paper)}
        )
    if document.status == Document.Status.PUBLISHED:
        raise AlreadyPublished(_("This text is public already."))
    if document.withheld:
        raise NotApproved(
            _("The minutes are marked “Not for publication”. Take that back first, if they are to be public.")
        )
    if document.status == Document.Status.FINAL:
        raise NotApproved(_("The Presidency has not approved the final text yet."))
    if not documents.can(document, "publish"):
        status = document.get_status_display()
        raise NotApproved(_("Issue the text as final first; it is “%(status)s”.") % {"status": status})
    if not document.waiver and (lacking := finals.missing(document)):
        raise NotApproved(_("%(missing)s Take the text up again and settle it first.") % {"missing": lacking})
    revision = presidency.final_revision(document)
    if document.body.approval_needed and approved_by(revision) is None:
        raise NotApproved(
            _("Revision %(number)s was not approved by the Presidency.") % {"number": revision.number}
        )
    if revisions.changed_since(document, revision):
        raise TextMovedOn(
            _(
                "The attendance, the agenda or other particulars were changed after the text was approved. "
                "Change them back, or take the text up again."
            )
        )


def _locked(document: Document) -> Document:
    """The document's row, held until the transaction ends: two people publishing wait for each other."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("body", "meeting")
    return rows.get(pk=document.pk)


def _day(instant: dt.datetime, document: Document) -> dt.date:
    return timezone.localtime(instant, document.body.zone).date()


# --- prepare ------------------------------------------------------------------------------------------------------


@transaction.atomic
def prepare(document: Document, *, by: Actor, now: dt.datetime) -> Preparation:
    """The text that would become public today is fixed, and waits for its PDF. Raises CannotPublish.

    Preparing the same text again on the same day returns what is there, unless another text was published meanwhile.
    """
    document = _locked(document)
    _check(document)
    revision = presidency.final_revision(document)
    edition = editions.number_of_next(document)
    content = editions.content(document, revision, edition=edition, day=_day(now, document))
    text = canonical(content)
    place = chain.next_place()
    at_this_place = document.preparations.filter(link_number=place.number, link_previous=place.previous)
    going = Preparation.State.RENDERING, Preparation.State.READY
    same = at_this_place.filter(sha256=sha256(text), state__in=going).first()
    if same:
        return same
    preparation = Preparation.objects.create(
        document=document,
        revision=revision,
        edition=edition,
        identifier=content["publication"]["identifier"],
        canonical=text,
        sha256=sha256(text),
        html=_record_html(content),
        prepared_at=now,
        link_number=place.number,
        link_previous=place.previous,
    )
    audit.record(
        "publication prepared", preparation, by=by, now=now, body=document.body_id, sha256=preparation.sha256,
        edition=edition, revision=revision.number,
    )  # fmt: skip
    return preparation


def _record_html(content: dict[str, Any]) -> str:
    """The complete record as markup: never the contact list, no status of action points."""
    with translation.override(content["language"]):
        return render_to_string("meetings/record.html", {"content": content})


def finish(preparation: Preparation, *, wait: float = pdf.REQUEST_SECONDS, now: dt.datetime) -> Preparation:
    """The PDF is set, the gate is held against everything, and the preparation is ready or refused with its findings.

    Waits for the renderer at most `wait` seconds; where that is not enough it stays as it is, for the clock to finish.
    """
    if preparation.state != Preparation.State.RENDERING:
        return preparation
    if (version := preparations.version(preparation)) is not None:
        return _store(preparation, b"", version.pages, _findings_of_file(preparation, version), now=now)
    data, pages = b"", None
    try:
        data = pdf.render(_printed(preparation), wait=wait)
        pages = pdf.page_count(data)
    except pdf.RendererUnavailable:
        return preparation
    except pdf.RenderRefused as refusal:
        found = [str(refusal)]
    else:
        found = _findings(preparation, data, pages)
    return _store(preparation, data, pages, found, now=now)


def _printed(preparation: Preparation) -> str:
    content = json.loads(preparation.canonical)
    publication = content["publication"]
    stamp = stamps.published(
        preparation.document,
        identifier=publication["identifier"],
        day=dt.date.fromisoformat(publication["date"]),
        after_comments=bool(publication["rounds"]),
        corrects=publication.get("corrects"),
    )
    seal = printing.Seal(
        identifier=preparation.identifier,
        sha256=preparation.sha256,
        number=preparation.link_number,
        previous=preparation.link_previous,
        address=settings.BASE_URL + reverse("chain-check"),
    )
    return printing.print_html(content, stamp=stamp, seal=seal)


def _findings_of_file(preparation: Preparation, version: PaperVersion) -> list[str]:
    exhibit = inspection.Exhibit(
        preparation.html,
        preparations.page(preparation).body.decode(),
        preparation.canonical,
        words=version.words,
    )
    found = inspection.findings(exhibit, body=preparation.document.body)
    told = paper_files.hidden(bytes(version.content))
    return [told, *found] if told else found


def _findings(preparation: Preparation, data: bytes, pages: int | None) -> list[str]:
    preparation.pdf, preparation.pages = data, pages
    exhibit = inspection.Exhibit(
        preparation.html, preparations.page(preparation).body.decode(), preparation.canonical, data
    )
    return inspection.findings(exhibit, body=preparation.document.body)


@transaction.atomic
def _store(
    preparation: Preparation, data: bytes, pages: int | None, found: list[str], *, now: dt.datetime
) -> Preparation:
    state = Preparation.State.REFUSED if found else Preparation.State.READY
    # The request and the clock may finish the same preparation: the first one counts.
    waiting = Preparation.objects.filter(pk=preparation.pk, state=Preparation.State.RENDERING)
    if waiting.update(state=state, pdf=data or None, pages=pages, findings=found):
        event = "preparation refused" if found else "preparation ready"
        audit.record(
            event, preparation, by=CLOCK, now=now, body=preparation.document.body_id,
            sha256=sha256(data) if data else "", findings=len(found),
        )  # fmt: skip
    preparation.refresh_from_db()
    return preparation


# --- confirm ------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(preparation: Preparation, *, by: Actor, now: dt.datetime) -> Publication:
    """What was prepared is public: its page, its PDF, its canonical text, and the list of meetings says so.

    It is the next link of the chain; of two bodies that publish at once, one is told that the chain has moved.

    Raises CannotPublish: by its kind, what was looked at is not what may become public now.
    """
    document = _locked(preparation.document)
    _check(document)
    preparation = Preparation.objects.select_related("revision").get(pk=preparation.pk)
    preparation.document = document
    _check_preparation(preparation, now)
    if chain.hold() != preparations.place(preparation):
        raise ChainMoved(
            _(
                "Another text was published after this was prepared, and the last page of the PDF names the text "
                "published before it. Prepare it again."
            )
        )
    publication = Publication.objects.create(
        document=document,
        revision=preparation.revision,
        edition=preparation.edition,
        identifier=preparation.identifier,
        canonical=preparation.canonical,
        sha256=preparation.sha256,
        published_at=now,
    )
    files = preparations.files(preparation)
    for file in files:
        file.publication = publication
        file.save(force_insert=True)
    link = chain.add(publication, preparations.link(preparation, files))
    corrections.finish(document, by=by, now=now)
    documents.move(document, "publish", by=by, now=now, sha256=publication.sha256)
    audit.record(
        "published", publication, by=by, now=now, body=document.body_id, sha256=publication.sha256,
        edition=publication.edition, identifier=publication.identifier, preparation=str(preparation.pk),
        link=link.number, head=link.head,
    )  # fmt: skip
    series = Series.of(document)
    _take_files_away(series)
    transaction.on_commit(functools.partial(public_folder.replace, series), robust=True)
    _approvals_become_public(document)
    return publication


def _approvals_become_public(document: Document) -> None:
    """The pages of minutes that this meeting approved say so from now on."""
    if document.meeting is not None and document.kind == Document.Kind.MINUTES:
        try:
            approvals.become_public(document.meeting)
        except OSError as problem:
            raise _folder_refuses(problem) from problem


def _take_files_away(series: Series) -> None:
    """Until they are written anew, readers get what the database says."""
    try:
        public_folder.take_away(series)
    except OSError as problem:
        raise _folder_refuses(problem) from problem


def _folder_refuses(problem: OSError) -> FolderRefuses:
    return FolderRefuses(
        _(
            "The published files cannot be replaced (%(problem)s), so nothing was published. "
            "Ask those who run the portal to look at the public folder."
        )
        % {"problem": problem.strerror}
    )


def _check_preparation(preparation: Preparation, now: dt.datetime) -> None:
    document = preparation.document
    if preparation.state == Preparation.State.RENDERING:
        raise NotPrepared(_("The PDF is still being set. Wait a moment and look at it first."))
    if preparation.state == Preparation.State.REFUSED:
        raise NotPrepared(_("This preparation was refused and cannot be published."))
    if not editions.is_still(preparation, document):
        raise TextMovedOn(_("The text was issued anew after this was prepared. Prepare it again."))
    if preparation.edition != editions.number_of_next(document):
        raise AlreadyPublished(_("Another publication came first. Nothing was published twice."))
    if _day(preparation.prepared_at, document) != _day(now, document):
        raise PreparedAnotherDay(
            _("This was prepared on another day and carries its date. Prepare it again.")
        )
    # The contact list may have grown since: hold the text against it once more. The PDF says the same as the page.
    version = preparations.version(preparation)
    exhibit = inspection.Exhibit(
        preparation.html,
        preparations.page(preparation).body.decode(),
        preparation.canonical,
        words=version.words if version else "",
    )
    if found := inspection.findings(exhibit, body=document.body):
        raise PersonalData(_("It cannot become public: %(findings)s") % {"findings": " ".join(found)})
