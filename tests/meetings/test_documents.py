"""A document's life, walked by the real verbs."""

import pytest

from ccm_portal.models import AuditRow
from meetings import documents
from meetings.models import Document
from tests.cast import NOW, STAGES, cast, document_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", STAGES)
def test_the_verbs_reach_every_stage(status):
    assert document_at(status, cast()).status == status


@pytest.mark.parametrize("status", STAGES)
def test_every_step_is_refused_where_the_table_does_not_allow_it(status):
    people = cast()
    document = document_at(status, people)
    for step, transition in documents.TRANSITIONS.items():
        if status in transition.sources:
            assert documents.can(document, step)
            continue
        with pytest.raises(documents.NotNow):
            documents.move(document, step, by=people.coordinator.actor, now=NOW)
    assert Document.objects.get(pk=document.pk).status == status


def test_every_status_can_be_reached_and_left():
    targets = {transition.target for transition in documents.TRANSITIONS.values()}
    sources = {source for transition in documents.TRANSITIONS.values() for source in transition.sources}
    assert targets | {Document.Status.DRAFTING} == set(Document.Status)
    assert sources | {Document.Status.PUBLISHED} == set(Document.Status)


def test_a_step_writes_exactly_one_audit_row_with_the_actor():
    people = cast()
    document = document_at("drafting", people)
    before = AuditRow.objects.count()
    documents.move(document, "ask the Presidency to clear", by=people.coordinator.actor, now=NOW)
    row = AuditRow.objects.latest("at")
    assert AuditRow.objects.count() == before + 1
    assert (row.event, row.actor_id, row.subject_id) == (
        "document: ask the Presidency to clear",
        people.coordinator.pk,
        document.pk,
    )


@pytest.mark.parametrize(
    ("status", "present"), [("drafting", "Drafting"), ("in_round", "With the Friends for comment")]
)
def test_life_marks_the_present_stage(status, present):
    stages = documents.life(document_at(status, cast()))
    assert [stage.label for stage in stages if stage.state == "present"] == [present]
