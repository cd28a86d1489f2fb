"""Papers for a staged process: a text, a file, and a file that is public."""

import datetime as dt

from django.utils import timezone

from ccm_portal.models import User
from friends.models import Body
from meetings import finals, papers, presidency, publishing
from meetings.models import Document, Meeting, Paper
from tests.meetings.paper_samples import a_pdf, a_word


def papered(body: Body, meeting: Meeting, *, user: User) -> dict[str, str]:
    """What the pages of papers are addressed by."""
    item = meeting.agenda_items.all()[0]
    text = _paper(body, "Three legs of the office", user, form="text", access="friends", item=item)
    file = _paper(body, "A note on rooms", user, form="file", access="friends", item=item)
    opened = _paper(body, "A note on buses", user, form="file", access="public", item=item)
    return {
        "paper": str(file.pk),
        "paper_text": str(text.pk),
        "paper_document": str(text.document_id),
        "public_paper": _published(opened, user),
    }


def _paper(body: Body, title: str, user: User, *, form: str, access: str, item: object) -> Paper:
    now = timezone.now()
    said = papers.Said(title, "the Presidency", access=access)
    paper = papers.create(body, said, form=form, items=[item], by=user.actor, now=now)  # type: ignore[list-item]
    if paper.is_file:
        papers.add_version(paper, "rooms.docx", a_word(), note="as sent", by=user.actor, now=now)
        papers.add_version(paper, "rooms.pdf", a_pdf(title), by=user.actor, now=now)
    return paper


def _published(paper: Paper, user: User) -> str:
    now = timezone.now()
    recorded = presidency.Recorded("the Ambassador", "by telephone", now - dt.timedelta(hours=1))
    for purpose in ("clear", "approve"):
        document = Document.objects.select_related("body").get(pk=paper.document_id)
        if purpose == "approve":
            finals.issue(document, waiver="No round is needed.", by=user.actor, now=now)
        presidency.record(document, purpose, given=True, note="", recorded=recorded, user=user, now=now)
    document = Document.objects.select_related("body", "meeting", "paper").get(pk=paper.document_id)
    prepared = publishing.finish(publishing.prepare(document, by=user.actor, now=now), now=now)
    return publishing.confirm(prepared, by=user.actor, now=now).get_absolute_url()
