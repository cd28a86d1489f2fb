"""Who takes part: delegations, contacts, bodies, periods, areas, assignments, links, staff roles."""

from friends.models.areas import AreaAlias, AreaLikeness, ThematicArea
from friends.models.assignments import Assignment, ListedContact
from friends.models.bodies import Body, BodyAlias, Period
from friends.models.contacts import Contact
from friends.models.delegations import Capacity, Delegation, DelegationAlias
from friends.models.editions import ContactListEdition
from friends.models.handovers import HandOver, HandOverStep
from friends.models.imports import ContactImport
from friends.models.kept_apart import KeptApart
from friends.models.link_requests import LinkRequest
from friends.models.links import AccessLink
from friends.models.names import DelegationName
from friends.models.open_posts import AnnouncedPost, Announcement, Interest
from friends.models.proposals import Proposal
from friends.models.reconfirmations import CarryingOn, PostToReconfirm, Reconfirmation
from friends.models.reviews import ListReview, ReviewedEntry
from friends.models.staff import SetUpLink, StaffRole

__all__ = [
    "AccessLink",
    "AnnouncedPost",
    "Announcement",
    "AreaAlias",
    "AreaLikeness",
    "Assignment",
    "Body",
    "BodyAlias",
    "Capacity",
    "CarryingOn",
    "Contact",
    "ContactImport",
    "ContactListEdition",
    "Delegation",
    "DelegationAlias",
    "DelegationName",
    "HandOver",
    "HandOverStep",
    "Interest",
    "KeptApart",
    "LinkRequest",
    "ListReview",
    "ListedContact",
    "Period",
    "PostToReconfirm",
    "Proposal",
    "Reconfirmation",
    "ReviewedEntry",
    "SetUpLink",
    "StaffRole",
    "ThematicArea",
]
