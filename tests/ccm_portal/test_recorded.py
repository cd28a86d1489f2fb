"""What a table held at a moment: the same as a plain replay of its log, ties and deletions included."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccm_portal import history, recorded
from ccm_portal.actors import IMPORT
from friends.models import Delegation
from tests.cast import HOUR, NOW

pytestmark = pytest.mark.django_db

Recorded = Delegation.history.model
OBJECTS = [uuid.UUID(int=number) for number in range(1, 5)]
# Few moments, so that many changes share one.
MOMENTS = [NOW + number * HOUR for number in range(6)]

# Added, changed or deleted; which object; when the change was dated.
changes = st.tuples(st.sampled_from("+~-"), st.sampled_from(OBJECTS), st.sampled_from(MOMENTS))


def held(log, moment):
    """The names of what stood at the moment, by replaying the log in its order."""
    standing = {}
    dated = sorted(log, key=lambda row: (row.history_date, row.history_id))
    for row in dated:
        if row.history_date <= moment:
            standing[row.id] = row.name
            if row.history_type == "-":
                del standing[row.id]
    return standing


def test_it_works():
    one = history.save(Delegation(name="Norland"), by=IMPORT, at=NOW)
    two = history.save(Delegation(name="Sudland"), by=IMPORT, at=NOW + HOUR)
    one.name = "Kingdom of Norland"
    history.save(one, by=IMPORT, at=NOW + 2 * HOUR)
    for moment, names in (
        (NOW - HOUR, set()),
        (NOW, {"Norland"}),
        (NOW + HOUR, {"Norland", "Sudland"}),
        (NOW + 2 * HOUR, {"Kingdom of Norland", "Sudland"}),
    ):
        assert {row.name for row in recorded.rows(Delegation, moment)} == names
    [row] = recorded.instances(recorded.rows(Delegation, NOW + HOUR).filter(name="Sudland"))
    assert (row, row.name, row.seat) == (two, "Sudland", "")


def test_what_was_added_changed_and_deleted_at_one_moment_is_gone():
    row = history.save(Delegation(name="Norland"), by=IMPORT, at=NOW)
    row.name = "Kingdom of Norland"
    history.save(row, by=IMPORT, at=NOW)
    row._history_date = NOW
    history.named(row, by=IMPORT).delete()
    assert Recorded.objects.filter(history_date=NOW).count() == 3
    assert not recorded.rows(Delegation, NOW).exists()


@settings(max_examples=60, deadline=None)
@given(log=st.lists(changes, max_size=25))
def test_it_is_what_a_replay_of_the_log_gives(log):
    Recorded.objects.all().delete()
    Recorded.objects.bulk_create(
        Recorded(
            id=pk, name=f"State {place}", history_type=kind, history_date=moment, history_actor_kind="import"
        )
        for place, (kind, pk, moment) in enumerate(log)
    )
    written = list(Recorded.objects.all())
    # Half of the objects stand, as those of one text among many.
    few = [Delegation(id=pk, name=f"Now {pk}") for pk in OBJECTS[:2]]
    Delegation.objects.bulk_create(few, ignore_conflicts=True)
    ids = {row.pk for row in few}
    for moment in (MOMENTS[0] - HOUR, *MOMENTS, MOMENTS[2] + HOUR / 2):
        found = {row.id: row.name for row in recorded.rows(Delegation, moment)}
        assert found == held(written, moment)
        of_these = {row.id: row.name for row in recorded.rows_of(Delegation.objects.all(), moment)}
        assert of_these == {pk: name for pk, name in found.items() if pk in ids}


def test_it_is_one_query(django_assert_num_queries):
    for name in ("Norland", "Sudland", "Westland"):
        history.save(Delegation(name=name), by=IMPORT, at=NOW)
    with django_assert_num_queries(1):
        assert len(recorded.rows(Delegation, NOW)) == 3
