"""Where something stands in Slack, and how a place is named. Pure.

A `Place.channel` is a channel's id ("C1"), or a channel and the message that a thread hangs from ("C1:1700.0001").
A round that was started in a channel belongs to the channel, though it is played in a thread below its start card:
so its buttons carry their place with them, in the id of the block they stand in.
"""

from __future__ import annotations

from dataclasses import dataclass

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Where:
    """A spot on the screen: the channel of a `Place`, whether it is one member's own, the thread to answer in."""

    channel: str
    alone: bool = False
    thread: str = ""

    @property
    def slack_channel(self) -> str:
        """The id that Slack knows."""
        return self.channel.partition(":")[0]

    @property
    def slack_thread(self) -> str:
        """The thread that a message here goes to; "" for the channel itself."""
        return self.thread or self.channel.partition(":")[2]


def thread_place(channel: str, thread: str) -> str:
    """The name of a thread that is a channel of its own."""
    return f"{channel}:{thread}"


def written(where: Where, number: int) -> str:
    """A block's id that says where its buttons belong."""
    return f"{number}|{'alone' if where.alone else 'shared'}|{where.channel}|{where.thread}"


def read(block_id: object) -> Where | None:
    """Where the buttons of a block belong; None where we did not write its id."""
    parts = block_id.split("|") if isinstance(block_id, str) else []
    if len(parts) != 4 or parts[1] not in {"alone", "shared"} or not parts[2]:
        return None
    return Where(parts[2], parts[1] == "alone", parts[3])


def named(channel: str, ts: str) -> str:
    """A message's name, by which the bot edits it."""
    return f"{channel}/{ts}"


def message(name: str) -> tuple[str, str] | None:
    """The channel and `ts` of a message that can be changed; None for one that cannot (what only one member sees)."""
    channel, _, ts = name.partition("/")
    return (channel, ts) if channel and ts and "/" not in ts else None
