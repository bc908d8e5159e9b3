"""The stock wrong options are drawn from, and whether two values could both be true.

One law: when in doubt two values may both be true, and then neither stands beside the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from facts.builder.eligible import Ground
from facts.builder.leaks import kin
from facts.builder.words import exact_number, names_of, stem_tokens, year
from facts.knowledge import Knowledge, Quantity, Statement, Status, Subject, SubjectRef, Text, Value, When

_NESTING = frozenset({"part_of", "place", "near", "capital_of", "country", "where"})
# Occupations that one person may well have together: naming one does not make the other false.
_OVERLAP = (
    frozenset({"director", "filmmaker", "maker", "producer", "screenwriter"}),
    frozenset({"actor", "actress", "performer", "star"}),
    frozenset({"leader", "politician", "official", "head", "ruler"}),
    frozenset({"journalist", "reporter", "correspondent", "writer", "author"}),
)


def lot(*parts: object) -> int:
    """A number drawn from the parts, the same on every machine and in every run."""
    return int.from_bytes(blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


def shuffled(items: Iterable[str], seed: str) -> tuple[str, ...]:
    return tuple(sorted(items, key=lambda item: (lot(seed, item), item)))


@dataclass(frozen=True, slots=True)
class Pool:
    """What wrong options are drawn from: the fit facts by property, and how places and bodies lie in one another."""

    subjects: Mapping[str, Subject]
    by_property: Mapping[str, tuple[Ground, ...]]
    said: Mapping[str, tuple[tuple[tuple[str, ...], Value], ...]]
    years: tuple[int, ...]
    countries: frozenset[str]
    nested: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # every phrase anybody says of a subject

    def level(self, subject: str) -> str:
        """What an option must share with another to stand beside it: the kind, and for a place country or not."""
        known = self.subjects[subject]
        if known.kind != "place":
            return known.kind
        if subject in self.countries:
            return "country"
        about = stem_tokens(known.summary)
        wide = about & {"continent", "region", "peninsula", "world"}
        return "region" if wide else "station" if "station" in about else "locality"


def pool(knowledge: Knowledge, fit: Sequence[Ground]) -> Pool:
    """Gathers what the whole of the knowledge offers as wrong options."""
    properties = sorted({each.statement.property for each in fit})
    told = [fact.statement for fact in knowledge.facts if fact.statement.status is not Status.RETRACTED]
    said = {
        name: tuple((each.subjects, each.value) for each in told if each.property == name)
        for name in properties
    }
    years = {found for each in fit if (found := year(each.statement.value)) is not None}
    return Pool(
        knowledge.subjects,
        {name: tuple(each for each in fit if each.statement.property == name) for name in properties},
        said,
        tuple(sorted(years)),
        _countries(knowledge),
        _nesting(knowledge),
        {id: names_of(subject) for id, subject in knowledge.subjects.items()},
        _phrases(told),
    )


def _phrases(told: Iterable[Statement]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in told:
        if isinstance(each.value, Text):
            for subject in each.subjects:
                found.setdefault(subject, []).append(each.value.words)
    return {id: tuple(phrases) for id, phrases in found.items()}


def _countries(knowledge: Knowledge) -> frozenset[str]:
    """Places that are used as countries, or described as one."""
    used: set[str] = set()
    for fact in knowledge.facts:
        roles = [(fact.statement.property, fact.statement.value)]
        roles += [(each.property, each.value) for each in fact.statement.qualifiers]
        used |= {
            value.subject
            for name, value in roles
            if isinstance(value, SubjectRef) and name in ("country", "capital_of", "for_country")
        }
    told = {
        id
        for id, subject in knowledge.subjects.items()
        if subject.kind == "place" and "country" in subject.summary.casefold().split()
    }
    return frozenset(used | told)


def _nesting(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """For each subject those it lies in, near or around, at any remove: never options beside one another."""
    near: dict[str, set[str]] = {id: set() for id in knowledge.subjects}
    for fact in knowledge.facts:
        value = fact.statement.value
        if fact.statement.property in _NESTING and isinstance(value, SubjectRef):
            for subject in fact.statement.subjects:
                near.setdefault(subject, set()).add(value.subject)
    reach = {id: _reachable(id, near) for id in near}
    return {id: frozenset(reach[id] | {other for other in reach if id in reach[other]}) for id in near}


def _reachable(start: str, near: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in near.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def alone(ground: Ground, stock: Pool) -> bool:
    """Whether nothing else that is known comes near the value, so that it may be asked without options."""
    name, value = ground.statement.property, ground.statement.value
    return not any(may_be(said, value, stock) for ids, said in stock.said[name] if ids != ground.subjects)


def loose(value: Value) -> bool:
    """Whether a text by its own words holds of others too: "one of the best-known films" tells no film from another."""
    return isinstance(value, Text) and value.words.casefold().startswith(("one of ", "among ", "some of "))


def hinted(phrase: str, subjects: Iterable[str], stock: Pool) -> bool:
    """Whether something else that is said of a subject may make the phrase true: it has all of its words."""
    wanted = stem_tokens(phrase)
    return any(
        all(any(kin(word, each) for each in stem_tokens(said)) for word in wanted)
        for subject in subjects
        for said in stock.told.get(subject, ())
    )


def same(one: Value, other: Value, stock: Pool) -> bool:
    """Whether the values say the same: as `may_be`, but two texts may have a few words in common."""
    if isinstance(one, Text) and isinstance(other, Text):
        return overlap(one.words, other.words, share=2)
    return may_be(one, other, stock)


@lru_cache(maxsize=16384)
def overlap(one: str, other: str, share: int = 4) -> bool:
    """Whether two phrases have one word in `share` in common, or name things that go together."""
    here, there = stem_tokens(one), stem_tokens(other)
    return any(here & words and there & words for words in _OVERLAP) or in_common(one, other, share)


@lru_cache(maxsize=16384)
def in_common(one: str, other: str, share: int = 2) -> bool:
    """Whether two phrases have one word in `share` in common."""
    here, there = stem_tokens(one), stem_tokens(other)
    heads = {each[:4] for each in there}  # kin share at least these
    common = sum(word[:4] in heads and any(kin(word, each) for each in there) for word in here)
    return not here or not there or common * share >= min(len(here), len(there))


def may_be(one: Value, other: Value, stock: Pool) -> bool:
    """Whether both values could be true at once, as far as anybody can tell: then neither makes the other false."""
    if isinstance(one, When) and isinstance(other, When):
        return one.first <= other.last and other.first <= one.last
    if isinstance(one, Text) and isinstance(other, Text):
        return overlap(one.words, other.words)
    if isinstance(one, SubjectRef) and isinstance(other, SubjectRef):
        return not apart(one.subject, other.subject, stock)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        here, there = exact_number(one), exact_number(other)
        return here is None or there is None or here == there
    return True


def apart(one: str, other: str, stock: Pool) -> bool:
    """Whether two subjects are surely not one and the same, nor one within the other."""
    return (
        one != other and other not in stock.nested.get(one, ()) and not stock.names[one] & stock.names[other]
    )


def same_words(one: str, other: str) -> bool:
    here, there = stem_tokens(one), stem_tokens(other)
    return bool(here) and here == there


def alike(one: str, other: str) -> bool:
    """Whether two phrases are near enough in length to stand beside one another."""
    short, long = sorted((len(one), len(other)))
    return long <= 1.8 * short + 8
