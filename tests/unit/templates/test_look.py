"""The style sheets: contrast of the tokens, weight, and the files they name."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "config" / "static" / "rawi"
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: (light, dark) for name, light, dark in TOKEN.findall((STATIC / "tokens.css").read_text("utf-8"))}
BUDGET = 10_000  # bytes of compressed rules that a page waits for


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "tint", "note"])
@pytest.mark.parametrize("words", ["ink", "muted", "accent"])
def test_words_can_be_read_on_every_ground(words: str, ground: str, scheme: int) -> None:
    assert contrast(COLOURS[words][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_borders_of_fields_can_be_seen(scheme: int) -> None:
    assert contrast(COLOURS["edge"][scheme], COLOURS["paper"][scheme]) >= 3
    assert contrast(COLOURS["on-accent"][scheme], COLOURS["accent"][scheme]) >= 4.5


def test_the_rules_stay_light() -> None:
    waited_for = [(STATIC / name).read_bytes() for name in ("tokens.css", "look.css")]
    assert sum(len(gzip.compress(rules)) for rules in waited_for) < BUDGET


def test_every_file_that_is_named_is_there_with_a_licence() -> None:
    named = {
        name for sheet in STATIC.glob("*.css") for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8"))
    }
    assert named
    assert all((STATIC / name).is_file() for name in named)
    assert {name.name for name in (STATIC / "fonts").glob("OFL-*.txt")} == {
        "OFL-Noto-Naskh-Arabic.txt",
        "OFL-Source-Serif-4.txt",
    }
