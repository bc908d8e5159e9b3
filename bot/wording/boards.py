"""Boards and figures as cards."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import BoardLine, Button, Card, Field, Tone
from bot.instant import SECOND
from bot.quiz.standings import Standing
from bot.quiz.statistics import Figures
from bot.wording.clean import short
from bot.wording.values import counted

LINES = 10  # places a board names

_PERIODS = {"day": "the last day", "week": "the last 7 days", "month": "the last 30 days", "all": "all time"}


def leaderboard(rows: Sequence[Standing], period: str, topic: str) -> Card:
    """Who leads: a right answer is a point, however its round was scored."""
    title = f"Leaderboard · {topic}" if topic else "Leaderboard"
    if not rows:
        return Card(
            title,
            tone=Tone.BOARD,
            heading=_PERIODS[period],
            lines=("Nobody has answered yet. Start a round with /trivia start.",),
            buttons=(Button("/trivia start", "Start a round"),),
        )
    more = len(rows) - LINES
    return Card(
        title,
        tone=Tone.BOARD,
        heading=_PERIODS[period],
        board=tuple(_line(row) for row in rows[:LINES]),
        note=f"and {more} more" if more > 0 else "",
    )


def own_line(rows: Sequence[Standing], member: str) -> Card | None:
    """One's own line and the gap to the next place above; None where one has no line or leads."""
    mine = next((row for row in rows if row.member == member), None)
    if mine is None or mine.place == 1:
        return None
    above = min((row for row in rows if row.points > mine.points), key=lambda row: row.points)
    gap = above.points - mine.points
    return Card(
        tone=Tone.RECEIPT,
        board=(_line(mine, yours=True),),
        note=f"{counted(gap, 'right answer')} to place {above.place}",
    )


def figures(mine: Figures) -> Card:
    """A member's answers in figures."""
    share = round(100 * mine.right / mine.answered)
    topics = tuple(f"{topic}: {right} of {answered} right" for topic, right, answered in mine.topics if topic)
    return Card(
        f"{short(mine.name, 40)} in figures",
        fields=(
            Field("Right", (f"{mine.right} of {mine.answered} ({share}%)",)),
            Field("Rounds", (str(mine.rounds),)),
            *((Field("Best run", (f"{mine.best_run} right in a row",)),) if mine.best_run > 1 else ()),
            Field("Usual time", (f"{mine.median_took / SECOND:.1f} seconds",)),
            *((Field("Topics", topics),) if topics else ()),
        ),
    )


def no_figures(name: str) -> Card:
    who = f"{short(name, 40)} has" if name else "You have"
    return Card(tone=Tone.REFUSAL, lines=(f"{who} answered no question here yet.",))


def _line(row: Standing, yours: bool = False) -> BoardLine:
    return BoardLine(
        row.place, short(row.name, 40), row.points, f"{row.right} of {row.answered} right", yours
    )
