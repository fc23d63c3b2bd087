"""Colours: the contrast promised by the identity, measured in both themes."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

SOURCE = Path(finders.find("ui/css/tokens.css")).read_text(encoding="utf-8")
TEXT, SIGN = 4.5, 3.0

PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "sand", TEXT),
    ("muted", "paper", TEXT),
    ("muted", "surface", TEXT),
    ("muted", "sand", TEXT),
    ("teal", "paper", TEXT),
    ("teal", "surface", TEXT),
    ("fil", "paper", TEXT),
    ("fil", "surface", TEXT),
    ("on-fil", "fil", TEXT),
    ("on-fil", "fil-strong", TEXT),
    ("on-fil-tint", "fil-tint", TEXT),
    ("on-teal-tint", "teal-tint", TEXT),
    ("on-sun-tint", "sun-tint", TEXT),
    ("ink", "teal-tint", TEXT),
    ("ink", "sun-tint", TEXT),
    ("on-foot", "foot", TEXT),
    ("on-foot-muted", "foot", TEXT),
    ("edge-strong", "surface", SIGN),
    ("edge-strong", "paper", SIGN),
    ("teal", "track", SIGN),
    ("fil", "fil-tint", SIGN),
]


def theme(start: str) -> dict[str, str]:
    block = SOURCE[SOURCE.index(start) :]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block[: block.index("}")]))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


LIGHT, DARK = theme('[data-theme="light"] {'), theme('[data-theme="dark"] {')


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast(colours, front, ground, least):
    assert contrast(colours[front], colours[ground]) >= least


def test_the_system_setting_gives_the_same_dark_theme_as_the_button():
    assert theme(':root:not([data-theme="light"]) {') == DARK


def test_ink_reads_on_sun_in_both_themes():
    assert contrast("#1d1a2f", LIGHT["sun"]) >= TEXT
    assert LIGHT["sun"] == DARK["sun"]
