"""Values as a pack writes them: years, dates, numbers, quantities, references. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from facts.knowledge import Number, Precision, Quantity, SubjectRef, Text, Value, When
from facts.vocabulary import Takes

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_BOUNDS = ("exactly", "more_than", "at_least", "at_most", "less_than", "between")
_WHEN_KEYS = {"year", "month", "day", "first", "last", "precision", "words"}
_SPANS = (Precision.PART_OF_DECADE, Precision.DECADE, Precision.RANGE)


class NotAValue(Exception):
    """What was written is no value of that sort; the message says what would be."""


def read_value(takes: Takes, given: Any, written: str) -> Value:
    """The value that was written. Raises `NotAValue`. `written` is a scalar as it stood in the file."""
    return _READ[takes](given, written)


def _text(given: Any, written: str) -> Value:
    if isinstance(given, (dict, list)) or given is None:
        raise NotAValue("a phrase is missing: this property takes words")
    return Text(" ".join(written.split()))


def _subject(given: Any, _written: str) -> Value:
    if not isinstance(given, str) or not given:
        raise NotAValue("a subject's id is missing: this property takes another subject")
    return SubjectRef(given)


def _when(given: Any, written: str) -> Value:
    if _is_year(given):
        return When(given, given, Precision.YEAR, str(given))
    if not isinstance(given, dict):
        shown = f", not {written!r}" if written else ""
        raise NotAValue(
            f"a year is missing: write 1985, or {{year: 1985, month: 5}}, or {{first: …, last: …}}{shown}"
        )
    _only_known(given, _WHEN_KEYS)
    words = given.get("words", "")
    if not isinstance(words, str):
        raise NotAValue("words must be text: put it in quotes")
    return _span(given, words) if "first" in given or "last" in given else _date(given, words)


def _date(given: dict[str, Any], words: str) -> When:
    year, month, day = given.get("year"), given.get("month"), given.get("day")
    if not _is_year(year):
        raise NotAValue("a year is missing")
    if "precision" in given:
        raise NotAValue("precision goes with first and last, not with year")
    if month is None:
        if day is not None:
            raise NotAValue("a day needs its month")
        return When(year, year, Precision.YEAR, words or str(year))
    if month not in range(1, 13) or isinstance(month, bool):
        raise NotAValue("the month must be a number from 1 to 12")
    if day is None:
        return When(year, year, Precision.MONTH, words or f"{MONTHS[month - 1]} {year}", month)
    if isinstance(day, bool) or day not in range(1, _days(year, month) + 1):
        raise NotAValue(f"{MONTHS[month - 1]} {year} has no day {day}")
    return When(year, year, Precision.DAY, words or f"{day} {MONTHS[month - 1]} {year}", month, day)


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _span(given: dict[str, Any], words: str) -> When:
    first, last = given.get("first"), given.get("last")
    if not _is_year(first) or not _is_year(last):
        raise NotAValue("first and last must both be years")
    if first > last:
        raise NotAValue(f"first ({first}) comes after last ({last})")
    if set(given) & {"year", "month", "day"}:
        raise NotAValue("write year, or first and last, but not both")
    try:
        precision = Precision(given.get("precision", Precision.RANGE))
    except ValueError:
        precision = Precision.DAY
    if precision not in _SPANS:
        raise NotAValue(f"precision must be one of {', '.join(_SPANS)}")
    return When(first, last, precision, words or f"{first} to {last}")


def _number(given: Any, _written: str) -> Value:
    return _bounded(given, set())


def _quantity(given: Any, _written: str) -> Value:
    if not isinstance(given, dict) or not isinstance(given.get("unit"), str) or not given["unit"].strip():
        raise NotAValue("a unit is missing: write {exactly: 17, unit: films}")
    return Quantity(_bounded(given, {"unit"}), given["unit"])


def _bounded(given: Any, also: set[str]) -> Number:
    if _is_number(given):
        return Number(given, given)
    if not isinstance(given, dict):
        raise NotAValue("a number is missing: write 17, or {more_than: 15000}, or {between: [3, 5]}")
    _only_known(given, {*_BOUNDS, "words"} | also)
    bounds = [name for name in _BOUNDS if name in given]
    if len(bounds) != 1:
        raise NotAValue(f"exactly one of {', '.join(_BOUNDS)} must stand here")
    bound, words = given[bounds[0]], given.get("words", "")
    if not isinstance(words, str):
        raise NotAValue("words must be text: put it in quotes")
    if bounds[0] == "between":
        if (
            not isinstance(bound, list)
            or len(bound) != 2
            or not all(map(_is_number, bound))
            or bound[0] > bound[1]
        ):
            raise NotAValue("between takes two numbers, the smaller one first: [3, 5]")
        return Number(bound[0], bound[1], words=words)
    if not _is_number(bound):
        raise NotAValue(f"{bounds[0]} takes a number")
    return {
        "exactly": Number(bound, bound, False, words),
        "more_than": Number(bound, None, True, words),
        "at_least": Number(bound, None, False, words),
        "at_most": Number(None, bound, False, words),
        "less_than": Number(None, bound, True, words),
    }[bounds[0]]


def _only_known(given: dict[str, Any], known: set[str]) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise NotAValue(f"{unknown[0]!r} is not known here; known are {', '.join(sorted(known))}")


def _is_year(given: Any) -> TypeGuard[int]:
    return isinstance(given, int) and not isinstance(given, bool) and -9999 <= given <= 9999


def _is_number(given: Any) -> TypeGuard[float]:
    return isinstance(given, (int, float)) and not isinstance(given, bool)


_READ: dict[Takes, Callable[[Any, str], Value]] = {
    Takes.TEXT: _text,
    Takes.SUBJECT: _subject,
    Takes.WHEN: _when,
    Takes.NUMBER: _number,
    Takes.QUANTITY: _quantity,
}
