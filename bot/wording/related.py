"""What other subjects have to do with one: what their facts say of it, and which of them are worth a button."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.cards import Field
from bot.wording.known import DOUBTS, Known, titled
from bot.wording.values import label, listed
from facts.knowledge import Fact, Status, Subject, SubjectRef

RELATED = 6  # other subjects on one line

# What a fact says of the subject that is its value: how that stands on the value's own card, in this order.
_INVERSE = {
    "director": "Directed",
    "producer": "Made",
    "overseen_by": "Oversaw",
    "starring": "Acted in",
    "awarded_to": "Awards",
    "award_won": "Won by",
    "awarded_by": "Awards given",
    "awarded_for": "Awards",
    "attended": "Attended by",
    "headed": "Headed by",
    "involved": "Involved in",
    "father": "Children",
    "modelled_on": "Model for",
    "echoes": "Echoed by",
    "built_on": "Used in",
    "set_during": "Setting of",
    "part_of": "Holds",
    "place": "Here",
    "near": "Nearby",
    "capital_of": "Capital",
    "abducted_in": "Abducted here",
    "taken_to": "Taken here",
    "settled_in": "Settled here",
}


def related_fields(known: Known, own: Iterable[Fact], touching: Iterable[Fact]) -> list[Field]:
    """What plain, accepted facts of other subjects say of this one: the films a director made, what happened here."""
    told = {each.statement.value.subject for each in own if isinstance(each.statement.value, SubjectRef)}
    found: dict[str, list[str]] = {}
    for fact in touching:
        statement = fact.statement
        if told.issuperset(statement.subjects):
            continue  # an award stands among the film's own facts already
        names_it = isinstance(statement.value, SubjectRef) and statement.value.subject == known.subject.id
        doubted = statement.marks & DOUBTS or statement.claim or statement.status is not Status.ACCEPTED
        heading = _INVERSE.get(statement.property)
        if heading and names_it and not doubted:
            names = [
                titled(label(each, known.subjects), known.years.get(each, "")) for each in statement.subjects
            ]
            found.setdefault(heading, []).append(listed(names))
    order = list(dict.fromkeys(_INVERSE.values()))
    return [Field(each, (_some(found[each]),)) for each in order if each in found]


def _some(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    over = len(distinct) - RELATED
    return ", ".join(distinct) if over <= 0 else f"{', '.join(distinct[:RELATED])} and {over} more"


_NEIGHBOURS = (
    "director",
    "producer",
    "starring",
    "partner",
    "awarded_to",
    "awarded_for",
    "modelled_on",
    "involved",
)


def neighbours(known: Known, facts: Iterable[Fact], most: int = 3) -> list[Subject]:
    """The subjects most worth a button: who made a film first, then whoever the facts name, then who names it."""
    weight = {name: place for place, name in enumerate(_NEIGHBOURS)}
    named: list[tuple[int, str]] = []
    for fact in facts:
        value, subjects = fact.statement.value, fact.statement.subjects
        if known.subject.id in subjects and isinstance(value, SubjectRef):
            named.append((weight.get(fact.statement.property, len(weight)), value.subject))
        named.extend((len(weight) + 1, other) for other in subjects)
    ids = dict.fromkeys(
        each for _, each in sorted(named, key=lambda pair: pair[0]) if each != known.subject.id
    )
    return [known.subjects[each] for each in ids if each in known.subjects][:most]
