"""What a commitment binds, what its text is like, and what opening a part of it tells."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.clock import RealDice, SeededDice
from bot.quiz.commitment import SHOWN, commit, digest, question_text, round_text, salt_of, spoken
from bot.quiz.options import Mode, RoundOptions, Scoring, Teams, Timing
from bot.quiz.round import Round
from facts.question import AnswerKind, Difficulty, Question
from tests.fairness.samples import OPTIONS, PLACE, QUESTIONS, SALT, question, sealed, text_of, whole_text

# A value that the sample does not have, for every field there is.
OTHER_QUESTION: dict[str, object] = {
    "key": "another",
    "version": "another",
    "stem": "another",
    "kind": AnswerKind.NUMBER,
    "answer": "another",
    "options": ("1911", "1901", "1921"),
    "correct": 1,
    "accepted": ("1901", "1902"),
    "foes": (),
    "why": "another",
    "sources": (),
    "rests_on": (("boat-1.built", 2),),
    "subjects": ("another",),
    "topic": "another",
    "difficulty": Difficulty.HARD,
    "wordings": ("another",),
    "lookalikes": ("another",),
    "qualifiers": ("another",),
    "tolerance": 1.0,
}
OTHER_OPTIONS: dict[str, object] = {
    "topic": "another",
    "topic_ref": "another",
    "questions": 3,
    "seconds": 21,
    "mode": Mode.TYPED,
    "scoring": Scoring.FIRST,
    "difficulty": "hard",
    "teams": Teams.JOIN,
}
OTHER_ROUND: dict[str, object] = {
    "id": "another",
    "place": replace(PLACE, channel="another"),
    "host": "another",
    "count": 1,
    "seed": 8,
    "started_at": 1,
}

# Values as a stranger would mix them up: spaces, breaks, marks of our own.
values = st.text(alphabet=st.sampled_from("ab \\\n\r\tu0é\x85\u2028\u200b\u00a0"), max_size=6)


def of(round: Round, questions: tuple[Question, ...] = QUESTIONS, salt: str = SALT) -> str:
    return commit(round, questions, salt)


@pytest.mark.parametrize("field", [one.name for one in fields(Question)])
def test_every_field_of_a_question_is_sealed(field: str) -> None:
    """Whatever of a question is changed, its digest and the commitment are others; a new field must be told here."""
    changed = replace(QUESTIONS[0], **{field: OTHER_QUESTION[field]})  # type: ignore[arg-type]  # fields vary
    assert question_text(changed, SALT) != question_text(QUESTIONS[0], SALT)
    assert of(sealed(), (changed, *QUESTIONS[1:])) != of(sealed())


@pytest.mark.parametrize("field", [one.name for one in fields(RoundOptions)])
def test_every_option_is_sealed(field: str) -> None:
    """Whatever of the options is changed, the commitment is another."""
    changed = replace(OPTIONS, **{field: OTHER_OPTIONS[field]})  # type: ignore[arg-type]  # fields vary
    assert of(replace(sealed(), options=changed)) != of(sealed())


@pytest.mark.parametrize("field", [one.name for one in fields(Timing)])
def test_every_timing_is_sealed(field: str) -> None:
    """A tie window or a grace that grew after the start would be seen."""
    round = sealed()
    changed = replace(round.timing, **{field: getattr(round.timing, field) + 1})
    assert of(replace(round, timing=changed)) != of(round)


@pytest.mark.parametrize("field", OTHER_ROUND)
def test_what_makes_a_round_this_one_is_sealed(field: str) -> None:
    """A commitment fits no other round, place, host, seed or time."""
    changed = replace(sealed(), **{field: OTHER_ROUND[field]})  # type: ignore[arg-type]  # fields vary
    assert of(changed) != of(sealed())


def test_the_order_and_the_reserves_are_sealed() -> None:
    """The same questions in another order, or with another reserve, make another commitment."""
    first, second, third = QUESTIONS
    assert len({of(sealed(), drawn) for drawn in (QUESTIONS, (second, first, third), (first, second))}) == 3
    assert of(sealed(), (first, second, question(4))) != of(sealed())


def test_a_round_that_moves_keeps_its_commitment() -> None:
    """Nothing that changes while a round is played is part of what was sealed."""
    round = sealed()
    later = replace(round, version=9, number=2, question=QUESTIONS[1], due=5, counted_questions=1)
    assert of(later) == of(round) == round.commitment


def test_without_a_salt_nothing_is_sealed() -> None:
    """A commitment without a salt could be guessed, so there is none."""
    assert sealed(salt="").commitment == ""


def test_a_question_that_was_not_asked_cannot_be_guessed_from_those_that_were() -> None:
    """Neither the opened text of the round nor of a question holds the salt of another or of the round."""
    opened = whole_text() + text_of(1) + text_of(2)
    assert SALT not in opened
    assert salt_of(SALT, 3) not in opened
    assert QUESTIONS[2].stem not in opened
    assert digest(question_text(QUESTIONS[2], salt_of(SALT, 2))) not in opened


def test_the_text_is_what_is_hashed() -> None:
    """The commitment is the digest of the whole text, and each question's digest stands there as a line."""
    assert digest(whole_text()) == sealed().commitment
    lines = whole_text().split("\n")
    assert [line for line in lines if line.startswith("question ")] == [
        f"question {digest(text_of(number))}" for number in (1, 2, 3)
    ]


