"""The round as a state machine: what may follow what, and what each move makes happen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.quiz import moves
from bot.quiz.happenings import (
    Announced,
    Asked,
    Begun,
    Cancelled,
    Closed,
    Ended,
    EndReason,
    Hinted,
    Lagged,
    Paused,
    Resumed,
)
from bot.quiz.options import Mode, Scoring, Teams
from bot.quiz.round import PHASES, Phase, Refusal, Round, Step, Vote
from tests.quiz.examples import ALONE, START, announced, asking, attempt, options, question

OPENED = START + 10_000
DEADLINE = OPENED + 20_000


def kinds(step: Step) -> list[type]:
    return [type(happening) for happening in step.happened]


def step(moved: Step | Vote | Refusal) -> Step:
    assert isinstance(moved, Step)
    return moved


def test_a_round_is_announced_for_ten_seconds() -> None:
    """The start card stands for ten seconds before the first question."""
    begun = announced()
    assert begun.round.phase is Phase.ANNOUNCED
    assert begun.round.due == START + 10_000
    assert kinds(begun) == [Announced]


def test_the_first_question_takes_the_buttons_off_the_start_card() -> None:
    """With the first question the start card is edited; with the second it is left alone."""
    first = moves.ask(announced().round, question(1))
    assert kinds(first) == [Begun, Asked]
    closed = moves.close(moves.confirm(first.round, OPENED, OPENED).round, [attempt("ann", 5)], DEADLINE)
    assert kinds(moves.ask(closed.round, question(2))) == [Asked]


def test_time_runs_from_the_platforms_stamp() -> None:
    """A question that took three seconds to be posted still has its whole time."""
    posting = moves.ask(announced().round, question(1)).round
    assert posting.due is None
    open_round = moves.confirm(posting, OPENED + 3_000, OPENED + 3_200).round
    assert open_round.deadline == OPENED + 23_000
    assert open_round.due == OPENED + 3_200 + 20_000 + 1_500


def test_an_answer_at_the_deadline_counts_and_one_after_it_does_not() -> None:
    """What counts is when it was sent, to the millisecond."""
    was = asking()
    assert moves.take(was, attempt("bo", 20_000), 1, ()) == attempt("bo", 20_000)
    assert moves.take(was, attempt("bo", 20_001), 1, ()) is Refusal.TOO_LATE
    assert moves.take(was, attempt("bo", -1), 1, ()) is Refusal.TOO_EARLY


def test_an_answer_may_overtake_the_platforms_confirmation() -> None:
    """A click that arrives before we know when the question was shown is kept, and weighed at the close."""
    posting = moves.ask(announced().round, question(1)).round
    early, fair = attempt("bo", -50), attempt("cem", 40)
    assert moves.take(posting, early, 1, ()) == early
    closed = moves.close(moves.confirm(posting, OPENED, OPENED).round, [early, fair], DEADLINE)
    assert [answer.member for answer in closed.answers] == ["cem"]


@pytest.mark.parametrize(
    ("number", "choice", "refusal"),
    [(2, 0, Refusal.OTHER_QUESTION), (1, 4, Refusal.NO_SUCH_OPTION), (1, -1, Refusal.NO_SUCH_OPTION)],
)
def test_a_click_that_fits_no_open_option_is_refused(number: int, choice: int, refusal: Refusal) -> None:
    """Old buttons and letters that the question lacks change nothing."""
    assert moves.take(asking(), attempt("bo", 5, choice), number, ()) is refusal


def test_a_click_after_the_reveal_is_too_late() -> None:
    """Once the answer is shown, nothing counts."""
    closed = moves.close(asking(), [attempt("ann", 5)], DEADLINE).round
    assert moves.take(closed, attempt("bo", 10), 1, ()) is Refusal.TOO_LATE


def test_under_first_a_choice_is_locked() -> None:
    """The first click stands under `first`, and may be changed under the others."""
    had = [attempt("bo", 5, 1)]
    assert moves.take(asking(options(scoring=Scoring.FIRST)), attempt("bo", 9), 1, had) is Refusal.LOCKED
    assert moves.take(asking(), attempt("bo", 9), 1, had) == attempt("bo", 9)


def test_a_flood_of_tries_is_refused() -> None:
    """Nobody may try one question without end."""
    had = [attempt("bo", i, 1) for i in range(moves.TRIES)]
    assert moves.take(asking(), attempt("bo", 999), 1, had) is Refusal.TOO_MANY


def test_the_first_question_runs_to_its_deadline() -> None:
    """Nobody is expected at the first question, so it waits for whoever may come."""
    was = asking()
    assert moves.hasten(was, [attempt("ann", 5), attempt("bo", 6)], OPENED + 10) is was


def test_a_question_closes_two_seconds_after_all_who_answered_the_last_one() -> None:
    """Everyone who answered the question before has answered this one: two seconds more."""
    first = moves.close(asking(), [attempt("ann", 5), attempt("bo", 6)], DEADLINE).round
    second = moves.confirm(moves.ask(first, question(2)).round, OPENED, OPENED).round
    assert moves.hasten(second, [attempt("ann", 5)], OPENED + 5) is second
    assert moves.hasten(second, [attempt("cem", 4), attempt("ann", 5)], OPENED + 5) is second
    assert moves.hasten(second, [attempt("ann", 5), attempt("bo", 9)], OPENED + 9).due == OPENED + 9 + 2_000


def test_alone_a_choice_closes_at_once() -> None:
    """In a terminal or a direct message the answer is the close."""
    assert moves.hasten(asking(place=ALONE), [attempt("ann", 5, 2)], OPENED + 5).due == OPENED + 5


def test_alone_a_typed_answer_closes_when_it_is_right() -> None:
    """Alone, a wrong guess may be tried again."""
    was = asking(options(Mode.TYPED), ALONE)
    assert moves.hasten(was, [attempt("ann", 5, None, right=False)], OPENED + 5) is was
    assert moves.hasten(was, [attempt("ann", 5, None, right=True)], OPENED + 5).due == OPENED + 5


def test_first_closes_a_tie_window_and_a_grace_after_the_first_right_answer() -> None:
    """Answers that were sent a blink later and are still under way can tie."""
    was = asking(options(scoring=Scoring.FIRST))
    assert moves.hasten(was, [attempt("bo", 100, 1)], OPENED + 100) is was
    hastened = moves.hasten(was, [attempt("bo", 100, 1), attempt("ann", 400)], OPENED + 400)
    assert hastened.due == OPENED + 400 + 250 + 1_500


def test_a_close_reveals_and_goes_on_after_five_seconds() -> None:
    """The reveal stands for five seconds before the next question."""
    closed = moves.close(asking(), [attempt("ann", 5)], DEADLINE)
    assert closed.round.phase is Phase.REVEALED
    assert closed.round.due == DEADLINE + 5_000
    happening = closed.happened[0]
    assert isinstance(happening, Closed)
    assert happening.next_in == 5_000


def test_the_last_close_ends_the_round_with_its_board() -> None:
    """After the last question the board follows at once."""
    ended = moves.close(asking(count=1), [attempt("ann", 5), attempt("bo", 6, 1)], DEADLINE)
    assert kinds(ended) == [Closed, Ended]
    assert ended.round.phase is Phase.ENDED
    assert ended.round.due is None
    last = ended.happened[-1]
    assert isinstance(last, Ended)
    assert last.reason is EndReason.PLAYED
    assert [(row.place, row.name, row.points) for row in last.board.rows] == [(1, "Ann", 1), (2, "Bo", 0)]


def test_two_unanswered_questions_pause_the_round_and_ten_minutes_end_it() -> None:
    """A round that nobody plays any more does not fill the channel."""
    once = moves.close(asking(), [], DEADLINE).round
    assert once.phase is Phase.REVEALED
    second = moves.confirm(moves.ask(once, question(2)).round, DEADLINE, DEADLINE).round
    paused = moves.close(second, [], DEADLINE + 20_000)
    assert kinds(paused) == [Closed, Paused]
    assert paused.round.due == DEADLINE + 20_000 + 600_000
    ended = moves.expire(paused.round)
    assert isinstance(ended.happened[-1], Ended)
    assert ended.happened[-1].reason is EndReason.PAUSED_TOO_LONG


def test_an_answer_in_between_starts_the_count_of_unanswered_again() -> None:
    """Two in a row means two in a row."""
    once = moves.close(asking(), [], DEADLINE).round
    second = moves.confirm(moves.ask(once, question(2)).round, OPENED, OPENED).round
    assert moves.close(second, [attempt("ann", 5)], DEADLINE).round.unanswered == 0


def test_a_pause_waits_for_the_open_question() -> None:
    """Nobody's answer is cut off by a pause."""
    pausing = step(moves.pause(asking(), "ann", False, OPENED))
    assert pausing.round.phase is Phase.ASKING
    assert moves.pause(pausing.round, "ann", False, OPENED) is Refusal.ALREADY_PAUSED
    closed = moves.close(pausing.round, [attempt("bo", 5)], DEADLINE)
    assert kinds(closed) == [Closed, Paused]
    resumed = step(moves.resume(closed.round, "ann", False, DEADLINE + 60_000))
    assert kinds(resumed) == [Resumed]
    assert resumed.round.due == DEADLINE + 60_000


