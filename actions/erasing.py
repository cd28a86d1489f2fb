"""What erasing a person means for records as they were handed in."""

from typing import Any

from django.db import models
from django.dispatch import receiver

from actions.models import RecordFile, WordFile
from friends.signals import person_erased


@receiver(person_erased, dispatch_uid="Word files that name an erased person")
def drop_word_files(sender: Any, *, rows: set[tuple[type[models.Model], Any]], **_: Any) -> None:
    """A Word file in whose text the person stood is not kept; the text stays, without the person."""
    records = [pk for table, pk in rows if table is RecordFile]
    files = [pk for table, pk in rows if table is WordFile]
    for file in WordFile.objects.filter(models.Q(record__in=records) | models.Q(pk__in=files)):
        file.delete()