def test_the_tools_that_everybody_has_print_the_same(tmp_path: Path) -> None:
    """A file as it is copied from a screen, with empty lines between and no line feed at its end, makes the seal."""
    if shutil.which("sha256sum") is None:
        pytest.skip("there is no sha256sum here")
    (tmp_path / "seal.txt").write_text(whole_text().replace("\n", "\n\n").strip("\n"), "utf-8", newline="")
    command = ["sh", "-c", "grep . seal.txt | sha256sum"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == sealed().commitment


@given(values, values, values, values)
def test_two_questions_never_share_a_text(stem: str, why: str, other_stem: str, other_why: str) -> None:
    """Whatever letters a value is made of, another value makes another text: no line can pass for two."""
    one, other = (
        question_text(replace(QUESTIONS[0], stem=told, why=because), SALT)
        for told, because in ((stem, why), (other_stem, other_why))
    )
    assert (one == other) is ((stem, why) == (other_stem, other_why))


@given(st.lists(values, max_size=3), st.lists(values, max_size=3))
def test_lists_never_run_into_each_other(accepted: list[str], foes: list[str]) -> None:
    """What is accepted and what is a known other answer stay apart, however many there are."""
    told = question_text(replace(QUESTIONS[0], accepted=tuple(accepted), foes=tuple(foes)), SALT)
    lines = told.split("\n")
    assert sum(line.split(" ")[0] == "accepted" for line in lines) == len(accepted)
    assert sum(line.split(" ")[0] == "foe" for line in lines) == len(foes)


@given(values)
def test_a_line_survives_being_copied(value: str) -> None:
    """A value is one line without spaces at its end or doubled ones, which a screen would lose."""
    told = question_text(replace(QUESTIONS[0], stem=value), SALT)
    assert told.count("\n") == text_of(1).count("\n")
    assert all(line == " ".join(line.split()) for line in told.removesuffix("\n").split("\n"))


def test_what_is_shown_is_the_beginning() -> None:
    """The start card's digits are the commitment's first ones, in groups."""
    assert spoken("0123456789abcdef" * 4) == "01234567 89abcdef 01234567 89abcdef"
    assert len(spoken(sealed().commitment).replace(" ", "")) == SHOWN


def test_salts_differ_and_repeat_with_a_seed() -> None:
    """Each salt is 64 hexadecimal digits and another; a seed repeats them and leaves the rounds as they were."""
    real, seeded, again, plain = RealDice(), SeededDice(7), SeededDice(7), SeededDice(7)
    salts = [real.salt(), real.salt(), seeded.salt(), seeded.salt()]
    assert len(set(salts)) == 4
    assert all(len(salt) == 64 and int(salt, 16) for salt in salts)
    assert [again.salt(), again.salt()] == salts[2:]
    assert seeded.seed() == plain.seed()


def test_a_whole_number_as_tolerance_is_sealed_as_it_is_read_again() -> None:
    """1 and 1.0 are one tolerance: what was drawn and what is read from the database have one text."""
    whole, read = (replace(QUESTIONS[0], tolerance=tolerance) for tolerance in (1, 1.0))
    assert question_text(whole, SALT) == question_text(read, SALT)
    assert round_text(sealed(), ()).endswith("seed 7\n")
