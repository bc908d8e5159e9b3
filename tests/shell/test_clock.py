"""The doors of time and chance."""

from __future__ import annotations

import time

import pytest

from adapters.clock import RealClock, SeededDice, VirtualClock


def test_time_goes_on_when_the_machines_date_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock neither goes back nor stands still: what is due in ten seconds is due in ten seconds."""
    date, ticks = [1_000_000_000_000_000_000], [0]
    monkeypatch.setattr(
        time, "time_ns", lambda: date[0]
    )  # the machine's own date cannot be put back in a test
    monkeypatch.setattr(time, "monotonic_ns", lambda: ticks[0])
    clock = RealClock()
    before = clock.now()
    date[0] -= 3_600_000_000_000
    ticks[0] += 10_000_000_000
    assert clock.now() == before + 10_000
    date[0] += 7_200_000_000_000
    assert clock.now() == before + 3_600_000


def test_virtual_time_is_what_it_was_told() -> None:
    """It goes forward only."""
    clock = VirtualClock(5)
    clock.reach(9)
    clock.reach(7)
    assert clock.now() == 9


def test_seeded_dice_repeat() -> None:
    """The same seed gives the same seeds and names; another gives others."""
    one, same, other = SeededDice(1), SeededDice(1), SeededDice(2)
    assert [one.seed(), one.token()] == [same.seed(), same.token()]
    assert one.token() != other.token()
