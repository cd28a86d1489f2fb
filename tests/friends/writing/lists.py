"""A contact list as values for tests."""

from friends.writing.sheets import Entry, Person, Sheet

ENTRIES = (
    Entry("President, 1MSP", "Lao PDR", (Person("Kham Vong", "president@example.org"),), chip="confirmed"),
    Entry(
        "Victim assistance", "Austria",
        (Person("Anna Berg", "anna@example.org"), Person("", "office@example.org"), Person("Max Held", "", True)),
        beneath="coordinates",
    ),
    Entry("Reporting", "Côte d'Ivoire", (Person("No Address", ""),)),
    Entry("", "Ireland", (Person("=HYPERLINK(\"http://example.org\")", "=1+1@example.org"),)),
    Entry("Universalisation", ""),
)  # fmt: skip


def sheet(entries: tuple[Entry, ...] = ENTRIES, **fields: object) -> Sheet:
    said: dict[str, object] = {
        "treaty": "Convention on Lakes",
        "body": "Friends of the President",
        "title": "Contact list, update as of 12 November 2010",
        "stamp": "Edition 4, frozen on 12 November 2010. For the Friends; not public.",
        "confidence": "For the Friends; not public",
        "office": "Executive Coordinator",
        "day": "2010-11-12",
        "edition": 4,
    }
    return Sheet(entries=entries, **(said | fields))  # type: ignore[arg-type]
