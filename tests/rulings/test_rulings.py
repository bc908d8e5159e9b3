"""Rulings by themselves: what they do to attempts, whatever the attempts are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz import moves
from bot.quiz.options import TIMING, Mode, RoundOptions, Scoring
from bot.quiz.rulings import (
    Bar,
    Ruling,
    accepted_by,
    appealed_text,
    changes,
    contested,
    in_force,
    podium,
    ruled,
)
from bot.quiz.scoring import Answer, Attempt, counted
from bot.quiz.standings import ranked
from bot.wording import rulings as wording
from facts.names import normal
from tests.quiz.examples import asking, options, question

OPENED, DEADLINE = 1_010_000, 1_030_000
TEXTS = ("2", "two", "Two!", "twa", "3", "")

attempts_ = st.lists(
    st.builds(
        lambda n, member, after, text, right: Attempt(
            f"d{n}", member, member.title(), OPENED + after, None, text, right
        ),
        st.integers(0, 10_000),
        st.sampled_from("abcd"),
        st.integers(0, 20_000),
        st.sampled_from(TEXTS),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.delivery,
)
options_ = st.builds(
    options,
    st.just(Mode.TYPED),
    st.sampled_from(list(Scoring)),
)


def ruling(number: int, text: str, right: bool, round: str | None = None) -> Ruling:
    asked = question()
    return Ruling(number, asked.key, accepted_by(asked), normal(text), right, "", "mod", "Mod", 0, round)


rulings_ = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.booleans(), st.sampled_from([None, "r1", "r2"])), max_size=5
).map(lambda made: [ruling(number, *one) for number, one in enumerate(made, 1)])


def derived(chosen: RoundOptions, given: list[Attempt], rulings: list[Ruling]) -> tuple[Answer, ...]:
    attempts = ruled(question(), "r1", given, rulings)
    return counted(question(), chosen, OPENED, DEADLINE, attempts, TIMING)


@given(options_, attempts_)
def test_without_rulings_the_answers_are_those_of_the_attempts(
    chosen: RoundOptions, given: list[Attempt]
) -> None:
    """No ruling, no difference."""
    assert derived(chosen, given, []) == counted(question(), chosen, OPENED, DEADLINE, given, TIMING)


@given(options_, attempts_, rulings_, st.sampled_from(TEXTS), st.booleans())
def test_a_ruling_that_is_taken_back_leaves_nothing(
    chosen: RoundOptions, given: list[Attempt], held: list[Ruling], text: str, right: bool
) -> None:
    """With it and without it again is exactly what was before, whatever else holds."""
    before = derived(chosen, given, held)
    one = ruling(len(held) + 1, text, right)
    after = derived(chosen, given, [*held, one])
    there = {change.member: (change.was, change.now) for change in changes(before, after)}
    back = {change.member: (change.now, change.was) for change in changes(after, before)}
    assert there == back
    assert derived(chosen, given, held) == before


@given(options_, attempts_, st.sampled_from(TEXTS), st.lists(st.booleans(), min_size=1, max_size=4))
def test_the_latest_holds(
    chosen: RoundOptions, given: list[Attempt], text: str, verdicts: list[bool]
) -> None:
    """Of several rulings on one text only the last made counts, in whatever order they are read."""
    several = [ruling(number, text, right) for number, right in enumerate(verdicts, 1)]
    alone = derived(chosen, given, [several[-1]])
    assert derived(chosen, given, several) == alone
    assert derived(chosen, given, several[::-1]) == alone


@given(attempts_, rulings_)
def test_who_answered_stays_the_same(given: list[Attempt], held: list[Ruling]) -> None:
    """A ruling gives nobody an answer and takes none away."""
    chosen = options(Mode.TYPED)
    plain, with_them = derived(chosen, given, []), derived(chosen, given, held)
    assert {one.member for one in plain} == {one.member for one in with_them}


@given(attempts_, rulings_)
def test_points_of_a_round_follow_from_its_answers(given: list[Attempt], held: list[Ruling]) -> None:
    """A round regraded by its own answers has the scores that its close gave it."""
    round = asking(options(Mode.TYPED))
    attempts = ruled(question(), round.id, given, held)
    closed = moves.close(round, attempts, DEADLINE)
    again = moves.regrade(closed.round, closed.answers)
    assert again == replace(closed.round, version=closed.round.version + 1)


def test_a_hosts_ruling_is_for_that_round() -> None:
    """Elsewhere it is not there; a moderator's later one takes its place, and the other way round."""
    asked, hosts = question(), ruling(1, "two", True, "r1")
    assert in_force(asked, "r1", "Two!", [hosts]) is hosts
    assert in_force(asked, "r2", "Two!", [hosts]) is None
    general = ruling(2, "two", False)
    assert in_force(asked, "r1", "two", [hosts, general]) is general


