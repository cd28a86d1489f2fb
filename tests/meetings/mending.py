"""The one who mends the public folder meets the one who publishes: `python -m tests.meetings.mending DATABASE_URL`.

Prints "waited; wrote editions 1 and 2" where the first waited for the second and then wrote what was published.
"""

import datetime as dt
import importlib
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tests.trust import alone

SLUG = "2026-10-30-friends"


def _written() -> list[str]:
    """The editions whose pages stand in the folder."""
    home = Path(settings.PUBLIC_DIR) / "meetings" / SLUG / "minutes"
    return [page.parent.name for page in home.glob("*/index.html")]


def main(database: str) -> None:
    with alone.on_a_database(database):
        cast = importlib.import_module("tests.cast")
        models = importlib.import_module("meetings.models")
        public_folder = importlib.import_module("meetings.public_folder")
        series = importlib.import_module("meetings.public_texts").Series("minutes", SLUG)
        publications = importlib.import_module("tests.meetings.publications")
        renderers = importlib.import_module("tests.renderers")
        with renderers.running():
            publication = publications.published(cast.cast())
        began, mended = threading.Event(), threading.Event()

        def mend() -> None:
            began.set()
            public_folder.replace(series)
            mended.set()
            connection.close()

        other = threading.Thread(target=mend)
        with transaction.atomic():
            # As publishing does: the row is held, the new edition stands, the files are gone.
            models.Document.objects.select_for_update().get(pk=publication.document_id)
            publications.corrected(publication, now=publications.PUBLISHED_AT + dt.timedelta(days=3))
            public_folder.take_away(series)
            other.start()
            began.wait(10)
            waited = not mended.wait(0.5) and not _written()
        other.join(30)
        written = sorted(_written())
    print("waited" if waited else "did not wait", f"wrote editions {' and '.join(written)}", sep="; ")


if __name__ == "__main__":
    main(sys.argv[1])
