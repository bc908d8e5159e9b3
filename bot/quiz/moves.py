"""The moves of a round: each is given a round and a time, and answers with what follows or why it is refused.

Every time is passed in; a refusal is a value; nothing here waits, reads or draws lots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.instant import SECOND, Instant
from bot.messages import Place
from bot.quiz.commitment import commit
from bot.quiz.happenings import (
    Announced,
    Asked,
    Begun,
    Board,
    Cancelled,
    Closed,
    Ended,
    EndReason,
    Happening,
    Hinted,
    Lagged,
    Paused,
    Resumed,
)
from bot.quiz.options import TIMING, RoundOptions, Scoring, Teams, Timing
from bot.quiz.round import PHASES, Phase, Refusal, Round, Score, Step, Vote
from bot.quiz.scoring import Answer, Attempt, counted
from bot.quiz.standings import ranked, teams_ranked
from facts.question import Question

TRIES = 50  # attempts a member may make at one question: more than anyone needs, fewer than a flood


def announce(
    id: str,
    place: Place,
    host: str,
    host_name: str,
    options: RoundOptions,
    count: int,
    seed: int,
    at: Instant,
    timing: Timing = TIMING,
    *,
    drawn: Sequence[Question] = (),
    salt: str = "",
) -> Step:
    """A new round: its start card stands for ten seconds before the first question. A salt seals what it drew."""
    begun = Round(
        id, place, host, host_name, options, count, seed, at, due=at + timing.announce, timing=timing
    )
    sealed = replace(begun, commitment=commit(begun, drawn, salt) if salt else "")
    return Step(sealed, (Announced(options, count, host_name, sealed.commitment),))


def ask(was: Round, question: Question) -> Step:
    """The next question goes to the platform; its time starts when the platform confirms it."""
    now = _to(
        was,
        Phase.POSTING,
        number=was.number + 1,
        question=question,
        opened_at=None,
        shifted=0,
        gone=frozenset(),
        shape="",
        skip_votes=frozenset(),
        hint_votes=frozenset(),
        due=None,
    )
    begun = (Begun(was.options, was.count, was.commitment),) if was.phase is Phase.ANNOUNCED else ()
    return Step(now, (*begun, asking(now)))


def confirm(was: Round, posted_at: Instant, at: Instant) -> Step:
    """The question is on screen since `posted_at`, by the platform's clock; `at` is ours."""
    if was.phase is not Phase.POSTING:
        return Step(was)
    span = was.options.seconds * SECOND
    now = _to(was, Phase.ASKING, opened_at=posted_at, asked_at=at, due=at + span + was.timing.grace)
    return Step(now)


def asking(was: Round) -> Asked:
    """The open question as the channel sees it."""
    assert was.question is not None
    return Asked(
        was.number, was.count, was.question, was.typed, was.options, was.gone, was.shape, was.deadline
    )


def take(was: Round, attempt: Attempt, number: int, mine: Iterable[Attempt]) -> Attempt | Refusal:
    """Whether an attempt at question `number` may be kept; `mine` are the member's earlier ones at it."""
    if was.phase is Phase.ENDED:
        return Refusal.OVER
    if was.question is None:
        return Refusal.NOT_OPEN
    if number != was.number:
        return Refusal.OTHER_QUESTION
    if was.phase in (Phase.REVEALED, Phase.PAUSED):
        return Refusal.TOO_LATE
    # While the platform's confirmation is under way the first answers can overtake it: they are kept, and the
    # close, which knows when the question was shown, weighs them.
    if attempt.sent_at < (was.floor if was.opened_at is None else was.opened_at):
        return Refusal.TOO_EARLY
    if was.deadline is not None and attempt.sent_at > was.deadline:
        return Refusal.TOO_LATE
    if attempt.choice is not None and not 0 <= attempt.choice < len(was.question.options):
        return Refusal.NO_SUCH_OPTION
    if attempt.choice is not None and attempt.choice in was.gone:
        return Refusal.OPTION_GONE
    earlier = tuple(mine)
    if was.locks and first(was, earlier):
        return Refusal.LOCKED
    if len(earlier) >= TRIES:
        return Refusal.TOO_MANY
    return attempt


