"""What the stage names a message by, so that a later edit finds it, also after a restart.

One law: the token of an interaction lets whoever has it speak as us, so a name that holds one is sealed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol

from bot.instant import MINUTE, Instant

LIVES = 15 * MINUTE - 5_000
"""How long an interaction can be answered: Discord's quarter of an hour, less what a request takes."""

_SEALED = "~"


class Sealer(Protocol):
    """Seals small things; `open` gives nothing for what was not sealed here."""

    def seal(self, plain: bytes) -> bytes: ...

    def open(self, sealed: bytes) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Post:
    """A message that stands in a channel."""

    channel: int
    message: int


@dataclass(frozen=True, slots=True)
class Whisper:
    """A message that only one member sees: reached by the token of the interaction it answered, while that lives."""

    token: str
    message: str  # its id, or @original
    born: Instant

    def lives(self, now: Instant) -> bool:
        return now - self.born < LIVES


def named(address: Post | Whisper, sealer: Sealer) -> str:
    """The name of a message."""
    if isinstance(address, Post):
        return f"{address.channel}/{address.message}"
    plain = json.dumps([address.token, address.message, address.born])
    return _SEALED + sealer.seal(plain.encode()).decode("ascii")


def read(name: str, sealer: Sealer) -> Post | Whisper | None:
    """The address that a name stands for; None for a name that is none of ours."""
    if name.startswith(_SEALED):
        opened = sealer.open(name[1:].encode("ascii", "replace"))
        return None if opened is None else Whisper(*json.loads(opened))
    channel, _, message = name.partition("/")
    both = channel.isascii() and channel.isdecimal() and message.isascii() and message.isdecimal()
    return Post(int(channel), int(message)) if both else None
