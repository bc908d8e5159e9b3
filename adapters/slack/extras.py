"""Slack's own buttons under a card, and which cards have them."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.slack import words
from adapters.slack.blocks import Extra
from adapters.slack.pending import Asked
from adapters.slack.sharing import sharable
from bot.buttons import Verb, read_press
from bot.cards import Card, Tone
from bot.messages import Show


def is_final(card: Card) -> bool:
    """Whether it is a round's last board."""
    presses = (read_press(button.id) for button in card.buttons)
    return card.tone is Tone.BOARD and any(press and press.verb is Verb.AGAIN for press in presses)


def extras(show: Show, asked: Asked | None, round: str) -> Sequence[Extra]:
    """Slack's own buttons under a card: to share it, to see one's own result, to open its form again."""
    found: list[Extra] = []
    card, line = show.card, asked.line if asked else ""
    if card.form is not None and line:
        found.append(Extra("form", words.FILL_IN, line))
    if show.to and not show.place.alone and not (asked and asked.shared) and sharable(card, line):
        found.append(Extra("share", words.SHARE, line))
    if round and not show.to and not show.place.alone and (card.tone is Tone.REVEAL or is_final(card)):
        found.append(Extra("result", words.MY_RESULT, round))
    return found
