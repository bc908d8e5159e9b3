"""docs/reliability.md is true to the simulation: what it takes away, what it plays, what it says of itself."""

from __future__ import annotations

import re

from tests.docs.reading import ROOT, prose
from tests.simulation.laws import LAWS
from tests.simulation.mutations import MUTATIONS
from tests.simulation.test_seeds import SEEDS
from tests.simulation.world import TROUBLED

PAGE = ROOT / "docs" / "reliability.md"


def test_every_guarantee_that_is_taken_away_is_told() -> None:
    """The page's table names the mutations that are tried, in their order, and what each does."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", prose(PAGE), re.MULTILINE)
    assert [name for name, _ in rows] == [mutation.__name__ for mutation in MUTATIONS]


def test_the_figures_of_the_simulation_are_told() -> None:
    """How many seeds a test run plays, and when the troubles end, stand on the page as they are."""
    assert f"`make test` plays {SEEDS} seeds" in prose(PAGE)
    assert TROUBLED == 50_000
    assert "After fifty seconds the troubles end" in prose(PAGE)


def test_every_law_says_what_it_holds() -> None:
    """Each law of the simulation has a sentence, which is what a reader of a broken one sees first."""
    assert [law.__name__ for law in LAWS if not (law.__doc__ or "").strip().endswith(".")] == []
