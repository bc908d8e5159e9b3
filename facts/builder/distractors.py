"""Wrong options: each false for certain, and none so unlike the right one that it gives the question away.

Absence is not falsity. Forwards, another value is false because the property has one value, or because the list is
complete. Backwards, another subject is false because its own one value differs, or its own complete list lacks it. A
description that begins with "the" is true of one subject alone, and so false of every other.
The order of everything is drawn from the question's key, so that it is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from facts.builder.eligible import Ground
from facts.builder.stock import Pool, alike, apart, hinted, in_common, loose, lot, may_be, same, same_words
from facts.builder.words import exact_number, plain, shown, stem_tokens, title, year
from facts.knowledge import Number, Precision, Quantity, SubjectRef, Text, Value, When
from facts.vocabulary import PROPERTY

WANTED = 3
FEWEST = 2
_SPREAD = 12  # years: how far another year may lie and still be of the period
_PART = re.compile(r"^(?:the )?(early|mid|late)[- ](\d{3}0)s$")


def forward(
    ground: Ground, key: str, stock: Pool, named: frozenset[str], siblings: bool = False
) -> tuple[str, ...]:
    """Wrong values for the ground's subject; `named` are the subjects its stem names, which are no options."""
    value = ground.statement.value
    if (exact := year(value)) is not None:
        return _years(exact, ground, key, stock)
    if (number := exact_number(value)) is not None:
        return _numbers(number, ground, key)
    match value:
        case SubjectRef(subject):
            others = named | _not_used(ground.statement.property, stock) if siblings else named
            return _subjects(subject, ground, key, stock, others)
        case When(precision=Precision.PART_OF_DECADE):
            return _parts_of_decades(value, ground, key)
        case Text():
            return _texts(value, ground, key, stock)
        case _:
            return ()


def backward(ground: Ground, key: str, stock: Pool) -> tuple[str, ...]:
    """Other subjects of the kind, of which the value is false for certain; empty unless the answer is the only one."""
    (answer,) = ground.subjects
    name, value = ground.statement.property, ground.statement.value
    others = [(ids, said) for ids, said in stock.said[name] if answer not in ids]
    if PROPERTY[name].tells_which:
        if any(beside(answer, ids[0], stock) and _near(said, value) for ids, said in others):
            return ()
        return _likest(title(stock.subjects[answer]), _kindred(answer, stock), key)
    if any(same(said, value, stock) for _, said in others):
        return ()
    found: dict[str, str] = {}
    for other in stock.by_property[name]:
        if len(other.subjects) > 1 or not beside(answer, other.subjects[0], stock):
            continue
        if any(may_be(said, value, stock) for said in other.spoken_for) or loose(value):
            continue
        found[other.subjects[0]] = title(stock.subjects[other.subjects[0]])
    return _likest(title(stock.subjects[answer]), found.values(), key)


def _near(one: Value, other: Value) -> bool:
    """Whether two descriptions, each of one thing alone, are still so like that they may be taken for each other."""
    return isinstance(one, Text) and isinstance(other, Text) and in_common(one.words, other.words)


def _kindred(answer: str, stock: Pool) -> list[str]:
    """Other subjects of the kind: those that are summed up alike where they are enough, or else all."""
    own = stem_tokens(stock.subjects[answer].summary)
    others = [id for id in stock.subjects if id != answer and beside(answer, id, stock)]
    near = [id for id in others if own & stem_tokens(stock.subjects[id].summary)]
    return [title(stock.subjects[id]) for id in (near if len(near) >= FEWEST else others)]


def beside(answer: str, other: str, stock: Pool) -> bool:
    return stock.level(answer) == stock.level(other) and apart(answer, other, stock)


def _not_used(name: str, stock: Pool) -> frozenset[str]:
    """The subjects that are nobody's value of the property."""
    used = {value.subject for _, value in stock.said[name] if isinstance(value, SubjectRef)}
    return frozenset(stock.subjects) - used


def _subjects(answer: str, ground: Ground, key: str, stock: Pool, named: frozenset[str]) -> tuple[str, ...]:
    spoken = {value.subject for value in ground.spoken_for if isinstance(value, SubjectRef)}
    takes = PROPERTY[ground.statement.property].takes_kind
    found = {
        id: title(subject)
        for id, subject in stock.subjects.items()
        if id not in named
        and (not takes or subject.kind in takes)
        and beside(answer, id, stock)
        and all(apart(id, each, stock) for each in spoken)
    }
    return _likest(title(stock.subjects[answer]), found.values(), key)


