"""The typed answers that are right, and the foes: other answers that a typo must never turn into a right one.

One law: a wording is accepted only where it names the answer and nothing else in the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from num2words import num2words  # type: ignore[import-untyped]  # it ships no types

from facts.builder.words import figure, plain, year
from facts.knowledge import Knowledge, Status, Subject, SubjectRef
from facts.names import distance
from facts.people import family_names
from facts.reading import read

_FAR = 4  # edits: a name further away than this is no foe of any typo
_LIES_IN = frozenset({"country", "place", "part_of", "capital_of"})


def of_subject(subject: Subject, subjects: Mapping[str, Subject]) -> tuple[str, ...]:
    """All names of the subject that no other of its kind bears; a person's surname where nobody else bears it."""
    others = {plain(name.text) for other in _rivals(subject, subjects) for name in other.names}
    own = [name.text for name in subject.names if plain(name.text) not in others]
    borne = {read(name.text) for other in _rivals(subject, subjects) for name in other.names}
    for family in _family_names(subject):
        if not any(f" {family} " in f" {name} " for name in borne):
            own.append(family.title())
    return unlike(own)


def foes_of(subject: Subject, subjects: Mapping[str, Subject], accepted: Iterable[str]) -> tuple[str, ...]:
    """Names of other subjects of the kind that come near an accepted one, in order."""
    right = {plain(each) for each in accepted}
    near = {
        name.text
        for other in _rivals(subject, subjects)
        for name in other.names
        if (theirs := plain(name.text)) not in right
        and any(distance(theirs, each, _FAR) <= _FAR or _within(theirs, each) for each in right)
    }
    return tuple(sorted(near))


def _within(one: str, other: str) -> bool:
    """Whether one name is the beginning or the end of the other, as a work's is of its sequel's."""
    short, long = sorted((one, other), key=len)
    return long.startswith(f"{short} ") or long.endswith(f" {short}")


def _rivals(subject: Subject, subjects: Mapping[str, Subject]) -> tuple[Subject, ...]:
    return tuple(each for each in subjects.values() if each.id != subject.id and each.kind == subject.kind)


def _family_names(subject: Subject) -> tuple[str, ...]:
    """The family name as it stands alone: first where a name of the subject is in Hangul or its given name is hyphenated."""
    if subject.kind != "person":
        return ()
    eastern = any("가" <= letter <= "힣" for name in subject.names for letter in name.text)
    hyphened = any("-" in word for word in subject.label.split()[1:])
    return family_names(subject.label, first=eastern or hyphened)


def around(subject: Subject, knowledge: Knowledge) -> tuple[str, ...]:
    """What may stand after the subject's name and change nothing: where a place lies, when a film came out."""
    found: list[str] = []
    for fact in knowledge.facts:
        said = fact.statement
        if subject.id not in said.subjects or said.status is not Status.ACCEPTED:
            continue
        if subject.kind == "place" and said.property in _LIES_IN and isinstance(said.value, SubjectRef):
            found += [name.text for name in knowledge.subjects[said.value.subject].names]
        if subject.kind == "film" and said.property == "released" and (released := year(said.value)):
            found.append(str(released))
    return tuple(dict.fromkeys(found))


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
