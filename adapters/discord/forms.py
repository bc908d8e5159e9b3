"""Forms as Discord's modals, and what stands in the channel where a modal cannot: a Fix it button. Pure.

Two laws. A modal has five parts at most, so what was given already and is right is carried along unseen. And what was
typed is never lost: a refused form opens again with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from adapters.discord import limits
from adapters.discord.drawing import FIX, FIXED, FORM, Payload, words
from adapters.discord.marking import bold, escaped, heading
from bot.cards import Button, Card, Form, FormField

_SELECT, _INPUT, _TEXT, _LABEL = 3, 4, 10, 18
_SHORT, _PARAGRAPH = 1, 2


@dataclass(frozen=True, slots=True)
class Draft:
    """A form on its way: what stands above it, and which options had a field the last time."""

    form: Form
    above: str = ""
    before: frozenset[str] = frozenset()


def draft_of(card: Card, before: Collection[str] = ()) -> Draft | None:
    """The card's form; where it opens for the first time nothing is said of what was not filled in yet."""
    if card.form is None:
        return None
    return Draft(card.form, card.title, frozenset(before))


def modal(draft: Draft, key: str, *, again: bool = False) -> Payload:
    """The modal that asks for the draft's fields; `key` names the draft, for what the modal has no field for.

    `again` is one behind a Fix it button, in whose place the outcome will stand.
    """
    above = [{"type": _TEXT, "content": escaped(draft.above)[: limits.TEXT]}] if draft.above.strip() else []
    fields = _chosen(draft, limits.FIELDS - len(above))
    whole = len(fields) == len(draft.form.fields)
    id = f"{FIXED if again else FORM}:{draft.form.command}"
    return {
        "custom_id": id if whole and len(id) <= limits.ID else f"{id[:70]}:{key}",
        "title": limits.cut(draft.form.title.strip().rstrip(".") or "Trivium", limits.TITLE),
        "components": [*above, *(_label(field, bool(draft.before)) for field in fields)],
    }


def carried(draft: Draft | None) -> tuple[tuple[str, str], ...]:
    """All that the draft holds; what the modal asks for replaces its own."""
    return (
        ()
        if draft is None
        else tuple((field.option, field.value) for field in draft.form.fields if field.value)
    )


def refused(draft: Draft, key: str) -> Payload:
    """A form that was refused: what is wrong with it, and the way back to it."""
    lines = [f"{bold(field.label)}  {escaped(field.error)}" for field in draft.form.fields if field.error]
    title = limits.cut(heading(draft.form.title), limits.TEXT)
    return words("\n".join((title, *lines))[: limits.LETTERS], Button(f"{FIX}:{key}", "Fix it"))


def offered(draft: Draft, key: str) -> Payload:
    """A form that came too late to open by itself."""
    title = limits.cut(heading(draft.above or draft.form.title), limits.TEXT)
    return words(title, Button(f"{FIX}:{key}", "Fill it in"))


def _chosen(draft: Draft, most: int) -> list[FormField]:
    """The fields that most need one, in the form's order."""
    fields = draft.form.fields
    ranked = sorted(fields, key=lambda field: _rank(field, draft.before))[:most]
    return [field for field in fields if field in ranked]


def _rank(field: FormField, before: Collection[str]) -> int:
    """What is wrong or missing comes first, then what had a field before, then what is only typed."""
    if field.required and not field.value:
        return 0
    if field.error:
        return 1
    if field.option in before:
        return 2
    if field.value:
        return 5
    return 4 if field.choices or field.suggests else 3  # a slash command's option does these better


def _label(field: FormField, again: bool) -> Payload:
    error = field.error if again or field.value else ""
    plain: Payload = {
        "type": _LABEL,
        "label": limits.cut(field.label.strip() or field.option, limits.FIELD_LABEL),
        "component": _select(field) if 0 < len(field.choices) <= limits.OPTIONS else _input(field),
    }
    told = (error or field.help).strip()
    return plain | {"description": limits.cut(told, limits.FIELD_HELP)} if told else plain


def _input(field: FormField) -> Payload:
    value = field.value if field.multiline else " ".join(field.value.split())
    plain: Payload = {
        "type": _INPUT,
        "custom_id": field.option,
        "style": _PARAGRAPH if field.multiline else _SHORT,
        "required": field.required,
        "max_length": limits.VALUE,
    }
    return plain | {"value": value[: limits.VALUE]} if value else plain


def _select(field: FormField) -> Payload:
    options = [
        {"label": choice[: limits.CHOICE], "value": choice[: limits.CHOICE], "default": choice == field.value}
        for choice in field.choices
    ]
    return {
        "type": _SELECT,
        "custom_id": field.option,
        "required": field.required,
        "min_values": int(field.required),
        "max_values": 1,
        "options": options,
    }
