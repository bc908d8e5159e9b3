"""What a transcript asks of a platform, and how everybody's view of it is compared.

One law: what a member sees is read where that member would see it (their screen, their lines of JSON, their own
page), and comes back as plain lines that are the same on every platform.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.cards import Card

START = 1_772_452_800_000  # Monday, 2 March 2026, 12:00 UTC: every transcript begins then
GENERAL = "general"


class CannotPress(Exception):
    """The member sees no such button, or no such form."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a transcript: `id` is what the transcript calls them, `name` what they call themselves."""

    id: str
    name: str
    moderates: bool = False


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field of a form as a member sees it."""

    option: str
    label: str
    value: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as a member sees it. Messages of one `key` are one message at different times.

    `changes` says that it stands in an earlier message's place; None where a platform can only add.
    """

    key: str
    channel: str
    lines: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...] = ()  # label, and what pressing it sends
    command: str = ""  # of its form
    fields: tuple[AskedField, ...] = ()
    changes: bool | None = None


class Platform(Protocol):
    """A place to talk to Trivium, with a clock that goes as it is told."""

    name: str
    has_buttons: bool
    changes: bool  # whether a message can be changed; a terminal can only add

    async def enter(self, people: Iterable[Person]) -> None:
        """Open the house, and let everybody in."""
        ...

    async def say(self, who: Person, text: str, channel: str, ago: int) -> None:
        """A line of text; it was sent `ago` milliseconds before it arrives."""
        ...

    async def click(self, who: Person, label: str, on: str, channel: str, ago: int) -> None:
        """Press the newest button of that label, on the newest message with those words. Raises CannotPress."""
        ...

    async def fill(self, who: Person, values: dict[str, str], channel: str) -> None:
        """Send the newest form back with values by label. Raises CannotPress."""
        ...

    async def pass_time(self, milliseconds: int) -> None: ...

    async def restart(self) -> None:
        """Everything in memory is gone without warning; then it is started again."""
        ...

    def seen_by(self, who: Person) -> list[Seen]:
        """What the member has seen since this was last asked."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class NamesChannels(Protocol):
    """A platform whose channels have ids of their own."""

    def channel_id(self, name: str) -> str:
        """The id of the channel that a transcript calls by this name."""
        ...


class Memory:
    """What each member has seen: the new, and all of it, for pressing an old button."""

    def __init__(self) -> None:
        self._new: dict[str, list[Seen]] = {}
        self._all: dict[str, list[Seen]] = {}

    def add(self, who: str, seen: Seen) -> None:
        self._new.setdefault(who, []).append(seen)
        self._all.setdefault(who, []).append(seen)

    def take(self, who: str) -> list[Seen]:
        return self._new.pop(who, [])

    def button(self, who: str, label: str, on: str, channel: str) -> str | None:
        """What the newest button of that label sends, on a message with those words."""
        for seen in reversed(self._all.get(who, [])):
            if seen.channel == channel and on in " ".join(seen.lines):
                for name, id in seen.buttons:
                    if name == label:
                        return id
        return None

    def form(self, who: str, channel: str) -> Seen:
        for seen in reversed(self._all.get(who, [])):
            if seen.channel == channel and seen.command:
                return seen
        raise CannotPress(f"{who} sees no form")


def options(form: Seen, values: dict[str, str]) -> dict[str, str]:
    """The form's values by option: what was given by label, and what stood in it."""
    by_label = {field.label: field.option for field in form.fields}
    unknown = [label for label in values if label not in by_label]
    if unknown:
        raise CannotPress(f"the form has no field {unknown[0]}; it has {', '.join(by_label)}")
    given = {field.option: field.value for field in form.fields if field.value}
    return given | {by_label[label]: value for label, value in values.items()}


_MARKS = {"right": " ✓ right", "wrong": " ✗ wrong", "gone": " – gone"}


def text_of(card: Card) -> tuple[str, ...]:
    """A card's words, line by line, as `Seen.lines` holds them."""
    lines = [card.heading, f"{card.title} {card.aside}", *card.lines]
    for field in card.fields:
        lines += [f"{field.label if number == 0 else ''} {line}" for number, line in enumerate(field.lines)]
    lines += [f"{choice.letter} {choice.text}{_MARKS.get(choice.mark, '')}" for choice in card.choices]
    for row in card.board:
        lines.append(f"{row.place} {row.name}{' (you)' if row.yours else ''} {row.points} {row.detail}")
    lines.append(" · ".join(part for part in ("; ".join(card.sources), card.note) if part))
    return tidy(lines)


def fields_of(card: Card) -> tuple[AskedField, ...]:
    if card.form is None:
        return ()
    return tuple(AskedField(one.option, one.label, one.value, one.error) for one in card.form.fields)


def tidy(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines with single spaces, and none that is empty."""
    return tuple(line for line in (" ".join(each.split()) for each in lines) if line)
