"""Which thread a round is played in: the one that hangs from its start card. Kept in memory, and found again by `Posts`."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

from adapters.slack import places
from adapters.slack.doors import Posts

KEPT = 20_000
T = TypeVar("T")


class Threads:
    """The threads of rounds, by round and by where they begin."""

    def __init__(self, posts: Posts) -> None:
        self._posts = posts
        self._of: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._rounds: OrderedDict[tuple[str, str], bool] = OrderedDict()

    async def of(self, team: str, round: str) -> str:
        """The `ts` that a round's messages hang from; "" while its start card is not posted. Raises StageFault."""
        key = (team, round)
        if key not in self._of:
            first = await self._posts.first(team, round)
            message = places.message(first) if first else None
            if message is None:
                return ""
            self._keep(self._of, key, message[1])
            self._keep(self._rounds, (team, places.named(*message)), True)
        return self._of[key]

    async def begins(self, team: str, channel: str, ts: str, *, ours: bool | None) -> bool:
        """Whether a round's thread begins there. `ours` is whether the message is ours, as far as Slack says."""
        key = (team, places.named(channel, ts))
        if key not in self._rounds:
            if ours is False:
                return False
            self._keep(self._rounds, key, await self._posts.begins(*key))
        return self._rounds[key]

    def noted(self, team: str, round: str, message: str) -> None:
        """A round's card was posted; the first of them begins its thread."""
        key = (team, round)
        told = places.message(message)
        if key not in self._of and told is not None:
            self._keep(self._of, key, told[1])
            self._keep(self._rounds, (team, message), True)

    @staticmethod
    def _keep(kept: OrderedDict[tuple[str, str], T], key: tuple[str, str], value: T) -> None:
        kept[key] = value
        while len(kept) > KEPT:
            kept.popitem(last=False)