def first(was: Round, attempts: Iterable[Attempt]) -> Attempt | None:
    """The attempt that was sent first while the question stood there: under `locks` the one that counts."""
    return min(in_time(was, attempts), key=lambda one: (one.sent_at, one.delivery), default=None)


def in_time(was: Round, attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """The attempts that can count; before the platform's confirmation that may be all of them."""
    if was.opened_at is None or was.deadline is None:
        return tuple(attempts)
    return tuple(one for one in attempts if was.opened_at <= one.sent_at <= was.deadline)


def seat(was: Round, member: str) -> Round:
    """The round with the member in a team, dealt to the smaller one where they chose none."""
    if was.options.teams is Teams.OFF or was.team_of(member) is not None:
        return was
    sizes = [sum(1 for _, team in was.teams if team == each) for each in (0, 1)]
    return replace(was, teams=(*was.teams, (member, 0 if sizes[0] <= sizes[1] else 1)))


def join(was: Round, member: str, team: int) -> Step | Refusal:
    """The member chooses a team; who has answered stays where they are."""
    if was.options.teams is not Teams.JOIN or team not in (0, 1):
        return Refusal.NO_TEAMS
    if was.phase is Phase.ENDED:
        return Refusal.OVER
    if any(score.member == member for score in was.scores):
        return Refusal.SEATED
    others = tuple(pair for pair in was.teams if pair[0] != member)
    return Step(replace(was, teams=(*others, (member, team)), version=was.version + 1))


def hasten(was: Round, attempts: Iterable[Attempt], at: Instant) -> Round:
    """The round with its close brought forward, where everyone who is expected to has answered."""
    if was.phase is not Phase.ASKING or was.due is None or was.question is None:
        return was
    # A guess sent before the question was shown does not count, so it must not take the others' time either.
    given = in_time(was, attempts)
    right = any(one.right for one in given)
    due = was.due
    if was.options.scoring is Scoring.FIRST:
        if right:
            # By our clock alone: the platform's may be ahead or behind, and who was first is weighed at the close.
            due = min(due, at + was.timing.tie + was.timing.grace)
    elif was.place.alone:
        if right or (given and not was.typed):
            due = at
    elif not was.typed and was.lately and was.lately <= {one.member for one in given}:
        due = min(due, at + was.timing.settle)
    return was if due == was.due else replace(was, due=due)


def lag(was: Round, gap: int, at: Instant) -> Step:
    """The open question after an outage of `gap` milliseconds: how long it stays open now."""
    assert was.due is not None
    now = _to(was, Phase.ASKING)
    left = max(0, was.due - was.timing.grace - at)
    return Step(now, (Hinted(asking(now)), Lagged(was.number, gap, left)))


def close(was: Round, attempts: Iterable[Attempt], at: Instant) -> Step:
    """The open question closes: what was sent in time is scored, the answer revealed."""
    assert was.question is not None
    assert was.opened_at is not None
    assert was.deadline is not None
    answers = counted(was.question, was.options, was.opened_at, was.deadline, attempts, was.timing)
    seated = was
    for answer in answers:
        seated = seat(seated, answer.member)
    unanswered = 0 if answers else was.unanswered + 1
    scored = replace(
        seated,
        scores=_with(was.scores, answers),
        counted_questions=was.counted_questions + 1,
        unanswered=unanswered,
        lately=frozenset(answer.member for answer in answers),
    )
    return _after(scored, answers, at, skipped=False)


def skip(
    was: Round, member: str, moderates: bool, answered: Iterable[str], at: Instant
) -> Step | Vote | Refusal:
    """The open question is left unscored and its answer told; who does not run the round votes."""
    if was.phase is not Phase.ASKING:
        return Refusal.NOT_OPEN
    if not was.runs_for(member, moderates):
        voted = _vote(was, member, was.skip_votes, answered)
        if isinstance(voted, Refusal):
            return voted
        votes, needed = voted
        if len(votes) < needed:
            return Vote(replace(was, skip_votes=votes, version=was.version + 1), len(votes), needed)
    return _after(replace(was, unanswered=0), (), at, skipped=True)


def hint(was: Round, member: str, moderates: bool, answered: Iterable[str]) -> Step | Vote | Refusal:
    """One wrong option goes, or a typed answer shows its shape."""
    if was.phase is not Phase.ASKING or was.question is None:
        return Refusal.NOT_OPEN
    if not _hints_left(was):
        return Refusal.NOTHING_TO_HINT
    if not was.runs_for(member, moderates):
        voted = _vote(was, member, was.hint_votes, answered)
        if isinstance(voted, Refusal):
            return voted
        votes, needed = voted
        if len(votes) < needed:
            return Vote(replace(was, hint_votes=votes, version=was.version + 1), len(votes), needed)
    if was.typed:
        now = _to(was, Phase.ASKING, shape=shape_of(was.question.answer), hint_votes=frozenset())
    else:
        wrong = [
            i for i in range(len(was.question.options)) if i != was.question.correct and i not in was.gone
        ]
        # Which one goes follows from the seed, so that a replay of the round takes the same.
        going = wrong[(was.seed + was.number) % len(wrong)]
        now = _to(was, Phase.ASKING, gone=was.gone | {going}, hint_votes=frozenset())
    return Step(now, (Hinted(asking(now)),))


def shape_of(answer: str) -> str:
    """A typed answer's shape: its first letter, where it has more than one, and a mark for each other letter or digit."""
    if sum(mark.isalnum() for mark in answer) < 2:
        return "_"  # the first letter would be the whole answer
    marks = [mark if i == 0 or not mark.isalnum() else "_" for i, mark in enumerate(answer)]
    return "".join(marks)


def pause(was: Round, member: str, moderates: bool, at: Instant) -> Step | Refusal:
    """The round pauses: at once between questions, else when the open question has closed."""
    if not was.runs_for(member, moderates):
        return Refusal.NOT_YOURS
    if was.phase is Phase.PAUSED or was.pausing:
        return Refusal.ALREADY_PAUSED
    if was.phase is Phase.ENDED:
        return Refusal.OVER
    if was.phase is Phase.REVEALED:
        return Step(_to(was, Phase.PAUSED, due=at + was.timing.pause), (Paused(by=member, unanswered=0),))
    return Step(replace(was, pausing=True, version=was.version + 1))


def resume(was: Round, member: str, moderates: bool, at: Instant) -> Step | Refusal:
    """A paused round goes on with its next question; a start card's wait is over at once."""
    if was.phase not in (Phase.ANNOUNCED, Phase.PAUSED):
        return Refusal.OVER if was.phase is Phase.ENDED else Refusal.NOT_PAUSED
    if not was.runs_for(member, moderates):
        return Refusal.NOT_YOURS
    if was.phase is Phase.ANNOUNCED:
        return Step(replace(was, due=at, version=was.version + 1))
    return Step(_to(was, Phase.REVEALED, due=at, unanswered=0), (Resumed(),))


def stop(was: Round, member: str, name: str, moderates: bool, at: Instant) -> Step | Refusal:
    """The round ends now; an open question is not scored. Before the first question it is cancelled."""
    if was.phase is Phase.ENDED:
        return Refusal.OVER
    if not was.runs_for(member, moderates):
        return Refusal.NOT_YOURS
    if was.phase is Phase.ANNOUNCED:
        return Step(_to(was, Phase.ENDED, due=None), (Cancelled(name),))
    happened: tuple[Happening, ...] = ()
    if was.phase in (Phase.POSTING, Phase.ASKING):
        happened = (_closed(was, (), stopped=True, next_in=None),)
    return _end(was, EndReason.STOPPED, happened, by=name)


def cancel(was: Round, member: str, name: str, moderates: bool, at: Instant) -> Step | Refusal:
    """The round ends before its first question; once that is asked it is stopped by another word."""
    return stop(was, member, name, moderates, at) if was.phase is Phase.ANNOUNCED else Refusal.BEGUN


def expire(was: Round) -> Step:
    """A round that stayed paused ends."""
    return _end(was, EndReason.PAUSED_TOO_LONG, ())


def abandon(was: Round, reason: EndReason) -> Step:
    """The round cannot go on, whatever its phase."""
    return _end(was, reason, ())


def regrade(was: Round, answers: Iterable[Answer]) -> Round:
    """The round with its points derived anew from all its answers, which come in the order of its questions."""
    return replace(was, scores=_with((), tuple(answers)), version=was.version + 1)


def board(was: Round) -> Board:
    """How the round stands."""
    rows = ranked(
        (score.member, score.name, score.points, score.right, score.answered) for score in was.scores
    )
    teams = () if was.options.teams is Teams.OFF else teams_ranked(rows, dict(was.teams))
    return Board(rows, was.counted_questions, teams)


def _after(was: Round, answers: tuple[Answer, ...], at: Instant, *, skipped: bool) -> Step:
    """What follows a close: the end, a pause, or the next question after the reveal's time."""
    if was.opened_at is not None and was.asked_at is not None:
        # How long it stood there by our clock tells when it closed by the platform's.
        was = replace(was, floor=was.opened_at + max(0, at - was.asked_at))
    if was.number >= was.count:
        closed = _closed(was, answers, skipped=skipped, next_in=None)
        ended = _end(was, EndReason.PLAYED, (closed,))
        return replace(ended, answers=answers)
    tired = was.unanswered >= was.timing.patience
    if was.pausing or tired:
        now = _to(was, Phase.PAUSED, due=at + was.timing.pause, pausing=False)
        paused = Paused(by=None, unanswered=was.unanswered if tired else 0)
        return Step(now, (_closed(was, answers, skipped=skipped, next_in=None), paused), answers)
    now = _to(was, Phase.REVEALED, due=at + was.timing.reveal)
    return Step(now, (_closed(was, answers, skipped=skipped, next_in=was.timing.reveal),), answers)


def _closed(
    was: Round,
    answers: tuple[Answer, ...],
    *,
    skipped: bool = False,
    stopped: bool = False,
    next_in: int | None,
) -> Closed:
    assert was.question is not None
    return Closed(
        was.number, was.count, was.question, was.options, answers, board(was), skipped, stopped, next_in
    )


def _end(was: Round, reason: EndReason, before: tuple[Happening, ...], by: str | None = None) -> Step:
    ended = _to(was, Phase.ENDED, due=None)
    return Step(ended, (*before, Ended(reason, board(ended), was.options, by, was.commitment)))


def _to(was: Round, phase: Phase, **changes: object) -> Round:
    if phase not in PHASES[was.phase]:
        raise AssertionError(f"a round cannot go from {was.phase} to {phase}")
    return replace(was, phase=phase, version=was.version + 1, **changes)  # type: ignore[arg-type]  # fields vary


def _vote(
    was: Round, member: str, votes: frozenset[str], answered: Iterable[str]
) -> tuple[frozenset[str], int] | Refusal:
    voters = was.lately | set(answered)
    if voters and member not in voters:
        return Refusal.NO_VOTE
    if member in votes:
        return Refusal.VOTED
    return votes | {member}, max(1, (len(voters) + 1) // 2)


def _hints_left(was: Round) -> bool:
    assert was.question is not None
    if was.typed:
        return not was.shape
    # Two options must stay, or the hint would be the answer.
    return len(was.question.options) - len(was.gone) > 2


def _with(scores: tuple[Score, ...], answers: tuple[Answer, ...]) -> tuple[Score, ...]:
    by_member = {score.member: score for score in scores}
    for answer in answers:
        had = by_member.get(answer.member, Score(answer.member, answer.name))
        by_member[answer.member] = Score(
            answer.member, answer.name, had.points + answer.points, had.right + answer.right, had.answered + 1
        )
    return tuple(by_member.values())
