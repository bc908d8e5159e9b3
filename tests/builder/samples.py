"""A small invented knowledge for the builder's tests: four films, their people, and one of each kind of trouble."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from facts.knowledge import (
    Fact,
    Knowledge,
    Name,
    Number,
    Precision,
    Quantity,
    Source,
    Statement,
    Subject,
    SubjectRef,
    Text,
    Value,
    When,
    WrittenQuestion,
)

SOURCE = Source("paper", "A paper on films", "The Paper", "A. Writer", "2026")


def when(year: int) -> When:
    return When(year, year, Precision.YEAR, str(year))


def films(number: float) -> Quantity:
    return Quantity(Number(number, number), "films")


def subject(id: str, kind: str, *names: str) -> Subject:
    return Subject(id, kind, tuple(Name(each) for each in names), "reels")


def fact(subjects: str, name: str, value: Value, /, id: str = "", **more: Any) -> Fact:
    """A fact of the subjects (joined by "+"), accepted and sourced unless told otherwise."""
    statement = Statement(tuple(subjects.split("+")), name, value, sources=("paper",))
    return Fact(id or f"{subjects}.{name}", 1, "reels", replace(statement, **more))


SUBJECTS = (
    subject("harbour", "film", "Harbour Lights", "Lights of the Harbour"),
    subject("orchard", "film", "The Orchard"),
    subject("winter", "film", "Winter Train"),
    subject("lantern", "film", "Paper Lantern"),
    subject("mo", "person", "Mo Verrin"),
    subject("ines", "person", "Ines Calder"),
    subject("tova", "person", "Tova Brandt"),
    subject("kip", "person", "Kip Osgood"),
    subject("aldmoor", "place", "Aldmoor"),
    subject("brevik", "place", "Brevik"),
    subject("castrel", "place", "Castrel"),
    subject("dunmere", "place", "Dunmere"),
)
FACTS = (
    fact("harbour", "released", when(1961)),
    fact("orchard", "released", when(1967)),
    fact("winter", "released", when(1972)),
    fact("lantern", "released", when(1979)),
    fact("harbour", "premise", Text("two sisters who share a lighthouse"), complete=True),
    fact("orchard", "premise", Text("a farmer who refuses to sell his land"), complete=True),
    fact("winter", "premise", Text("a guard who hides a stowaway"), complete=True),
    fact("lantern", "premise", Text("an engraver with too many debts"), complete=True),
    fact("mo", "settled_in", SubjectRef("aldmoor"), complete=True),
    fact("ines", "settled_in", SubjectRef("brevik"), complete=True),
    fact("mo", "father", SubjectRef("kip")),
    fact("mo+ines", "films_made", films(9)),
)


def knowledge(
    facts: Iterable[Fact] = FACTS,
    subjects: Iterable[Subject] = SUBJECTS,
    questions: Iterable[WrittenQuestion] = (),
) -> Knowledge:
    known = {each.id: each for each in subjects}
    return Knowledge({"reels": "Old reels"}, known, {"paper": SOURCE}, tuple(facts), tuple(questions))


def changed(id: str, **more: Any) -> Knowledge:
    """The sample with one fact's statement changed."""
    facts = [replace(f, statement=replace(f.statement, **more)) if f.id == id else f for f in FACTS]
    return knowledge(facts)


def by_hand(id: str = "who-hid", **more: Any) -> WrittenQuestion:
    """A written question that stands on the sample's facts."""
    question = WrittenQuestion(
        id,
        "reels",
        "Which film hides a stowaway?",
        "Winter Train",
        ("The Orchard", "Paper Lantern"),
        "A guard hides a stowaway in it.",
        ("paper",),
        facts=("winter.premise",),
        answer_kind="title",
    )
    return replace(question, **more)
