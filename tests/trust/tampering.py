"""The ways of tampering with what is published, each with the place where it must be found.

Those of the database run inside a transaction that is taken back; those of the archive change a copy. Needs Django to
be set up on a database of its own, in which texts are published and the triggers of frozen rows are off.
"""

import io
import random
import re
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from meetings import archive, chain
from meetings.models import ChainLink, Publication, PublicationFile

Entries = dict[str, bytes]


@dataclass(frozen=True)
class Tampered:
    """An archive that is not in order. place: a pattern for the first place that must be named."""

    kind: str
    archive: bytes
    place: str


def export() -> bytes:
    """The archive of the database as it stands."""
    file = io.BytesIO()
    archive.write(file)
    return file.getvalue()


def triggers_off() -> None:
    """The database no longer refuses to change what is frozen: somebody with all rights did that."""
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in (Publication, PublicationFile, ChainLink)):
            if connection.vendor == "postgresql":
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            else:
                for action in ("update", "delete"):
                    cursor.execute(f'DROP TRIGGER "frozen_{table}_{action}"')


def entries_of(data: bytes) -> Entries:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(entries: Entries) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return file.getvalue()


def of_number(number: int) -> str:
    """Anything that belongs to this number of the chain."""
    return rf"links/{number:06d}\.json|records/{number:06d}/"


def other_byte(data: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(data))
    return data[:at] + bytes([data[at] ^ luck.randrange(1, 256)]) + data[at + 1 :]


def other_character(text: str, luck: random.Random) -> str:
    at = luck.randrange(len(text))
    return (
        text[:at]
        + luck.choice([char for char in '0123456789abcdef{}":,x é' if char != text[at]])
        + text[at + 1 :]
    )


# --- in the database ----------------------------------------------------------------------------------------------


def _links() -> list[ChainLink]:
    return list(ChainLink.objects.order_by("number"))


def _update(model: type[models.Model], pk: object, **values: object) -> None:
    model._base_manager.filter(pk=pk).update(**values)


def database_file_byte(luck: random.Random) -> str:
    file = luck.choice(list(PublicationFile.objects.order_by("pk")))
    _update(PublicationFile, file.pk, content=other_byte(bytes(file.content), luck))
    number = file.publication.link.number
    return re.escape(f"records/{number:06d}/{file.name}")


def database_text(luck: random.Random) -> str:
    link = luck.choice(_links())
    _update(Publication, link.publication_id, canonical=other_character(link.publication.canonical, luck))
    return rf"records/{link.number:06d}/content\.json"


def database_link(luck: random.Random) -> str:
    link = luck.choice(_links())
    _update(ChainLink, link.pk, canonical=other_character(link.canonical, luck))
    return of_number(link.number)


def database_hash(luck: random.Random) -> str:
    """A digit of any hash that stands in a column."""
    link = luck.choice(_links())
    file = luck.choice(list(link.publication.files.all()))
    row, column = luck.choice(
        [(link, "head"), (link, "previous"), (link.publication, "sha256"), (file, "sha256")]
    )
    digest = getattr(row, column)
    at = luck.randrange(64)
    digit = luck.choice([one for one in "0123456789abcdef" if one != digest[at]])
    _update(type(row), row.pk, **{column: digest[:at] + digit + digest[at + 1 :]})
    return rf"records/{link.number:06d}/columns\.json"


def database_name(luck: random.Random) -> str:
    """How a text is cited, or how a file is called."""
    link = luck.choice(_links())
    if luck.random() < 0.5:
        _update(Publication, link.publication_id, identifier=f"{link.publication.identifier}-2")
        return rf"records/{link.number:06d}/columns\.json"
    file = luck.choice(list(link.publication.files.all()))
    _update(PublicationFile, file.pk, name=f"a{file.name}")
    return rf"records/{link.number:06d}/a?{re.escape(file.name)}"


def _delete(link: ChainLink) -> None:
    for model, where in (
        (PublicationFile, {"publication": link.publication_id}),
        (ChainLink, {"pk": link.pk}),
        (Publication, {"pk": link.publication_id}),
    ):
        rows: Any = model._base_manager.filter(**where)
        rows._raw_delete(rows.db)


