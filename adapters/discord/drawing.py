"""Cards as Discord's components: one text, its buttons, a footer. Pure.

Two laws. A card that is too long for one message has a More button and is never refused. And nothing of it pings or
formats: every word is escaped, and no message allows mentions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from adapters.discord import limits
from adapters.discord.marking import bold, escaped, heading, quiet, relative
from adapters.discord.words import UNREAD
from bot.buttons import Press, Verb, read_press
from bot.cards import BoardLine, Button, Card, Choice, Field, Tone

Payload: TypeAlias = dict[str, Any]

V2 = 1 << 15  # a message of components
ALONE = 1 << 6  # only who asked sees it
MORE, FIX, FORM, FIXED, LONG = "more", "fix", "form", "fixed", "long"
"""What the ids of the adapter's own buttons and forms begin with; a colon and a key follow."""

_ROW, _BUTTON, _TEXT, _CONTAINER = 1, 2, 10, 17
_PRIMARY, _SECONDARY = 1, 2
_MAIN_VERBS = frozenset({Verb.ANSWER, Verb.TYPE, Verb.BEGIN})
_EDGES = {
    Tone.QUESTION: 0xFFC24B,
    Tone.BOARD: 0xFFC24B,
    Tone.REVEAL: 0x4FC08D,
    Tone.REFUSAL: 0xF27A87,
}
_BUTTONS = 24  # on one page, and one more for More: with their rows and texts they stay under the limit


@dataclass(frozen=True, slots=True)
class _Page:
    """What one message holds of a card."""

    text: str
    buttons: tuple[Button, ...] = ()
    footer: str = ""


def shown(card: Card, more: str, page: int = 0) -> Payload:
    """The message that shows a card's page; `more` is the key that its More button names."""
    pages = _pages(card)
    this = pages[min(page, len(pages) - 1)]
    following = () if page + 1 >= len(pages) else (Button(f"{MORE}:{more}:{page + 1}", "More"),)
    inside = [_text(this.text), *_rows((*this.buttons, *following))]
    if this.footer:
        inside.append(_text(this.footer))
    plain = card.tone is Tone.RECEIPT and not card.title and not card.board
    return message(inside if plain else [_container(inside, _EDGES.get(card.tone))])


def unheard(card: Card) -> Card:
    """The card where the bot cannot read what is typed: a question that waits for that has an Answer button instead."""
    presses = [press for button in card.buttons if (press := read_press(button.id)) is not None]
    of = next((press for press in presses if press.verb is Verb.SKIP), None)
    if of is None or card.tone is not Tone.QUESTION or any(press.verb in _MAIN_VERBS for press in presses):
        return card
    answer = Button(Press(Verb.TYPE, of.round, of.number).id, "Answer")
    return replace(card, lines=(*card.lines, UNREAD), buttons=(answer, *card.buttons))


def pages(card: Card) -> int:
    """How many messages the card takes, the first and those behind its More button."""
    return len(_pages(card))


def message(components: list[Payload]) -> Payload:
    return {"flags": V2, "components": components, "allowed_mentions": {"parse": []}}


def words(text: str, *buttons: Button) -> Payload:
    """A message of one text and buttons."""
    return message([_text(text), *_rows(buttons)])


def long_id(id: str) -> str:
    """The short name that stands for a button's id too long for Discord."""
    return f"{LONG}:{digest(id)}"


def digest(text: str, letters: int = 20) -> str:
    """A short name of a text, the same at every start."""
    return hashlib.sha256(text.encode()).hexdigest()[:letters]


# --- pages ---


def _pages(card: Card) -> list[_Page]:
    footer = _footer(card)
    room = limits.LETTERS - len(footer) - 100
    texts: list[str] = [""]
    for part in _fitting(_parts(card)):
        if texts[-1] and len(texts[-1]) + len(part) + 1 > room:
            texts.append("")
        texts[-1] += f"\n{part}" if texts[-1] else part
    buttons = _distinct(card.buttons)
    groups = [buttons[i : i + _BUTTONS] for i in range(0, len(buttons), _BUTTONS)] or [()]
    count = max(len(texts), len(groups))
    texts += ["…"] * (count - len(texts))
    groups += [()] * (count - len(groups))
    return [
        _Page(text or "…", group, footer if number == 0 else "")
        for number, (text, group) in enumerate(zip(texts, groups, strict=True))
    ]


def _fitting(parts: Iterator[str]) -> Iterator[str]:
    """The parts, those too long for one text in pieces; a piece ends at a space where there is one."""
    for part in parts:
        rest = part
        while len(rest) > limits.TEXT:
            end = rest.rfind(" ", limits.TEXT // 2, limits.TEXT)
            end = limits.TEXT if end < 0 else end
            end -= rest[end - 1] == "\\"  # an escape stays with what it escapes
            yield rest[:end]
            rest = rest[end:].lstrip()
        if rest:
            yield rest


def _parts(card: Card) -> Iterator[str]:
    closes = f"closes {relative(card.closes_at)}" if card.closes_at is not None else ""
    above = " · ".join(part for part in (escaped(card.heading), closes) if part)
    if above:
        yield f"-# {above}"
    if card.title:
        yield heading(card.title)
    if card.aside:
        yield quiet(card.aside)
    yield from (escaped(line) for line in card.lines)
    yield from (_field(field) for field in card.fields)
    yield from (_choice(choice) for choice in card.choices)
    yield from (_board_line(line) for line in card.board)


def _field(field: Field) -> str:
    lines = "\n".join(escaped(line) for line in field.lines)
    return f"{bold(field.label)}  {lines}"


def _choice(choice: Choice) -> str:
    words = f"**{choice.letter}**  {escaped(choice.text)}"
    if choice.mark == "right":
        return f"{words}  ✓ right"
    return f"~~{words}~~  – gone" if choice.mark == "gone" else words


def _board_line(line: BoardLine) -> str:
    told = " · ".join(part for part in (str(line.points), escaped(line.detail)) if part)
    return f"**{line.place}**  {escaped(line.name)}{' (you)' if line.yours else ''} · {told}"


def _footer(card: Card) -> str:
    told = " · ".join(part for part in ("; ".join(card.sources), card.note) if part)
    return limits.cut(quiet(told), limits.TEXT) if told else ""


# --- components ---


def _text(content: str) -> Payload:
    return {"type": _TEXT, "content": content}


def _container(inside: list[Payload], edge: int | None) -> Payload:
    plain: Payload = {"type": _CONTAINER, "components": inside}
    return plain if edge is None else plain | {"accent_color": edge}


def _distinct(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """Discord takes no id twice, and no button without words."""
    kept = {button.id: button for button in reversed(buttons) if button.id and button.label.strip()}
    return tuple(button for button in buttons if kept.get(button.id) is button)


def _rows(buttons: Sequence[Button]) -> list[Payload]:
    """Rows of five: what answers stands together, what goes on stands below."""
    made = [_button(button) for button in buttons]
    return [{"type": _ROW, "components": made[i : i + limits.ROW]} for i in range(0, len(made), limits.ROW)]


def _button(button: Button) -> Payload:
    press = read_press(button.id)
    main = press is not None and press.verb in _MAIN_VERBS
    return {
        "type": _BUTTON,
        "style": _PRIMARY if main else _SECONDARY,
        "label": limits.cut(button.label, limits.LABEL),
        "custom_id": button.id if len(button.id) <= limits.ID else long_id(button.id),
    }
