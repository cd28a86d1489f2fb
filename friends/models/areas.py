"""Thematic areas, the other names they go by, and pairs that a person should look at."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models.bodies import Body
from friends.models.slugs import SlugOfName
from friends.models.validity import Validity, ValidityQuerySet, in_order


class ThematicArea(Validity):
    """One of a body's areas of work, from a day to a day; without days as long as anybody knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="areas")
    name = models.CharField(_("name"), max_length=250)
    # Its public address; stays when the name changes.
    slug = SlugOfName(max_length=110, unique=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    # Set when a person found that this is another name of `joined_to`.
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )
    history = tracked()

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            in_order("area_ends_after_it_begins"),
            models.UniqueConstraint("body", Lower("name"), name="area_name_once_per_body"),
            models.CheckConstraint(condition=~Q(joined_to=F("id")), name="area_not_joined_to_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class AreaAlias(models.Model):
    """Another name of an area, accepted by a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(ThematicArea, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=250)

    class Meta:
        constraints = [models.UniqueConstraint("area", Lower("name"), name="area_alias_once")]

    def __str__(self) -> str:
        return self.name


class AreaLikeness(models.Model):
    """Two areas named alike: proposed to a person for joining, never joined silently."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("to be decided")
        JOINED = "joined", _("one area")
        APART = "apart", _("two areas")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(ThematicArea, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(ThematicArea, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=250, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    history = tracked()

    class Meta:
        verbose_name_plural = "area likenesses"
        constraints = [
            models.UniqueConstraint(fields=["area", "other"], name="area_likeness_once"),
            models.CheckConstraint(condition=~Q(area=F("other")), name="area_likeness_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.area} ~ {self.other}"
