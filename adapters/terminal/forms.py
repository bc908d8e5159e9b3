"""A form in a terminal: its fields asked one by one. What is refused is asked again; what was right is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cards import Form, FormField

Ask = Callable[[str, str, tuple[str, ...]], Awaitable[str | None]]
"""Asks in these words, with a value given and choices to complete; None at the end of input."""


async def ask(form: Form, prompt: Ask) -> tuple[tuple[str, str], ...] | None:
    """The values, or None when the member leaves. After a refusal only the fields with an error are asked."""
    again = any(field.error for field in form.fields)
    values: list[tuple[str, str]] = []
    for field in form.fields:
        value: str | None = field.value
        if field.error or not again:
            value = await _field(field, prompt)
        if value is None:
            return None
        if value:
            values.append((field.option, value))
    return tuple(values)


async def _field(field: FormField, prompt: Ask) -> str | None:
    while True:
        value = await prompt(words(field), field.value, field.choices)
        if value is None or value.strip() or not field.required:
            return value if value is None else value.strip()


def words(field: FormField) -> str:
    """How a field is asked: "Value, what is said of it (one of: a, b): "."""
    asked = field.label
    if field.help:
        asked += f", {field.help}"
    if field.choices:
        asked += f" (one of: {', '.join(field.choices)})"
    elif not field.required:
        asked += " (may stay empty)"
    return f"{field.error}\n{asked}: " if field.error else f"{asked}: "
