"""The simulation misses each guarantee that is taken from the bot: what it does not find, it would not find in earnest."""

from __future__ import annotations

import pytest

from tests.simulation.laws import broken
from tests.simulation.mutations import MUTATIONS, Patch
from tests.simulation.world import World

SEEDS = 200


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_a_missing_guarantee_is_found(mutation: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the first two hundred seeds breaks a law."""
    World(0)  # what all runs share is made by the bot as it is
    mutation(monkeypatch)
    assert any(broken(World(seed).run()) for seed in range(SEEDS))
