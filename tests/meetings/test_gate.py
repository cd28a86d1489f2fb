"""The gate finds every address and number of the list, however it is dressed, and leaves clean minutes alone."""

import html
import random
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal.canonical import canonical
from meetings import gate
from tests.meetings import printed

NAMES = ["Norway", "Canada", "Lao-PDR", "New-Zealand", "ICRC", "clearance", "o"]
CONTACTS = [f"{name.lower()}.{n}@mfa-{name.lower()}.example.org" for name in NAMES for n in range(1, 4)]
TELEPHONES = ["+41 22 917 10 20", "0047 22 24 36 00", "(021) 414 033 1", "+961 1 234567", "+351 912 345 678"]
KNOWN = gate.Known.of([*CONTACTS, *TELEPHONES])
CLEAN = (
    "The meeting of 30.11.2010, 13:00 to 15:00, took up CCM/2010/5, para. 7 (a), and page 12 of 2010-11-30."
)

Disguise = Callable[[str], str]

DISGUISES: dict[str, Disguise] = {
    "plain": lambda address: address,
    "in capitals": str.upper,
    "as a link": lambda address: f'<a href="mailto:{address}?subject=Minutes">the focal point</a>',
    "with markup in it": lambda address: address.replace("@", "<em>@</em>").replace(".", "<wbr>."),
    "as entities": lambda address: "".join(f"&#{ord(letter)};" for letter in address),
    "as entities of entities": lambda address: html.escape(
        address.replace("@", "&#64;").replace(".", "&period;")
    ),
    "with soft hyphens": "\u00ad".join,
    "with zero-width spaces": "\u200b".join,
    "with word joiners and marks": "\u2060\u200f\ufe0f".join,
    "over a line's end": lambda address: address.replace("@", "@\n").replace("example", "exam\nple"),
    "hyphenated": lambda address: address.replace("example", "exam-\nple"),
    "hyphenated in the name": lambda address: address[:2] + "-\n  " + address[2:],
    "fullwidth": lambda address: address.replace("@", "＠").replace(".", "．"),
    "[at]": lambda address: address.replace("@", " [at] "),
    "(at) (dot)": lambda address: address.replace("@", " (at) ").replace(".", " (dot) "),
    "at": lambda address: address.replace("@", " at "),
    "at, dot": lambda address: address.replace("@", " at ").replace(".", " dot "),
    "spaced": lambda address: address.replace("@", " @ "),
    "percent-encoded": lambda address: address.replace("@", "%40"),
    "over a page's end": lambda address: address.replace("@", "@\f"),
}


def found(text: str, known: gate.Known = KNOWN, allowed: gate.Known = gate.NOTHING) -> list[str]:
    return gate.scan(text, where="the page", known=known, allowed=allowed)


def test_it_works() -> None:
    [sentence] = found(f"{CLEAN} Write to {CONTACTS[0]}.")
    assert sentence == "The address n…@mfa-norway.example.org of the contact list stands in the page."


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("address", CONTACTS)
def test_every_address_in_every_disguise(address: str, disguise: str) -> None:
    text = f"<p>{CLEAN}</p><p>See {DISGUISES[disguise](address)} for more.</p>"
    domain = address.partition("@")[2]
    assert any(f"{address[0]}…@{domain} of the contact list" in sentence for sentence in found(text))


words = st.text(st.characters(codec="utf-8", exclude_characters="<>&\\"), max_size=60)


@given(
    before=words, after=words, address=st.sampled_from(CONTACTS), disguise=st.sampled_from(sorted(DISGUISES))
)
def test_wherever_it_is_planted(before: str, after: str, address: str, disguise: str) -> None:
    assert found(f"{before} {DISGUISES[disguise](address)} {after}")


@given(
    at=st.integers(0, 10_000),
    who=st.sampled_from([*CONTACTS, *TELEPHONES]),
    shape=st.sampled_from(["text", "html", "json"]),
)
def test_anywhere_in_real_minutes(at: int, who: str, shape: str) -> None:
    content = printed.content()
    paragraphs = [row for section in content["sections"] for row in section["paragraphs"]]
    row = paragraphs[at % len(paragraphs)]
    words_of_it = row["text"].split(" ")
    words_of_it.insert(at % (len(words_of_it) + 1), who)
    row["text"] = " ".join(words_of_it)
    whole = {
        "text": "\n".join(row["text"] for row in paragraphs),
        "html": render_to_string("meetings/record.html", {"content": content}),
        "json": canonical(content),
    }[shape]
    assert any("contact list" in sentence for sentence in found(whole))


@pytest.mark.parametrize("number", TELEPHONES)
@pytest.mark.parametrize("separator", [" ", "-", ".", "\u00a0", "\u2011", "\n", " / ", ""])
def test_every_number_however_it_is_grouped(number: str, separator: str) -> None:
    digits = "".join(letter for letter in number if letter.isdecimal())
    grouped = separator.join(digits[start : start + 2] for start in range(0, len(digits), 2))
    assert found(f"{CLEAN} Call {grouped} in the morning.")


def test_a_listed_number_is_found_as_it_is_dialled_at_home() -> None:
    [sentence] = found("Call 022 917 10 20.")
    assert sentence == "The telephone number 412…20 of the contact list stands in the page."


