"""Delegations over time: whatever was said in which order, each day reads as the plain intervals say."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from friends import delegations
from friends.aliases import NameTaken, NoName
from friends.changes import BadDay, Change, NoReason
from friends.models import Capacity, Delegation, DelegationAlias, DelegationName
from friends.reading.languages import Named
from tests.cast import NOW, delegation

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
ONE_DAY = dt.timedelta(days=1)
WHY = "told by the depositary"
Kind = Capacity.Kind
BY = {"by": IMPORT, "now": NOW}


@pytest.fixture
def norway():
    return delegation("Norway", Kind.SIGNATORY)


def kind_on(row: Delegation, day: dt.date) -> str:
    held = Delegation.objects.get(pk=row.pk).capacity_on(day)
    return held.kind if held else ""


def test_a_capacity_from_a_day_on_ends_the_one_before_it(norway):
    delegations.take_part_as(norway, Kind.STATE_PARTY, Change(TODAY, WHY), **BY)
    assert [kind_on(norway, TODAY - ONE_DAY), kind_on(norway, TODAY)] == [Kind.SIGNATORY, Kind.STATE_PARTY]
    # What began on that very day is put right itself.
    delegations.take_part_as(norway, Kind.STATE_NOT_PARTY, Change(TODAY, "misread"), **BY)
    assert norway.capacities.count() == 2 and kind_on(norway, TODAY) == Kind.STATE_NOT_PARTY
    with pytest.raises(BadDay):
        delegations.take_part_as(norway, Kind.OBSERVER, Change(TODAY - ONE_DAY, WHY), **BY)
    with pytest.raises(NoReason):
        delegations.take_part_as(norway, Kind.OBSERVER, Change(TODAY, " "), **BY)
    assert AuditRow.objects.filter(subject_id=norway.pk).count() == 2


def test_a_capacity_is_put_right_and_ended_beside_the_others(norway):
    later = delegations.take_part_as(norway, Kind.STATE_PARTY, Change(TODAY, WHY), **BY)
    earlier = norway.capacities.exclude(pk=later.pk).get()
    for first, last in ((None, TODAY), (TODAY, TODAY - ONE_DAY), (TODAY + ONE_DAY, None)):
        with pytest.raises(BadDay):
            delegations.correct_capacity(earlier, Kind.SIGNATORY, first, last, reason=WHY, **BY)
    delegations.correct_capacity(earlier, Kind.STATE, None, TODAY - 2 * ONE_DAY, reason=WHY, **BY)
    assert [kind_on(norway, TODAY - n * ONE_DAY) for n in (2, 1, 0)] == [Kind.STATE, "", Kind.STATE_PARTY]


def test_it_is_called_in_a_language_as_it_was_on_the_day(norway):
    assert norway.name_in("fr", TODAY) == "Norway"
    delegations.call(norway, "fr", Named("Norvège", "Royaume de Norvège"), Change(TODAY, WHY), **BY)
    assert norway.name_in("fr", TODAY - ONE_DAY) == "Norway"
    assert [norway.name_in(code, TODAY) for code in ("fr", "fr-ch", "es")] == ["Norvège", "Norvège", "Norway"]
    with pytest.raises(NoName):
        delegations.call(norway, "fr", Named(" ", ""), Change(TODAY, WHY), **BY)


def test_the_table_fills_the_languages_that_have_no_name(norway):
    delegations.call(norway, "ru", Named("Норвегия!", ""), Change(TODAY, WHY), **BY)
    assert set(delegations.proposed(norway)) == {"ar", "zh", "en", "fr", "es"}
    assert delegations.take_proposed(norway, reason=WHY, **BY) == 5
    assert delegations.take_proposed(norway, reason=WHY, **BY) == 0
    said = {code: norway.name_in(code, TODAY) for code in ("en", "es", "ru", "zh")}
    assert said == {"en": "Norway", "es": "Noruega", "ru": "Норвегия!", "zh": "挪威"}


def test_a_delegation_more_and_one_put_right():
    laos = delegations.add("Lao PDR", "", Kind.STATE_PARTY, Change(TODAY, WHY), **BY)
    assert laos.name_in("fr", TODAY) == "République démocratique populaire lao"
    for taken in ("lao pdr", "…"):
        with pytest.raises((NameTaken, NoName)):
            delegations.add(taken, "", Kind.STATE_PARTY, Change(TODAY, WHY), **BY)
    delegations.correct(laos, "Laos", "", reason=WHY, **BY)
    assert [alias.name for alias in DelegationAlias.objects.all()] == ["Lao PDR"]
    delegations.correct(laos, "Lao PDR", "", reason=WHY, **BY)
    assert [alias.name for alias in DelegationAlias.objects.all()] == ["Laos"]


def test_the_order_is_by_capacity_then_by_name_in_the_language():
    for name, kind in (
        ("ICRC", Kind.OBSERVER),
        ("Egypt", Kind.STATE_PARTY),
        ("Spain", Kind.STATE_PARTY),
        ("Finland", Kind.STATE_PARTY),
        ("Austria", Kind.SIGNATORY),
    ):
        delegations.take_proposed(delegation(name, kind), reason=WHY, **BY)
    history.save(Delegation(name="Nobody knows"), by=IMPORT)

    def order(language: str) -> list[str]:
        return [row.name for row in delegations.in_order(Delegation.objects.all(), language, TODAY)]

    assert order("en") == ["Egypt", "Finland", "Spain", "Austria", "ICRC", "Nobody knows"]
    # Égypte, Espagne, Finlande: an accent does not count.
    assert order("fr") == ["Egypt", "Spain", "Finland", "Austria", "ICRC", "Nobody knows"]


DAYS = [TODAY + n * ONE_DAY for n in range(8)]
acts = st.tuples(
    st.sampled_from(["begin", "begin", "end"]), st.sampled_from(DAYS), st.sampled_from(list(Kind.values))
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(acts, max_size=7))
def test_each_day_reads_as_the_plain_intervals_say(norway, story):
    """Capacities and French names, told the same story, against (value, first, last) kept by hand."""
    with transaction.atomic():
        plain = [[Kind.SIGNATORY, dt.date.min, dt.date.max]]
        first = DelegationName(delegation=norway, language="fr", short=Kind.SIGNATORY)
        history.save(first, by=IMPORT)
        for act, day, value in story:
            _do_plainly(plain, act, day, value)
            _do(norway, act, day, value)
        row = Delegation.objects.prefetch_related("capacities", "names").get(pk=norway.pk)
        for day in [TODAY - ONE_DAY, *DAYS, DAYS[-1] + ONE_DAY]:
            wanted = next((value for value, begins, ends in plain if begins <= day <= ends), "")
            held = row.capacity_on(day)
            assert (held.kind if held else "") == wanted
            assert row.name_in("fr", day) == (wanted or norway.name)
        transaction.set_rollback(True)


def _do_plainly(plain, act, day, value):
    at = next((one for one in plain if one[1] <= day <= one[2]), None)
    if act == "end":
        if at:
            at[2] = day
    elif all(begins <= day for _value, begins, _ends in plain):
        if at and at[1] == day:
            at[0] = value
            return
        if at:
            at[2] = day - ONE_DAY
        plain.append([value, day, dt.date.max])


def _do(row, act, day, value):
    if act == "end":
        for held in (*row.capacities.valid_on(day), *row.names.valid_on(day)):
            days = (held.valid_from, day)
            if isinstance(held, Capacity):
                delegations.correct_capacity(held, held.kind, *days, reason=WHY, **BY)
            else:
                delegations.correct_name(held, Named(held.short, ""), *days, reason=WHY, **BY)
        return
    try:
        delegations.take_part_as(row, value, Change(day, WHY), **BY)
        delegations.call(row, "fr", Named(value, ""), Change(day, WHY), **BY)
    except BadDay:
        return
