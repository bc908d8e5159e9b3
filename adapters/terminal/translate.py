"""Typed lines to what the bot hears, and cards to what a terminal draws. Pure.

The law: a card's text is drawn as it is, never as markup or as control codes of a terminal. Colour only adds to
what a word or a mark says already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cards import BoardLine, Card, Choice, Field, Tone
from bot.instant import SECOND, Instant
from bot.messages import Clicked, Heard, Member, Place, Said
from bot.wording.plain import plain

_MARKS = {"right": ("✓", "green"), "wrong": ("✗", "red"), "gone": ("–", "dim")}
_EDGES = {Tone.REFUSAL: "red", Tone.REVEAL: "green", Tone.QUESTION: "yellow", Tone.BOARD: "yellow"}


def heard(
    line: str, place: Place, members: Sequence[Member], buttons: Mapping[str, str], id: str, at: Instant
) -> Heard | None:
    """A typed line: with several players "Bo: B" is Bo's, any other the first one's. None when nothing is said.

    A button's label in brackets presses it: "[play again]". Bare words are talk, or an answer.
    """
    speaker, text = members[0], line.strip()
    name, colon, rest = text.partition(":")
    if colon and len(members) > 1:
        named = next((member for member in members if member.id == name.strip().casefold()), None)
        if named:
            speaker, text = named, rest.strip()
    if not text:
        return None
    button = buttons.get(text.strip("[] ").casefold()) if text.startswith("[") else None
    return Heard(id, place, speaker, Clicked(button) if button else Said(text), at)


def labels(card: Card) -> dict[str, str]:
    """What may be typed to press the card's buttons. A letter is an answer as it is."""
    return {clean(button.label).casefold(): button.id for button in card.buttons if len(button.label) > 1}


def shown(card: Card, to: str = "") -> RenderableType:
    """What the terminal draws; `to` names the member of a private card where several play."""
    parts: list[RenderableType] = []
    quiet = " · ".join(part for part in (f"to {to} alone" if to else "", card.heading) if part)
    if quiet:
        parts.append(Text(clean(quiet), style="dim"))
    if card.title or card.aside:
        parts.append(_title(card))
    parts.extend(Text(clean(line)) for line in card.lines)
    if card.fields:
        parts.append(_fields(card.fields))
    parts.extend(_choice(choice) for choice in card.choices)
    if card.board:
        parts.append(_board(card.board))
    if words := "  ".join(f"[ {clean(button.label)} ]" for button in card.buttons if len(button.label) > 1):
        parts.append(Text(words, style="cyan"))
    footer = " · ".join(part for part in ("; ".join(card.sources), card.note) if part)
    if footer:
        parts.append(Text(clean(footer), style="dim"))
    return Padding(Group(*parts), (1, 0, 0, 1), expand=False)


def tells_more(card: Card, before: Card | None) -> bool:
    """Whether an edit says anything that its message did not say before. A terminal cannot take lines back."""
    return before is None or not set(plain(card).splitlines()) <= set(plain(before).splitlines())


def left(closes_at: Instant | None, now: Instant) -> str:
    """The countdown's words, empty when nothing is open."""
    if closes_at is None or closes_at <= now:
        return ""
    seconds = -((now - closes_at) // SECOND)
    return f"closes in {seconds} second{'' if seconds == 1 else 's'}"


def clean(text: str) -> str:
    """Without what a terminal would obey: control characters and the marks that turn text around."""
    return "".join(character for character in text if character.isprintable() or character in "\u200c\u200d")


def _title(card: Card) -> Text:
    title = Text(clean(card.title), style=f"bold {_EDGES.get(card.tone, '')}".strip())
    if card.aside:
        title.append(f"  {clean(card.aside)}", style="not bold dim")
    return title


def _fields(fields: Sequence[Field]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for field in fields:
        for number, line in enumerate(field.lines):
            table.add_row(Text(clean(field.label) if number == 0 else ""), Text(clean(line)))
    return table


def _choice(choice: Choice) -> Text:
    mark, style = _MARKS.get(choice.mark, ("", ""))
    text = f"{choice.letter}  {clean(choice.text)}" + (f"  {mark} {choice.mark}" if mark else "")
    return Text(text, style=style)


def _board(lines: Sequence[BoardLine]) -> Table:
    table = Table.grid(padding=(0, 2))
    for justify in ("right", "left", "right", "left"):
        table.add_column(justify=justify)
    for line in lines:
        name = f"{clean(line.name)} (you)" if line.yours else clean(line.name)
        table.add_row(*(Text(part) for part in (str(line.place), name, str(line.points), clean(line.detail))))
    return table
