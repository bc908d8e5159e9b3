"""The addresses that Slack and a workspace's admin call: deliveries over HTTP, and the pages of installing.

One law: what is not signed by Slack, or was signed long ago, is answered 401 and does nothing. The SDK's own verifier
says so here, before anything is read: Bolt would take each press apart letter by letter first, which costs more than all
that follows.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from yarl import URL

from adapters.joining import NotJoined
from adapters.slack.installing import INSTALL, REDIRECT

log = logging.getLogger("trivium.slack")

_STAMP = re.compile(r"\d{1,12}")

EVENTS = "/slack/events"
BODY_BYTES = 1024 * 1024
BACKLOG = 1024  # connections that wait to be taken: a crowd presses at one moment
QUIET = 60.0  # seconds between two lines about requests that are not Slack's


@asynccontextmanager
async def serving(app: AsyncApp, host: str, port: int, signing_secret: str) -> AsyncIterator[int]:
    """The addresses, open on that port; gives its number, which differs for port 0. Raises NotJoined.

    Without a signing secret nothing is delivered here, and only the pages of installing are open.

    Several processes of one machine may share the port: each takes some of what comes.
    """
    routes = Routes(app, signing_secret)
    application = web.Application(client_max_size=BODY_BYTES)
    if signing_secret:
        application.router.add_post(EVENTS, routes.delivered)
    if app.oauth_flow is not None:
        application.router.add_get(INSTALL, routes.install)
        application.router.add_get(REDIRECT, routes.installed)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        shared = hasattr(socket, "SO_REUSEPORT") or None
        await web.TCPSite(runner, host, port, backlog=BACKLOG, reuse_port=shared).start()
    except OSError:
        await runner.cleanup()
        raise NotJoined(f"Port {port} is not free on {host}: set TRIVIUM_SLACK_PORT to another.") from None
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


class Routes:
    """What each address does: Bolt does it."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret or "none is set, so nothing is valid")
        self._told = float("-inf")

    async def delivered(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (_STAMP.fullmatch(stamp) and self._verifier.is_valid(raw, stamp, signature)):
            self._tell()
            return web.Response(status=401)
        body = payload(raw.decode("utf-8", "replace"))
        if body is None:
            return web.Response(status=400)
        # This mode of Bolt's is for bodies that are verified and read already.
        bolt = AsyncBoltRequest(body=body, headers=dict(request.headers), mode="socket_mode")
        return await to_aiohttp_response(await self._app.async_dispatch(bolt))

    async def install(self, request: web.Request) -> web.StreamResponse:
        flow = self._app.oauth_flow
        assert flow is not None
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def installed(self, request: web.Request) -> web.StreamResponse:
        flow = self._app.oauth_flow
        assert flow is not None
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    def _tell(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._told >= QUIET:
            self._told = now
            log.warning(
                "a request was not signed by Slack, or too long ago: is SLACK_SIGNING_SECRET the app's?"
            )


def payload(raw: str) -> dict[str, Any] | None:
    """What Slack sends, as JSON or as a form with JSON in it, or as a form; None for what is neither."""
    try:
        if raw.startswith("{"):
            read = json.loads(raw)
        else:
            form = URL.build(query_string=raw, encoded=True).query
            read = json.loads(form["payload"]) if "payload" in form else dict(form)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None
