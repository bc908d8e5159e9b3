"""Many seeds, on all cores: each is a world of its own, so that they share nothing but what is made once a process."""

from __future__ import annotations

import multiprocessing
from collections import Counter

from tests.simulation.laws import broken
from tests.simulation.loop import START
from tests.simulation.world import World


def run(seed: int) -> tuple[int, list[str], Counter[str]]:
    """One seed: what it broke, and how much happened in it."""
    world = World(seed).run()
    counts = Counter(
        seeds=1,
        seconds=(world.loop.now - START) // 1000,
        statements=world.statements // 2,
        deaths=len(world.deaths),
        answers=len(world.platform.deliveries),
        messages=len(world.platform.messages),
    )
    found = broken(world)
    return seed, found, counts + Counter(failed=bool(found))


def many(first: int, seeds: int) -> int:
    """Run them all; says how many failed."""
    total: Counter[str] = Counter()
    with multiprocessing.get_context("spawn").Pool() as pool:
        for seed, found, counts in pool.imap_unordered(run, range(first, first + seeds), chunksize=8):
            total += counts
            for what in found:
                print(f"seed {seed}: {what}", flush=True)
            if total["seeds"] % 1000 == 0:
                print(told(total), flush=True)
    print(told(total))
    return total["failed"]


def told(total: Counter[str]) -> str:
    return (
        f"{total['seeds']} seeds, {total['failed']} failed: {total['seconds'] / 3600:.0f} simulated hours, "
        f"{total['statements']} statements, {total['answers']} deliveries, {total['messages']} messages, "
        f"{total['deaths']} deaths of processes"
    )
