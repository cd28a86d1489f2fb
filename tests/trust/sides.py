"""What the world of the matrix is made of: two sides of one process each, and the canaries in them."""

import uuid
from dataclasses import dataclass, field

from django.test import Client

from actions.models import RecordFile
from friends.models import (
    AreaLikeness,
    ContactImport,
    ContactListEdition,
    Interest,
    Proposal,
    Reconfirmation,
)
from meetings.models import Comment, Document, ItemProposal, Paper, Preparation, Publication, Round
from tests.cast import HOUR, NOW, Cast

STATES = ("draft", "round open", "round closed", "published", "corrected")
LATER = NOW + 8 * HOUR


@dataclass
class Side:
    """One process: its people, its document, and where its canaries sit."""

    name: str
    people: Cast
    document: Document
    revision: uuid.UUID
    round: Round | None = None
    comment: Comment | None = None
    other_comment: Comment | None = None
    preparation: Preparation | None = None
    publication: Publication | None = None
    likeness: AreaLikeness | None = None
    record: RecordFile | None = None
    paper: Paper | None = None
    shared: Paper | None = None
    contact_import: ContactImport | None = None
    edition: ContactListEdition | None = None
    asking: Reconfirmation | None = None
    interest: Interest | None = None
    item: ItemProposal | None = None
    proposal: Proposal | None = None

    def canary(self, kind: str) -> str:
        """The unique word of one kind, of `CANARIES`."""
        return f"canary-{self.name}-{kind}"


# Where they stand: the text as circulated, and as worked on since; Norway's comment, and one of Canada's that was never
# sent; the internal note on a decision, and the cover note of the round; name, address and telephone of Norway's first
# contact, and why they were changed; a record that was handed in; the correction in work of what is published; what
# Canada wrote of its interest in an open post; the address of another contact of Canada's, which the Presidency and the
# office alone may see; the note on Norway's row; a person in a list that was handed in; the note that goes with an
# edition; why Norway proposes an item for the agenda; what Norway wrote with a proposal; a paper for the office alone,
# and one for Friends; what the chair is told about an item of the agenda; private notes beside the text.
CANARIES = (
    *("text", "working", "comment", "draft", "internal", "cover"),
    *("contact", "address", "phone", "reason", "record", "correction", "interest"),
    *("sealed", "note", "import", "edition", "proposal", "paper", "shared", "item", "annotation"),
    "private",
)


@dataclass
class World:
    state: str
    ours: Side
    theirs: Side
    clients: dict[str, Client] = field(default_factory=dict)