def test_between_questions_a_pause_is_at_once() -> None:
    """A pause asked for during the reveal keeps the next question back."""
    revealed = moves.close(asking(), [attempt("bo", 5)], DEADLINE).round
    assert step(moves.pause(revealed, "ann", False, DEADLINE)).round.phase is Phase.PAUSED


@pytest.mark.parametrize("member", ["bo", "ann"])
def test_only_the_starter_or_a_moderator_stops(member: str) -> None:
    """A player cannot end everyone's round; the starter and a moderator can."""
    moderates = member != "ann"
    assert moves.stop(asking(), "bo", "Bo", False, OPENED) is Refusal.NOT_YOURS
    stopped = step(moves.stop(asking(), member, member.title(), moderates, OPENED))
    assert kinds(stopped) == [Closed, Ended]
    assert stopped.answers == ()


def test_a_stop_before_the_first_question_cancels() -> None:
    """Nothing was asked, so there is no board."""
    assert kinds(step(moves.stop(announced().round, "ann", "Ann", False, START))) == [Cancelled]


def test_begin_now_cuts_the_wait_short() -> None:
    """The starter need not wait ten seconds; others may not hurry them."""
    was = announced().round
    assert moves.resume(was, "bo", False, START + 1) is Refusal.NOT_YOURS
    assert step(moves.resume(was, "ann", False, START + 1)).round.due == START + 1


