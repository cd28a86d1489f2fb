"""What erasing a person means for texts: what is published stays, what was only prepared goes."""

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext

from ccm_portal import enclosures, holdings
from friends import persons
from friends.signals import goes_as_a_whole, person_erased, stands_as_published
from meetings.models import (
    AgendaArea,
    AgendaItem,
    Attendance,
    Document,
    Meeting,
    Paper,
    PaperVersion,
    Paragraph,
    Preparation,
    Publication,
    PublicationFile,
    Round,
    Section,
)

# The way from each table to the documents it belongs to.
TO_DOCUMENTS: dict[type[models.Model], str] = {
    Document: "id",
    Section: "document",
    Paragraph: "section__document",
    Paper: "document",
    Preparation: "document",
}
TO_MEETINGS: dict[type[models.Model], str] = {
    Meeting: "id",
    AgendaItem: "meeting",
    AgendaArea: "item__meeting",
    Attendance: "meeting",
}


@receiver(stands_as_published, dispatch_uid="published texts stay")
def published(sender: Any, **_: Any) -> dict[type[models.Model], Q]:
    """The rows behind every published text and its meeting, with their histories."""
    documents = Publication.objects.values("document")
    meetings = Publication.objects.values("document__meeting")
    stays = {table: Q(**{f"{way}__in": documents}) for table, way in TO_DOCUMENTS.items()}
    stays |= {table: Q(**{f"{way}__in": meetings}) for table, way in TO_MEETINGS.items()}
    stays[PaperVersion] = Q(sha256__in=PublicationFile.objects.values("sha256"))
    histories = {table.history.model: rows for table, rows in stays.items() if hasattr(table, "history")}
    return stays | histories


@receiver(person_erased, dispatch_uid="prepared texts that name an erased person")
def drop_prepared(sender: Any, *, rows: set[tuple[type[models.Model], Any]], **_: Any) -> None:
    """A preparation that names the person holds a PDF that does too; whoever publishes prepares anew."""
    Preparation.objects.filter(pk__in=[pk for table, pk in rows if table is Preparation]).delete()


@receiver(person_erased, dispatch_uid="files of papers that name an erased person")
def drop_versions(sender: Any, *, person: persons.Person, **_: Any) -> None:
    """A version of a paper in which the person stands goes, unless it is published; its number stays taken."""
    going = _naming(person)
    # What was prepared of such a file cannot become public any more.
    Preparation.objects.filter(document__paper__versions__in=going).delete()
    gone = set(going.values_list("sha256", flat=True))
    circulated = Round.objects.filter(document__paper__versions__in=going).exclude(enclosure_id=None)
    enclosures.take_out(
        round_.enclosure_id
        for round_ in circulated.select_related("revision")
        if round_.enclosure_id and round_.revision.content.get("file", {}).get("sha256") in gone
    )
    going.delete()


@receiver(goes_as_a_whole, dispatch_uid="files of papers that go")
def versions(sender: Any, *, person: persons.Person, **_: Any) -> dict[str, int]:
    """How many versions of papers go with the person."""
    return {gettext("Files of papers that name the person"): _naming(person).count()}


def _naming(person: persons.Person) -> QuerySet[PaperVersion]:
    """The versions of papers in which the person stands, those that are published left out."""
    words = (*person.words.sure, *(() if person.namesakes else person.names))
    found = holdings.holding(words, PaperVersion, columns=("words", "name", "note"))
    named = PaperVersion.objects.filter(pk__in=[one.pk for one in found])
    return named.exclude(sha256__in=PublicationFile.objects.values("sha256"))
