"""Routes of the desk: meetings, agendas, texts, papers, rounds. Each with its policy."""

from django.urls import URLPattern

from ccm_portal.policies import route
from friends.permissions import COORDINATOR, EXPORT, FRESH_COORDINATOR
from meetings.views import (
    agenda_steps,
    agendas,
    approvals,
    circulating,
    clearance,
    comparing,
    correcting,
    dispositions,
    documents,
    finals,
    item_proposals,
    meetings,
    moments,
    notes,
    papers,
    paragraph_history,
    presence,
    previews,
    publishing,
    rounds,
    sections,
    typing,
    whole,
    withholding,
    word,
)

desk: list[URLPattern] = [
    route("desk/meetings/", meetings.meeting_list, policy=COORDINATOR, name="desk-meetings"),
    route("desk/meetings/<uuid:pk>/", meetings.meeting, policy=COORDINATOR, name="desk-meeting"),
    route("desk/meetings/<uuid:pk>/edit/", meetings.meeting_edit, policy=COORDINATOR, name="meeting-edit"),
    route(
        "desk/meetings/<uuid:pk>/attendance/", meetings.attendance_edit, policy=COORDINATOR, name="attendance"
    ),
    route(
        "desk/meetings/<uuid:pk>/minutes/", meetings.minutes_begin, policy=COORDINATOR, name="minutes-begin"
    ),
    route("desk/meetings/new/", meetings.meeting_new, policy=COORDINATOR, name="meeting-new"),
    route("desk/meetings/<uuid:pk>/agenda/", agendas.agenda, policy=COORDINATOR, name="agenda"),
    route(
        "desk/meetings/<uuid:pk>/agenda/from/", agendas.agenda_from, policy=COORDINATOR, name="agenda-from"
    ),
    route(
        "desk/meetings/<uuid:pk>/agenda/take-over/",
        agendas.take_over,
        policy=COORDINATOR,
        name="agenda-take-over",
    ),
    route("desk/meetings/<uuid:pk>/agenda/pdf/", agendas.agenda_pdf, policy=EXPORT, name="agenda-pdf"),
    route("desk/meetings/<uuid:pk>/agenda/word/", agendas.agenda_word, policy=EXPORT, name="agenda-word"),
    route(
        "desk/meetings/<uuid:pk>/agenda/circulate/",
        agenda_steps.circulate,
        policy=FRESH_COORDINATOR,
        name="agenda-circulate",
    ),
    route(
        "desk/meetings/<uuid:pk>/agenda/adopted/",
        agenda_steps.adopt,
        policy=COORDINATOR,
        name="agenda-adopt",
    ),
    route(
        "desk/meetings/<uuid:pk>/agenda/adopted/take-back/",
        agenda_steps.adoption_take_back,
        policy=COORDINATOR,
        name="agenda-adoption-take-back",
    ),
    route("desk/agenda-items/<uuid:pk>/", agendas.item, policy=COORDINATOR, name="agenda-item"),
    route(
        "desk/agenda-items/<uuid:pk>/move/", agendas.item_move, policy=COORDINATOR, name="agenda-item-move"
    ),
    route(
        "desk/agenda-items/<uuid:pk>/remove/",
        agendas.item_remove,
        policy=COORDINATOR,
        name="agenda-item-remove",
    ),
    route(
        "desk/agenda-items/<uuid:pk>/approval/",
        approvals.approval,
        policy=COORDINATOR,
        name="approval-recorded",
    ),
    route("desk/papers/", papers.register, policy=COORDINATOR, name="papers"),
    route("desk/papers/new/", papers.paper_new, policy=COORDINATOR, name="paper-new"),
    route("desk/papers/<uuid:pk>/", papers.paper, policy=COORDINATOR, name="paper"),
    route("desk/papers/<uuid:pk>/about/", papers.paper_edit, policy=COORDINATOR, name="paper-edit"),
    route(
        "desk/papers/<uuid:pk>/versions/", papers.version_add, policy=COORDINATOR, name="paper-version-add"
    ),
    route(
        "desk/papers/<uuid:pk>/versions/<int:number>/", papers.version, policy=EXPORT, name="paper-version"
    ),
    route("desk/documents/<uuid:pk>/", documents.document, policy=COORDINATOR, name="document"),
    route("desk/documents/<uuid:pk>/freeze/", documents.freeze, policy=COORDINATOR, name="freeze"),
    route("desk/documents/<uuid:pk>/pdf/", documents.document_pdf, policy=EXPORT, name="document-pdf"),
    route(
        "desk/documents/<uuid:pk>/revisions/<int:number>/pdf/",
        documents.revision_pdf,
        policy=EXPORT,
        name="revision-pdf",
    ),
    route("desk/documents/<uuid:pk>/word/", word.document_word, policy=EXPORT, name="document-word"),
    route(
        "desk/documents/<uuid:pk>/revisions/<int:number>/word/",
        word.revision_word,
        policy=EXPORT,
        name="revision-word",
    ),
    route("desk/documents/<uuid:pk>/whole/", whole.whole_text, policy=COORDINATOR, name="whole-text"),
    route("desk/documents/<uuid:pk>/sections/", sections.section_add, policy=COORDINATOR, name="section-new"),
    route(
        "desk/documents/<uuid:document>/sections/<uuid:pk>/",
        sections.section,
        policy=COORDINATOR,
        name="section",
    ),
    route(
        "desk/documents/<uuid:document>/sections/<uuid:pk>/remove/",
        sections.section_remove,
        policy=COORDINATOR,
        name="section-remove",
    ),
    route(
        "desk/documents/<uuid:document>/sections/<uuid:pk>/restore/",
        sections.section_restore,
        policy=COORDINATOR,
        name="section-restore",
    ),
    route(
        "desk/paragraphs/<uuid:pk>/history/",
        paragraph_history.paragraph_history,
        policy=COORDINATOR,
        name="paragraph-history",
    ),
    route(
        "desk/paragraphs/<uuid:pk>/restore/",
        paragraph_history.paragraph_restore,
        policy=COORDINATOR,
        name="paragraph-restore",
    ),
    route(
        "desk/documents/<uuid:pk>/clearance/", clearance.clearance, policy=FRESH_COORDINATOR, name="clearance"
    ),
    route(
        "desk/documents/<uuid:pk>/clearance/waive/",
        clearance.clearance_waive,
        policy=FRESH_COORDINATOR,
        name="clearance-waive",
    ),
    route(
        "desk/documents/<uuid:pk>/approval/", clearance.approval, policy=FRESH_COORDINATOR, name="approval"
    ),
    route("desk/documents/<uuid:pk>/compare/", comparing.compare, policy=COORDINATOR, name="compare"),
    route("desk/documents/<uuid:pk>/compare/pdf/", comparing.compare_pdf, policy=EXPORT, name="compare-pdf"),
    route("desk/documents/<uuid:pk>/compare/word/", word.compare_word, policy=EXPORT, name="compare-word"),
    route(
        "desk/documents/<uuid:pk>/circulate/",
        circulating.circulate,
        policy=FRESH_COORDINATOR,
        name="circulate",
    ),
    route("desk/documents/<uuid:pk>/issue/", finals.issue, policy=COORDINATOR, name="issue"),
    route("desk/documents/<uuid:pk>/publish/", publishing.publish, policy=FRESH_COORDINATOR, name="publish"),
    route("desk/preparations/<uuid:pk>/", publishing.preparation, policy=COORDINATOR, name="preparation"),
    route(
        "desk/preparations/<uuid:pk>/page/",
        publishing.preparation_page,
        policy=COORDINATOR,
        name="preparation-page",
    ),
    route(
        "desk/preparations/<uuid:pk>/pdf/",
        publishing.preparation_pdf,
        policy=EXPORT,
        name="preparation-pdf",
    ),
    route(
        "desk/preparations/<uuid:pk>/confirm/",
        publishing.preparation_confirm,
        policy=FRESH_COORDINATOR,
        name="preparation-confirm",
    ),
    route(
        "desk/documents/<uuid:pk>/take-up/", finals.take_up_again, policy=COORDINATOR, name="take-up-again"
    ),
    route("desk/documents/<uuid:pk>/correct/", correcting.correct, policy=FRESH_COORDINATOR, name="correct"),
    route(
        "desk/documents/<uuid:pk>/correct/give-up/",
        correcting.give_up,
        policy=COORDINATOR,
        name="correction-give-up",
    ),
    route("desk/rounds/<uuid:pk>/", rounds.round_page, policy=COORDINATOR, name="round"),
    route("desk/rounds/<uuid:pk>/extend/", rounds.round_extend, policy=COORDINATOR, name="round-extend"),
    route("desk/rounds/<uuid:pk>/remind/", rounds.round_remind, policy=COORDINATOR, name="round-remind"),
    route(
        "desk/rounds/<uuid:pk>/invite/", rounds.round_invite, policy=FRESH_COORDINATOR, name="round-invite"
    ),
    route("desk/rounds/<uuid:pk>/close/", rounds.round_close, policy=COORDINATOR, name="round-close"),
    route("desk/comments/<uuid:pk>/", dispositions.decide, policy=COORDINATOR, name="decide"),
]

