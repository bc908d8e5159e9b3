"""Cards as Block Kit: blocks, and the text for notifications and screen readers. Pure.

Two laws. Whatever a card holds, what comes out is within Slack's limits: what is too long is cut, and waits behind a
More button. And every word of a card stands in a plain text element, which Slack neither parses nor links; the only
markup is ours, for the moment a question closes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from adapters.slack import words
from adapters.slack.places import Where, written
from adapters.slack.text import cut, escaped
from bot.cards import BoardLine, Card, Choice, Field
from bot.instant import SECOND, Instant

Block: TypeAlias = dict[str, Any]
Run: TypeAlias = tuple[str, bool]
"""Some text, and whether it is bold."""
Line: TypeAlias = tuple[Run, ...]

LETTERS = 8_000  # of a message's body; Slack refuses some 13,000
LINES = 200
ELEMENT = 2_900  # letters of one text element
QUIET = 1_500  # of a quiet line above or below
LABEL = 75
VALUE = 2_000  # of a button
ROW = 25  # buttons of one block
FALLBACK = 3_000

_MARKS = {"right": " ✓ right", "wrong": " ✗ wrong", "gone": " – gone"}


@dataclass(frozen=True, slots=True)
class Extra:
    """A button of Slack's own under a card: what it does, and the value it carries."""

    action: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as Slack takes it."""

    text: str
    blocks: list[Block]


def drawn(card: Card, where: Where, extras: Sequence[Extra] = (), byline: str = "") -> Drawn:
    """The card as a message there; `byline` is a quiet line on top."""
    kept, rest = _fit(_groups(card))
    above = (("byline", byline), ("heading", card.heading))
    blocks = [_quiet(name, text) for name, text in above if text]
    blocks += [_rich(name, lines) for name, lines in kept]
    if card.closes_at is not None and card.seconds is not None:
        blocks.append(_closing(card.seconds, card.closes_at))
    more = (Extra("more", words.MORE, cut(rest, VALUE)),) if rest else ()
    blocks += _actions(card, where, (*more, *extras))
    footer = footer_of(card)
    if footer:
        blocks.append(_quiet("footer", footer))
    return Drawn(_fallback((byline, card.heading), kept, card, footer), blocks)


def footer_of(card: Card) -> str:
    return " · ".join(part for part in ("; ".join(card.sources), card.note) if part)


def rich(name: str, text: str) -> list[Block]:
    """Long plain text as blocks, for a modal."""
    lines = [((line, False),) for line in text.split("\n")]
    return [_rich(name, lines)] if text.strip() else []


# --- what a card says ---


def _groups(card: Card) -> list[tuple[str, list[Line]]]:
    """The card's words from top to bottom, each group a block of its own; those that are empty are left out."""
    form = card.form
    title = card.title or (form.title if form else "")
    aside: Line = ((f"   {card.aside}", False),) if card.aside else ()
    groups: list[tuple[str, list[Line]]] = [
        ("title", [((title, True), *aside)] if title or card.aside else []),
        ("lines", [((line, False),) for line in card.lines]),
        ("fields", list(_fields(card.fields))),
        ("choices", [_choice(choice) for choice in card.choices]),
        ("board", [_board(line) for line in card.board]),
        ("form", [((words.FORM_GONE, False),)] if form else []),
    ]
    return [(name, lines) for name, lines in groups if lines]


def _fields(fields: Iterable[Field]) -> Iterator[Line]:
    for field in fields:
        for number, line in enumerate(field.lines):
            yield ((field.label, True), (f"  {line}", False)) if number == 0 else ((f"    {line}", False),)


def _choice(choice: Choice) -> Line:
    return (choice.letter, True), (f"  {choice.text}{_MARKS.get(choice.mark, '')}", False)


def _board(line: BoardLine) -> Line:
    you = " (you)" if line.yours else ""
    detail = f"  {line.detail}" if line.detail else ""
    return (f"{line.place}  ", False), (f"{line.name}{you}", True), (f"  {line.points}{detail}", False)


