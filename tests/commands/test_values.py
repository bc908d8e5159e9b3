"""How a typed value is read: never more precisely than it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.refusal import Fault
from bot.commands.values import read_number, read_quantity, read_when
from facts.knowledge import Precision, Quantity

DATES = (
    ("1985", 1985, 1985, Precision.YEAR, "1985"),
    ("2026", 2026, 2026, Precision.YEAR, "2026"),
    ("mid-2000s", 2004, 2006, Precision.PART_OF_DECADE, "the mid-2000s"),
    ("the early 1990s", 1990, 1993, Precision.PART_OF_DECADE, "the early 1990s"),
    ("1960s", 1960, 1969, Precision.DECADE, "the 1960s"),
    ("1960s to 1980s", 1960, 1989, Precision.RANGE, "the 1960s to the 1980s"),
    ("from the 1960s through the 1980s", 1960, 1989, Precision.RANGE, "the 1960s to the 1980s"),
    ("1985-1990", 1985, 1990, Precision.RANGE, "1985 to 1990"),
    ("between 1985 and 1990", 1985, 1990, Precision.RANGE, "1985 to 1990"),
    ("mid-2000s to 2010", 2004, 2010, Precision.RANGE, "the mid-2000s to 2010"),
    ("July 1985", 1985, 1985, Precision.MONTH, "July 1985"),
    ("1985-07", 1985, 1985, Precision.MONTH, "July 1985"),
    ("3 July 1985", 1985, 1985, Precision.DAY, "3 July 1985"),
    ("Jul 3, 1985", 1985, 1985, Precision.DAY, "3 July 1985"),
    ("1985-07-03", 1985, 1985, Precision.DAY, "3 July 1985"),
)


@pytest.mark.parametrize(("text", "first", "last", "precision", "words"), DATES)
def test_dates(text: str, first: int, last: int, precision: Precision, words: str) -> None:
    """A date keeps its precision and says it in words."""
    when = read_when(text)
    assert not isinstance(when, Fault)
    assert (when.first, when.last, when.precision, when.words) == (first, last, precision, words)


@pytest.mark.parametrize(
    "text", ["", "soon", "85", "1985-13", "31 Foo 1985", "32 July 1985", "1990 to 1985", "0"]
)
def test_no_dates(text: str) -> None:
    """What is no date is refused, not guessed."""
    assert isinstance(read_when(text), Fault)


NUMBERS = (
    ("17", 17, 17, False),
    ("15,000", 15000, 15000, False),
    ("more than 15,000", 15000, None, True),
    ("over 3", 3, None, True),
    ("at least 3", 3, None, False),
    ("at most 3", None, 3, False),
    ("fewer than 3", None, 3, True),
    ("between 5 and 10", 5, 10, False),
    ("5-10", 5, 10, False),
    ("2.5", 2.5, 2.5, False),
)


@pytest.mark.parametrize(("text", "low", "high", "exclusive"), NUMBERS)
def test_numbers(text: str, low: float | None, high: float | None, exclusive: bool) -> None:
    """A number keeps its bounds."""
    number = read_number(text)
    assert not isinstance(number, Fault)
    assert (number.low, number.high, number.exclusive) == (low, high, exclusive)


def test_quantities() -> None:
    """A quantity is a number with its unit, as it was typed; one without the other is refused."""
    read = read_quantity("more than 15,000 DVDs")
    assert isinstance(read, Quantity)
    assert (read.unit, read.number.words) == ("DVDs", "more than 15,000")
    assert isinstance(read_quantity("17"), Fault)
    assert isinstance(read_number("17 films"), Fault)
    assert isinstance(read_quantity("many films"), Fault)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """No text raises."""
    for read in (read_when, read_number, read_quantity):
        read(text)
