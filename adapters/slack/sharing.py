"""Lines that ask for a card again: for Share, and for a form that was too late. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.slack.blocks import VALUE
from bot.buttons import read_press
from bot.cards import Card, Tone
from bot.commands.parsing import Call, parse
from bot.commands.vocabulary import Seen
from bot.messages import Clicked, Filled, Said


def line_of(content: Said | Clicked | Filled) -> str:
    """The line, or the press, that asks for the same again; "" where there is none that a button could carry."""
    match content:
        case Said(text):
            line = text.strip()
        case Clicked(button):
            line = button
        case Filled(command, values):
            line = _filled(command, values)
    return line if len(line) <= VALUE and (line.startswith("/") or read_press(line)) else ""


def _filled(command: str, values: Iterable[tuple[str, str]]) -> str:
    if read_press(command) is not None:
        return ""
    return " ".join((f"/{command}", *(f"{name}:{_quoted(text)}" for name, text in values if text)))


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat}”" if '"' in flat else f'"{flat}"'


def sharable(card: Card, line: str) -> bool:
    """Whether a private reply may be shown to the channel by who asked: what everybody may ask for, spoilers apart."""
    if card.tone is Tone.REFUSAL or card.form is not None or not line.startswith("/"):
        return False
    call = parse(line)
    return isinstance(call, Call) and call.command.seen is Seen.SHARED and "spoilers" not in call.values
