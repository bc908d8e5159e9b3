"""Real processes on a real PostgreSQL, while they are killed and it fails: what was acknowledged is counted, once.

`make fleet` plays the same at length.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fleet.play import Plan, play
from tests.fleet.postgres import pair

PATIENCE = (
    240.0  # seconds; a machine that does much besides plays slowly, and nothing here depends on its pace
)


pytestmark = pytest.mark.fleet  # minutes of a whole machine: make fleet plays them


async def test_rounds_outlive_their_processes_and_their_database(tmp_path: Path) -> None:
    """Four processes, one killed every other second, PostgreSQL restarted, then failed over: nothing lost or doubled."""
    plan = Plan(rounds=24, spread=4.0, restart_at=5.0, fail_at=11.0, patience=PATIENCE)
    with pair() as servers:
        report = await play(plan, servers, tmp_path)
    assert report.faults == [], "\n".join(report.faults)
    assert report.lost == report.doubled == report.stuck == report.wrong_boards == report.silent == 0
    assert report.acknowledged > 50, "hardly anybody could answer"
    assert report.kills > 0


async def test_a_rolling_restart_goes_unnoticed(tmp_path: Path) -> None:
    """Each process is stopped and followed by a new one in the middle of rounds: no press is lost, and all are told."""
    plan = Plan(
        rounds=8, questions=1, processes=3, spread=2.0, kill_every=3.0, gently=True, patience=PATIENCE
    )
    with pair() as servers:
        report = await play(plan, servers, tmp_path)
    assert report.faults == [], "\n".join(report.faults)
    assert report.kills > 0