# The timetable of minutes, and whether they are for publication.
timetable: list[URLPattern] = [
    route("desk/documents/<uuid:pk>/withhold/", withholding.withhold, policy=COORDINATOR, name="withhold"),
]

# Beside the text that is typed: private notes, and what it looks like as PDF.
beside: list[URLPattern] = [
    route("desk/documents/<uuid:pk>/notes/", notes.private_notes, policy=COORDINATOR, name="private-notes"),
    route(
        "desk/documents/<uuid:pk>/notes/delete/",
        notes.private_notes_delete,
        policy=COORDINATOR,
        name="private-notes-delete",
    ),
    # Outside the frame whoever asks for the file is asked to sign in freshly; in it a sentence says so.
    route("desk/documents/<uuid:pk>/preview/", previews.preview, policy=COORDINATOR, name="preview"),
]

# A text as it was, and who else is at work in it.
earlier: list[URLPattern] = [
    route("desk/documents/<uuid:pk>/presence/", presence.recent, policy=COORDINATOR, name="presence"),
    route("desk/documents/<uuid:pk>/history/", moments.history, policy=COORDINATOR, name="text-history"),
    route("desk/documents/<uuid:pk>/as-of/<str:at>/", moments.as_of, policy=COORDINATOR, name="text-as-of"),
    route(
        "desk/documents/<uuid:pk>/bring-back/<str:at>/",
        moments.bring_back,
        policy=COORDINATOR,
        name="text-bring-back",
    ),
]

