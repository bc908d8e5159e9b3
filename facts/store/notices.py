"""PostgreSQL's notices, on a connection of its own: one that lies in a pool would miss them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from sqlalchemy.ext.asyncio import AsyncEngine


class Listening(Protocol):
    """A connection that hears notices until it is ended or lost."""

    def is_closed(self) -> bool: ...

    def terminate(self) -> None: ...


async def listen(engine: AsyncEngine, channel: str, heard: Callable[..., None]) -> Listening:
    """Has `heard` called, as the driver does it, with each notice of a channel. Raises `OSError` where it is cut off."""
    from asyncpg import exceptions  # type: ignore[import-untyped]  # it has no types of its own

    pooled = await engine.raw_connection()
    connection = pooled.driver_connection
    pooled.detach()
    assert connection is not None
    try:
        await connection.add_listener(channel, heard)
    except (
        exceptions.InterfaceError,
        exceptions.InternalClientError,
        exceptions.PostgresConnectionError,
    ) as fault:
        # Only here does the driver speak to us itself, and a server that dies in the middle makes it say any of these.
        connection.terminate()
        raise OSError("the server hung up") from fault
    return cast(Listening, connection)
