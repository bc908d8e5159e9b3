"""What Slack takes of blocks, views and options: every limit, nested elements included. Pure.

One law: a key, a type or a length that Slack's reference does not allow is a complaint, in words, with where it stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.slack_stand_in.checks import keys, kind_of, metadata
from tests.slack_stand_in.reference import BLOCKS, GROUPS, HOME_FIELDS, MODAL_FIELDS, OPTIONS

BLOCKS_OF_A_MESSAGE = 50
BLOCKS_OF_A_VIEW = 100
VIEW_BYTES = 250_000
MESSAGE_TEXT = 40_000
LETTERS_OF_BLOCKS = 13_000


def message_faults(message: Mapping[str, Any]) -> list[str]:
    """What is wrong with a message as it is posted, changed, or sent to a response address."""
    faults = []
    text, blocks = message.get("text"), message.get("blocks")
    if not isinstance(text, str) or not text.strip():
        faults.append("text: a message needs its fallback for notifications and screen readers")
    elif len(text) > MESSAGE_TEXT:
        faults.append(f"text: {len(text)} letters, {MESSAGE_TEXT} are allowed")
    if blocks is not None:
        faults += blocks_faults(blocks, BLOCKS_OF_A_MESSAGE)
        letters = _letters(blocks)
        if letters > LETTERS_OF_BLOCKS:
            faults.append(f"blocks: {letters} letters in all, {LETTERS_OF_BLOCKS} are allowed")
    if message.get("metadata") is not None:
        faults += metadata(message["metadata"], "metadata")
    return faults


def blocks_faults(blocks: Any, most: int, where: str = "blocks") -> list[str]:
    """What is wrong with a list of blocks."""
    if not isinstance(blocks, list):
        return [f"{where}: not a list"]
    faults = []
    if len(blocks) > most:
        faults.append(f"{where}: {len(blocks)} of them, {most} are allowed")
    named = [one["block_id"] for one in blocks if isinstance(one, dict) and "block_id" in one]
    faults += [f"{where}: block_id {name} comes twice" for name in set(named) if named.count(name) > 1]
    for number, block in enumerate(blocks):
        faults += kind_of(BLOCKS)(block, f"{where}[{number}]")
    return faults


def _letters(value: Any) -> int:
    """How much text stands in blocks."""
    if isinstance(value, list):
        return sum(map(_letters, value))
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(
        _letters(one) for name, one in value.items() if not (name == "text" and isinstance(one, str))
    )


def view_faults(view: Any) -> list[str]:
    """What is wrong with a modal or a Home."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return ["view: its type is neither modal nor home"]
    modal = view["type"] == "modal"
    fields = {**HOME_FIELDS, **(MODAL_FIELDS if modal else {})}
    faults = keys(view, fields, {"blocks", *(("title",) if modal else ())}, "view")
    faults += blocks_faults(view.get("blocks"), BLOCKS_OF_A_VIEW, "view.blocks")
    asks = any(isinstance(one, dict) and one.get("type") == "input" for one in view.get("blocks") or ())
    if modal and asks and "submit" not in view:
        faults.append("view.submit: a modal with fields to fill in needs it")
    if (size := len(json.dumps(view).encode())) > VIEW_BYTES:
        faults.append(f"view: {size} bytes, {VIEW_BYTES} are allowed")
    return faults


def options_faults(answer: Any) -> list[str]:
    """What is wrong with the options an app suggests."""
    if not isinstance(answer, dict) or not ({"options", "option_groups"} & answer.keys()):
        return ["options: there are neither options nor option_groups"]
    return keys(answer, {"options": OPTIONS, "option_groups": GROUPS}, set(), "answer")