def database_middle_deleted(luck: random.Random) -> str:
    links = _links()
    link = luck.choice(links[:-1])
    _delete(link)
    if luck.random() < 0.5:
        return of_number(link.number)
    # Those after it move up, so that no number is missing.
    for later in links[link.number :]:
        _update(ChainLink, later.pk, number=later.number - 1)
    return of_number(link.number)


def database_tail_deleted(luck: random.Random) -> str:
    links = _links()
    first = luck.randrange(2, len(links) + 1)
    for link in links[first - 1 :]:
        _delete(link)
    return rf"links/{first:06d}\.json"


def database_files_swapped(luck: random.Random) -> str:
    one, other = luck.sample(_links(), 2)
    name = luck.choice(["record.html", "record.json", ".pdf"])
    first, second = (link.publication.files.get(name__endswith=name) for link in (one, other))
    _update(PublicationFile, first.pk, content=bytes(second.content))
    _update(PublicationFile, second.pk, content=bytes(first.content))
    number, file = min((one.number, first), (other.number, second), key=lambda pair: pair[0])
    return re.escape(f"records/{number:06d}/{file.name}")


def database_reordered(luck: random.Random) -> str:
    one, other = luck.sample(_links(), 2)
    _update(ChainLink, one.pk, number=1_000)
    _update(ChainLink, other.pk, number=one.number)
    _update(ChainLink, 1_000, number=other.number)
    return of_number(min(one.number, other.number))


def database_duplicated(luck: random.Random) -> str:
    """An old text once more at the end, under another name, with a link that is right in itself."""
    link = luck.choice(_links())
    old = link.publication
    files = list(old.files.all())
    new = Publication.objects.create(
        document=old.document,
        revision=old.revision,
        edition=old.edition + 1,
        identifier=f"{old.identifier}-{luck.randrange(1000)}",
        canonical=old.canonical,
        sha256=old.sha256,
        published_at=old.published_at,
    )
    for file in files:
        file.pk, file.publication = uuid.uuid4(), new
        file.save(force_insert=True)
    place = chain.hold()
    said = chain.content(
        place, identifier=new.identifier, digest=new.sha256, day=str(old.published_at.date()), files=files
    )
    chain.add(new, said)
    return of_number(place.number)


IN_THE_DATABASE = [
    database_file_byte, database_text, database_link, database_hash, database_name, database_middle_deleted,
    database_tail_deleted, database_files_swapped, database_reordered, database_duplicated,
]  # fmt: skip


# --- in the archive -----------------------------------------------------------------------------------------------


def _last(entries: Entries) -> int:
    return sum(name.startswith("links/") for name in entries)


def _folder(entries: Entries, number: int) -> list[str]:
    return [name for name in entries if name.startswith(f"records/{number:06d}/")]


def archive_byte(entries: Entries, luck: random.Random) -> str:
    """One byte in a page, a PDF, a text, or what the database said."""
    name = luck.choice([name for name in entries if name.startswith("records/")])
    entries[name] = other_byte(entries[name], luck)
    return re.escape(name)


def archive_link(entries: Entries, luck: random.Random) -> str:
    number = luck.randint(1, _last(entries))
    name = f"links/{number:06d}.json"
    entries[name] = other_byte(entries[name], luck)
    return of_number(number)


def archive_heads(entries: Entries, luck: random.Random) -> str:
    """One byte of the list of heads, or two of its lines."""
    text = entries["heads.txt"]
    if luck.random() < 0.5:
        entries["heads.txt"] = other_byte(text, luck)
        return r"heads\.txt"
    lines = text.splitlines(keepends=True)
    one, other = sorted(luck.sample(range(len(lines)), 2))
    lines[one], lines[other] = lines[other], lines[one]
    entries["heads.txt"] = b"".join(lines)
    return rf"heads\.txt, line {one + 1}\b"


