"""Whether a process lives and can serve, for who starts and watches it: the same two addresses whatever it serves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web


def routes(ready: Callable[[], Awaitable[bool]]) -> tuple[web.RouteDef, ...]:
    """`/healthz` answers while the process lives, `/readyz` while it takes work and the database answers."""

    async def alive(_request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def can_serve(_request: web.Request) -> web.Response:
        if await ready():
            return web.Response(text="ready\n")
        return web.Response(status=503, text="Not ready: it is stopping, or the database does not answer.\n")

    return web.get("/healthz", alive), web.get("/readyz", can_serve)


@asynccontextmanager
async def endpoints(host_name: str, port: int, ready: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
    """The two addresses by themselves, for a process without the playground. Raises OSError when the port is taken."""
    app = web.Application()
    app.add_routes(routes(ready))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host_name, port).start()
        yield
    finally:
        await runner.cleanup()
