"""Rows that never change: the database itself refuses, also where the code is bypassed."""

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from ccm_portal import enclosures, triggers
from ccm_portal.models import AuditRow, Enclosure
from meetings.models import (
    AgendaStep,
    Answer,
    ChainLink,
    PaperVersion,
    PresidencyWord,
    Publication,
    PublicationFile,
    Revision,
    RoundDelegation,
)
from tests.cast import NOW, cast, document_at

pytestmark = pytest.mark.django_db


def test_the_catalogue_lists_exactly_the_triggers_that_must_stand():
    wanted = set().union(*(triggers.trigger_names(model) for model in triggers.FROZEN))
    if connection.vendor == "postgresql":
        wanted |= {f"frozen_{model._meta.db_table}_truncate" for model in triggers.FROZEN}
    assert triggers.installed(connection) == wanted


def test_what_must_never_change_is_registered():
    frozen = {
        *(
            AuditRow,
            Answer,
            ChainLink,
            Enclosure,
            AgendaStep,
            PaperVersion,
            PresidencyWord,
            Publication,
            PublicationFile,
            Revision,
            RoundDelegation,
        ),
    }
    assert set(triggers.FROZEN) == frozen


@pytest.mark.parametrize(
    "model", [AuditRow, Answer, PresidencyWord, Revision, RoundDelegation], ids=lambda m: m.__name__
)
def test_neither_update_nor_delete_passes(model):
    people = cast()
    document_at("under_revision", people)
    table = model._meta.db_table
    before = list(model.objects.values())
    assert before
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="never change"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert list(model.objects.values()) == before


def test_a_file_never_changes_and_may_be_taken_out():
    kept = enclosures.keep(uuid.uuid4(), name="list.pdf", data=b"%PDF-1.7", now=NOW)
    table = Enclosure._meta.db_table
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Enclosure.objects.filter(pk=kept.pk).update(name="other.pdf")
    assert enclosures.file(kept.pk).data == b"%PDF-1.7"
    assert enclosures.take_out([kept.pk, uuid.uuid4()]) == 1
    assert not enclosures.is_kept(kept.pk)
    enclosures.keep(kept.pk, name="list.pdf", data=b"%PDF-1.7 anew", now=NOW)
    assert enclosures.file(kept.pk).data == b"%PDF-1.7 anew"
    assert f"frozen_{table}_delete" not in triggers.installed(connection)


def test_a_dropped_trigger_is_put_back():
    name = sorted(triggers.installed(connection))[0]
    table = next(
        m._meta.db_table
        for m in triggers.FROZEN
        if name in triggers.trigger_names(m) or m._meta.db_table in name
    )
    with connection.cursor() as cursor:
        on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
    assert name not in triggers.installed(connection)
    triggers.reinstall()
    assert name in triggers.installed(connection)
