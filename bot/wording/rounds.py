"""What a round says: each happening as a card, each receipt and each refusal as a sentence.

An open question is drawn from `facts.question.asked` alone, which cannot hold the answer.
"""

from __future__ import annotations

from typing import assert_never

from bot.buttons import Press, Verb
from bot.cards import BoardLine, Button, Card, Choice, Tone
from bot.instant import SECOND, Instant
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
from bot.quiz.options import Mode, RoundOptions, Scoring, Teams
from bot.quiz.scoring import Answer
from bot.quiz.standings import TEAM_NAMES, Standing
from bot.wording import seals
from bot.wording.clean import short
from bot.wording.values import counted, listed
from facts.question import LETTERS, asked

LEADERS = 5  # how many places a reveal shows
NAMES = 10  # how many members a line or a board names before it counts the rest


def happening_card(happening: Happening, round_id: str, at: Instant) -> Card:
    """The card of a happening; `at` is the moment it is put on screen."""
    match happening:
        case Announced():
            return _announced(happening, round_id)
        case Begun():
            plan = _plan(happening.options, happening.count)
            return Card(_start_title(happening.options), lines=(plan, *_sealed(happening.commitment)))
        case Asked():
            return _question(happening, round_id, at)
        case Lagged():
            return lagged(happening)
        case Hinted():
            return _question(happening.asked, round_id, at)
        case Closed():
            return _reveal(happening, round_id)
        case Paused():
            return _paused(happening, round_id)
        case Resumed():
            return Card(lines=("The round goes on.",))
        case Cancelled():
            return Card(f"{short(happening.by, 40)} cancelled the round.", lines=("Nothing was asked.",))
        case Ended():
            return _ended(happening, round_id)
        case _:
            assert_never(happening)


def lagged(happening: Lagged) -> Card:
    """After an outage: that it is over, and how long the open question stays open."""
    away = counted(max(1, round(happening.gap / SECOND)), "second")
    left = counted(max(1, round(happening.left / SECOND)), "second")
    return Card(
        lines=(f"We were out of reach for {away}. Question {happening.number} is open for {left} more.",)
    )


def _start_title(options: RoundOptions) -> str:
    return f"A round on {options.topic}"


def _announced(happening: Announced, round_id: str) -> Card:
    options = happening.options
    joins: tuple[Button, ...] = ()
    if options.teams is Teams.JOIN:
        joins = tuple(
            Button(Press(Verb.JOIN, round_id, team + 1).id, f"Join {name}")
            for team, name in enumerate(TEAM_NAMES)
        )
    return Card(
        _start_title(options),
        heading=f"Started by {short(happening.host_name, 40)}",
        lines=(_plan(options, happening.count), _how(options), *_sealed(happening.commitment)),
        buttons=(
            *joins,
            Button(Press(Verb.BEGIN, round_id).id, "Begin now"),
            Button(Press(Verb.CANCEL, round_id).id, "Cancel"),
        ),
        note="The first question comes in 10 seconds.",
    )


def _sealed(commitment: str) -> tuple[str, ...]:
    return (seals.start_line(commitment),) if commitment else ()


def _plan(options: RoundOptions, count: int) -> str:
    fewer = "" if count == options.questions else f" (all there are now, of {options.questions} asked for)"
    return (
        f"{counted(count, 'question')}{fewer}, {counted(options.seconds, 'second')} each. {_worth(options)}"
    )


def _worth(options: RoundOptions) -> str:
    match options.scoring:
        case Scoring.ACCURACY:
            return "A right answer is a point."
        case Scoring.SPEED:
            return "A right answer is up to 1000 points: the sooner, the more."
        case Scoring.FIRST:
            return "The first right answer takes the point."
        case _:
            assert_never(options.scoring)


def _how(options: RoundOptions) -> str:
    teams = ""
    if options.teams is Teams.JOIN:
        teams = f" Choose a team: {listed(TEAM_NAMES, 'or')}. Who does not is dealt into one."
    elif options.teams is Teams.BALANCED:
        teams = f" Teams {listed(TEAM_NAMES)} are dealt as you answer."
    if options.mode is Mode.CHOICE and options.scoring is Scoring.FIRST:
        return "Press a letter or type it. Your first choice stands." + teams
    if options.mode is Mode.CHOICE:
        return "Press a letter or type it. You can change it until the close." + teams
    if options.open_answers:
        return "Type your answer here." + teams
    return "Answer with the Answer button or /answer, so that nobody can copy it." + teams


def _question(happening: Asked, round_id: str, at: Instant) -> Card:
    shown = asked(happening.question, typed=happening.typed, gone=happening.gone, shape=happening.shape)
    number = happening.number
    choices = tuple(
        Choice(LETTERS[i], text, "gone" if i in shown.gone else "") for i, text in enumerate(shown.options)
    )
    answers: tuple[Button, ...] = tuple(
        Button(Press(Verb.ANSWER, round_id, number, choice.letter).id, choice.letter)
        for choice in choices
        if choice.mark != "gone"
    )
    lines: tuple[str, ...] = ()
    if happening.typed:
        answers = (
            ()
            if happening.options.open_answers
            else (Button(Press(Verb.TYPE, round_id, number).id, "Answer"),)
        )
        lines = (f"It looks like this: {shown.shape}",) if shown.shape else ()
        lines += (
            "Type your answer here." if happening.options.open_answers else "Press Answer, or type /answer.",
        )
    hint = () if _hinted_out(happening) else (Button(Press(Verb.HINT, round_id, number).id, "Hint"),)
    return Card(
        shown.stem,
        tone=Tone.QUESTION,
        heading=f"Question {number} of {happening.count} · {shown.topic}",
        lines=lines,
        choices=choices,
        buttons=(*answers, *hint, Button(Press(Verb.SKIP, round_id, number).id, "Skip")),
        closes_at=happening.deadline or at + happening.options.seconds * SECOND,
        seconds=happening.options.seconds,
    )


