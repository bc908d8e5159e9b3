"""Rounds survive anything: worlds full of trouble, one a seed, and what holds in all of them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.simulation.laws import broken
from tests.simulation.world import World

SEEDS = 200


def trace_of(seed: int) -> list[str]:
    return World(seed, trace=True).run().lines


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_goes_wrong_the_round_is_the_same(seed: int) -> None:
    """Nothing acknowledged is lost, nothing counts twice or late, every round ends, nothing is told to whom it does not concern."""
    found = broken(World(seed).run())
    assert not found, f"replay it with: make simulate SEED={seed}\n" + "\n".join(found)


def test_a_seed_is_one_history() -> None:
    """The same seed gives the same trace, line by line, also in another process with other hashes."""
    here = trace_of(SEEDS)
    assert trace_of(SEEDS) == here
    script = f"from tests.simulation.test_seeds import *; print('\\n'.join(trace_of({SEEDS})))"
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert done.stdout.splitlines() == here
