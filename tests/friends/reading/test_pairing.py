import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from friends.reading.pairing import pair
from friends.reading.people import split_names


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Astrid Tenkt", "astrid.tenkt@example.org"),
        ("Astrid Tenkt", "tenkt.astrid@example.org"),
        ("Bjørn-Olav Påfunn", "bjorn.olav.pafunn@example.org"),
        ("Rory Mac Madeup", "RoryJohn.Macmadeup@example.org"),
        ("Niamh O'Fiction", "niamh.ofiction@example.org"),
        ("Pablo Inventado", "pinventado@example.org"),
        ("Bwalya Phantasialath", "bwal.phan@example.org"),
        ("June Invented", "june@example.org"),
    ],
)
def test_it_works(name: str, address: str) -> None:
    (pairing,) = pair([name], [address]).pairings
    assert (pairing.name, pairing.address, pairing.certain) == (name, address, True)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Ute Muster", "77-3@example.org"),
        ("Ute Muster", "info@example.org"),
        ("Ute Muster", "um@example.org"),
        ("Pat Fictional", "FictionalQ@example.org"),
        ("Katherine Sample", "kath@example.org"),
        ("Ute Muster", "somebody@muster.example.org"),
    ],
)
def test_a_pair_the_address_does_not_show_is_flagged(name: str, address: str) -> None:
    (pairing,) = pair([name], [address]).pairings
    assert not pairing.certain
    assert pairing.why


def test_two_who_fit_one_address_are_flagged() -> None:
    pairs = pair(["Ana Muster", "Ute Muster"], ["muster@example.org", "office@example.org"])
    assert [pairing.certain for pairing in pairs.pairings] == [False, False]


def test_addresses_find_their_names_in_any_order() -> None:
    pairs = pair(["Ute Muster", "Ana Beispiel"], ["ana.beispiel@example.org", "ute.muster@example.org"])
    assert [(one.name, one.address) for one in pairs.pairings] == [
        ("Ute Muster", "ute.muster@example.org"),
        ("Ana Beispiel", "ana.beispiel@example.org"),
    ]


def test_what_has_no_partner_stays() -> None:
    pairs = pair(["Ute Muster", "Ana Beispiel"], ["office@example.org"])
    assert pairs.names_without_address == ("Ute Muster", "Ana Beispiel")
    assert pairs.addresses_without_name == ("office@example.org",)


@pytest.mark.parametrize(
    ("cell", "addresses", "names"),
    [
        ("Ute Muster, Ana Beispiel", 2, ["Ute Muster", "Ana Beispiel"]),
        ("Ute Muster; Ana Beispiel", 0, ["Ute Muster", "Ana Beispiel"]),
        ("Muster, Ute; Beispiel, Ana", 2, ["Muster, Ute", "Beispiel, Ana"]),
        ("Muster, Ute", 1, ["Muster, Ute"]),
        ("Ms. Ute Muster Mr. Al Beispiel", 0, ["Ms. Ute Muster", "Mr. Al Beispiel"]),
        ("Ute Muster and Ana Beispiel", 2, ["Ute Muster", "Ana Beispiel"]),
        ("Ute Muster Ana Beispiel", 1, ["Ute Muster Ana Beispiel"]),
    ],
)
def test_names_apart(cell: str, addresses: int, names: list[str]) -> None:
    assert split_names(cell, [f"desk{number}@example.org" for number in range(addresses)]) == names


@pytest.mark.parametrize(
    ("cell", "addresses", "names"),
    [
        ("Ute Muster Ana Beispiel", ["umuster@x.org", "abeispiel@x.org"], ["Ute Muster", "Ana Beispiel"]),
        (
            "Mzamo Lungelo Pat Fictional",
            ["MzamoL@x.org", "FictionalQ@x.org"],
            ["Mzamo Lungelo", "Pat Fictional"],
        ),
        (
            "Ana de la Rosa Ute Muster",
            ["ana.delarosa@x.org", "ute.muster@x.org"],
            ["Ana de la Rosa", "Ute Muster"],
        ),
        (
            "Cecilie Oppdiktet Dagny Fiksjon",
            ["cecilie.oppdiktet@x.org", "dxf@x.org"],
            ["Cecilie Oppdiktet", "Dagny Fiksjon"],
        ),
    ],
)
def test_a_missing_comma_is_found_by_the_addresses(cell: str, addresses: list[str], names: list[str]) -> None:
    assert split_names(cell, addresses) == names


NAMES = st.lists(st.text(alphabet="abcXYZ øé'-., ;&/", max_size=30), max_size=6)
ADDRESSES = st.lists(st.from_regex(r"[a-zA-Z0-9._-]{1,12}@[a-z]{1,5}\.org", fullmatch=True), max_size=6)


@given(NAMES, ADDRESSES)
def test_pairing_loses_no_name_and_no_address(names: list[str], addresses: list[str]) -> None:
    pairs = pair(names, addresses)
    assert sorted([one.name for one in pairs.pairings] + list(pairs.names_without_address)) == sorted(names)
    assert sorted([one.address for one in pairs.pairings] + list(pairs.addresses_without_name)) == sorted(
        addresses
    )


@given(st.text(alphabet="abcXYZ øé'-., ;&/\n", max_size=120), ADDRESSES)
@settings(deadline=None)
def test_splitting_loses_no_word(cell: str, addresses: list[str]) -> None:
    def letters(text: str) -> list[str]:
        return re.findall(r"[^\W\d_]", text)

    assert letters("".join(split_names(cell, addresses))) == letters(cell)