def _plain(line: Line) -> str:
    return "".join(text for text, _ in line)


def _fit(groups: Iterable[tuple[str, list[Line]]]) -> tuple[list[tuple[str, list[Line]]], str]:
    """What fits into one message, and the rest as text."""
    kept: list[tuple[str, list[Line]]] = []
    rest: list[str] = []
    letters, count = 0, 0
    for name, lines in groups:
        room: list[Line] = []
        for line in lines:
            letters += len(_plain(line)) + 1
            count += 1
            if rest or count > LINES or (letters > LETTERS and kept):
                rest.append(_plain(line))
            elif letters > LETTERS:
                whole = _plain(line)
                room.append(((whole[:LETTERS], False),))
                rest.append(whole[LETTERS:])
            else:
                room.append(line)
        if room:
            kept.append((name, room))
    return kept, "\n".join(rest)


def _fallback(above: Iterable[str], kept: Iterable[tuple[str, list[Line]]], card: Card, footer: str) -> str:
    lines = [*above, *(_plain(line) for _, group in kept for line in group)]
    if card.seconds is not None and card.closes_at is not None:
        lines.append(f"Closes in {words.closes_in(card.seconds)}.")
    lines.append(footer)
    said = "\n".join(line for line in lines if line.strip())
    # Cut before it is escaped, or a cut could fall into an entity.
    return escaped(cut(said, FALLBACK)) or "Trivium"


# --- blocks ---


def _rich(name: str, lines: Iterable[Line]) -> Block:
    elements: list[Block] = []
    for number, line in enumerate(lines):
        runs = (("\n", False), *line) if number else line
        elements += [_run(part, bold) for text, bold in runs for part in _parts(text)]
    section = {"type": "rich_text_section", "elements": _joined(elements)}
    return {"type": "rich_text", "block_id": name, "elements": [section]}


def _parts(text: str) -> Iterator[str]:
    for start in range(0, len(text), ELEMENT):
        yield text[start : start + ELEMENT]


def _run(text: str, bold: bool) -> Block:
    return {"type": "text", "text": text, **({"style": {"bold": True}} if bold else {})}


def _joined(elements: Iterable[Block]) -> list[Block]:
    """Neighbours of one style as one element, where they fit."""
    joined: list[Block] = []
    for element in elements:
        last = joined[-1] if joined else None
        alike = last is not None and last.get("style") == element.get("style")
        if last is not None and alike and len(last["text"]) + len(element["text"]) <= ELEMENT:
            last["text"] += element["text"]
        else:
            joined.append(element)
    return joined


def _quiet(name: str, text: str) -> Block:
    element = {"type": "plain_text", "text": cut(text, QUIET), "emoji": False}
    return {"type": "context", "block_id": name, "elements": [element]}


def _closing(seconds: int, at: Instant) -> Block:
    """How long, and until when: Slack shows the moment in each reader's own zone."""
    moment = datetime.fromtimestamp(at / SECOND, UTC).strftime("%H:%M:%S UTC")
    text = f"Closes in {words.closes_in(seconds)}, at <!date^{at // SECOND}^{{time_secs}}|{moment}>"
    return {"type": "context", "block_id": "closes", "elements": [{"type": "mrkdwn", "text": text}]}


def _actions(card: Card, where: Where, extras: Iterable[Extra]) -> list[Block]:
    elements = [_button(f"press.{n}", one.label, one.id) for n, one in enumerate(card.buttons)]
    elements += [_button(extra.action, extra.label, extra.value) for extra in extras]
    rows = [elements[start : start + ROW] for start in range(0, len(elements), ROW)]
    return [
        {"type": "actions", "block_id": written(where, number), "elements": row}
        for number, row in enumerate(rows)
    ]


def _button(action: str, label: str, value: str) -> Block:
    text = {"type": "plain_text", "text": cut(label, LABEL), "emoji": False}
    return {"type": "button", "action_id": action, "text": text, "value": value}
