"""Canonical JSON (RFC 8785): one text for one value, whatever the order it was made in."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal.canonical import canonical, sha256

# RFC 8785 counts as JavaScript does: whole numbers up to 2^53 - 1; lone surrogates are no text.
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def test_it_works():
    value = {"b": [1, True, None], "a": "Zürich, para. 7"}
    assert canonical(value) == '{"a":"Zürich, para. 7","b":[1,true,null]}'
    assert sha256(canonical(value)) == hashlib.sha256(canonical(value).encode()).hexdigest()


def test_keys_are_sorted_by_utf16_as_the_rfc_says():
    # RFC 8785, 3.2.3: U+1F600 is written with surrogates and so comes before U+FB33.
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\ufb33":1}'


@given(VALUES)
def test_nothing_is_lost(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(TEXT, VALUES, max_size=6))
def test_the_order_of_making_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_a_hash_is_of_the_bytes():
    assert sha256("Zürich") == sha256("Zürich".encode())
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, {1: "a"}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises((ValueError, UnicodeError)):
        canonical(value)
