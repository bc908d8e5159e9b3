"""Forms as modals, a modal sent back, and the Home tab. Pure.

A modal remembers where it was asked for, so that what is sent back is heard there. Fields with suggestions are
external selects; since a select takes nothing but its options, what was typed is always offered as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from adapters.slack import words
from adapters.slack.blocks import Block, Drawn, rich
from adapters.slack.places import Where
from adapters.slack.text import cut
from bot.cards import Card, Form, FormField

View: TypeAlias = dict[str, Any]

TITLE = 24  # letters of a modal's title and of its buttons
OPTION = 75
OPTION_VALUE = 150
OPTIONS = 100
INPUT = 2_000  # letters of a typed field: as many as a command takes
FORM = "form"
MISSING = "missing"
REST = "rest"
"""What a modal is: a form that the bot asks to fill in, one for what a typed command lacks, the rest of a message."""

_INPUT = "value"  # the action of every field


@dataclass(frozen=True, slots=True)
class Asked:
    """What a modal was opened for."""

    command: str
    where: Where


def modal(card: Card, form: Form, where: Where, kind: str = FORM) -> View:
    """The card's form. What stands on the card beside it stands above the fields."""
    above = [part for part in (card.title, *card.lines) if part]
    if len(form.title) > TITLE and form.title not in above:
        above.insert(0, form.title)
    return {
        "type": "modal",
        "callback_id": kind,
        "private_metadata": _kept(Asked(form.command, where)),
        "title": _text(form.title or words.FILL_IN, TITLE),
        "submit": _text(form.submit, TITLE),
        "close": _text(words.CANCEL, TITLE),
        "blocks": [*rich("above", "\n".join(above)), *_inputs(form.fields)],
    }


def errors(form: Form) -> dict[str, str]:
    """What is wrong with a form, by field; empty where nothing is said of a single field."""
    return {field.option: cut(field.error, 300) for field in form.fields if field.error}


def rest(text: str) -> View:
    """What did not fit into a message."""
    return {
        "type": "modal",
        "callback_id": REST,
        "title": _text(words.THE_REST, TITLE),
        "close": _text(words.CLOSE, TITLE),
        "blocks": rich("rest", text) or rich("rest", words.NO_RESULT),
    }


def home(message: Drawn) -> View:
    """The Home tab with a card on it."""
    return {"type": "home", "blocks": message.blocks}


def asked(view: Mapping[str, Any]) -> Asked | None:
    """What a modal was opened for; None for one that is not ours."""
    try:
        kept = json.loads(view.get("private_metadata") or "")
        where = Where(str(kept["channel"]), bool(kept["alone"]), str(kept["thread"]))
        return Asked(str(kept["command"]), where)
    except (ValueError, KeyError, TypeError):
        return None


def given(view: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The values of a modal that was sent, by option; "" for a field that was left empty."""
    state = view.get("state") or {}
    values: list[tuple[str, str]] = []
    for option, actions in (state.get("values") or {}).items():
        for field in actions.values():
            chosen = field.get("selected_option")
            text = chosen.get("value") if isinstance(chosen, dict) else field.get("value")
            values.append((option, str(text or "")))
    return tuple(values)


def options(found: Sequence[str], typed: str) -> dict[str, list[Block]]:
    """Suggestions for a select, and what was typed itself."""
    typed = typed.strip()
    texts = dict.fromkeys((*found, *((typed,) if typed else ())))
    fitting = [text for text in texts if text.strip() and len(text) <= OPTION_VALUE]
    return {"options": [_option(text) for text in fitting[:OPTIONS]]}


def _kept(asked: Asked) -> str:
    where = asked.where
    return json.dumps(
        {"command": asked.command, "channel": where.channel, "alone": where.alone, "thread": where.thread}
    )


def _inputs(fields: Iterable[FormField]) -> list[Block]:
    return [_input(field) for field in fields]


def _input(field: FormField) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.option,
        "label": _text(field.label, 150),
        "optional": not field.required,
        "element": _element(field),
    }
    hint = " ".join(part for part in (field.error, field.help) if part)
    return {**block, "hint": _text(hint, 300)} if hint else block


def _element(field: FormField) -> Block:
    if field.choices:
        offered = [_option(choice) for choice in field.choices[:OPTIONS]]
        chosen = {"initial_option": _option(field.value)} if field.value in field.choices[:OPTIONS] else {}
        return {"type": "static_select", "action_id": _INPUT, "options": offered, **chosen}
    if field.suggests:
        fits = field.value.strip() and len(field.value) <= OPTION_VALUE
        chosen = {"initial_option": _option(field.value)} if fits else {}
        return {"type": "external_select", "action_id": _INPUT, "min_query_length": 0, **chosen}
    filled = {"initial_value": field.value[:INPUT]} if field.value else {}
    return {
        "type": "plain_text_input",
        "action_id": _INPUT,
        "multiline": field.multiline,
        "max_length": INPUT,
        **filled,
    }


def _option(text: str) -> Block:
    return {"text": _text(text, OPTION), "value": text}


def _text(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": cut(text, most) or " ", "emoji": False}
