"""Items that delegations propose for an agenda, and the invitations to do so."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models import Contact, Delegation, ThematicArea
from meetings.models.agendas import AgendaItem
from meetings.models.meetings import Meeting


class CallForItems(models.Model):
    """An invitation to propose items for the agenda of a meeting, sent to everybody who speaks for a delegation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="calls")
    words = models.TextField(_("words to the Friends"), blank=True)
    # What of the draft agenda they are shown, as it stood then: number, title, presenter, depth of each item.
    shared = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closing_words = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "calls for items"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(closed_at=None), name="call_open_once_per_meeting"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="call_until_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.opened_at:%Y-%m-%d}"


class ItemProposal(models.Model):
    """An item that a delegation would have on the agenda, in its own words, and what became of it.

    Written by meetings.item_proposals and meetings.item_decisions alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("to be decided")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ACCEPTED = "accepted", _("on the agenda")
        DECLINED = "declined", _("not taken up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(CallForItems, on_delete=models.PROTECT, related_name="proposals")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=500)
    why = models.TextField(blank=True)
    area = models.ForeignKey(ThematicArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # What paper there should be for it, or is offered.
    paper = models.CharField(max_length=500, blank=True)
    # Who said it last, and when it was said first.
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # The one in whose place it was said after the deadline.
    instead_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="later")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    # Why it was declined, for the delegation.
    reason = models.TextField(blank=True)
    # What the agenda called it when it was accepted; the item may be reworded, moved or taken off since.
    accepted_as = models.CharField(max_length=500, blank=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, related_name="proposed_as")
    history = tracked()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="item_proposal_settled_when_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="item_proposal_declined_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether it came after the deadline, or after the closing where that was sooner."""
        return self.said_at > self.call.until or self.after_closing

    @property
    def after_closing(self) -> bool:
        return self.call.closed_at is not None and self.said_at > self.call.closed_at

    @property
    def is_told(self) -> bool:
        """Whether the delegation was told what became of it: at the closing, or later where it came later."""
        return self.call.closed_at is not None and self.state != self.State.WAITING

    @property
    def is_undecided(self) -> bool:
        """Also where it was accepted and its item is off the agenda again."""
        return self.state == self.State.WAITING or (
            self.state == self.State.ACCEPTED and self.item_id is None and self.call.closed_at is None
        )
