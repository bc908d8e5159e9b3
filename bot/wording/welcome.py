"""First contact: what someone sees who has never met Trivium, with three things to type."""

from __future__ import annotations

from bot.cards import Button, Card

FIRST = (
    ("/film Pulgasari", "looks up a film"),
    ("/trivia start", "starts a round in this channel"),
    ("/help", "lists everything else"),
)


def welcome_card() -> Card:
    """The first card of a terminal or a playground; each line is also a button."""
    width = max(len(line) for line, _ in FIRST) + 3
    return Card(
        title="Trivium: facts with their sources, and rounds on them",
        lines=("Three things to type:", *(f"{line.ljust(width)}{does}" for line, does in FIRST)),
        buttons=tuple(Button(line, line) for line, _ in FIRST),
    )
