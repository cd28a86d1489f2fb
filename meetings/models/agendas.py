"""Agenda items: a tree, numbered by the system."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from ccm_portal.ranks import RankField
from friends.models import Delegation, ThematicArea
from meetings.models.meetings import Meeting


class AgendaItem(models.Model):
    """One item of a meeting's agenda, or a point under one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    rank = RankField()
    title = models.CharField(_("title"), max_length=500)
    # Who introduces it, as printed ("Exec. Coord."), and the delegation where it is one.
    presenter_words = models.CharField(_("introduced by"), max_length=200, blank=True)
    presenter = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who chairs it, or leads its discussion, where that is somebody else than at the rest of the meeting.
    chair_words = models.CharField(_("chaired by"), max_length=200, blank=True)
    chair = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facilitator_words = models.CharField(_("facilitated by"), max_length=200, blank=True)
    facilitator = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The earlier minutes that this item approves; what became of it is an Approval.
    approves = models.ForeignKey(
        "meetings.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="approval_items"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    # For the chair alone: no text, page or file holds it but the chair's folder (meetings.annotations).
    annotation = models.TextField(_("annotation for the chair"), blank=True)
    # The time allotted to it; blank where none is.
    minutes = models.PositiveSmallIntegerField(_("minutes allotted"), null=True, blank=True)
    areas = models.ManyToManyField(
        ThematicArea, through="AgendaArea", blank=True, related_name="agenda_items"
    )
    history = tracked()

    class Meta:
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return self.title


class AgendaArea(models.Model):
    """An area of work under an agenda item, in the words of the agenda where it says more than the area's name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="named_areas")
    area = models.ForeignKey(ThematicArea, on_delete=models.PROTECT, related_name="+")
    # "Victim assistance (Austria, with Croatia)": who carries it, as the agenda has it.
    words = models.CharField(_("in the agenda's words"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["item", "area"], name="agenda_area_once_per_item")]

    def __str__(self) -> str:
        return self.words or self.area.name
