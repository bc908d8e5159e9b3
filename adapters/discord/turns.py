"""One interaction's turn to be answered: within three seconds, once, and then for a quarter of an hour.

Laws. Whatever the bot does, an interaction is acknowledged in time: one that is not answered after a second and a half
is deferred, and its words follow. And nobody sees what was meant for another: whether a message is private is said
when it is sent, whatever the deferral had guessed.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from adapters.discord.addresses import LIVES
from adapters.discord.drawing import ALONE, Payload
from adapters.discord.requests import Requests
from adapters.discord.translate import Kind
from bot.instant import Instant
from bot.ports import StageFault

PATIENCE = 1.5  # seconds until an interaction is deferred
ORIGINAL = "@original"
_MESSAGE, _THINKING, _TAKEN, _CHANGED, _MODAL = 4, 5, 6, 7, 9  # Discord's numbers for a first answer
_KEPT = 20_000


class _State(Enum):
    OPEN = "open"
    THINKING = "thinking"  # "Trivium is thinking…" stands there
    GIVEN = "given"  # acknowledged: whatever comes is one more message


@dataclass(frozen=True, slots=True)
class Asked:
    """What an interaction was: by Discord's ids, when, and whether it came from a message's button.

    `private` is whether its reply will most likely be its member's alone; `fields` those a form had. `replaces` says that its reply stands in place of the message it came from.
    """

    id: int
    token: str
    kind: Kind
    member: int
    channel: int
    born: Instant
    on_message: bool = False
    private: bool = True
    fields: frozenset[str] = frozenset()
    replaces: bool = False


class Turn:
    """Answers one interaction."""

    def __init__(self, asked: Asked, requests: Requests) -> None:
        self.asked = asked
        self._requests = requests
        self._state = _State.OPEN
        self._lock = asyncio.Lock()
        # A timer and not a task that sleeps: called off, it never breaks off a request that is on its way.
        self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._hurry)
        self._late: asyncio.Task[None] | None = None

    async def reply(self, payload: Payload, *, private: bool) -> str:
        """Say something; gives the message's id. Raises `Lapsed` when it is too late to."""
        payload = payload | {"flags": payload["flags"] | ALONE} if private else payload
        token = self.asked.token
        async with self._lock:
            if self._state is _State.OPEN:
                self._state = _State.GIVEN
                kind = _CHANGED if private and self.asked.replaces else _MESSAGE
                return _message(await self._respond(kind, payload))
            if self._state is _State.THINKING:
                self._state = _State.GIVEN
                if private is self.asked.private:
                    await self._requests.edit_reply(token, ORIGINAL, payload)
                    return ORIGINAL
                await self._requests.delete_reply(token, ORIGINAL)
        return str(await self._requests.follow_up(token, payload))

    async def open_form(self, modal: Payload) -> bool:
        """Open a form; False where none can be opened: a form's own answer is none, and a deferred one is past."""
        async with self._lock:
            if self._state is not _State.OPEN or self.asked.kind is Kind.FORM:
                return False
            self._state = _State.GIVEN
            await self._respond(_MODAL, modal)
            return True

    async def take(self) -> bool:
        """Acknowledge without a word, where Discord has that: for what was pressed on a message."""
        async with self._lock:
            if self._state is _State.OPEN and self.asked.on_message:
                self._state = _State.GIVEN
                await self._respond(_TAKEN)
            return self._state is _State.GIVEN

    async def settle(self) -> None:
        """The bot is done with it: what was not answered is acknowledged. Never raises for what Discord says."""
        self._timer.cancel()
        with suppress(StageFault):
            if await self.take():
                return
            # A command that the channel was told of: Discord wants an answer, and none is left standing.
            await self._think()
            async with self._lock:
                if self._state is _State.THINKING:
                    self._state = _State.GIVEN
                    await self._requests.delete_reply(self.asked.token, ORIGINAL)

    def close(self) -> None:
        self._timer.cancel()

    def _hurry(self) -> None:
        self._late = asyncio.create_task(self._defer())

    async def _defer(self) -> None:
        with suppress(StageFault):
            if not await self.take():
                await self._think()

    async def _think(self) -> None:
        async with self._lock:
            if self._state is _State.OPEN:
                self._state = _State.THINKING
                await self._respond(_THINKING, {"flags": ALONE} if self.asked.private else {})

    async def _respond(self, kind: int, data: Payload | None = None) -> object:
        return await self._requests.respond(self.asked.id, self.asked.token, kind, data)


def _message(response: object) -> str:
    """The id of the message that a first answer made."""
    resource = response.get("resource") if isinstance(response, dict) else None
    return str(((resource or {}).get("message") or {}).get("id") or ORIGINAL)


class Turns:
    """The interactions that can still be answered."""

    def __init__(self) -> None:
        self._turns: OrderedDict[int, Turn] = OrderedDict()
        self._latest: dict[tuple[int, int], tuple[Turn, ...]] = {}  # two at most, the newest first

    def add(self, turn: Turn, now: Instant) -> None:
        while self._turns and (
            len(self._turns) >= _KEPT or not _lives(next(iter(self._turns.values())), now)
        ):
            _, old = self._turns.popitem(last=False)
            self._forget(old)
        self._turns[turn.asked.id] = turn
        self._latest[_whose(turn)] = (turn, *self._latest.get(_whose(turn), ())[:1])

    def __contains__(self, id: int) -> bool:
        return id in self._turns

    def of(self, heard: str | None) -> Turn | None:
        """The turn of what was heard; None for a message, which has none."""
        return self._turns.get(int(heard)) if heard is not None and heard.isdecimal() else None

    def reaching(self, turn: Turn | None, member: str, channel: str, now: Instant) -> Iterator[Turn]:
        """Which turns reach a member in a channel, the best first."""
        if turn is not None:
            yield turn
        for latest in self._latest.get((int(member), int(channel)), ()):
            if latest is not turn and _lives(latest, now):
                yield latest

    def lapsed(self, turn: Turn) -> None:
        """It reaches nobody any more."""
        self._turns.pop(turn.asked.id, None)
        self._forget(turn)

    def close(self) -> None:
        for turn in self._turns.values():
            turn.close()

    def _forget(self, turn: Turn) -> None:
        turn.close()
        left = tuple(one for one in self._latest.pop(_whose(turn), ()) if one is not turn)
        if left:
            self._latest[_whose(turn)] = left


def _whose(turn: Turn) -> tuple[int, int]:
    return turn.asked.member, turn.asked.channel


def _lives(turn: Turn, now: Instant) -> bool:
    return now - turn.asked.born < LIVES
