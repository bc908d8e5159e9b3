"""One's own result of a round, for the My result button: what was told in private vanishes from Slack's screen."""

from __future__ import annotations

from adapters.slack import words
from adapters.slack.doors import Posts
from bot.cards import BoardLine, Card, Tone


class Results:
    """Reads what a member alone was told."""

    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    async def card(self, team: str, round: str, member: str) -> Card:
        """Their word of each question, in order, and their place. Raises StageFault."""
        return result_card(await self._posts.results(team, round, member))


def result_card(told: tuple[tuple[str, Card], ...]) -> Card:
    """One card of all that a member was told of a round, by slot: "3:U1" is the third question's, "end:U1" the end's."""
    lines: list[tuple[int, str]] = []
    board: tuple[BoardLine, ...] = ()
    for slot, card in told:
        number = slot.partition(":")[0]
        if number.isdecimal() and card.lines:
            lines.append((int(number), words.QUESTION.format(number=number, words=" ".join(card.lines))))
        elif number == "end":
            board = card.board
    if not lines and not board:
        return Card(tone=Tone.RECEIPT, lines=(words.NO_RESULT,))
    return Card(
        words.MY_RESULT, tone=Tone.RECEIPT, lines=tuple(line for _, line in sorted(lines)), board=board
    )
