"""What a card is made from: all that is known of a subject, and what of it this audience may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.wording.values import counted
from facts.knowledge import Fact, Mark, Precision, Rank, Source, Status, Subject, When

DOUBTS = frozenset({Mark.HEDGED, Mark.INFERRED, Mark.NEGATION, Mark.FICTION, Mark.SPOILER})


@dataclass(frozen=True, slots=True)
class Known:
    """All that a card needs of one subject. `years` are other films' years by id, where they are known."""

    subject: Subject
    facts: tuple[Fact, ...]
    subjects: Mapping[str, Subject]
    sources: Mapping[str, Source]
    touching: tuple[Fact, ...] = ()
    years: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visible:
    """The facts that may be shown, and how many are kept back and why."""

    facts: tuple[Fact, ...]
    mature: int = 0
    spoilers: int = 0


def visible(facts: Iterable[Fact], *, mature: bool, spoilers: bool, outranked: bool = False) -> Visible:
    """What of the facts this audience may see: never proposed or retracted ones, outranked ones only if asked."""
    shown: list[Fact] = []
    kept_mature = kept_spoilers = 0
    for fact in facts:
        statement = fact.statement
        if statement.status in {Status.PROPOSED, Status.RETRACTED}:
            continue
        if statement.rank is Rank.DEPRECATED and not outranked:
            continue
        if Mark.MATURE in statement.marks and not mature:
            kept_mature += 1
        elif Mark.SPOILER in statement.marks and not spoilers:
            kept_spoilers += 1
        else:
            shown.append(fact)
    return Visible(tuple(shown), kept_mature, kept_spoilers)


def year_of(facts: Iterable[Fact]) -> str:
    """The year a work is known to be of, for its title; "" where it is only claimed or imprecise."""
    for fact in facts:
        value = fact.statement.value
        if fact.statement.property == "released" and isinstance(value, When) and is_plain(fact):
            return (
                str(value.first)
                if value.precision in {Precision.YEAR, Precision.MONTH, Precision.DAY}
                else ""
            )
    return ""


def titled(name: str, year: str) -> str:
    """ "Pulgasari (1985)"."""
    return f"{name} ({year})" if year else name


def kept_back(seen: Visible) -> str:
    """How many facts are not on the card, and why; "" when all are."""
    said = []
    if seen.mature:
        are = "is kept back here: it is" if seen.mature == 1 else "are kept back here: they are"
        said.append(f"{counted(seen.mature, 'fact')} {are} for a mature audience.")
    if seen.spoilers:
        are = "is kept back here: it gives" if seen.spoilers == 1 else "are kept back here: they give"
        said.append(f"{counted(seen.spoilers, 'fact')} {are} the story away.")
    return " ".join(said)


def is_plain(fact: Fact) -> bool:
    """Whether a fact says its value and no more."""
    statement = fact.statement
    doubted = statement.marks & DOUBTS or statement.claim or statement.status is not Status.ACCEPTED
    return not doubted and not statement.qualifiers and len(statement.subjects) == 1
