import pytest

from friends.reading.likeness import distinct, find_alike


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Openness", "Reporting form/ openness of reports"),
        ("Clearance", "Clearance and education about the risks"),
        ("Partnerships and help", "International Partnerships and Help"),
        ("Universalisation", "Universalization"),
        ("Structures", "Structures 2012"),
        ("victim assistence", "Victim assistance"),
    ],
)
def test_it_works(name: str, other: str) -> None:
    (pair,) = find_alike([name, other])
    assert {pair.name, pair.other} == {name, other}
    assert pair.why


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Victim assistance", "Cooperation and assistance"),
        ("Clearance", "Stockpile destruction"),
        ("Laws at Home", "laws at home"),
        ("", "Clearance"),
    ],
)
def test_different_areas_and_one_name_twice_are_no_pair(name: str, other: str) -> None:
    assert find_alike([name, other]) == ()


def test_the_first_spelling_stands() -> None:
    assert distinct(["Laws at Home", "laws at home", "Openness"]) == ["Laws at Home", "Openness"]
