"""What the wiring asks of a chat platform that is joined over the network, and how one says that it cannot be.

One law: a platform that is lost is told in one line, and the others go on.
"""

from __future__ import annotations

from typing import Protocol

from bot.host import Host
from bot.messages import Show, Shown


class NotJoined(Exception):
    """Why a platform is not served, in one line for the operator that says what to do."""


class Platform(Protocol):
    """A platform whose context is entered: its stage, and the ear beside it."""

    async def show(self, show: Show) -> Shown:
        """As `bot.ports.Stage` has it; works from the moment the context is entered."""
        ...

    async def serve(self, host: Host) -> None:
        """Hear for the host until this is called off. Raises `NotJoined` once the platform wants no more of us."""
        ...

    @property
    def greeting(self) -> str:
        """What is joined, as whom, in a line for the operator: "Discord: as Trivium, on 2 shards."."""
        ...


class Moderators(Protocol):
    """Whom a community has named in its settings: ids of members, and on some platforms of roles."""

    async def __call__(self, community: str) -> tuple[str, ...]: ...
