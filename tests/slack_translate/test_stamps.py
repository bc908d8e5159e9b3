"""Slack's time: stamps read, and its clock told from ours; pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.stamps import FRESH, Offset, arrived, better, instant_of, measured


@pytest.mark.parametrize(
    ("stamp", "instant"),
    [
        ("1700000000.000200", 1_700_000_000_000),
        ("1700000000.987654", 1_700_000_000_987),
        ("1700000000.5", 1_700_000_000_500),
        ("1700000000", 1_700_000_000_000),
        ("", None),
        ("soon", None),
        (None, None),
        ("-5", None),
    ],
)
def test_a_stamp_is_read_in_milliseconds(stamp: object, instant: int | None) -> None:
    """Seconds and their fraction; what is no stamp is none."""
    assert instant_of(stamp) == instant


def test_the_narrowest_measure_holds_until_it_is_old() -> None:
    """A message that took long says less of Slack's clock than one that was quick."""
    quick, slow = measured(1_000, 3_010, 1_020), measured(2_000, 9_000, 4_000)
    assert (quick.ahead, quick.width) == (2_000, 20)
    assert better(quick, slow) is quick
    assert better(slow, quick) is quick
    later = Offset(7, 500, quick.at + FRESH + 1)
    assert better(quick, later) is later


@given(st.integers(0, 10**13), st.integers(-(10**6), 10**6), st.integers(0, 10**10))
def test_a_delivery_is_timed_within_the_second_that_slack_names(now: int, ahead: int, second: int) -> None:
    """Where Slack names a second, the time lies in it, whatever our clock says; else it is now by Slack's clock."""
    assert arrived(now, Offset(ahead), None) == now + ahead
    at = arrived(now, Offset(ahead), second * 1_000)
    assert second * 1_000 <= at < second * 1_000 + 1_000
