"""Which attempt counts, what it is worth, and who stands where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.options import TIMING, Mode, Scoring
from bot.quiz.scoring import Answer, Attempt, counted
from bot.quiz.standings import ranked
from bot.quiz.statistics import Given, figures
from tests.quiz.examples import START, attempt, options, question

OPENED = START + 10_000
DEADLINE = OPENED + 20_000


def answers(
    given_: list[Attempt], mode: Mode = Mode.CHOICE, scoring: Scoring = Scoring.ACCURACY
) -> dict[str, Answer]:
    made = counted(question(), options(mode, scoring), OPENED, DEADLINE, given_, TIMING)
    return {answer.member: answer for answer in made}


def test_the_last_choice_counts() -> None:
    """A changed answer is the one that counts, whatever order it arrived in."""
    made = answers([attempt("ann", 900, 0), attempt("ann", 100, 1)])
    assert made["ann"].right
    assert made["ann"].took == 900


def test_under_first_the_first_click_counts() -> None:
    """A later, right click does not mend the first under `first`."""
    assert not answers([attempt("ann", 100, 1), attempt("ann", 900, 0)], scoring=Scoring.FIRST)["ann"].right


def test_of_typed_answers_the_first_right_one_counts() -> None:
    """Wrong tries before and after a right one cost nothing."""
    tries = [attempt("ann", at, None, right=at == 200) for at in (100, 200, 300)]
    made = answers(tries, Mode.TYPED)
    assert made["ann"].right
    assert made["ann"].took == 200


def test_attempts_outside_the_questions_time_do_not_count() -> None:
    """Sent before the showing or after the deadline is as if never sent."""
    assert answers([attempt("ann", -1), attempt("bo", 20_001)]) == {}


@pytest.mark.parametrize(
    ("after", "points"), [(0, 1000), (499, 1000), (500, 988), (5_200, 870), (10_000, 750), (20_000, 500)]
)
def test_speed_gives_less_the_later(after: int, points: int) -> None:
    """Full points under half a second, half of them at the deadline."""
    assert answers([attempt("ann", after)], scoring=Scoring.SPEED)["ann"].points == points


def test_first_gives_a_point_to_all_within_the_tie_window() -> None:
    """250 ms apart is a tie; 251 is not, though the answer was right."""
    made = answers(
        [attempt("ann", 1_000), attempt("bo", 1_250), attempt("cem", 1_251)], scoring=Scoring.FIRST
    )
    assert [made[who].points for who in ("ann", "bo", "cem")] == [1, 1, 0]
    assert made["cem"].right


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-500, 21_000), st.integers(0, 3)), max_size=12))
def test_the_order_of_arrival_changes_nothing(made: list[tuple[str, int, int]]) -> None:
    """Answers depend on when attempts were sent, never on when they arrived."""
    attempts = [attempt(who, at, choice, delivery=str(i)) for i, (who, at, choice) in enumerate(made)]
    for scoring in Scoring:
        assert answers(attempts, scoring=scoring) == answers(attempts[::-1], scoring=scoring)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-500, 21_000), st.integers(0, 3)), max_size=12))
def test_an_independent_model_agrees_on_accuracy(made: list[tuple[str, int, int]]) -> None:
    """Points equal what a model of three lines says: each member's latest attempt in time, right or not."""
    attempts = [attempt(who, at, choice, delivery=f"{i:02}") for i, (who, at, choice) in enumerate(made)]
    latest: dict[str, Attempt] = {}
    for one in attempts:
        if OPENED <= one.sent_at <= DEADLINE and one.sent_at >= latest.get(one.member, one).sent_at:
            latest[one.member] = one
    assert {who: answer.points for who, answer in answers(attempts).items()} == {
        who: int(one.right) for who, one in latest.items()
    }


def test_ties_share_a_place_and_the_next_counts_them() -> None:
    """1, 2, 2, 4."""
    rows = [("a", "Ann", 1, 1, 2), ("b", "Bo", 3, 3, 3), ("c", "Cem", 2, 2, 2), ("d", "Dee", 2, 2, 3)]
    assert [(row.place, row.name) for row in ranked(rows)] == [(1, "Bo"), (2, "Cem"), (2, "Dee"), (4, "Ann")]


def test_figures_of_a_member() -> None:
    """Right, answered, rounds, the usual time and the longest run follow from the answers alone."""
    made = figures(
        [
            Given("r1", "Ann", True, 900, "Films"),
            Given("r1", "Ann", True, 100, "Films"),
            Given("r2", "Anna", False, 500, "Sums"),
        ]
    )
    assert made is not None
    assert (made.name, made.rounds, made.answered, made.right, made.best_run) == ("Anna", 2, 3, 2, 2)
    assert made.median_took == 500
    assert made.topics == (("Films", 2, 2), ("Sums", 0, 1))
    assert figures([]) is None
