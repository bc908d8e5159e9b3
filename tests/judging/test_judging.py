"""The verdict on a typed answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.judging import LONGEST, Outcome, judge
from facts.builder.wordings import of_number, of_year
from facts.question import AnswerKind, Question

RIGHT, WRONG, NEAR, REFUSED = Outcome.RIGHT, Outcome.WRONG, Outcome.NEAR, Outcome.REFUSED


def question(kind: AnswerKind, *accepted: str, foes: tuple[str, ...] = ()) -> Question:
    return Question(
        key="k",
        version="1",
        stem="?",
        kind=kind,
        answer=accepted[0],
        options=(accepted[0], "another"),
        correct=0,
        accepted=accepted,
        foes=foes,
        why="So it is.",
        sources=("Paper",),
        rests_on=(),
        subjects=(),
        topic="Reels",
    )


FILM = question(AnswerKind.TITLE, "Pulgasari", "Bulgasari", "불가사리", foes=("Pulgasara",))
GIRL = question(AnswerKind.TITLE, "The Flower Girl")
SALT = question(AnswerKind.TITLE, "Salt")
WHO = question(AnswerKind.PERSON, "Shin Sang-ok", "Sheen Sang Ok", "신상옥", "Shin", foes=("Shin Sang-mok",))
MARTELL = question(AnswerKind.PERSON, "Justin Martell", "Martell")
YEAR = question(AnswerKind.YEAR, *of_year(1985))
SEVENTEEN = question(AnswerKind.NUMBER, *of_number(17, "films"))
MANY = question(AnswerKind.NUMBER, *of_number(15000, "films"))
BOTH = question(AnswerKind.TERM, "Shin Sang-ok and Choi Eun-hee")


@pytest.mark.parametrize(
    ("asked", "text", "outcome"),
    [
        (FILM, "Pulgasari", RIGHT),
        (FILM, "  PULGASARI!! ", RIGHT),
        (FILM, "It's Pulgasari", RIGHT),
        (FILM, "it’s pulgasari?", RIGHT),
        (FILM, "What is Pulgasari?", RIGHT),
        (FILM, "i think it's bulgasari", RIGHT),
        (FILM, "bulgasari I think", RIGHT),
        (FILM, "불가사리", RIGHT),
        (FILM, "Pulgasarri", RIGHT),
        (FILM, "pulgsaari", RIGHT),
        (FILM, "Tulgasari", NEAR),
        (FILM, "Pelgasarri", NEAR),
        (FILM, "Pulgasary", WRONG),
        (FILM, "Pulgasara", WRONG),
        (FILM, "Pulgasra", WRONG),
        (FILM, "not Pulgasari", WRONG),
        (FILM, "it isn't Pulgasari", WRONG),
        (FILM, "Pulgasari or Salt", WRONG),
        (FILM, "Pulgasari, Salt", WRONG),
        (FILM, "Salt / Pulgasari", WRONG),
        (FILM, "Pulgasari is the monster film that the abducted director made", WRONG),
        (FILM, "Godzilla", WRONG),
        (GIRL, "flower girl", RIGHT),
        (GIRL, "the flower girl", RIGHT),
        (GIRL, "it's the flowr girl", RIGHT),
        (GIRL, "a flower girl", RIGHT),
        (GIRL, "flower grl", NEAR),
        (SALT, "salt", RIGHT),
        (SALT, "malt", WRONG),
        (SALT, "sald", WRONG),
        (WHO, "Shin Sang-ok", RIGHT),
        (WHO, "Sang-ok Shin", RIGHT),
        (WHO, "shin sangok", RIGHT),
        (WHO, "Shin", RIGHT),
        (WHO, "Sheen Sang Ok", RIGHT),
        (WHO, "Sang-ok", WRONG),
        (WHO, "Shin Sang-mok", WRONG),
        (MARTELL, "justin martel", RIGHT),
        (MARTELL, "Martell, Justin", RIGHT),
        (MARTELL, "Justin", WRONG),
        (YEAR, "1985", RIGHT),
        (YEAR, "in 1985", RIGHT),
        (YEAR, "'85", RIGHT),
        (YEAR, "Nineteen Eighty-Five", RIGHT),
        (YEAR, "1986", WRONG),
        (YEAR, "1958", WRONG),
        (YEAR, "19855", WRONG),
        (YEAR, "1984 or 1985", WRONG),
        (YEAR, "1984, 1985", WRONG),
        (YEAR, "nineteen eighty-four", WRONG),
        (SEVENTEEN, "17", RIGHT),
        (SEVENTEEN, "１７", RIGHT),
        (SEVENTEEN, "seventeen films", RIGHT),
        (SEVENTEEN, "18", WRONG),
        (SEVENTEEN, "1 7", WRONG),
        (SEVENTEEN, "17.5", WRONG),
        (SEVENTEEN, "-17", WRONG),
        (SEVENTEEN, "17 18", WRONG),
        (MANY, "15,000", RIGHT),
        (MANY, "15000", RIGHT),
        (MANY, "15 000", RIGHT),
        (MANY, "fifteen thousand films", RIGHT),
        (MANY, "15.000", RIGHT),
        (MANY, "150,00", WRONG),
        (MANY, "15,001", WRONG),
        (BOTH, "Shin Sang-ok & Choi Eun-hee", RIGHT),
        (BOTH, "Shin Sang-ok", WRONG),
        (FILM, "", REFUSED),
        (FILM, "?!…", REFUSED),
        (FILM, "Pulgasari" + " " * LONGEST, REFUSED),
    ],
)
def test_the_verdict(asked: Question, text: str, outcome: Outcome) -> None:
    """Each text gets the verdict a fair reader would give it."""
    assert judge(asked, text).outcome is outcome


@given(st.text(max_size=LONGEST + 20), st.sampled_from([FILM, WHO, YEAR, MANY]))
def test_any_text_has_a_verdict(text: str, asked: Question) -> None:
    """No text raises, and its verdict has a reason."""
    assert judge(asked, text).reason


@pytest.mark.parametrize(
    "text", ["\ud800", "\x00\x1b[2J", "\u202e\u0301\u0301", "@everyone", "²³", "½", "𝟙𝟟"]
)
def test_odd_letters_are_only_letters(text: str) -> None:
    """Half characters, control codes and marks without a letter are judged like any text."""
    assert judge(FILM, text).outcome in (WRONG, REFUSED)


@given(st.sampled_from(["1985", "15000", "17"]), st.integers(0, 4), st.characters(categories=["Nd"]))
def test_a_figure_forgives_no_slip(figure: str, place: int, digit: str) -> None:
    """A number with one digit changed is never right, in any script's digits, unless it is the same number."""
    place = min(place, len(figure) - 1)
    typed = figure[:place] + digit + figure[place + 1 :]
    asked = question(AnswerKind.NUMBER, figure)
    same = typed.isdecimal() and int(typed) == int(figure)
    assert same or judge(asked, typed).outcome is WRONG


@given(st.integers(0, 8), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_foe_is_never_forgiven_into_an_answer(place: int, letter: str) -> None:
    """Whatever one changed letter makes of a foe is not right, unless it is an answer itself."""
    typed = "pulgasara"[:place] + letter + "pulgasara"[place + 1 :]
    assert typed == "pulgasari" or judge(FILM, typed).outcome is not RIGHT
