"""The look's numbers, computed from the style sheet itself."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "adapters" / "web" / "static"
CSS = (STATIC / "playground.css").read_text("utf-8")
BLOCKS = {
    "night": r"^:root \{(.*?)\}",
    "day, by the system": r'^  :root:not\(\[data-look="night"\]\) \{(.*?)\}',
    "day, chosen": r'^:root\[data-look="day"\] \{(.*?)\}',
}
ON_SURFACES = ("text", "quiet", "accent", "right", "wrong")


def tokens(look: str) -> dict[str, str]:
    found = re.search(BLOCKS[look], CSS, re.DOTALL | re.MULTILINE)
    assert found
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", found[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", BLOCKS)
def test_every_pair_of_colours_is_legible(look: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1 or more, for each colour of words on each ground it can stand on."""
    colours = tokens(look)
    pairs = [*itertools.product(ON_SURFACES, ("background", "surface")), ("on-accent", "accent")]
    thin = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert min(thin.values()) >= 4.5, thin


def test_both_ways_to_the_day_are_one() -> None:
    """Day by the system's wish and day by the button have the same colours."""
    assert tokens("day, by the system") == tokens("day, chosen")


def test_colours_are_named_once() -> None:
    """Outside the tokens no rule has a colour of its own, so the contrasts above are all there are."""
    rest = re.sub("|".join(BLOCKS.values()), "", CSS, flags=re.DOTALL | re.MULTILINE)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*[{.,:])|rgb|hsl", rest)


def test_sizes_and_spaces_are_those_of_the_look() -> None:
    """Type in five sizes, space in steps of four, motion under 200 ms."""
    assert set(map(int, re.findall(r"font(?:-size)?: (\d+)px", CSS))) <= {14, 16, 20, 28, 44}
    spaces = re.findall(r"(?:padding|margin|gap)[a-z-]*: ([^;}]+)", CSS)
    odd = [
        size for space in spaces for size in re.findall(r"(\d+)px", space) if int(size) % 4 and int(size) > 1
    ]
    assert not odd
    assert all(int(time) < 200 for time in re.findall(r"(\d+)ms", CSS))


def test_nothing_of_others_is_loaded() -> None:
    """No file of ours names another host."""
    for file in STATIC.iterdir():
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|@import|url\(", text), file.name
