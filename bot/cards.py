"""What the bot says, before any platform has drawn it: cards and forms.

Everything here is plain text: a platform escapes it and gives it its native shape. Whatever matters stands in
text, so that a card reads whole as plain lines; colour, pictures and buttons only add to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.instant import Instant


class Tone(StrEnum):
    """What a card is for, so that a platform can give it its look; never the only carrier of meaning."""

    PLAIN = "plain"
    QUESTION = "question"
    REVEAL = "reveal"
    BOARD = "board"
    RECEIPT = "receipt"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its lines: "Made by" and who made it."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `id` (100 characters at most) is a command line ("/film name:salt") or an answer
    ("answer ROUND QUESTION LETTER"). `label` is at most 75 characters."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One lettered option of a question; `mark` is "right" once revealed, "gone" when a hint took it."""

    letter: str
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A place on a board; `yours` is never set on a card that more than one member sees."""

    place: int
    name: str
    points: int
    detail: str = ""
    yours: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: `option` names the command's option it fills, `error` stands beside it when refused."""

    option: str
    label: str
    help: str = ""
    required: bool = False
    value: str = ""
    error: str = ""
    choices: tuple[str, ...] = ()  # a fixed list to choose from
    suggests: bool = False  # whether `Host.suggest` completes it
    multiline: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Fields to fill in; what is sent back is the command with these values. `command` is its path: "facts add"."""

    command: str
    title: str
    fields: tuple[FormField, ...]
    submit: str = "Save"


@dataclass(frozen=True, slots=True)
class Card:
    """One message of the bot.

    `heading` is a quiet line above the title ("Question 3 of 10 · North Korean cinema"), `aside` a quiet text
    beside it ("불가사리 · also Bulgasari"). `closes_at` is when an open question closes: a platform shows it in its
    own way (a countdown, a relative time), and the heading never repeats it.
    """

    title: str = ""
    tone: Tone = Tone.PLAIN
    heading: str = ""
    aside: str = ""
    lines: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    choices: tuple[Choice, ...] = ()
    board: tuple[BoardLine, ...] = ()
    buttons: tuple[Button, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""  # a quiet last line: "7 facts", "Next in 5 seconds"
    closes_at: Instant | None = None
    seconds: int | None = field(default=None)  # how long the question was open for, beside closes_at
    form: Form | None = None
