"""The few sentences that only Discord calls for: about its permissions, its buttons and its forms."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Card, Tone
from bot.wording.values import listed

UNREAD = "I cannot read what is typed here: press Answer, or use /answer."
GONE = "That is no longer at hand. Ask again with the command."
OLD_FORM = "That form is no longer at hand. Open it again with the command."


def not_allowed(missing: Sequence[str]) -> Card:
    """Why no round can be played in a channel."""
    return Card(
        tone=Tone.REFUSAL,
        lines=(
            f"I cannot play a round here: I lack the permission {listed(missing)}.",
            "A server manager can give it to me in the channel's settings, under Permissions.",
        ),
    )


def not_joined() -> Card:
    """Why no round can be played where a member brought the bot along."""
    return Card(
        tone=Tone.REFUSAL,
        lines=(
            "I am no member here, so I cannot post questions. Look-ups work.",
            "Ask a server manager to add me, or play with me in a direct message.",
        ),
    )


def welcome(server: str) -> Card:
    """First contact, to who added the bot."""
    return Card(
        title=f"Trivium is in {server}",
        lines=(
            "It looks facts up with their sources, and plays rounds on them. In a channel of the server:",
            "Try a round: /trivia start",
            "Choose channels: /settings round_channels:#quiz",
            "Who moderates: who may manage the server, and whom you name with /settings moderators:@name",
            "Everything else: /help",
        ),
    )
