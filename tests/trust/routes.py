"""What each route of the matrix is asked with: the parts of its address, for one side of the world."""

import uuid

from actions.models import ActionPoint, FollowUp
from ccm_portal import enclosures, links
from ccm_portal.models import Letter
from friends.models import AccessLink, StaffRole
from tests.cast import NOW
from tests.trust import asked
from tests.trust.sides import Side


def _same(routes: tuple[str, ...], where: dict[str, object]) -> dict[str, dict[str, object]]:
    """The same arguments for several routes."""
    return dict.fromkeys(routes, where)


def arguments(side: Side) -> dict[str, dict[str, object]]:
    """For each route that takes arguments: those that lead to this side's rows."""
    document, people = side.document, side.people
    section = document.sections.first()
    assert section is not None
    row = section.paragraphs.first()
    assert row is not None
    friend = people.friend
    link = (
        AccessLink.objects.filter(contact=friend, purpose=AccessLink.Purpose.ROUND).first()
        or AccessLink.objects.filter(contact=people.president, purpose=AccessLink.Purpose.CLEAR)[0]
    )
    nothing = uuid.UUID(int=0)
    round_ = side.round.pk if side.round else nothing
    number = side.publication.edition if side.publication else 1
    edition = {"slug": document.meeting.slug, "edition": number} if document.meeting else {}
    letter = Letter.objects.filter(body_id=people.body.pk).order_by("written_at")[0]
    enclosed = Letter.objects.filter(pk=letter.pk, enclosure_id=None)
    if enclosed.update(enclosure_id=uuid.uuid4()):
        letter.refresh_from_db()
        enclosures.keep(letter.enclosure_id, name="draft.pdf", data=b"%PDF-1.7", now=NOW)
    review = side.proposal.entry.review_id if side.proposal and side.proposal.entry else nothing
    proposal = side.proposal.pk if side.proposal else nothing
    own = {"round": round_, "pk": side.comment.pk if side.comment else nothing}
    prepared = {"pk": side.preparation.pk if side.preparation else nothing}
    by_document = {"pk": document.pk}
    by_meeting = {"pk": document.meeting_id}
    by_round = {"pk": round_}
    by_reviewer: dict[str, object] = {"round": round_}
    opened: object = f"open-{side.name}"
    purpose = "approve" if side.publication else "clear"
    point = ActionPoint.objects.filter(meeting=document.meeting)[0]
    return {
        "enter": {"token": links.token(link.pk, link.epoch)},
        "meeting": {"slug": document.meeting.slug} if document.meeting else {},
        **_same(("publication", "publication-changes", "publication-changes-pdf"), edition),
        "publication-file": edition | {"name": f"{edition['slug']}-minutes.pdf"},
        "public-paper": {"slug": opened},
        **_same(
            ("paper-publication", "paper-publication-changes", "paper-publication-changes-pdf"),
            {"slug": opened, "edition": 1},
        ),
        "paper-publication-file": {"slug": opened, "edition": 1, "name": f"{opened}.docx"},
        "review-paper": by_reviewer | {"paper": side.shared.pk if side.shared else nothing},
        **_same(("word", "word-file"), {"revision": side.revision, "purpose": purpose}),
        **_same(
            (
                "review",
                "review-comment-new",
                "review-send",
                "review-answer",
                "review-not-us",
                "review-speak-as",
                "review-pdf",
                "review-file",
            ),
            by_reviewer,
        ),
        **_same(("review-comment", "review-comment-withdraw"), own),
        **_same(("desk-meeting", "meeting-edit", "attendance", "minutes-begin", "follow-ups"), by_meeting),
        **_same(("matters-arising", "folder", "folder-pdf"), by_meeting),
        **_same(
            (
                "agenda",
                "agenda-from",
                "agenda-take-over",
                "agenda-pdf",
                "agenda-word",
                "agenda-circulate",
                "agenda-adopt",
                "agenda-adoption-take-back",
            ),
            by_meeting,
        ),
        **_same(
            ("agenda-item", "agenda-item-move", "agenda-item-remove", "approval-recorded"),
            {"pk": document.meeting.agenda_items.all()[0].pk if document.meeting else nothing},
        ),
        **_same(
            ("paper", "paper-edit", "paper-version-add"), {"pk": side.paper.pk if side.paper else nothing}
        ),
        "paper-version": {"pk": side.paper.pk if side.paper else nothing, "number": 1},
        "follow-up": {"pk": FollowUp.objects.filter(meeting=document.meeting)[0].pk},
        **_same(
            (
                "document",
                "freeze",
                "document-pdf",
                "document-word",
                "whole-text",
                "section-new",
                "clearance",
                "clearance-waive",
                "approval",
                "compare",
                "compare-pdf",
                "compare-word",
                "circulate",
                "issue",
                "publish",
                "take-up-again",
                "correct",
                "correction-give-up",
            ),
            by_document,
        ),
        **_same(("withhold", "private-notes", "private-notes-delete", "preview"), {**by_document}),
        **_same(("text-history", "presence"), {**by_document}),
        **_same(("text-as-of", "text-bring-back"), {**by_document, "at": "2099-01-01T00:00:00Z"}),
        "revision-pdf": by_document | {"number": 1},
        "revision-word": by_document | {"number": 1},
        **_same(
            ("section", "section-remove", "section-restore", "section-move", "section-set"),
            {"document": document.pk, "pk": section.pk},
        ),
        **_same(("paragraph-history", "paragraph-restore", "follow-up-mark"), {"pk": row.pk}),
        "typing": by_document | {"verb": "write"},
        **_same(("round", "round-extend", "round-remind", "round-invite", "round-close"), by_round),
        "decide": {"pk": side.comment.pk if side.comment else nothing},
        **_same(("preparation", "preparation-page", "preparation-pdf", "preparation-confirm"), prepared),
        **_same(
            ("letter", "letter-eml", "letter-enclosure", "letter-again", "letter-count"), {"pk": letter.pk}
        ),
        **_same(("contact", "contact-end", "contact-part", "contact-put-back"), {"pk": friend.pk}),
        **_same(("contact-merge", "contact-apart"), {"pk": friend.pk, "other": friend.pk}),
        **_same(("contact-erase", "contact-data", "contact-data-file"), {"pk": friend.pk}),
        **_same(
            (
                "contact-new",
                "contact-confirm",
                "reconfirmation-ask",
                "assignment",
                "assignment-end",
                "contact-row-person",
                "contact-row-move",
            ),
            {"pk": friend.assignments.get().pk},
        ),
        "contact-row-cell": {"pk": friend.assignments.get().pk, "cell": "status"},
        "contact-cell": {"pk": friend.pk, "cell": "address"},
        **_same(("hand-over", "hand-over-undo"), {"pk": people.body.periods.all()[0].pk}),
        "hand-over-release": {"pk": people.body.hand_overs.get().pk},
        **asked.addresses(side),
        **_same(
            ("contact-import", "contact-import-give-up", "contact-import-undo"),
            {"pk": side.contact_import.pk if side.contact_import else nothing},
        ),
        "contact-export": {"slug": document.body.slug, "kind": "csv"},
        "edition": {"pk": side.edition.pk if side.edition else nothing},
        "edition-circulate": {"pk": side.edition.pk if side.edition else nothing},
        **_same(("list-review", "list-review-remind", "list-review-close"), {"pk": review}),
        "proposal": {"pk": proposal},
        **_same(("entry", "entry-correct", "entry-add", "entry-words"), {"review": review}),
        "entry-person": {"review": review, "pk": friend.pk, "kind": "correct"},
        "entry-take-back": {"review": review, "pk": proposal},
        "list": {"body": people.body.pk},
        **_same(("list-edition", "list-edition-pdf"), {"body": people.body.pk, "number": 1}),
        "edition-file": {"pk": side.edition.pk if side.edition else nothing, "kind": "xlsx"},
        "record": {"pk": side.record.pk if side.record else nothing},
        "record-changes": {"pk": side.record.pk if side.record else nothing},
        "record-file": {"pk": side.record.pk if side.record else nothing},
        **_same(("action-point", "tasks-split", "task-new"), {"pk": point.pk}),
        **_same(("task", "task-words", "task-remove"), {"pk": point.tasks.all()[0].pk}),
        "remove-factor": {"pk": 0},
        **_same(
            ("staff-member", "staff-link", "staff-reset", "staff-close", "staff-open"),
            {"pk": people.coordinator.pk},
        ),
        "staff-role-end": {"pk": StaffRole.objects.filter(user=people.coordinator)[0].pk},
        "demo-enter": {"who": "coordinator"},
        "name-take-back": {"pk": document.body.aliases.all()[0].pk},
        **_same(
            ("delegation", "delegation-edit", "capacity-new", "name-new", "names-take"),
            {"pk": friend.delegation_id},
        ),
        "capacity": {"pk": friend.delegation.capacities.all()[0].pk},
        "delegation-name": {"pk": friend.delegation.names.all()[0].pk},
        "public-area": {"slug": document.body.areas.all()[0].slug},
        "period": {"pk": document.body.periods.all()[0].pk},
        "body": {"slug": document.body.slug},
        **_same(("area", "area-end"), {"pk": document.body.areas.all()[0].pk}),
        "area-likeness": {"pk": side.likeness.pk if side.likeness else nothing},
    }
