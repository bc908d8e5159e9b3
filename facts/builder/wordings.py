"""The typed answers that are right, and the foes: other answers that a typo must never turn into a right one.

One law: a wording is accepted only where it names the answer and nothing else in the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from num2words import num2words  # type: ignore[import-untyped]  # it ships no types

from facts.builder.words import figure, plain
from facts.knowledge import Subject
from facts.names import distance

_FAR = 4  # edits: a name further away than this is no foe of any typo


def of_subject(subject: Subject, subjects: Mapping[str, Subject]) -> tuple[str, ...]:
    """All names of the subject that no other of its kind bears; a person's surname where nobody else bears it."""
    others = {plain(name.text) for other in _rivals(subject, subjects) for name in other.names}
    own = [name.text for name in subject.names if plain(name.text) not in others]
    surname = _surname(subject)
    if surname and not any(
        surname in plain(name.text).split() for o in _rivals(subject, subjects) for name in o.names
    ):
        own.append(surname.title())
    return unlike(own)


def foes_of(subject: Subject, subjects: Mapping[str, Subject], accepted: Iterable[str]) -> tuple[str, ...]:
    """Names of other subjects of the kind that come near an accepted one, in order."""
    right = {plain(each) for each in accepted}
    near = {
        name.text
        for other in _rivals(subject, subjects)
        for name in other.names
        if (theirs := plain(name.text)) not in right
        and any(distance(theirs, each, _FAR) <= _FAR for each in right)
    }
    return tuple(sorted(near))


def _rivals(subject: Subject, subjects: Mapping[str, Subject]) -> tuple[Subject, ...]:
    return tuple(each for each in subjects.values() if each.id != subject.id and each.kind == subject.kind)


def _surname(subject: Subject) -> str:
    """The family name: first where a name of the subject is in Hangul or its given name is hyphenated, else last."""
    words = subject.label.split()
    if subject.kind != "person" or len(words) < 2:
        return ""
    eastern = any("가" <= letter <= "힣" for name in subject.names for letter in name.text)
    hyphened = any("-" in word for word in words[1:])
    return plain(words[0] if eastern or hyphened else words[-1])


@lru_cache(maxsize=1024)
def of_year(year: int) -> tuple[str, ...]:
    """A year in figures, short and in words: 1985, '85, nineteen eighty-five."""
    spoken = [str(num2words(year, to="year"))]
    if 2000 < year < 2010:
        spoken.append(spoken[0].replace(" and ", " "))
    elif 2010 <= year < 2100:
        spoken += [plain := str(num2words(year)), plain.replace(" and ", " ")]
    return unlike([str(year), f"'{year % 100:02d}", *spoken])


@lru_cache(maxsize=1024)
def of_number(number: float, unit: str = "") -> tuple[str, ...]:
    """A number in figures and in words, with its unit and without."""
    spoken = str(num2words(int(number) if float(number).is_integer() else number))
    bare = [figure(number), spoken, spoken.replace(" and ", " ")]
    return unlike(bare + [f"{each} {unit}" for each in bare if unit])


def unlike(wordings: Iterable[str]) -> tuple[str, ...]:
    """The wordings in order, without those that are the same in normal form."""
    kept: dict[str, str] = {}
    for each in wordings:
        kept.setdefault(plain(each), each)
    return tuple(kept.values())


def unsaid(accepted: tuple[str, ...], stem: str) -> tuple[str, ...]:
    """The wordings that the stem does not say itself: asked for a country's initials, its name is no answer."""
    said = f" {plain(stem)} "
    return tuple(each for each in accepted if f" {plain(each)} " not in said)
