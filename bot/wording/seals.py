"""What is said of a round's seal: on its cards, to a member who opens it, and to an operator who verifies it.

One law: a sealed text is shown as it was hashed, line by line. Nothing is shortened, or its hash would be another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.buttons import Press, Verb
from bot.cards import BoardLine, Button, Card, Tone
from bot.quiz.commitment import digest, spoken
from bot.quiz.replay import Difference, Fault
from bot.wording.clean import short
from bot.wording.values import counted

LONGEST = 1800  # letters of a sealed text on one card: more than that no platform is sure to take whole

_DIFFERENCES = {
    Fault.NO_SEAL: "No seal is kept: it was played before there were seals, or its seal was taken away.",
    Fault.SEAL: "The seal does not hold: the round was sealed as {was}, and what is kept of it makes {should}.",
    Fault.ORDER: "The questions were not asked in the order they were drawn in.",
    Fault.VERDICT: "An attempt of {name} is kept as {was}; this version's judge says {should}.",
    Fault.STRAY: "Somebody is kept with an attempt or an answer, and that question was not asked.",
    Fault.ANSWER: "The answer of {name} is kept as {was}; what was given and ruled makes {should}.",
    Fault.POINTS: "{name} is kept with {was}; their answers make {should}.",
    Fault.COUNT: "{was} questions are said to count, and {should} have answers that do.",
}


def start_line(commitment: str) -> str:
    """What the start card says of the seal."""
    return f"The questions are sealed: {spoken(commitment)}"


def end_note(commitment: str) -> str:
    """What the last card says of it, beside the button that opens it."""
    return f"Sealed at the start as {spoken(commitment)[:8]}"


def check(round_id: str) -> Button:
    return Button(Press(Verb.SEAL, round_id).id, "Check the seal")


# --- to a member ---


def refused(sentence: str) -> Card:
    return Card(tone=Tone.REFUSAL, lines=(sentence,))


PLAYED_STILL = "The seal is opened when the round has ended."
UNSEALED = "That round was not sealed."
NOT_ASKED = "That question was not asked, so it stays sealed."


def opened(text: str, round_id: str, questions: int) -> tuple[Card, ...]:
    """What the commitment was made of: one card, or as many as the text needs."""
    note = "In a file, these lines make the seal: grep . seal.txt | sha256sum"
    following = Button(Press(Verb.SEAL, round_id, 1).id, "Question 1") if questions else None
    return _cards("The seal of this round", text, note, following)


def opened_question(text: str, round_id: str, number: int, position: int, questions: int) -> tuple[Card, ...]:
    """A question as it was sealed; `position` is its place among the seal's lines that begin with "question"."""
    note = f"In a file, these lines make line {position} of those that begin with “question”."
    more = number < questions
    following = Button(Press(Verb.SEAL, round_id, number + 1).id, f"Question {number + 1}") if more else None
    return _cards(f"Question {number} as it was sealed", text, note, following)


def _cards(title: str, text: str, note: str, following: Button | None) -> tuple[Card, ...]:
    parts = tuple(_parts(text.removesuffix("\n").split("\n")))
    last = len(parts) - 1
    return tuple(
        Card(
            title if len(parts) == 1 else f"{title}, part {index + 1} of {len(parts)}",
            tone=Tone.RECEIPT,
            heading="" if index else digest(text),
            lines=lines,
            buttons=(following,) if following and index == last else (),
            note=note if index == last else "",
        )
        for index, lines in enumerate(parts)
    )


def _parts(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    for line in lines:
        if part and sum(map(len, part)) + len(part) + len(line) > LONGEST:
            yield tuple(part)
            part = []
        part.append(line)
    yield tuple(part)


# --- to an operator ---


def proof(id: str, asked: int, answers: int, *, over: bool, shown: bool) -> str:
    """The one line of a round that verifies; `shown` says that its last card had a board, and this one."""
    held = f"Round {id}: the seal holds, {counted(asked, 'question')} as sealed, {counted(answers, 'answer')}"
    if not over:
        return f"{held}, and it is played still."
    return f"{held}, board as shown." if shown else f"{held}, and no board was shown."


def sealed_as(commitment: str) -> str:
    return f"Sealed as {commitment}."


def passed_over(count: int) -> str:
    return f"{counted(count, 'question')} gave way to reserves: the facts behind had changed."


def unscored(count: int) -> str:
    return f"{counted(count, 'question')} scored nobody: skipped or stopped."


def board(rows: Iterable[BoardLine], *, ruled: bool = False) -> str:
    """The board in one line; `ruled` says that rulings have made it another than the channel saw."""
    return f"{'After rulings made since, the board is' if ruled else 'The board'}: {_in_a_line(rows)}."


def _in_a_line(rows: Iterable[BoardLine]) -> str:
    return ", ".join(f"{row.place} {row.name} {row.points}" for row in rows) or "nobody answered"


def differs(id: str) -> str:
    return f"Round {id} is not as it should be:"


def difference(one: Difference) -> str:
    """One thing that is not as it should be."""
    words = _DIFFERENCES[one.fault].format(
        name=short(one.name, 40) or "somebody",
        was=short(one.was) or "nothing",
        should=short(one.should) or "nothing",
    )
    return f"Question {one.number}: {words}" if one.number else words


def another_board(shown: Iterable[BoardLine], should: Iterable[BoardLine]) -> str:
    return f"The last card showed another board: {_in_a_line(shown)}. The answers make: {_in_a_line(should)}."


def many(count: int) -> str:
    return f"{count} rounds have seals that begin so. Write more of it."


def no_round(name: str) -> str:
    return f"There is no round {name}. Name it by its id, or by what its start card shows of its seal."