# A text as it is typed.
drafting: list[URLPattern] = [
    route(
        "desk/documents/<uuid:document>/sections/<uuid:pk>/move/",
        sections.section_move,
        policy=COORDINATOR,
        name="section-move",
    ),
    route(
        "desk/documents/<uuid:document>/sections/<uuid:pk>/set/",
        sections.section_set,
        policy=COORDINATOR,
        name="section-set",
    ),
    route(
        "desk/documents/<uuid:pk>/typing/<slug:verb>/",
        typing.type_,
        policy=COORDINATOR,
        name="typing",
    ),
]

# What Friends propose for an agenda.
proposed_items: list[URLPattern] = [
    route(
        "desk/meetings/<uuid:pk>/items/", item_proposals.proposed, policy=COORDINATOR, name="item-proposals"
    ),
    route(
        "desk/meetings/<uuid:pk>/items/invite/",
        item_proposals.call,
        policy=FRESH_COORDINATOR,
        name="item-call",
    ),
    route(
        "desk/item-proposals/<uuid:pk>/", item_proposals.proposal, policy=COORDINATOR, name="item-proposal"
    ),
    route(
        "desk/item-calls/<uuid:pk>/close/",
        item_proposals.close,
        policy=FRESH_COORDINATOR,
        name="item-call-close",
    ),
]

urlpatterns: list[URLPattern] = [
    *desk,
    *earlier,
    *drafting,
    *proposed_items,
    *timetable,
    *beside,
]
