"""How facts are said: never more surely than they are known."""

from __future__ import annotations

import pytest

from bot.wording.values import counted, listed, number_words, statement_words
from facts.knowledge import (
    Claim,
    Mark,
    Name,
    Number,
    Precision,
    Qualifier,
    Quantity,
    Statement,
    Status,
    Subject,
    SubjectRef,
    Text,
    Value,
    When,
)

SUBJECTS = {
    each: Subject(each, "person", (Name(name),), "p")
    for each, name in (("ann", "Ann Bly"), ("bo", "Bo Dow"), ("gov", "The Government"))
}


def said(value: Value, *marks: Mark, **rest: object) -> str:
    statement = Statement(("ann",), "known_for", value, marks=frozenset(marks), **rest)  # type: ignore[arg-type] # by name
    return statement_words(statement, SUBJECTS, "ann")


def test_doubts() -> None:
    """A hedge, an inference, a fiction and a dispute are each said beside the value."""
    assert said(Text("a fire"), Mark.HEDGED) == "reportedly a fire"
    assert said(Text("reportedly a fire"), Mark.HEDGED) == "reportedly a fire"
    assert said(Text("a fire"), Mark.INFERRED) == "a fire (implied by the source)"
    assert said(Text("a fire"), Mark.FICTION) == "a fire, in the film"
    assert said(Text("a fire"), status=Status.DISPUTED) == "a fire (disputed)"


def test_negations() -> None:
    """A name gets its "not"; a phrase says it itself."""
    assert said(SubjectRef("bo"), Mark.NEGATION) == "not Bo Dow"
    assert said(Text("a silence that nobody broke"), Mark.NEGATION) == "a silence that nobody broke"


def test_claims() -> None:
    """A claim names who says so and through whom."""
    passed_on = Claim("film-makers he spoke with", by=Claim("bo", is_subject=True))
    assert (
        said(Text("it"), claim=passed_on) == "it, according to film-makers he spoke with, as told by Bo Dow"
    )
    assert said(Text("it"), claim=Claim("gov", is_subject=True)) == "it, according to the Government"


def test_qualifiers_and_company() -> None:
    """Qualifiers stand in brackets, the others of a joint fact after it."""
    qualifiers = (
        Qualifier("when", When(1985, 1985, Precision.YEAR, "1985")),
        Qualifier("for_work", SubjectRef("bo")),
        Qualifier("as", Text("a guest")),
    )
    assert said(Text("a prize"), qualifiers=qualifiers) == "a prize (1985, for Bo Dow, as a guest)"
    joint = Statement(("ann", "bo"), "films_made", Quantity(Number(17, 17), "films"))
    assert statement_words(joint, SUBJECTS, "ann") == "17 films, together with Bo Dow"
    assert statement_words(joint, SUBJECTS, "bo") == "17 films, together with Ann Bly"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Number(17, 17), "17"),
        (Number(15000, None, exclusive=True), "more than 15,000"),
        (Number(3, None), "at least 3"),
        (Number(None, 3), "at most 3"),
        (Number(None, 3, exclusive=True), "less than 3"),
        (Number(2.5, 4), "between 2.5 and 4"),
        (Number(5, 5, words="five or so"), "five or so"),
    ],
)
def test_numbers(number: Number, words: str) -> None:
    """A number keeps its bounds."""
    assert number_words(number) == words


def test_an_imprecise_date_stays_imprecise() -> None:
    """A date is said in the words of its source."""
    assert said(When(2004, 2006, Precision.PART_OF_DECADE, "the mid-2000s")) == "the mid-2000s"


def test_an_unknown_subject_is_still_readable() -> None:
    """A subject that is not here is named by the words of its id."""
    assert said(SubjectRef("far-away")) == "far away"


def test_lists() -> None:
    """Lists read as sentences do, and one is not several."""
    assert [listed(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert (counted(1, "fact"), counted(1200, "fact"), counted(2, "person", "people")) == (
        "1 fact",
        "1,200 facts",
        "2 people",
    )
