"""Lines from standard input, one at a time, without ever holding up the event loop or the end of the process."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterable, Iterator

LONGEST = 1_000_000
"""Bytes of a line that are kept; a longer one arrives as `TOO_LONG`, and the next one whole."""

TOO_LONG = b""

_AHEAD = 256  # lines read before they are asked for
_CHUNK = 65_536


async def lines_of(file: int) -> AsyncIterator[bytes]:
    """Each line of a file descriptor, without its end; a blank line is a space, so that only a too long one is empty."""
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[bytes | None] = asyncio.Queue()
    room = threading.Semaphore(_AHEAD)

    def read() -> None:
        try:
            for line in split(iter(lambda: os.read(file, _CHUNK), b"")):
                room.acquire()
                loop.call_soon_threadsafe(arrived.put_nowait, line)
            loop.call_soon_threadsafe(arrived.put_nowait, None)
        except RuntimeError:  # the loop has ended: nobody asks any more
            return

    # A daemon, because a read that waits for input cannot be called off; and a plain descriptor, because a buffered
    # file would be locked by that read when the process ends.
    threading.Thread(target=read, name="lines", daemon=True).start()
    while (line := await arrived.get()) is not None:
        room.release()
        yield line


def split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in these pieces."""
    rest, overlong = b"", False
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield _line(line, overlong)
            overlong = False
        if len(rest) > LONGEST:
            rest, overlong = b"", True
    if rest or overlong:
        yield _line(rest, overlong)


def _line(line: bytes, overlong: bool) -> bytes:
    if overlong or len(line) > LONGEST:
        return TOO_LONG
    return line.rstrip(b"\r") or b" "
