"""Reviews of the contact list: every delegation is asked whether its entry is right."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from friends.models.bodies import Body
from friends.models.contacts import Contact
from friends.models.delegations import Delegation


class ListReview(models.Model):
    """One asking, until the end of a day; the office closes it when everything proposed is decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="list_reviews")
    opened_at = models.DateTimeField()
    until = models.DateField(_("until the end of"))
    note = models.TextField(_("note"), blank=True)
    # The delegations that have not answered are reminded once.
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(closed_at=None), name="list_review_one_open_per_body"
            )
        ]

    def __str__(self) -> str:
        return str(_("Review of %(day)s") % {"day": formats.date_format(self.opened_on, "j F Y")})

    def get_absolute_url(self) -> str:
        return reverse("list-review", args=[self.pk])

    @property
    def opened_on(self) -> dt.date:
        """The day it was opened, in the body's zone."""
        return timezone.localtime(self.opened_at, self.body.zone).date()

    @property
    def ends_at(self) -> dt.datetime:
        """The first instant after its last day, in the body's zone."""
        following = self.until + dt.timedelta(days=1)
        return dt.datetime.combine(following, dt.time(), tzinfo=self.body.zone)

    def takes_answers_at(self, now: dt.datetime) -> bool:
        return self.closed_at is None and now < self.ends_at


class ReviewedEntry(models.Model):
    """A delegation's entry in a review. Who of the delegation answers, answers for all of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(ListReview, on_delete=models.CASCADE, related_name="entries")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="reviewed_entries")
    # "All correct", or all but what is proposed.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["delegation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "delegation"], name="entry_reviewed_once_per_delegation"
            )
        ]

    def __str__(self) -> str:
        return str(self.delegation)
