"""The built-in pack, as the builder asks it."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import pytest

from facts.builder import audit, build, draw, withheld
from facts.interchange.pack import read_pack
from facts.knowledge import Knowledge, Pack
from facts.names import normal
from facts.question import AnswerKind, Question


@lru_cache
def cinema() -> Knowledge:
    pack = read_pack(files("facts.packs").joinpath("dprk-cinema.yaml").read_text("utf-8"))
    assert isinstance(pack, Pack), pack
    subjects = {each.id: each for each in pack.subjects}
    sources = {each.id: each for each in pack.sources}
    return Knowledge({pack.name: pack.title}, subjects, sources, pack.facts, pack.questions)


@lru_cache
def asked() -> tuple[Question, ...]:
    return build(cinema())


def test_it_breaks_no_rule() -> None:
    """No question of the pack, generated or written, breaks a rule, and no written one is withheld."""
    assert audit(cinema(), asked()) == ()
    assert withheld(cinema()) == ()


def test_it_gives_a_hundred_questions() -> None:
    """At least a hundred questions are generated, of them at most a quarter true or false."""
    made = [each for each in asked() if not each.key.startswith("written:")]
    said = [each for each in made if each.kind is AnswerKind.BOOLEAN]
    assert len(made) >= 100
    assert len(said) <= len(made) / 4


def test_true_and_false_are_both_about() -> None:
    """Neither true nor false is the safe guess."""
    said = [each.answer for each in asked() if each.kind is AnswerKind.BOOLEAN]
    assert 0.3 < said.count("True") / len(said) < 0.7


def test_no_letter_is_the_safe_guess() -> None:
    """The right options are spread over the letters."""
    places = [each.correct for each in asked() if len(each.options) == 4]
    assert all(0.15 < places.count(place) / len(places) < 0.35 for place in range(4))


def test_rounds_of_ten_last_without_a_repeat() -> None:
    """Seven rounds of ten can be played before any question comes again."""
    used: set[str] = set()
    for seed in range(7):
        drawn = draw(asked(), 10, seed, used)
        assert len(drawn) == 10
        assert not used & {each.key for each in drawn}
        used |= {each.key for each in drawn}


def test_typed_rounds_can_be_played() -> None:
    """Ten questions of a round can be answered by typing, and a rising round ends hard."""
    assert len(draw(asked(), 10, 5, typed=True)) == 10
    rising = draw(asked(), 10, 5, difficulty="rising")
    assert len({each.difficulty for each in rising}) == 3


FIGURE = re.compile(r"\d+")


def shown(question: Question) -> str:
    """What a round has seen of a question once it is closed."""
    return f" {normal(' '.join((question.stem, question.why, question.answer)))} "


def given_away(one: Question, other: Question) -> bool:
    """Whether what the first shows answers the second: its words, its year, or a year its number follows from."""
    figures = set(FIGURE.findall(other.why))
    numeric = other.kind in (AnswerKind.BOOLEAN, AnswerKind.YEAR, AnswerKind.NUMBER)
    if (numeric or other.key.startswith("order:")) and figures & set(FIGURE.findall(one.why + one.answer)):
        return True
    if other.kind is not AnswerKind.BOOLEAN:
        return f" {normal(other.answer)} " in shown(one)
    labels = [
        cinema().subjects[id].label for id in other.subjects if id not in other.key.split(":")[1].split("+")
    ]
    return not figures and any(f" {normal(label)} " in shown(one) for label in labels)


@pytest.mark.parametrize("count", [10, 20, 35, 50, 200])
def test_no_question_of_a_round_gives_another_away(count: int) -> None:
    """Of rounds of any length and seed, no pair shares what one of them asks for; none is padded with a repeat."""
    for seed in range(30):
        drawn = draw(asked(), count, seed)
        assert len({each.key for each in drawn}) == len(drawn) <= count
        assert not [
            (one.key, other.key)
            for one in drawn
            for other in drawn
            if one is not other and given_away(one, other)
        ]


def test_nobody_is_asked_for_an_occupation() -> None:
    """The pack closes no list of occupations, so no question rests on one."""
    facts = {fact for each in asked() for fact, _ in each.rests_on}
    assert not [fact for fact in facts if cinema_property(fact) in ("occupation", "country", "settled_in")]


def cinema_property(id: str) -> str:
    return next(
        (
            each.statement.property
            for each in cinema().facts
            if each.id == id and not any(id in written.facts for written in cinema().questions)
        ),
        "",
    )
