"""Publishes on the database DATABASE_URL names: `python -m tests.publishing_now first|corrected`. Prints the address.

"first" publishes minutes, and a paper beside them.

In a process of its own, as a worker or a web server is. A renderer must answer at RENDERER_SOCKET.
"""

import datetime as dt
import functools
import importlib
import os
import sys

import django
from django.db import transaction

SLUG = "2026-10-30-friends"


def main(what: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "ccm_portal.settings"
    django.setup()
    cast = importlib.import_module("tests.cast")
    models = importlib.import_module("meetings.models")
    public_folder = importlib.import_module("meetings.public_folder")
    publications = importlib.import_module("tests.meetings.publications")
    if what == "first":
        people = cast.cast()
        publication = publications.published(people)
        papers = importlib.import_module("tests.meetings.paper_samples")
        papers.published(papers.a_file(people, data=papers.a_word(), access="public"), people)
    else:
        with transaction.atomic():
            first = models.Publication.objects.select_related("document").get(
                edition=1, document__kind="minutes"
            )
            publication = publications.corrected(first, now=publications.PUBLISHED_AT + dt.timedelta(days=3))
            series = importlib.import_module("meetings.public_texts").Series("minutes", SLUG)
            # As `publishing.confirm` does.
            public_folder.take_away(series)
            transaction.on_commit(functools.partial(public_folder.replace, series))
    print(publication.get_absolute_url())


if __name__ == "__main__":
    main(sys.argv[1])
