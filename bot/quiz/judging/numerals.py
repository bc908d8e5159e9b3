"""Numerals within names: Rocky II, Louis the Fourteenth, Twelve Angry Men, 101 Dalmatians.

One law: a numeral may be written in another way, and is never left out nor changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ONES = str.split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = str.split("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_ODD = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ROMAN_WORD = re.compile(r"^(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_LARGEST = 99


def cardinal(number: int) -> str:
    """A number below a hundred in words."""
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")


def ordinal(number: int) -> str:
    head, _, last = cardinal(number).rpartition(" ")
    ending = _ODD.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head} {ending}".strip()


def suffixed(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


_CARDINALS = {cardinal(n): n for n in range(1, _LARGEST + 1)}
_ORDINALS = {ordinal(n): n for n in range(1, _LARGEST + 1)}
_NUMBERS = frozenset(_CARDINALS) | frozenset(_ORDINALS)
_ROMANS = {roman(n): n for n in range(1, 90)}


def rewritten(words: str, raw: str, *, reign: bool) -> Iterator[str]:
    """The words with their numerals in the other ways of writing; `raw` tells IV from a word in small letters."""
    capitals = {
        word.strip(".,:;()").lower() for word in raw.split() if _ROMAN_WORD.match(word.strip(".,:;()"))
    }
    parts = words.split()
    for at, word in enumerate(parts):
        for taken in (5, 4, 3, 2, 1):
            span = " ".join(parts[at : at + taken])
            if taken > 1 and (at + taken > len(parts) or (span not in _CARDINALS and span not in _ORDINALS)):
                continue
            single = taken == 1 and at and f"{parts[at - 1]} {word}" in _NUMBERS
            if not single:
                for other in _others(span, span in capitals and (at > 0 or len(span) > 1), reign):
                    yield " ".join([*parts[:at], other, *parts[at + taken :]])
            if taken > 1:
                break
    if "a hundred" in words:
        yield from (words.replace("a hundred", other, 1) for other in ("100", "one hundred"))


def _others(word: str, is_roman: bool, reign: bool) -> tuple[str, ...]:
    if word.isdecimal() and word.isascii() and 0 < int(word) <= _LARGEST and word[0] != "0":
        return (cardinal(int(word)), *((roman(int(word)),) if int(word) < 90 else ()))
    if is_roman and word in _ROMANS:
        number = _ROMANS[word]
        ordinals = (ordinal(number), suffixed(number), f"the {ordinal(number)}", f"the {suffixed(number)}")
        return (str(number), *(ordinals if reign else (cardinal(number),)))
    if word in _CARDINALS:
        return (str(_CARDINALS[word]),)
    if word in _ORDINALS:
        return (suffixed(_ORDINALS[word]), *((roman(_ORDINALS[word]),) if reign else ()))
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word)
    if found and int(found[1]):
        return (ordinal(int(found[1])), *((roman(int(found[1])),) if reign else ()))
    return ()
