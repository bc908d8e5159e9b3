"""make simulate: many seeds on all cores, or one with its trace."""

from __future__ import annotations

import argparse
import sys

from tests.simulation.laws import broken
from tests.simulation.many import many
from tests.simulation.world import World


def one(seed: int) -> int:
    """Replay one seed and tell what happens in it."""
    world = World(seed, trace=True).run()
    found = broken(world)
    print("\n".join([*world.lines, *found, "something broke" if found else "nothing broke"]))
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="only this one, with its trace")
    given = parser.parse_args()
    sys.exit(bool(many(given.first, given.seeds) if given.seed is None else one(given.seed)))


if __name__ == "__main__":
    main()
