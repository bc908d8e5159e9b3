"""How Slack hands things to an app: signed over HTTP, or in an envelope over one of its sockets.

One law: what is not acknowledged in time was not delivered. An event comes again at once, and later when the test
says so; a command, a press or a form does not, and its member is told that it failed.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

Kind: TypeAlias = Literal["events_api", "slash_commands", "interactive"]


@dataclass
class Delivery:
    """One thing on its way to the app, and what became of it."""

    kind: Kind
    payload: Mapping[str, Any]
    attempt: int = 0
    acknowledged: bool = False
    status: int = 0  # over HTTP
    answer: Mapping[str, Any] = field(default_factory=dict)  # what came with the acknowledgement
    took: float = 0.0  # seconds to the acknowledgement


class Link:
    """One open socket of the app."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.socket = socket
        self.transport = transport
        self.leaving = False
        self.waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = {}


class Deliveries:
    """The ways to the app. `patience` is how long it may take to acknowledge, in seconds."""

    def __init__(self, now: Callable[[], int], seed: int, signing_secret: str) -> None:
        self.request_urls: list[str] = []  # where the app listens; none means Socket Mode
        self.links: list[Link] = []
        self.patience = 3.0
        self.at_once = True  # whether what was not acknowledged comes again by itself, once
        self.failed: list[Delivery] = []
        self.done: list[Delivery] = []
        self.signing_secret = signing_secret
        self._now = now
        self._chance = random.Random(seed)
        self._envelopes = 0
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Hands it over; comes back once it is acknowledged or has failed."""
        await self._attempt(delivery)
        while not delivery.acknowledged and self._comes_again(delivery):
            delivery = await self.again(delivery)
        return delivery

    def _comes_again(self, delivery: Delivery) -> bool:
        return self.at_once and delivery.kind == "events_api" and delivery.attempt == 0

    async def again(self, delivery: Delivery) -> Delivery:
        """The same thing once more, as Slack repeats it."""
        return await self._attempt(Delivery(delivery.kind, delivery.payload, delivery.attempt + 1))

    async def _attempt(self, delivery: Delivery) -> Delivery:
        began = time.perf_counter()
        if self.request_urls:
            await self._over_http(delivery)
        else:
            await self._over_socket(delivery)
        delivery.took = time.perf_counter() - began
        (self.done if delivery.acknowledged else self.failed).append(delivery)
        return delivery

    # --- HTTP ---

    async def _over_http(self, delivery: Delivery) -> None:
        body, kind = body_of(delivery)
        headers = {"Content-Type": kind, **signature(self.signing_secret, body, self._now() // 1000)}
        if delivery.attempt:
            headers |= {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": "http_timeout"}
        await self.send(delivery, body, headers)

    async def send(self, delivery: Delivery, body: bytes, headers: Mapping[str, str]) -> None:
        """The request as it is given, forged or not."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        url = self._chance.choice(self.request_urls)
        try:
            async with asyncio.timeout(self.patience):
                async with self._session.post(url, data=body, headers=headers) as answer:
                    text = await answer.text()
        except (TimeoutError, aiohttp.ClientError):
            return
        delivery.status, delivery.acknowledged = answer.status, answer.status == 200
        if answer.content_type == "application/json" and text:
            delivery.answer = json.loads(text)
        elif text:
            delivery.answer = {"text": text}

    # --- Socket Mode ---

    async def _over_socket(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(self.patience):
                link = await self._a_link()
                delivery.answer = await self._over(link, delivery)
        except (TimeoutError, ConnectionError):
            return
        delivery.acknowledged = True

    async def _a_link(self) -> Link:
        """One of the sockets, whichever: Slack promises no order among them."""
        while True:
            open = [link for link in self.links if not link.leaving]
            if open:
                return self._chance.choice(open)
            await asyncio.sleep(0.01)

    async def _over(self, link: Link, delivery: Delivery) -> Mapping[str, Any]:
        self._envelopes += 1
        name = f"envelope-{self._envelopes}"
        envelope = {
            "envelope_id": name,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            reason = "timeout" if delivery.attempt else ""
            envelope |= {"retry_attempt": delivery.attempt, "retry_reason": reason}
        answer: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        link.waiting[name] = answer
        try:
            await link.socket.send_json(envelope)
            return await answer
        finally:
            del link.waiting[name]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """A socket that the app has opened, for as long as it stays."""
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        link = Link(socket, request.transport)
        debug = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
        self.links.append(link)
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.links),
                "debug_info": debug,
                "connection_info": {"app_id": "A0TRIVIUM"},
            }
        )
        try:
            async for received in socket:
                if received.type is aiohttp.WSMsgType.TEXT:
                    said = json.loads(received.data)
                    waiting = link.waiting.get(said.get("envelope_id", ""))
                    if waiting is not None and not waiting.done():
                        waiting.set_result(said.get("payload") or {})
        finally:
            self.links.remove(link)
            for waiting in link.waiting.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionResetError("the socket has gone"))
        return socket

    async def refresh(self, link: Link) -> None:
        """Slack asks the app to come back on another socket, as it does every few hours, and closes this one soon."""
        link.leaving = True
        debug = {"host": "applink-1"}
        await link.socket.send_json(
            {"type": "disconnect", "reason": "refresh_requested", "debug_info": debug}
        )
        for _ in range(100):
            if link not in self.links:
                return
            await asyncio.sleep(0.01)
        await link.socket.close()

    def abort(self, link: Link) -> None:
        """The connection breaks without a word."""
        link.leaving = True
        assert link.transport is not None
        link.transport.abort()

    async def close(self) -> None:
        for link in list(self.links):
            await link.socket.close()
        if self._session is not None:
            await self._session.close()


def body_of(delivery: Delivery) -> tuple[bytes, str]:
    """What is sent over HTTP, and its type."""
    form = "application/x-www-form-urlencoded"
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload).encode(), form
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), form


def signature(secret: str, body: bytes, at: int) -> dict[str, str]:
    """The headers that prove who sent a body, and when (seconds)."""
    signed = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={signed}"}