def _texts(value: Text, ground: Ground, key: str, stock: Pool) -> tuple[str, ...]:
    kind = stock.subjects[ground.subjects[0]].kind
    tells_which = PROPERTY[ground.statement.property].tells_which
    found = [
        shown(other.statement.value, stock.subjects)
        for other in stock.by_property[ground.statement.property]
        if stock.subjects[other.subjects[0]].kind == kind
        and isinstance(other.statement.value, Text)
        and not loose(other.statement.value)
        and not any(
            _near(other.statement.value, said) if tells_which else may_be(other.statement.value, said, stock)
            for said in ground.spoken_for
        )
        and not hinted(other.statement.value.words, ground.subjects, stock)
        and all(apart(one, each, stock) for one in ground.subjects for each in other.subjects)
    ]
    right = shown(value, stock.subjects)
    return _likest(right, (each for each in found if alike(right, each)), key)


def _likest(right: str, found: Iterable[str], key: str) -> tuple[str, ...]:
    """Up to three of those found, none twice: drawn from the nearer half in length, each apart from the others."""
    names = sorted(
        {each for each in found if plain(each) != plain(right)}, key=lambda each: (lot(key, each), each)
    )
    near = sorted(names, key=lambda each: abs(len(each) - len(right)) // 8)
    picked: list[str] = []
    for each in near:
        if all(plain(each) != plain(other) and not same_words(each, other) for other in picked):
            picked.append(each)
    picked = picked[:WANTED]
    return tuple(picked) if len(picked) >= FEWEST else ()


def _years(answer: int, ground: Ground, key: str, stock: Pool) -> tuple[str, ...]:
    """Other years of the period, those of the knowledge first, none later than the latest the knowledge has."""
    taken = [said for said in ground.spoken_for if isinstance(said, When)]
    latest = max(stock.years, default=answer)
    known = [each for each in stock.years if abs(each - answer) <= _SPREAD]
    near = [answer + step for step in range(-_SPREAD, _SPREAD + 1) if answer + step <= latest]

    def free(each: int) -> bool:
        return all(not said.first <= each <= said.last for said in taken)

    drawn = sorted((each for each in known if free(each)), key=lambda each: lot(key, each))[:2]
    rest = sorted(
        (each for each in near if free(each) and each not in drawn), key=lambda each: lot(key, each)
    )
    return tuple(str(each) for each in (drawn + rest)[:WANTED])


def _numbers(answer: float, ground: Ground, key: str) -> tuple[str, ...]:
    """Numbers near the answer and as round as it is, above and below it by lot."""
    if not float(answer).is_integer() or answer < 3:
        return ()
    whole = int(answer)
    step = 10 ** (len(str(whole)) - len(str(whole).rstrip("0")))
    reach = max(4, whole // step * 4 // 10)
    near = [whole + n * step for n in range(-reach, reach + 1) if n and whole + n * step > 0]
    near = [each for each in near if not any(_may_number(each, said) for said in ground.spoken_for)]
    return (
        tuple(f"{each:,}" for each in sorted(near, key=lambda each: lot(key, each))[:WANTED])
        if len(near) >= FEWEST
        else ()
    )


def _may_number(figure: int, said: Value) -> bool:
    """Whether somebody gave this figure, or bounds that it lies within."""
    number = said.number if isinstance(said, Quantity) else said
    if not isinstance(number, Number):
        return False
    low, high = number.low, number.high
    return (low is None or low <= figure) and (high is None or figure <= high)


def _parts_of_decades(value: When, ground: Ground, key: str) -> tuple[str, ...]:
    """The same part of other decades, of which nobody said anything."""
    match = _PART.match(value.words)
    if not match:
        return ()
    part, decade = match[1], int(match[2])
    taken = [said for said in ground.spoken_for if isinstance(said, When)]
    free = [
        start
        for start in (decade + 10 * n for n in (-3, -2, -1, 1))
        if all(said.last < start or start + 9 < said.first for said in taken)
    ]
    found = [f"the {part}-{start}s" if part == "mid" else f"the {part} {start}s" for start in free]
    return tuple(sorted(found, key=lambda each: lot(key, each))[:WANTED]) if len(found) >= FEWEST else ()
