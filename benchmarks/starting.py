"""How long the code of all platforms takes to be imported, beside the libraries alone that it cannot do without."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

LIBRARIES = "import discord, slack_bolt.async_app, sqlalchemy.ext.asyncio"
ALL = "import adapters.launch, adapters.discord.client, adapters.slack.client, adapters.web.server"


def milliseconds(code: str, times: int = 5) -> float:
    """The median of several starts of Python with this code."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
