"""Cards as plain data and back: what the pipe writes, `trivium say --json` prints and the outbox keeps.

Two laws. Nothing is lost on the way there and back. And what is empty is left out, except the title, the lines,
the buttons and the sources, which a reader may count on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from bot.cards import BoardLine, Button, Card, Choice, Field, Form, FormField, Tone
from bot.instant import SECOND

Plain: TypeAlias = dict[str, Any]
"""What `json` reads and writes; times are seconds."""


def as_dict(card: Card) -> Plain:
    """The card as JSON has it."""
    plain: Plain = {
        "title": card.title,
        "tone": "" if card.tone is Tone.PLAIN else card.tone.value,
        "heading": card.heading,
        "aside": card.aside,
        "lines": list(card.lines),
        "fields": [{"label": field.label, "lines": list(field.lines)} for field in card.fields],
        "choices": [_choice(choice) for choice in card.choices],
        "board": [_board_line(line) for line in card.board],
        "buttons": [{"id": button.id, "label": button.label} for button in card.buttons],
        "sources": list(card.sources),
        "note": card.note,
        "closes_at": None if card.closes_at is None else card.closes_at / SECOND,
        "seconds": card.seconds,
        "form": None if card.form is None else _form(card.form),
    }
    always = {"title", "lines", "buttons", "sources"}
    return {key: value for key, value in plain.items() if key in always or value not in ("", [], None)}


def from_dict(plain: Mapping[str, Any]) -> Card:
    """The card that `as_dict` made this of."""
    closes_at, form = plain.get("closes_at"), plain.get("form")
    return Card(
        title=plain["title"],
        tone=Tone(plain.get("tone", Tone.PLAIN)),
        heading=plain.get("heading", ""),
        aside=plain.get("aside", ""),
        lines=tuple(plain["lines"]),
        fields=tuple(Field(field["label"], tuple(field["lines"])) for field in plain.get("fields", ())),
        choices=tuple(Choice(**choice) for choice in plain.get("choices", ())),
        board=tuple(BoardLine(**line) for line in plain.get("board", ())),
        buttons=tuple(Button(**button) for button in plain["buttons"]),
        sources=tuple(plain["sources"]),
        note=plain.get("note", ""),
        closes_at=None if closes_at is None else round(closes_at * SECOND),
        seconds=plain.get("seconds"),
        form=None if form is None else _read_form(form),
    )


def _choice(choice: Choice) -> Plain:
    plain = {"letter": choice.letter, "text": choice.text}
    return plain | {"mark": choice.mark} if choice.mark else plain


def _board_line(line: BoardLine) -> Plain:
    plain: Plain = {"place": line.place, "name": line.name, "points": line.points}
    if line.detail:
        plain["detail"] = line.detail
    if line.yours:
        plain["yours"] = True
    return plain


def _form(form: Form) -> Plain:
    return {
        "command": form.command,
        "title": form.title,
        "submit": form.submit,
        "fields": [_form_field(field) for field in form.fields],
    }


def _form_field(field: FormField) -> Plain:
    told: Plain = {
        "help": field.help,
        "required": field.required,
        "value": field.value,
        "error": field.error,
        "choices": list(field.choices),
        "suggests": field.suggests,
        "multiline": field.multiline,
    }
    named = {"option": field.option, "label": field.label}
    return named | {key: value for key, value in told.items() if value}


def _read_form(plain: Mapping[str, Any]) -> Form:
    fields = tuple(
        FormField(**{**field, "choices": tuple(field.get("choices", ()))}) for field in plain["fields"]
    )
    return Form(plain["command"], plain["title"], fields, plain["submit"])
