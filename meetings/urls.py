"""Routes of the app: the public record, the review, the Presidency's word, the desk. Each with its policy."""

from django.urls import URLPattern

from ccm_portal.policies import route
from friends.permissions import COORDINATOR
from meetings.views import circulating, clearance, dispositions, documents, finals, meetings, rounds

desk: list[URLPattern] = [
    route("desk/meetings/", meetings.meeting_list, policy=COORDINATOR, name="desk-meetings"),
    route("desk/meetings/<uuid:pk>/", meetings.meeting, policy=COORDINATOR, name="desk-meeting"),
    route("desk/meetings/<uuid:pk>/edit/", meetings.meeting_edit, policy=COORDINATOR, name="meeting-edit"),
    route("desk/meetings/<uuid:pk>/attendance/", meetings.attendance_edit, policy=COORDINATOR, name="attendance"),
    route("desk/meetings/<uuid:pk>/minutes/", meetings.minutes_begin, policy=COORDINATOR, name="minutes-begin"),
    route("desk/documents/<uuid:pk>/", documents.document, policy=COORDINATOR, name="document"),
    route("desk/documents/<uuid:pk>/freeze/", documents.freeze, policy=COORDINATOR, name="freeze"),
    route("desk/documents/<uuid:pk>/pdf/", documents.document_pdf, policy=COORDINATOR, name="document-pdf"),
    route(
        "desk/documents/<uuid:pk>/revisions/<int:number>/pdf/",
        documents.revision_pdf,
        policy=COORDINATOR,
        name="revision-pdf",
    ),
    route("desk/documents/<uuid:pk>/sections/", documents.section_add, policy=COORDINATOR, name="section-new"),
    route(
        "desk/documents/<uuid:document>/sections/<uuid:pk>/", documents.section, policy=COORDINATOR, name="section"
    ),
    route(
        "desk/documents/<uuid:document>/sections/<uuid:pk>/remove/",
        documents.section_remove,
        policy=COORDINATOR,
        name="section-remove",
    ),
    route(
        "desk/paragraphs/<uuid:pk>/history/",
        documents.paragraph_history,
        policy=COORDINATOR,
        name="paragraph-history",
    ),
    route(
        "desk/paragraphs/<uuid:pk>/restore/",
        documents.paragraph_restore,
        policy=COORDINATOR,
        name="paragraph-restore",
    ),
    route("desk/documents/<uuid:pk>/clearance/", clearance.clearance, policy=COORDINATOR, name="clearance"),
    route(
        "desk/documents/<uuid:pk>/clearance/waive/",
        clearance.clearance_waive,
        policy=COORDINATOR,
        name="clearance-waive",
    ),
    route("desk/documents/<uuid:pk>/approval/", clearance.approval, policy=COORDINATOR, name="approval"),
    route("desk/documents/<uuid:pk>/circulate/", circulating.circulate, policy=COORDINATOR, name="circulate"),
    route("desk/documents/<uuid:pk>/issue/", finals.issue, policy=COORDINATOR, name="issue"),
    route("desk/documents/<uuid:pk>/take-up/", finals.take_up_again, policy=COORDINATOR, name="take-up-again"),
    route("desk/rounds/<uuid:pk>/", rounds.round_page, policy=COORDINATOR, name="round"),
    route("desk/rounds/<uuid:pk>/extend/", rounds.round_extend, policy=COORDINATOR, name="round-extend"),
    route("desk/rounds/<uuid:pk>/remind/", rounds.round_remind, policy=COORDINATOR, name="round-remind"),
    route("desk/rounds/<uuid:pk>/invite/", rounds.round_invite, policy=COORDINATOR, name="round-invite"),
    route("desk/rounds/<uuid:pk>/close/", rounds.round_close, policy=COORDINATOR, name="round-close"),
    route("desk/comments/<uuid:pk>/", dispositions.decide, policy=COORDINATOR, name="decide"),
]

urlpatterns: list[URLPattern] = [*desk]
