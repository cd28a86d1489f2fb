"""The style sheet: readable in light and dark (WCAG 2.2, 1.4.3 and 1.4.11), self-contained, without left and right."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).resolve().parents[1] / "static" / "site.css").read_text()
TEXT, CONTROL = 4.5, 3.0
INKS = ["ink", "ink-2", "ink-3", "accent", "accent-2", "ok", "due", "no"]
ON_THEIR_WASH = [
    ("ok", "ok-wash"),
    ("due", "due-wash"),
    ("no", "no-wash"),
    ("accent", "accent-wash"),
    ("ink", "mark"),
]
PHYSICAL = (
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)|(?:text-align|float):\s*(?:left|right)"
)


def tokens(block: str) -> dict[str, str]:
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
    return {
        name: value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])
        for name, value in found.items()
    }


_layer = SHEET.split("@layer tokens {")[1].split("@layer base {")[0]
_light, _dark = _layer.split("@media (prefers-color-scheme: dark)")
THEMES = {"light": tokens(_light), "dark": tokens(_light) | tokens(_dark)}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme):
    colours = THEMES[theme]
    pairs = [(ink, ground) for ink in INKS for ground in ("paper", "sheet", "wash")]
    pairs += [
        *ON_THEIR_WASH,
        ("ink", "accent-wash"),
        ("ink-2", "accent-wash"),
        ("accent-ink", "accent"),
        ("accent-ink", "accent-2"),
    ]
    poor = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_controls_can_be_seen(theme):
    colours = THEMES[theme]
    pairs = [
        (edge, ground) for edge in ("rule-2", "accent", "no", "due", "ok") for ground in ("paper", "sheet")
    ]
    assert [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < CONTROL] == []


def test_nothing_is_fetched():
    assert re.findall(r"url\(|@import|@font-face", SHEET) == []


def test_no_side_is_left_or_right():
    assert re.findall(PHYSICAL, SHEET) == []


def test_every_token_used_is_defined():
    defined = set(re.findall(r"--([\w-]+):", SHEET))
    assert set(re.findall(r"var\(--([\w-]+)", SHEET)) - defined == set()