def _hinted_out(happening: Asked) -> bool:
    if happening.typed:
        return bool(happening.shape)
    return len(happening.question.options) - len(happening.gone) <= 2


def _reveal(happening: Closed, round_id: str) -> Card:
    question, typed = happening.question, happening.options.mode is Mode.TYPED
    choices = tuple(
        Choice(LETTERS[i], text, "right" if i == question.correct else "")
        for i, text in enumerate(() if typed else question.options)
    )
    answer = (
        question.answer if typed else f"{LETTERS[question.correct]}  {question.options[question.correct]}"
    )
    lines = (f"{full_stop(answer)} {question.why}".strip(), _who_was_right(happening))
    how = "skipped" if happening.skipped else "stopped" if happening.stopped else "closed"
    return Card(
        question.stem,
        tone=Tone.REVEAL,
        heading=f"Question {happening.number} of {happening.count} · {how}",
        lines=lines,
        choices=choices,
        board=()
        if happening.stopped or happening.number == happening.count  # the final board follows
        else board_lines(happening.board.rows[:LEADERS], happening.board.asked),
        buttons=_appeal(happening, round_id),
        sources=question.sources,
        note="" if happening.next_in is None else f"Next in {counted(happening.next_in // SECOND, 'second')}",
    )


def _appeal(happening: Closed, round_id: str) -> tuple[Button, ...]:
    if all(answer.right for answer in happening.answers):
        return ()
    return (Button(Press(Verb.APPEAL, round_id, happening.number).id, "I was right"),)


def full_stop(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _who_was_right(happening: Closed) -> str:
    if happening.skipped:
        return "Skipped: nobody scores."
    if happening.stopped:
        return "Stopped: nobody scores."
    if not happening.answers:
        return "Nobody answered."
    right = [answer for answer in happening.answers if answer.right]
    told = f"{len(right)} of {len(happening.answers)}."
    if not right:
        return f"Nobody was right. {told}"
    best = sorted(right, key=lambda answer: (-answer.points, answer.took, answer.member))
    names = [_right_name(answer, happening.options.scoring) for answer in best[:NAMES]]
    more = f" and {len(best) - NAMES} more" if len(best) > NAMES else ""
    return f"Right: {', '.join(names)}{more}. {told}"


def _right_name(answer: Answer, scoring: Scoring) -> str:
    name = short(answer.name, 40)
    return name if scoring is Scoring.ACCURACY or not answer.points else f"{name} +{answer.points}"


def board_lines(rows: tuple[Standing, ...], asked_so_far: int) -> tuple[BoardLine, ...]:
    return tuple(
        BoardLine(row.place, short(row.name, 40), row.points, f"{row.right} of {asked_so_far} right")
        for row in rows
    )


def _paused(happening: Paused, round_id: str) -> Card:
    why = f"{happening.unanswered} questions in a row went unanswered." if happening.unanswered else ""
    return Card(
        "The round is paused.",
        lines=tuple(line for line in (why, "It ends by itself after 10 minutes.") if line),
        buttons=(
            Button(Press(Verb.RESUME, round_id).id, "Go on"),
            Button(Press(Verb.STOP, round_id).id, "Stop"),
        ),
    )


def _ended(happening: Ended, round_id: str) -> Card:
    board = happening.board
    more = len(board.rows) - NAMES
    sealed = seals.end_note(happening.commitment) if happening.commitment else ""
    return Card(
        f"Final board · {happening.options.topic}",
        tone=Tone.BOARD,
        lines=tuple(line for line in (_why_ended(happening), _winners(board), *team_lines(board)) if line),
        board=board_lines(board.rows[:NAMES], board.asked),
        buttons=(
            Button(Press(Verb.AGAIN, round_id).id, "Play again"),
            Button("/leaderboard", "Leaderboard"),
            *((seals.check(round_id),) if sealed else ()),
        ),
        note=" · ".join(part for part in (f"and {more} more" if more > 0 else "", sealed) if part),
    )


def _why_ended(happening: Ended) -> str:
    match happening.reason:
        case EndReason.PLAYED:
            return ""
        case EndReason.STOPPED:
            return f"{short(happening.by or 'Somebody', 40)} stopped the round."
        case EndReason.PAUSED_TOO_LONG:
            return "The round stayed paused for 10 minutes and has ended."
        case EndReason.RAN_DRY:
            return "What the questions that were left rest on has changed or was turned off, so the round ends here."
        case EndReason.CHANNEL_LOST:
            return "This channel took no messages any more, so the round ended."
        case EndReason.FAULT:
            return "Something went wrong on our side, so the round ends here. The operator's log says how."
        case _:
            assert_never(happening.reason)


def _winners(board: Board) -> str:
    first = [short(row.name, 40) for row in board.rows if row.place == 1 and row.points > 0]
    if not board.rows:
        return "Nobody answered."
    if not first:
        return "Nobody scored this time."
    if len(first) > NAMES:
        return f"{len(first)} members share first place."
    return f"{first[0]} wins." if len(first) == 1 else f"{listed(first)} share first place."


def team_lines(board: Board) -> tuple[str, ...]:
    return tuple(
        f"{team.place}. Team {team.name}: {team.mean:.1f} points a member, {counted(team.members, 'member')}"
        for team in board.teams
    )
