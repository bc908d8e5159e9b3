"""`make fleet ROUNDS=500`: the proof at its full length, with its figures."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.fleet.play import Plan, play
from tests.fleet.postgres import pair


def main() -> int:
    read = argparse.ArgumentParser(prog="make fleet")
    read.add_argument("--rounds", type=int, default=500)
    read.add_argument("--questions", type=int, default=2)
    read.add_argument("--processes", type=int, default=4)
    read.add_argument("--spread", type=float, help="seconds within which the rounds begin")
    read.add_argument("--seed", type=int, default=1)
    given = read.parse_args()
    spread = (
        given.spread or 5 + given.rounds * 0.35
    )  # about what two cores can play while they start processes
    plan = Plan(
        given.rounds,
        given.questions,
        given.processes,
        spread,
        restart_at=spread * 0.4,
        fail_at=spread * 0.8,
        seed=given.seed,
        patience=600.0,
    )
    with pair() as servers, tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(play(plan, servers, Path(folder)))
    print(report)
    for line, times in report.trouble.most_common(12):
        print(f"{times:>6} times said: {line}")
    print("\n".join(report.faults[:20]))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