def test_skip_by_the_starter_is_at_once_and_scores_nobody() -> None:
    """A skipped question is told and not counted."""
    skipped = step(moves.skip(asking(), "ann", False, ["bo"], OPENED))
    assert skipped.answers == ()
    assert skipped.round.counted_questions == 0
    closed = skipped.happened[0]
    assert isinstance(closed, Closed)
    assert closed.skipped


def test_skip_by_others_needs_half_of_who_answered_lately() -> None:
    """Of three who play, two votes skip; each counts once, and who does not play has none."""
    was = asking()
    voted = moves.skip(was, "bo", False, ["bo", "cem", "dee"], OPENED)
    assert isinstance(voted, Vote)
    assert (voted.votes, voted.needed) == (1, 2)
    assert moves.skip(voted.round, "bo", False, ["bo", "cem", "dee"], OPENED) is Refusal.VOTED
    assert moves.skip(voted.round, "eve", False, ["bo", "cem", "dee"], OPENED) is Refusal.NO_VOTE
    assert isinstance(moves.skip(voted.round, "cem", False, ["bo", "cem", "dee"], OPENED), Step)


def test_a_hint_takes_one_wrong_option_and_leaves_two() -> None:
    """The right option is never taken, and two always stay."""
    was: Round = asking()
    for expected in (1, 2):
        hinted = step(moves.hint(was, "ann", False, []))
        assert kinds(hinted) == [Hinted]
        was = hinted.round
        assert len(was.gone) == expected
        assert 0 not in was.gone
    assert moves.hint(was, "ann", False, []) is Refusal.NOTHING_TO_HINT
    gone = next(iter(was.gone))
    assert moves.take(was, attempt("bo", 5, gone), 1, ()) is Refusal.OPTION_GONE


def test_a_hint_at_a_typed_question_shows_the_shape() -> None:
    """The first letter and the lengths of the words, once; of a single letter or digit not even that."""
    was = asking(options(Mode.TYPED))
    hinted = step(moves.hint(was, "ann", False, []))
    assert hinted.round.shape == "_"
    assert moves.hint(hinted.round, "ann", False, []) is Refusal.NOTHING_TO_HINT
    assert moves.shape_of("Shin Sang-ok") == "S___ ____-__"


