"""From which day to which day something holds; both ends included, open when not known."""

import datetime as dt
from typing import TypeVar

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound=models.Model)


class ValidityQuerySet(models.QuerySet[M]):
    def valid_on(self, day: dt.date) -> "ValidityQuerySet[M]":
        """Rows that hold on `day`."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day)
        )


class Validity(models.Model):
    """Adds `valid_from` and `valid_until`. History says when the portal learned of it; this says when it holds."""

    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def in_order(name: str) -> models.CheckConstraint:
    """The database refuses an end before the beginning."""
    return models.CheckConstraint(
        condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name=name
    )
