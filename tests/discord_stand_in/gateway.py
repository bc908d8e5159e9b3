"""The stand-in's gateway: sessions that survive their sockets, events in order, and every way to be cut off."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.discord_stand_in.world import JSON

HELLO_INTERVAL = 41_250  # milliseconds between heartbeats
GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
UNKNOWN_OPCODE, NOT_AUTHENTICATED, WRONG_TOKEN = 4001, 4003, 4004
WRONG_SHARD, DISALLOWED_INTENTS = 4010, 4014


class Wire:
    """One socket, compressed if it was asked for."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.dropped = False  # whether this end closed it
        self._request = request
        compress = request.query.get("compress") == "zlib-stream"
        self._zlib = zlib.compressobj() if compress else None

    async def send(self, payload: JSON) -> None:
        text = json.dumps(payload, separators=(",", ":"))
        try:
            if self._zlib is None:
                await self.socket.send_str(text)
            else:
                packed = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)
        except ConnectionError:
            pass  # the other side has gone; the session keeps what it missed

    async def close(self, code: int, why: bytes = b"") -> None:
        self.dropped = True
        await self.socket.close(code=code, message=why)

    def abort(self) -> None:
        """Cuts the TCP connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


@dataclass(eq=False)
class Session:
    """What RESUME goes on with: all events of one shard, by their sequence number."""

    id: str
    shard: int
    shards: int
    intents: int
    wire: Wire | None = None
    events: list[JSON] = field(default_factory=list)
    beaten: int = 0  # the sequence number of the last heartbeat
    beats: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def sequence(self) -> int:
        return len(self.events)

    async def event(self, name: str, data: JSON) -> None:
        payload = {"op": 0, "t": name, "s": self.sequence + 1, "d": data}
        self.events.append(payload)
        if self.wire is not None:
            await self.wire.send(payload)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the application may do at the gateway."""

    token: Callable[[], str]
    privileged: int  # which privileged intents are switched on
    shards: int
    concurrency: int


class Gateway:
    """Every session of the bot, over all its processes. `greet` gives READY and a shard's servers; `wake` is
    called whenever something came."""

    def __init__(
        self,
        allowed: Allowed,
        greet: Callable[[Session], tuple[JSON, list[JSON]]],
        wake: Callable[[], None],
    ) -> None:
        self._allowed = allowed
        self._wake = wake
        self._greet = greet
        self.sessions: dict[str, Session] = {}
        self.wires: set[Wire] = set()
        self.seen: Counter[str] = Counter()  # what the bot has sent: IDENTIFY, RESUME, heartbeats
        self.identified: list[tuple[float, int]] = []  # when, by the loop's clock, and which shard
        self.refuse_resumes = False

    # --- what the bot does ---

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        wire = Wire(socket, request)
        self.wires.add(wire)
        session: Session | None = None
        await wire.send(
            {"op": 10, "d": {"heartbeat_interval": HELLO_INTERVAL, "_trace": []}, "s": None, "t": None}
        )
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                session = await self._told(wire, session, json.loads(message.data))
                self._wake()
        finally:
            self.wires.discard(wire)
            if session is not None and session.wire is wire:
                session.wire = None
                async with session.beats:
                    session.beats.notify_all()  # nobody waits for a beat that cannot come
                if socket.close_code in (1000, 1001) and not wire.dropped:
                    self.sessions.pop(session.id, None)  # a client that says goodbye ends its session
        return socket

    async def _told(self, wire: Wire, session: Session | None, payload: JSON) -> Session | None:
        match payload["op"]:
            case 1:
                self.seen["heartbeat"] += 1
                await wire.send({"op": 11, "d": None, "s": None, "t": None})
                if session is not None:
                    async with session.beats:
                        session.beaten = max(session.beaten, payload["d"] or 0)
                        session.beats.notify_all()
            case 2:
                self.seen["identify"] += 1
                return await self._identify(wire, payload["d"])
            case 6:
                self.seen["resume"] += 1
                return await self._resume(wire, payload["d"])
            case 3 | 4 | 8:
                self.seen[f"opcode {payload['op']}"] += 1
            case _:
                await wire.close(UNKNOWN_OPCODE)
        return session

    async def _identify(self, wire: Wire, data: JSON) -> Session | None:
        shard, shards = data.get("shard") or (0, 1)
        self.identified.append((asyncio.get_running_loop().time(), shard))
        if data["token"] != self._allowed.token():
            await wire.close(WRONG_TOKEN, b"Authentication failed.")
            return None
        if not 0 <= shard < shards:
            await wire.close(WRONG_SHARD, b"Invalid shard.")
            return None
        if data["intents"] & PRIVILEGED & ~self._allowed.privileged:
            await wire.close(DISALLOWED_INTENTS, b"Disallowed intent(s).")
            return None
        session = Session(f"session{len(self.sessions)}x{id(wire):x}", shard, shards, data["intents"], wire)
        ready, guilds = self._greet(session)
        await session.event("READY", ready)
        for guild in guilds:
            await session.event("GUILD_CREATE", guild)
        self.sessions[session.id] = session
        return session

    async def _resume(self, wire: Wire, data: JSON) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self._allowed.token():
            await wire.close(WRONG_TOKEN, b"Authentication failed.")
            return None
        if session is None or self.refuse_resumes:
            self.sessions.pop(data["session_id"], None)
            await wire.send({"op": 9, "d": False, "s": None, "t": None})
            return None
        for payload in session.events[data["seq"] :]:
            await wire.send(payload)
        session.wire = wire
        await session.event("RESUMED", {"_trace": []})
        return session

    # --- what Discord does ---

    async def dispatch(
        self, name: str, data: JSON, guild: str | None, intent: int = 0, *, hide: tuple[str, ...] = ()
    ) -> None:
        """Sends an event to every session whose shard and intents it is for.

        `hide` names the fields that are empty for a session without the message content intent.
        """
        for session in [*self.sessions.values()]:
            mine = session.shard == (0 if guild is None else (int(guild) >> 22) % session.shards)
            if not mine or (intent and not session.intents & intent):
                continue
            blank = {} if session.intents & MESSAGE_CONTENT else {key: type(data[key])() for key in hide}
            await session.event(name, data | blank)

    async def again(self) -> None:
        """Delivers the last event of each session once more, as happens after a hiccup."""
        for session in [*self.sessions.values()]:
            last = session.events[-1]
            await session.event(last["t"], last["d"])

    async def caught_up(self) -> None:
        """Waits until the bot has taken in every event sent to a session that is connected."""
        for session in [*self.sessions.values()]:
            if session.wire is None or session.wire.socket.closed:
                continue
            await session.wire.send({"op": 1, "d": None, "s": None, "t": None})
            async with session.beats:
                wanted = session.sequence
                await session.beats.wait_for(lambda s=session, w=wanted: s.beaten >= w or s.wire is None)  # type: ignore[misc]

    async def close(self, code: int = 1001) -> None:
        """Ends every connection with a code."""
        for wire in [*self.wires]:
            await wire.close(code)

    def abort(self) -> None:
        """Cuts every connection at the TCP level."""
        for wire in [*self.wires]:
            wire.abort()

    async def say_reconnect(self) -> None:
        """Opcode 7: the bot is asked to connect anew and RESUME."""
        for wire in [*self.wires]:
            await wire.send({"op": 7, "d": None, "s": None, "t": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9: the sessions are over, or only interrupted."""
        if not resumable:
            self.sessions.clear()
        for wire in [*self.wires]:
            await wire.send({"op": 9, "d": resumable, "s": None, "t": None})