@pytest.mark.parametrize(
    "text",
    [
        "someone.else@ministry.test",
        "someone.else [at] ministry [dot] test",
        "“Some One”@ministry.test",
        "+46 8 405 10 00",
        "0046 8 405 10 00",
        "tel. 405 10 00",
        "Phone: 405-1000",
        "Fax no. 08/405.10.00",
    ],
)
def test_whatever_looks_like_one_though_nobody_knows_it(text: str) -> None:
    assert len(found(f"{CLEAN} Ask {text} about it.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Wednesday 8 June 2011, 10:00–12:30 (UTC+01:00)",
        "2010-11-30T13:00:00+01:00",
        "D:20101130130000+00'00'",
        "paras. 7, 8, 9, 10, 11, 12, 13 and 14",
        "documents CCM/MSP/2010/5, CCM-2010-11-30-friends-minutes and A/CONF.192/15",
        "by telephone on 3 December 2010, by telephone, 3 December",
        "by telephone 03.12.2010",
        "made public at www.example.org in 2011",
        "5 000 000 000 submunitions, 1 200 000 hectares, 12,000,000.00 dollars",
        "0f8fad5b-d9cb-469f-a165-70867728950e 00123456-1234-4123-8123-123456789012",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "the rate of 4 @ 5",
        "room S4, floor 00 12, seats 00 to 99",
        "ISBN 978-92-1-142299-4",
        "Some at UN organisations asked; the polka dot example",
    ],
)
def test_no_alarm(text: str) -> None:
    assert found(f"{CLEAN} It said: {text}. {CLEAN}") == []


def test_a_hundred_clean_minutes_raise_no_alarm() -> None:
    chance = random.Random(20101130)
    content = printed.content()
    texts = [row["text"] for section in content["sections"] for row in section["paragraphs"]]
    for _number in range(100):
        for section in content["sections"]:
            for row in section["paragraphs"]:
                row["text"] = f"{chance.choice(texts)} {_facts(chance)}"
        content["meeting"]["date"] = (
            f"{chance.randint(2008, 2030)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        )
        assert found(render_to_string("meetings/record.html", {"content": content})) == []
        assert found(canonical(content)) == []


def _facts(chance: random.Random) -> str:
    """A sentence full of the figures minutes are full of."""
    n = chance.randint
    return (
        f"It referred to para. {n(1, 99)} ({chance.choice('abc')}) of CCM/MSP/{n(2010, 2030)}/{n(1, 40)}, agreed on "
        f"{n(1, 28)}.{n(1, 12)}.{n(2008, 2030)} at {n(8, 18):02}:{n(0, 59):02}, "
        f"and to {n(1, 9)} {n(100, 999)} {n(100, 999)} items "
        f"in {n(1, 30)} States ({n(1990, 2030)}–{n(1990, 2030)}), votes {n(1, 99)}-{n(1, 99)}-{n(1, 9)}."
    )


def test_a_public_address_of_the_body_is_allowed_and_nothing_grown_to_it() -> None:
    public = gate.Known.of(["office@friends.example.org", "+41 22 000 11 22"])
    assert found("Write to Office@friends.example.org, +41 (0)22 000 11 22.", allowed=public) == []
    assert found("Write to exec-\nutive, that is of-\nfice@friends.example.org", allowed=public) == []
    assert found("Write to xoffice@friends.example.org", allowed=public)
    assert found("Write to office@friends.example.org.test", allowed=public)
    assert found("Call +41 22 000 11 22, +41 22 917 10 20", allowed=public)


def test_a_number_ends_with_its_sentence() -> None:
    [sentence] = found("Call +46 8 405 10 00.\n8 Several delegations called.")
    assert sentence == "The telephone number +46…00 stands in the page."


def test_an_allowed_address_does_not_cover_a_listed_one_within_it() -> None:
    listed = gate.Known.of(["o@friends.example.org"])
    public = gate.Known.of(["info@friends.example.org"])
    assert found("info@friends.example.org", listed, public) == []
    assert found("o@friends.example.org, info@friends.example.org", listed, public)


def test_it_says_where() -> None:
    page = (
        f'<section><h2 id="attendance">Present</h2>{CONTACTS[0]}</section><p class="para" id="p7">{CONTACTS[3]}</p>'
        f'<tr id="pA1"><td>{CONTACTS[6]}</td></tr><h2 id="agenda">Agenda</h2>{CONTACTS[9]}'
    )
    places = [sentence.partition(" stands in ")[2] for sentence in found(page)]
    assert places == [
        "the page, attendance.",
        "the page, paragraph 7.",
        "the page, paragraph A1.",
        "the page, agenda.",
    ]
    [sentence] = found(f"first\fsecond {CONTACTS[0]}\fthird")
    assert sentence.endswith("the page, page 2.")


def test_findings_do_not_give_the_address_away() -> None:
    for sentence in found(" ".join([*CONTACTS, *TELEPHONES])):
        assert not any(entry in sentence for entry in [*CONTACTS, *TELEPHONES])


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert all(isinstance(sentence, str) for sentence in found(text))


def test_a_megabyte_is_no_burden() -> None:
    assert found("a" * 1_000_000) == []
    assert found("1 " * 300_000) == []
