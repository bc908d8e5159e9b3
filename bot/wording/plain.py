"""A card as plain lines of text: what a terminal without colours, a transcript, a log and a picture's text show.

Everything that matters on a card is in these lines; a test holds that no field of `Card` is forgotten.
"""

from __future__ import annotations

import unicodedata

from bot.cards import BoardLine, Card, Choice, Field, Form, FormField

WIDTH = 78
_MARKS = {"right": "✓", "wrong": "✗", "gone": "–"}


def plain(card: Card) -> str:
    """The card from top to bottom; an aside stands at the right of the title, buttons in brackets."""
    lines: list[str] = []
    if card.heading:
        lines.append(card.heading)
    if card.title or card.aside:
        lines.append(_beside(card.title, card.aside))
    lines.extend(card.lines)
    lines.extend(_fields(card.fields))
    if card.choices:
        lines.extend(_choices(card.choices))
    lines.extend(_board(card.board))
    if card.form:
        lines.extend(_form(card.form))
    if card.buttons:
        lines.append("  ".join(f"[ {button.label} ]" for button in card.buttons))
    footer = " · ".join(part for part in ("; ".join(card.sources), card.note) if part)
    if footer:
        lines.append(footer)
    return "\n".join(lines)


def wide(text: str) -> int:
    """How many columns the text takes: Hangul and its kind take two a letter."""
    columns = 0
    for letter in text:
        if unicodedata.combining(letter):
            continue
        columns += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
    return columns


def pad(text: str, width: int) -> str:
    """The text with spaces after it up to that many columns."""
    return text + " " * max(0, width - wide(text))


def _beside(title: str, aside: str) -> str:
    if not aside:
        return title
    room = WIDTH - wide(title) - wide(aside)
    return f"{title}{' ' * max(4, room)}{aside}" if title else aside


def _fields(fields: tuple[Field, ...]) -> list[str]:
    width = max((wide(field.label) for field in fields if wide(field.label) <= 24), default=0) + 3
    lines = []
    for field in fields:
        for place, line in enumerate(field.lines):
            lines.append(f"{pad(field.label if place == 0 else '', width)}{line}")
    return lines


def _choices(choices: tuple[Choice, ...]) -> list[str]:
    """On one line while they are short, else one a line."""
    said = [_choice(choice) for choice in choices]
    one = "   ".join(said)
    return [one] if wide(one) <= WIDTH else said


def _choice(choice: Choice) -> str:
    mark = f" {_MARKS[choice.mark]} {choice.mark}" if choice.mark in _MARKS else ""
    return f"{choice.letter}  {choice.text}{mark}"


def _board(board: tuple[BoardLine, ...]) -> list[str]:
    places = max((len(str(line.place)) for line in board), default=0)
    names = max((wide(line.name) for line in board), default=0)
    points = max((wide(str(line.points)) for line in board), default=0)
    return [
        f"{line.place:>{places}}  {pad(line.name, names)}  {' ' * (points - wide(str(line.points)))}{line.points}"
        f"{'  ' + line.detail if line.detail else ''}{'  (you)' if line.yours else ''}"
        for line in board
    ]


def _form(form: Form) -> list[str]:
    lines = [] if not form.title else [form.title]
    lines.extend(_form_field(field) for field in form.fields)
    return [*lines, f"[ {form.submit} ]"]


def _form_field(field: FormField) -> str:
    line = f"{field.label}{' *' if field.required else ''}: {field.value or '…'}"
    if field.error:
        return f"{line}  ✗ {field.error}"
    return f"{line}  ({field.help})" if field.help and not field.value else line
