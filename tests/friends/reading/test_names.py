import pytest

from friends.reading.languages import LANGUAGES, Named, table
from friends.reading.names import (
    NAMES,
    ORGANISATION,
    STATE,
    find_delegation,
    find_delegations,
    named_in_six,
    only_a_seat,
)
from friends.reading.states import STATES


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Norway", "Norway"),
        ("Lao PDR", "Lao People's Democratic Republic"),
        ("lao p.d.r.", "Lao People's Democratic Republic"),
        ("UK", "United Kingdom of Great Britain and Northern Ireland"),
        ("DRC", "Democratic Republic of the Congo"),
        ("the Netherlands", "Netherlands (Kingdom of the)"),
        ("COTE D\u2019IVOIRE", "Côte d'Ivoire"),
        ("Turkey", "Türkiye"),
        ("Permanent Mission of Japan", "Japan"),
        ("Norway, Geneva", "Norway"),
        ("Austria (chair)", "Austria"),
        ("ICRC", "International Committee of the Red Cross"),
        ("UNDP/XYZ", "United Nations Development Programme"),
        ("UN ODA", "United Nations Office for Disarmament Affairs"),
        ("Norvège", "Norway"),
        ("República Democrática Popular Lao", "Lao People's Democratic Republic"),
        ("Норвегия", "Norway"),
        ("挪威", "Norway"),
        ("النرويج", "Norway"),
        ("CICR", "International Committee of the Red Cross"),
    ],
)
def test_it_works(words: str, name: str) -> None:
    found = find_delegation(words)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "words",
    ["", "Geneva", "Norway/Sweden", "Peru seminar", "clearance", "Maurice", "Lea", "grenade", "x" * 10_000],
)
def test_what_names_no_delegation(words: str) -> None:
    assert find_delegation(words) is None


def test_the_table_has_every_state_once() -> None:
    states = {one.code: one.name for one in NAMES.values() if one.kind == STATE}
    assert len(states) == len(STATES.strip().splitlines()) == 193 + 2 + 2
    assert {"Holy See", "State of Palestine", "Niue", "Cook Islands"} <= set(states.values())
    assert not states.keys() & {""}


def test_organisations_are_told_from_states() -> None:
    for words in ("CMC", "ICBL", "UNICEF", "UNMAS", "IFRC", "EU", "GICHD", "UNODA"):
        found = find_delegation(words)
        assert found is not None and found.kind == ORGANISATION


def test_running_text_names_the_longest_first() -> None:
    text = "Papua New Guinea, Guinea-Bissau and Bosnia & Herzegovina said: the car of the US was late."
    assert [mention.delegation.short for mention in find_delegations(text)] == [
        "Papua New Guinea",
        "Guinea-Bissau",
        "Bosnia and Herzegovina",
        "United States",
    ]


def test_adjectives_count_only_when_asked_for() -> None:
    assert find_delegations("the Zambian Presidency") == []
    assert [one.delegation.name for one in find_delegations("the Zambian Presidency", adjectives=True)] == [
        "Zambia"
    ]


@pytest.mark.parametrize(
    ("words", "only"),
    [
        ("Geneva", True),
        ("Norway Vienna", True),
        ("New York", True),
        ("Norway", False),
        ("Peru and Geneva office", False),
    ],
)
def test_seats(words: str, only: bool) -> None:
    assert only_a_seat(words) is only


def test_running_text_is_read_in_english() -> None:
    assert find_delegations("Lea Francia and Maurice spoke of a grenade in Granada. Noruega.") == []


def test_the_table_has_six_languages() -> None:
    states = {one.name for one in NAMES.values() if one.kind == STATE}
    everybody = {one.name for one in NAMES.values()}
    for language in LANGUAGES:
        found = table(language)
        assert states <= found.keys() <= everybody, language
        assert all(named.short.strip() and named.formal.strip() for named in found.values()), language
        assert len({found[name].short for name in states}) == len(states), "two States of one name"
    assert everybody == table("en").keys()


def test_what_is_proposed_for_a_name() -> None:
    found = named_in_six("Lao PDR")
    assert found["en"] == Named("Lao PDR", "Lao People's Democratic Republic")
    assert found["fr"].formal == "République démocratique populaire lao"
    assert set(found) == set(LANGUAGES)
    assert set(named_in_six("The HALO Trust")) == {"en"}
    assert named_in_six("Atlantis") == {}