def archive_files_swapped(entries: Entries, luck: random.Random) -> str:
    one, other = sorted(luck.sample(range(1, _last(entries) + 1), 2))
    first = luck.choice([name for name in _folder(entries, one) if "record." in name])
    second = first.replace(f"{one:06d}", f"{other:06d}", 1)
    entries[first], entries[second] = entries[second], entries[first]
    return re.escape(first)


def _move(entries: Entries, number: int, new: int) -> None:
    entries[f"links/{new:06d}.json"] = entries.pop(f"links/{number:06d}.json")
    for name in _folder(entries, number):
        entries[name.replace(f"{number:06d}", f"{new:06d}", 1)] = entries.pop(name)


def archive_reordered(entries: Entries, luck: random.Random) -> str:
    one, other = sorted(luck.sample(range(1, _last(entries) + 1), 2))
    _move(entries, one, 900_000)
    _move(entries, other, one)
    _move(entries, 900_000, other)
    return of_number(one)


def _cut(entries: Entries, number: int) -> None:
    for name in [f"links/{number:06d}.json", *_folder(entries, number)]:
        del entries[name]
    lines = entries["heads.txt"].splitlines(keepends=True)
    entries["heads.txt"] = b"".join(line for line in lines if not line.startswith(b"%d\t" % number))


def archive_middle_deleted(entries: Entries, luck: random.Random) -> str:
    last = _last(entries)
    number = luck.randrange(1, last)
    _cut(entries, number)
    if luck.random() < 0.5:
        for later in range(number + 1, last + 1):
            _move(entries, later, later - 1)
    return of_number(number)


def archive_tail_deleted(entries: Entries, luck: random.Random) -> str:
    last = _last(entries)
    first = luck.randrange(2, last + 1)
    for number in range(first, last + 1):
        _cut(entries, number)
    return rf"links/{first:06d}\.json"


def archive_duplicated(entries: Entries, luck: random.Random) -> str:
    """A text once more after the last one."""
    last = _last(entries)
    number = luck.randint(1, last)
    entries[f"links/{last + 1:06d}.json"] = entries[f"links/{number:06d}.json"]
    for name in _folder(entries, number):
        entries[name.replace(f"{number:06d}", f"{last + 1:06d}", 1)] = entries[name]
    return of_number(last + 1)


def archive_file_added(entries: Entries, luck: random.Random) -> str:
    name = luck.choice(
        ["records/000002/annex.pdf", "records/000099/record.html", "links/extra.json", "notes.txt"]
    )
    entries[name] = b"Nobody published this."
    return re.escape(name.rpartition("/")[0] if "000099" in name else name)


def archive_file_deleted(entries: Entries, luck: random.Random) -> str:
    name = luck.choice([name for name in entries if name.startswith("records/")])
    del entries[name]
    return re.escape(name)


IN_THE_ARCHIVE = [
    archive_byte, archive_link, archive_heads, archive_files_swapped, archive_reordered, archive_middle_deleted,
    archive_tail_deleted, archive_duplicated, archive_file_added, archive_file_deleted,
]  # fmt: skip


def raw_byte(data: bytes, luck: random.Random) -> Tampered:
    """A byte of the ZIP file itself, within what a file holds; its own sum no longer fits."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entry = luck.choice([entry for entry in file.infolist() if entry.filename.startswith("records/")])
    # Nothing is packed: the bytes follow the entry's own header.
    start = entry.header_offset + 30 + len(entry.filename)
    end = start + entry.file_size
    return Tampered(
        "raw_byte", data[:start] + other_byte(data[start:end], luck) + data[end:], re.escape(entry.filename)
    )


def tamper(number: int, whole: bytes, luck: random.Random) -> Tampered:
    """The tampering of this number: all ways in turn."""
    ways: list[Callable[..., Any]] = [*IN_THE_DATABASE, *IN_THE_ARCHIVE, raw_byte]
    way = ways[number % len(ways)]
    if way is raw_byte:
        return raw_byte(whole, luck)
    if way in IN_THE_ARCHIVE:
        entries = entries_of(whole)
        place = way(entries, luck)
        return Tampered(way.__name__, packed(entries), place)
    with transaction.atomic():
        place = way(luck)
        data = export()
        transaction.set_rollback(True)
    return Tampered(way.__name__, data, place)