def test_teams_are_dealt_evenly_and_scored_by_mean() -> None:
    """Who answers joins the smaller team; a team's mark is its members' mean."""
    given = [attempt("ann", 1), attempt("bo", 2, 1), attempt("cem", 3)]
    closed = moves.close(asking(options(teams=Teams.BALANCED)), given, DEADLINE)
    board = moves.board(closed.round)
    assert sorted(team.members for team in board.teams) == [1, 2]
    assert {team.name: team.mean for team in board.teams} == {"Amber": 1.0, "Blue": 0.0}


def test_a_team_is_chosen_before_the_first_score() -> None:
    """Members choose and change teams until they have scored for one."""
    was = announced(options(teams=Teams.JOIN)).round
    blue = step(moves.join(was, "bo", 1)).round
    assert step(moves.join(blue, "bo", 0)).round.team_of("bo") == 0
    assert moves.join(announced().round, "bo", 1) is Refusal.NO_TEAMS
    scored = moves.close(asking(options(teams=Teams.JOIN)), [attempt("bo", 2)], DEADLINE).round
    assert moves.join(scored, "bo", 1) is Refusal.SEATED


def test_every_phase_is_reached_and_only_the_end_is_final() -> None:
    """The table of phases has no dead end but the last and no phase that nothing leads to."""
    reached = {after for follow in PHASES.values() for after in follow}
    assert reached == set(Phase) - {Phase.ANNOUNCED}
    assert [phase for phase in Phase if not PHASES[phase]] == [Phase.ENDED]


def test_an_ended_round_takes_no_move() -> None:
    """Whatever is tried after the end is refused."""
    ended = moves.close(asking(count=1), [], DEADLINE).round
    assert moves.stop(ended, "ann", "Ann", True, DEADLINE) is Refusal.OVER
    assert moves.pause(ended, "ann", True, DEADLINE) is Refusal.OVER
    assert moves.resume(ended, "ann", True, DEADLINE) is Refusal.OVER
    assert moves.skip(ended, "ann", True, [], DEADLINE) is Refusal.NOT_OPEN
    assert moves.hint(ended, "ann", True, []) is Refusal.NOT_OPEN
    assert moves.take(ended, attempt("ann", 5), 1, ()) is Refusal.OVER


def test_what_was_meant_for_the_last_question_is_not_taken_for_the_next() -> None:
    """A bare letter that comes late, while the next question is on its way to the screen, belongs to neither."""
    closed = moves.close(asking(), (), DEADLINE + 1500).round
    posting = moves.ask(closed, question(2)).round
    assert posting.phase is Phase.POSTING
    assert moves.take(posting, attempt("ann", 15_000), 2, ()) is Refusal.TOO_EARLY
    overtaking = attempt("ann", 27_000)
    assert moves.take(posting, overtaking, 2, ()) is overtaking


def test_a_round_that_has_begun_is_not_cancelled() -> None:
    """The start card's button lost to the first question: the round goes on."""
    assert moves.cancel(asking(), "ann", "Ann", False, START) is Refusal.BEGUN
    assert step(moves.cancel(announced().round, "ann", "Ann", False, START)).round.phase is Phase.ENDED


def test_an_outage_moves_the_deadline_and_is_told() -> None:
    """What is sent in the time that was won counts, and the channel hears how long that is."""
    late = replace(asking(), shifted=60_000, due=DEADLINE + 61_500)
    in_time = attempt("ann", 70_000)
    assert moves.take(late, in_time, 1, ()) is in_time
    told = moves.lag(late, 60_000, OPENED + 65_000)
    assert kinds(told) == [Hinted, Lagged]
    assert told.happened[1] == Lagged(1, 60_000, 15_000)
    (answer,) = moves.close(late, (in_time,), DEADLINE + 61_500).answers
    assert answer.right


def test_who_answers_after_an_outage_has_half_the_points_for_speed() -> None:
    """As at the end of any question; never less than nothing."""
    late = replace(asking(options(scoring=Scoring.SPEED)), shifted=60_000, due=DEADLINE + 61_500)
    (answer,) = moves.close(late, (attempt("ann", 70_000),), DEADLINE + 61_500).answers
    assert answer.points == 500
