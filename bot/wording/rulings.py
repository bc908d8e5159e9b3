"""What is said of appeals and rulings. A member's text is repeated to that member, the host and who rules; never to a channel."""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import Press, Verb
from bot.cards import Button, Card, Tone
from bot.quiz.happenings import Board
from bot.quiz.rulings import PODIUM, Bar, Change, Ruling
from bot.wording.clean import short
from bot.wording.rounds import NAMES, full_stop
from bot.wording.values import counted
from facts.question import Question

TEXT = 80  # letters of an answer that a card repeats

_BARS = {
    Bar.NO_ROUND: "No question has been answered in this channel yet. Start a round with /trivia start.",
    Bar.NO_QUESTION: "Nobody answered a question of that number in this channel's newest round.",
    Bar.OPEN: "That question is still open. Wait for its close.",
    Bar.NO_ANSWER: "You gave no answer to that question.",
    Bar.NOTHING_WRONG: "None of your answers in this channel's newest round was wrong.",
    Bar.WAS_RIGHT: "Your answer counts as right already.",
    Bar.ASKED: "You have asked about that answer already. You are told when somebody rules on it.",
    Bar.RULED: "Somebody has ruled on that answer already.",
    Bar.NOT_YOURS: "Only who started the round, or a moderator, can do that.",
    Bar.MODERATORS_WORD: "A moderator has ruled on that answer. Only a moderator can change it.",
    Bar.AS_IT_IS: "That is what was ruled already.",
    Bar.NO_RULING: "There is no ruling on that answer to take back.",
}


def sentence(bar: Bar) -> str:
    """Why there is no appeal, or no ruling."""
    return _BARS[bar]


def refused(bar: Bar) -> Card:
    return Card(tone=Tone.REFUSAL, lines=(sentence(bar),))


def _quoted(text: str) -> str:
    return f"“{short(text, TEXT)}”"


def appealed(number: int, text: str, host_name: str) -> Card:
    """The member has asked; the host is somebody else."""
    told = f"Your answer to question {number}, {_quoted(text)}, goes to {short(host_name, 40)}, who started the round."
    return Card(tone=Tone.RECEIPT, lines=(told, "You are told what comes of it."))


def appealed_to_oneself(question: Question, number: int, text: str, round_id: str, appeal_id: int) -> Card:
    """The member has asked and hosts the round: the ruling is theirs."""
    return Card(
        tone=Tone.RECEIPT,
        lines=(
            f"Your answer to question {number} was {_quoted(text)}; the right one is {full_stop(question.answer)}",
            "You started the round, so the ruling is yours.",
        ),
        buttons=_verdicts(round_id, appeal_id),
    )


def appeal(name: str, question: Question, number: int, text: str, round_id: str, appeal_id: int) -> Card:
    """What the round's host sees of an appeal."""
    return Card(
        f"{short(name, 40)} asks for a ruling",
        tone=Tone.RECEIPT,
        heading=f"Question {number}",
        lines=(
            question.stem,
            f"Their answer: {_quoted(text)}. The right one: {full_stop(question.answer)}",
        ),
        buttons=_verdicts(round_id, appeal_id),
        note="A host's ruling is for this round, a moderator's for good.",
    )


def _verdicts(round_id: str, appeal_id: int) -> tuple[Button, ...]:
    return (
        Button(Press(Verb.RIGHT, round_id, appeal_id).id, "Right"),
        Button(Press(Verb.WRONG, round_id, appeal_id).id, "Wrong"),
    )


def appeal_closed(name: str, number: int, text: str, right: bool) -> Card:
    """What becomes of the host's card once somebody has ruled."""
    verdict = "right" if right else "wrong"
    return Card(
        f"{short(name, 40)} asked for a ruling",
        tone=Tone.RECEIPT,
        heading=f"Question {number}",
        lines=(f"Their answer {_quoted(text)} was ruled {verdict}.",),
    )


def told(question: Question, number: int, mine: Sequence[Change], ruling: Ruling, *, back: bool) -> Card:
    """What one member is told of a ruling that concerns them: their verdict, why, and the points it makes."""
    by = short(ruling.by_name, 40)
    turned = [change for change in mine if change.now.right is not change.was.right]
    if turned:
        verdict = "right" if turned[-1].now.right else "wrong"
        stands = f"your answer to question {number} counts as {verdict} now"
        said = f"{by} took a ruling back: {stands}." if back else f"{by} made a ruling: {stands}."
    elif mine:
        said = f"{by} made a ruling on another answer to question {number}, and your points change with it."
        if back:
            said = f"{by} took a ruling on question {number} back, and your points change with it."
    else:
        said = f"{by} made a ruling: your answer to question {number} stays wrong."
    lines = [said]
    if ruling.reason and not back:
        lines.append(f"The reason: {full_stop(short(ruling.reason, 200))}")
    if points := sum(change.points for change in mine):
        lines.append(f"{counted(abs(points), 'point')} {'more' if points > 0 else 'fewer'} for you.")
    if len(mine) > 1:
        lines.append(f"It concerns {len(mine)} rounds that you played.")
    return Card(question.stem, tone=Tone.RECEIPT, lines=tuple(lines))


def places(board: Board) -> Card:
    """The one line a channel sees, when its first three places have changed."""
    first = [row for row in board.rows if row.place <= PODIUM]
    named = ", ".join(f"{row.place} {short(row.name, 40)} {row.points}" for row in first[:NAMES])
    more = f" and {len(first) - NAMES} more" if len(first) > NAMES else ""
    return Card(lines=(f"After a ruling: {named}{more}.",))


def done(ruling: Ruling, text: str, changed: int, given: bool, round_id: str) -> Card:
    """A ruling was made."""
    verdict = "right" if ruling.right else "wrong"
    span = "from now on and in every round before" if ruling.round is None else "in this round"
    return Card(
        tone=Tone.RECEIPT,
        lines=(f"{_quoted(text)} is {verdict}, {span}. {_follows(changed, given)}",),
        buttons=(Button(Press(Verb.REVOKE, round_id, ruling.number).id, "Take it back"),),
    )


def taken_back(ruling: Ruling, changed: int) -> Card:
    """A ruling was taken back."""
    return Card(
        tone=Tone.RECEIPT,
        lines=(f"The ruling on {_quoted(ruling.text)} is taken back. {_follows(changed, True)}",),
    )


def _follows(changed: int, given: bool) -> str:
    if changed:
        return (
            f"{counted(changed, 'member')} {'is' if changed == 1 else 'are'} told that their points changed."
        )
    return "Nobody's points change." if given else "Nobody has given it yet."
