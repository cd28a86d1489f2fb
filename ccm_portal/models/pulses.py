"""When each host last did what the clock has to do."""

from django.db import models


class Pulse(models.Model):
    """One verb of the clock on one host, and when it last came to its end there."""

    verb = models.CharField(max_length=120)
    host = models.CharField(max_length=120)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["verb", "host"], name="pulse_once_per_verb_and_host")]

    def __str__(self) -> str:
        return f"{self.verb} on {self.host}"
