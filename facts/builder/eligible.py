"""Which facts a question may stand on.

The law is product.md's: accepted, best-ranked, single-valued for that subject or from a complete list (or a description
that is true of one subject alone), and not disputed, claimed, hedged, inferred, a negation, within a fiction, a spoiler, nor mature unless the audience is. Nothing is
inherited from another subject, and a joint fact stays with all of its subjects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facts.builder.words import names_of, references
from facts.knowledge import Fact, Knowledge, Mark, Rank, Statement, Status, Subject, Text, Value
from facts.vocabulary import PROPERTY, Property

BARRED = frozenset({Mark.HEDGED, Mark.INFERRED, Mark.FICTION, Mark.NEGATION, Mark.SPOILER})
_RANKS = (Rank.PREFERRED, Rank.NORMAL)

Place = tuple[tuple[str, ...], str]  # subjects in order of id, property


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact fit to be asked: `values` is the whole list it is from, `spoken_for` all that anybody holds there.

    A wrong option must be none of `spoken_for`: a disputed or outranked value is not known to be false.
    """

    fact: Fact
    values: tuple[Value, ...]
    spoken_for: tuple[Value, ...]

    @property
    def statement(self) -> Statement:
        return self.fact.statement

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.fact.statement.subjects


def fit(statement: Statement, mature: bool = False) -> bool:
    """Whether the statement by itself may be asked about, its neighbours aside."""
    barred = BARRED if mature else BARRED | {Mark.MATURE}
    return (
        statement.status is Status.ACCEPTED
        and statement.rank is not Rank.DEPRECATED
        and statement.claim is None
        and not statement.marks & barred
        and bool(statement.sources)
    )


def best(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The accepted facts of the highest rank there is; a deprecated one is never the best."""
    accepted = [fact for fact in facts if fact.statement.status is Status.ACCEPTED]
    for rank in _RANKS:
        if ranked := tuple(fact for fact in accepted if fact.statement.rank is rank):
            return ranked
    return ()


def grounds(knowledge: Knowledge, mature: bool = False) -> tuple[Ground, ...]:
    """Every fact that may be asked, in order of its id."""
    namesakes = _namesakes(knowledge.subjects.values())
    found: list[Ground] = []
    for (subjects, name), facts in _places(knowledge).items():
        if namesakes.intersection(subjects) or name not in PROPERTY:
            continue
        found.extend(_of_place(facts, PROPERTY[name], mature))
    known = [
        each
        for each in found
        if all(ref in knowledge.subjects for ref in references(each.statement))
        and all(source in knowledge.sources for source in each.statement.sources)
    ]
    return tuple(sorted(known, key=lambda each: each.fact.id))


def _places(knowledge: Knowledge) -> Mapping[Place, list[Fact]]:
    places: dict[Place, list[Fact]] = defaultdict(list)
    for fact in sorted(knowledge.facts, key=lambda each: each.id):
        places[tuple(sorted(fact.statement.subjects)), fact.statement.property].append(fact)
    return places


def definite(value: Value) -> bool:
    """Whether a phrase says of one thing alone what it says: "the monster epic that …", never "a monster epic"."""
    return isinstance(value, Text) and value.words.casefold().startswith("the ")


def _closed(facts: tuple[Fact, ...], values: tuple[Value, ...], known: Property) -> bool:
    """Whether another value than these is known to be false."""
    if known.tells_which:
        return len(values) == 1 and definite(values[0])
    return len(values) == 1 if known.single else any(fact.statement.complete for fact in facts)


def _of_place(facts: list[Fact], known: Property, mature: bool) -> Iterable[Ground]:
    """What may be asked of one property of one subject (or of several together)."""
    standing = best(facts)
    values = tuple(dict.fromkeys(fact.statement.value for fact in standing))
    contested = any(fact.statement.status is Status.DISPUTED for fact in facts)
    if contested or not _closed(standing, values, known):
        return
    held = (fact for fact in facts if fact.statement.status is not Status.RETRACTED)
    said = tuple(dict.fromkeys(fact.statement.value for fact in held))
    asked: set[Value] = set()
    for fact in standing:
        if fact.statement.value not in asked and fit(fact.statement, mature):
            asked.add(fact.statement.value)
            yield Ground(fact, values, said)


def _namesakes(subjects: Iterable[Subject]) -> frozenset[str]:
    """Subjects that share a name with another of their kind: a question would not tell which is meant."""
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject in subjects:
        for name in names_of(subject):
            bearers[subject.kind, name].add(subject.id)
    return frozenset(each for sharing in bearers.values() if len(sharing) > 1 for each in sharing)
