"""A value as a person types it, read into the type its property takes.

A date keeps the precision it was typed with, a number its bounds. What cannot be read is a `Fault`, never a guess.
Subjects are looked up elsewhere: this file knows only text.
"""

from __future__ import annotations

import re

from bot.commands.refusal import Fault, Flaw
from facts.knowledge import Number, Precision, Quantity, Text, When
from facts.vocabulary import Property, Takes

LONGEST_TEXT = 300

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = {name: place for place, name in enumerate(_MONTHS, 1)} | {
    name[:3]: place for place, name in enumerate(_MONTHS, 1)
}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}

_YEAR = re.compile(r"[1-9]\d{2,3}")
_ISO = re.compile(r"([1-9]\d{3})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2}) )?([a-z]+),? ([1-9]\d{2,3})")
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2}),? ([1-9]\d{2,3})")
_DECADE = re.compile(r"(?:the )?(?:(early|mid|late)[- ])?([1-9]\d{2})0['’]?s")
_SPANS = (
    re.compile(r"(?:from |between )?(.+?) (?:to|through|and|until) (.+)"),
    re.compile(r"(.+?) ?[–-] ?(.+)"),  # after the words, so that "mid-2000s to 2010" is cut at "to"
)


def read_when(text: str) -> When | Fault:
    """A point or span of time, as precise as it was typed."""
    folded = text.casefold().strip()
    return _year(folded) or _dated(folded) or _decade(folded) or _span(folded) or Fault(Flaw.NOT_A_DATE, text)


def _year(folded: str) -> When | None:
    if not _YEAR.fullmatch(folded):
        return None
    return When(int(folded), int(folded), Precision.YEAR, folded)


def _dated(folded: str) -> When | None:
    """A day or a month of a year, in one of the usual orders."""
    if iso := _ISO.fullmatch(folded):
        year, month, day = iso.group(1), int(iso.group(2)), iso.group(3)
    elif day_first := _DAY_FIRST.fullmatch(folded):
        day, year = day_first.group(1), day_first.group(3)
        month = _MONTH.get(day_first.group(2), 0)
    elif month_first := _MONTH_FIRST.fullmatch(folded):
        day, year = month_first.group(2), month_first.group(3)
        month = _MONTH.get(month_first.group(1), 0)
    else:
        return None
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= _DAYS[month - 1]):
        return None
    name = _MONTHS[month - 1].capitalize()
    if not day:
        return When(int(year), int(year), Precision.MONTH, f"{name} {year}", month)
    return When(int(year), int(year), Precision.DAY, f"{int(day)} {name} {year}", month, int(day))


def _decade(folded: str) -> When | None:
    match = _DECADE.fullmatch(folded)
    if not match:
        return None
    start = int(match.group(2)) * 10
    if not match.group(1):
        return When(start, start + 9, Precision.DECADE, f"the {start}s")
    first, last = _PARTS[match.group(1)]
    joint = "-" if match.group(1) == "mid" else " "
    return When(start + first, start + last, Precision.PART_OF_DECADE, f"the {match.group(1)}{joint}{start}s")


def _span(folded: str) -> When | None:
    match = next((found for found in (span.fullmatch(folded) for span in _SPANS) if found), None)
    if match is None:
        return None
    start, end = (_year(part) or _decade(part) for part in match.groups())
    if start is None or end is None or start.first >= end.last:
        return None
    return When(start.first, end.last, Precision.RANGE, f"{start.words} to {end.words}")


_DIGITS = r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,15}(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<bound>more than|over|at least|at most|up to|less than|fewer than|under)? ?(?P<number>{_DIGITS})(?: (?P<unit>.+))?"
)
_BETWEEN = re.compile(
    rf"(?:between )?(?P<low>{_DIGITS})(?: and | to |–|-)(?P<high>{_DIGITS})(?: (?P<unit>.+))?"
)


def read_number(text: str) -> Number | Fault:
    """A number, exact or with bounds: "17", "more than 15,000", "between 5 and 10"."""
    read = _counted(text)
    if read is None or read[1]:
        return Fault(Flaw.NOT_A_NUMBER, text)
    return read[0]


def read_quantity(text: str) -> Quantity | Fault:
    """A number with its unit: "17 films", "more than 15,000 films"."""
    read = _counted(text)
    if read is None or not read[1]:
        return Fault(Flaw.NOT_A_QUANTITY, text)
    return Quantity(*read)


def _counted(text: str) -> tuple[Number, str] | None:
    folded = text.casefold().strip()
    if between := _BETWEEN.fullmatch(folded):
        low, high = _float(between.group("low")), _float(between.group("high"))
        unit = between.group("unit") or ""
        words = f"between {between.group('low')} and {between.group('high')}"
        return (Number(low, high, words=words), unit) if low < high else None
    match = _NUMBER.fullmatch(folded)
    if not match:
        return None
    value = _float(match.group("number"))
    unit = match.group("unit") or ""
    if unit:  # as it was typed: "DVDs" keeps its capitals
        unit = text.strip()[-len(unit) :]
    bound = match.group("bound") or ""
    words = f"{bound} {match.group('number')}".strip()
    return _bounded(bound, value, words), unit


def _bounded(bound: str, value: float, words: str) -> Number:
    if bound in {"more than", "over"}:
        return Number(value, None, exclusive=True, words=words)
    if bound == "at least":
        return Number(value, None, words=words)
    if bound in {"less than", "fewer than", "under"}:
        return Number(None, value, exclusive=True, words=words)
    if bound in {"at most", "up to"}:
        return Number(None, value, words=words)
    return Number(value, value, words=words)


def _float(digits: str) -> float:
    return float(digits.replace(",", ""))


def read_value(prop: Property, text: str) -> Text | When | Number | Quantity | Fault:
    """The text as the value of a property that does not take a subject."""
    if prop.takes is Takes.WHEN:
        return read_when(text)
    if prop.takes is Takes.NUMBER:
        return read_number(text)
    if prop.takes is Takes.QUANTITY:
        return read_quantity(text)
    if len(text) > LONGEST_TEXT:
        return Fault(Flaw.TOO_LONG, str(LONGEST_TEXT))
    return Text(text)
