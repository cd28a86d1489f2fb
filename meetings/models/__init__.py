"""What was said: meetings, agendas, documents, rounds, comments, publications."""

from meetings.models.agenda_steps import AgendaStep
from meetings.models.agendas import AgendaArea, AgendaItem
from meetings.models.approvals import Approval
from meetings.models.comments import Answer, Comment, Disposition
from meetings.models.documents import Document, Paragraph, Revision, Section
from meetings.models.item_proposals import CallForItems, ItemProposal
from meetings.models.meetings import Attendance, AttendancePerson, Meeting
from meetings.models.notes import PrivateNotes
from meetings.models.papers import Paper, PaperVersion
from meetings.models.presidency import PresidencyWord
from meetings.models.publications import ChainEnd, ChainLink, Preparation, Publication, PublicationFile
from meetings.models.rounds import Invitation, Round, RoundDelegation

__all__ = [
    "AgendaArea",
    "AgendaItem",
    "AgendaStep",
    "Answer",
    "Approval",
    "Attendance",
    "AttendancePerson",
    "CallForItems",
    "ChainEnd",
    "ChainLink",
    "Comment",
    "Disposition",
    "Document",
    "Invitation",
    "ItemProposal",
    "Meeting",
    "Paper",
    "PaperVersion",
    "Paragraph",
    "Preparation",
    "PresidencyWord",
    "PrivateNotes",
    "Publication",
    "PublicationFile",
    "Revision",
    "Round",
    "RoundDelegation",
    "Section",
]
