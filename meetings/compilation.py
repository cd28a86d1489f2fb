"""The comments of a round, gathered by what they are about, in the order of the text; the whole text first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from meetings import rounds
from meetings.models import Comment, Round
from meetings.text import numbering


@dataclass(frozen=True)
class Place:
    """A paragraph as circulated, or the whole text: name is "" for the latter, else as in "para. 7"."""

    name: str
    comments: list[Comment]

    @property
    def several(self) -> bool:
        """Whether different wordings are proposed for it."""
        return len({comment.proposal for comment in self.comments if comment.proposal}) > 1


def all_of(round_: Round) -> QuerySet[Comment]:
    """Every comment of the round that is not somebody's draft, with what a page shows of it."""
    rows = Comment.objects.filter(seat__round=round_).exclude(state=Comment.State.DRAFT)
    return rows.select_related("seat", "author", "disposition")


def by_place(round_: Round) -> list[Place]:
    """The comments that were sent, each at its place; one query. At one place: by capacity, then by name."""
    names: dict[str, str] = {"": ""}
    for section in round_.revision.content["sections"]:
        names |= {row["id"]: numbering.place(row) for row in section["paragraphs"]}
    grouped: dict[str, list[Comment]] = {place: [] for place in names}
    # Never by arrival: nobody's word weighs more for coming early.
    for comment in sorted(all_of(round_).filter(state=Comment.State.SENT), key=_rank):
        grouped[str(comment.paragraph) if comment.paragraph else ""].append(comment)
    return [Place(names[place], said) for place, said in grouped.items() if said]


def _rank(comment: Comment) -> tuple[int, str, str]:
    return (*rounds.by_capacity(comment.seat.capacity, comment.seat.name), comment.written_at.isoformat())


def waiting(places: list[Place]) -> list[Comment]:
    """Those among them that wait for a decision, in order."""
    return [comment for place in places for comment in place.comments if comment.waits]
