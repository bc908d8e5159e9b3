"""Numbers, years, dates and quantities in every usual writing, found when a question is made.

One law: the accepted number is written out, the guess is never worked out. A guess is compared with writings of the
right number only, so that nobody has to say what "nineteen eighty-five" adds up to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from num2words import num2words  # type: ignore[import-untyped]  # it ships no types

from facts.builder.units import MONTHS, conversions
from facts.figures import figures_of, sought
from facts.reading import read

LANGUAGES = ("en", "fr", "de", "es", "ko", "ru")
_LARGEST = 10**15
_SCALES = (
    (10**3, ("thousand", "mille", "tausend", "mil", "тысяч", "천")),
    (10**4, ("만",)),
    (10**6, ("million", "millions", "millionen", "millones", "миллионов")),
    (10**8, ("억",)),
    (10**9, ("billion", "milliard", "milliards", "milliarden", "миллиардов")),
)
_ASIDE = {
    12: ("a dozen", "dozen"),
    100: ("a hundred", "hundred"),
    1000: ("a thousand", "thousand"),
    0: ("nil", "none"),
}
_ISO = re.compile(r"^(\d{3,4})-(\d{1,2})-(\d{1,2})$")
_DAY = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([^\W\d]+)\.?,?(?: (\d{3,4}))?$")
_MONTH_FIRST = re.compile(r"^([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{3,4}))?$")


@lru_cache(maxsize=4096)
def spoken(number: float) -> tuple[str, ...]:
    """A number in the words of each language."""
    if abs(number) >= _LARGEST:
        return ()
    exact = int(number) if float(number).is_integer() else number
    said = [str(num2words(exact, lang=each)) for each in LANGUAGES]
    said += [each.replace(" and ", " ") for each in said[:1]]
    if isinstance(exact, int):
        said += _ASIDE.get(exact, ())
        said += list(_scaled(exact))
        said += [each.replace("minus", word) for each in said[:1] if exact < 0 for word in ("negative",)]
    return tuple(dict.fromkeys(said))


def _scaled(number: int) -> Iterator[str]:
    """15,000 as "15 thousand", 1,500,000 as "1.5 million" and "1,5 Millionen"."""
    for size, names in _SCALES:
        tenths = number * 10 / size
        if number >= size and tenths.is_integer():
            yield from (f"{written} {name}" for written in _decimal(tenths / 10) for name in names)


def _decimal(number: float) -> tuple[str, ...]:
    if float(number).is_integer():
        return (str(int(number)),)
    return (f"{number:g}", f"{number:g}".replace(".", ","))


@lru_cache(maxsize=4096)
def spoken_year(year: int) -> tuple[str, ...]:
    """A year in words, as each language says years, and as the number it is."""
    said = [str(num2words(year, to="year", lang=each)) for each in LANGUAGES]
    said += [each.removeprefix("одна ") for each in said if each.startswith("одна ")]
    if 2000 < year < 2010:
        said.append(said[0].replace(" and ", " "))
    if 1100 <= year < 2000 and year % 100:
        said.append(said[0].replace(f"{num2words(year // 100)} ", f"{num2words(year // 100)} hundred ", 1))
        said.append(
            said[0].replace(f"{num2words(year // 100)} ", f"{num2words(year // 100)} hundred and ", 1)
        )
    return tuple(dict.fromkeys((*said, *spoken(year))))


def wordings(kind: str, accepted: Iterable[str], *, converts: bool = False) -> tuple[str, ...]:
    """Further writings of the accepted numbers: in words, and in other units where the question says so."""
    made: dict[str, None] = {}
    for each in accepted:
        if kind == "date":
            made.update(dict.fromkeys(of_date(each)))
            continue
        for number, unit in _amounts(each):
            made.update(dict.fromkeys(_said(kind, number, unit)))
            if converts:
                made.update((f"{other} {name}", None) for other, name in conversions(number, unit))
    return tuple(made)


def _amounts(text: str) -> Iterator[tuple[float, str]]:
    if figure := sought(text):
        yield figure.value, figure.unit


def _said(kind: str, number: float, unit: str) -> Iterator[str]:
    if kind == "year" and float(number).is_integer() and 0 < number < 3000:
        said = spoken_year(int(number))
    else:
        said = spoken(number)
    bare = unit != "bc"
    for each in said:
        if bare:
            yield each
        if unit:
            yield f"{each} {unit}"


@lru_cache(maxsize=1)
def _spoken_small() -> dict[str, int]:
    return {read(said): number for number in range(101) for said in spoken(number)[: len(LANGUAGES)]}


def in_figures(words: str) -> str:
    """A small number in words as its figure; empty for anything else."""
    found = _spoken_small().get(read(words))
    return "" if found is None or figures_of(words) else str(found)


def of_date(text: str) -> tuple[str, ...]:
    """A date in the usual orders and in the months' names of each language; a date that cannot be read, nothing."""
    found = _read_date(text)
    if found is None:
        return ()
    year, month, day = found
    tail = f" {year}" if year else ""
    ordinal = num2words(day, to="ordinal_num")
    word = num2words(day, to="ordinal")
    written = []
    for name in MONTHS[month - 1]:
        for said in (str(day), ordinal, word):
            written += [
                f"{said} {name}{tail}",
                f"{said} of {name}{tail}",
                f"{name} {said}{tail}",
                f"{name} the {said}{tail}",
            ]
        written += [
            f"{day} de {name}{tail}",
            f"{day} de {name} de{tail}",
            f"{day}er {name}{tail}",
            f"{day} {name}{tail} года",
            f"{year} {name} {day}".strip(),
        ]
    for d, m in {(str(day), str(month)), (f"{day:02d}", f"{month:02d}")}:
        orders = [f"{d} {m}{tail}", f"{m} {d}{tail}"]
        orders += [f"{year} {m} {d}", f"{d} {m} {year[-2:]}", f"{m} {d} {year[-2:]}"] if year else []
        written += orders
    if year:
        written += [f"{year}년 {month}월 {day}일", f"{day} {MONTHS[month - 1][0]} {year} года"]
    else:
        written.append(f"{month}월 {day}일")
    return tuple(dict.fromkeys(written))


def _read_date(text: str) -> tuple[str, int, int] | None:
    folded = text.casefold().strip()
    if found := _ISO.match(folded):
        year, month, day = found[1], int(found[2]), int(found[3])
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    for pattern, day_at, month_at in ((_DAY, 1, 2), (_MONTH_FIRST, 2, 1)):
        if found := pattern.match(folded):
            months = [i for i, names in enumerate(MONTHS, 1) if found[month_at] in names]
            if months and 1 <= int(found[day_at]) <= 31:
                return found[3] or "", months[0], int(found[day_at])
    return None
