"""What only Slack's screen says: the labels of buttons that stand under a card there, and sentences about Slack itself."""

from __future__ import annotations

from bot.cards import Button, Card

MORE = "More"
SHARE = "Share"
MY_RESULT = "My result"
FILL_IN = "Fill in"
CLOSE = "Close"
CANCEL = "Cancel"
THE_REST = "The rest"

SHARED_BY = "Shared by {name}"
NO_RESULT = "No answer of yours is kept from this round."
QUESTION = "Question {number}: {words}"
NOT_HERE = "Trivium is not in this conversation, so nothing can be posted here. Type /invite @Trivium, then try again."
FORM_GONE = "The form could not be opened in time. Press Fill in to open it."
HOME_NOTE = "Type /trivium help in any channel for all that Trivium can do."


def closes_in(seconds: int) -> str:
    """How long an open question runs for: "20 seconds"."""
    return "1 second" if seconds == 1 else f"{seconds} seconds"


def welcome(workspace: str) -> Card:
    """First contact, to who added the bot."""
    return Card(
        title=f"Trivium is in {workspace}",
        lines=(
            "It looks facts up with their sources, and plays rounds on them in a thread of any channel:",
            "Try a round: /trivium trivia start",
            "Choose channels: /trivium settings round_channels:#quiz",
            "Who moderates: the workspace's admins, and whom you name with /trivium settings moderators:@name",
            "Everything else: /trivium help",
            "In a private channel, /invite @Trivium first.",
        ),
        buttons=(
            Button("/trivia start questions:3", "Try a round"),
            Button("/settings", "Settings"),
            Button("/help", "Help"),
        ),
    )