def test_it_holds_while_the_question_accepts_the_same() -> None:
    """Other options, another stem and the order of what is accepted change nothing; another accepted value does."""
    asked = replace(question(), accepted=("2", "two"))
    one = Ruling(1, asked.key, accepted_by(asked), "zwei", True, "", "mod", "Mod", 0)
    same = replace(asked, version="2", stem="How much?", accepted=("Two", "2"), options=("2", "9"))
    other = replace(asked, accepted=("2", "two", "pair"))
    assert in_force(same, "r", "Zwei", [one]) is one
    assert in_force(other, "r", "Zwei", [one]) is None
    assert in_force(replace(asked, key="another"), "r", "Zwei", [one]) is None


def test_a_choice_is_ruled_by_its_words() -> None:
    """A letter means another option in another round; the option's words do not."""
    asked = question()
    one = ruling(1, asked.options[1], True)
    chosen = Attempt("d", "ann", "Ann", OPENED, 1, "B", False)
    assert ruled(asked, "r1", [chosen], [one])[0].right
    turned = replace(asked, options=asked.options[::-1], correct=3)
    assert ruled(turned, "r1", [replace(chosen, choice=2, text="C")], [one])[0].right
    assert not ruled(turned, "r1", [chosen], [one])[0].right


def test_contested_texts_come_in_order() -> None:
    """Appealed ones first, then those that more members gave; right ones never."""
    given = [
        Attempt("1", "ann", "Ann", OPENED, None, "Twoo", False),
        Attempt("2", "bo", "Bo", OPENED, None, "3", False),
        Attempt("3", "cem", "Cem", OPENED, None, "3", False),
        Attempt("4", "dee", "Dee", OPENED, None, "2", True),
    ]
    assert contested(question(), given) == ("3", "Twoo")
    assert contested(question(), given, {"twoo": 1}) == ("Twoo", "3")


def test_an_appeal_is_about_the_try_that_was_nearest() -> None:
    """Of several tries the one that is spelled most like a right answer."""
    asked = replace(question(), answer="Pulgasari", accepted=("Pulgasari", "Bulgasari"))
    tries = [
        Attempt(str(n), "ann", "Ann", OPENED + n, None, text, False)
        for n, text in enumerate(("Godzilla", "Bulgasary", "no idea"))
    ]
    assert appealed_text(asked, tries) == "Bulgasary"
    assert appealed_text(asked, []) is None


def test_the_first_three_places() -> None:
    """Who is fourth may change as they like; ties share."""
    rows = [("a", "A", 3, 3, 3), ("b", "B", 2, 2, 3), ("c", "C", 1, 1, 3), ("d", "D", 0, 0, 3)]
    before = podium(ranked(rows))
    assert before == ((1, "a"), (2, "b"), (3, "c"))
    assert podium(ranked([*rows[:3], ("e", "E", 0, 0, 3)])) == before
    assert podium(ranked([*rows[:2], ("c", "C", 2, 2, 3)])) != before


@pytest.mark.parametrize("bar", list(Bar))
def test_every_bar_has_its_sentence(bar: Bar) -> None:
    """Each reason why there is no appeal or ruling is told in a sentence."""
    assert wording.sentence(bar).endswith(".")
