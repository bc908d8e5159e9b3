"""Discord under load: the real process and the real client library against a stand-in Discord on this machine.

`python -m benchmarks.discord` prints the figures. The stand-in runs in a process beside it and takes its share of the
cores, so the figures are those of a machine half as large. A click's figure is from its sending to its acknowledgement
at the stand-in, the commit in the database included.
"""

from __future__ import annotations

import asyncio
import json
import math
import random
import sys
import tempfile
from pathlib import Path

from adapters.clock import RealClock
from tests.discord_stand_in.people import Somebody, join
from tests.discord_stand_in.process import Process
from tests.discord_stand_in.server import StandIn
from tests.discord_stand_in.world import Channel, Interaction, Membership

CHANNELS = 50
MEMBERS = 500
BURST = 2.0  # seconds
SERVERS = 1_000
EACH = 100  # members a server
_WAIT = 120.0  # seconds of patience


async def burst(folder: Path) -> dict[str, float]:
    """Members click within two seconds in many channels at once; every click is acknowledged and counted."""
    at = StandIn(RealClock(), None)
    await at.start()
    guild = at.realm.new_guild("Club", at.realm.new_user("Owner"))
    channels = [at.realm.new_channel(guild, f"channel-{number}") for number in range(CHANNELS)]
    members = [await join(at, guild, f"Member {i}", channels[i % CHANNELS]) for i in range(MEMBERS)]
    process = Process(at, folder)
    try:
        figures = {"start to ready, a new database (s)": await process.start()}
        await process.kill()
        figures["start to ready, a database in use (s)"] = await process.start()
        hosts = members[:CHANNELS]
        await asyncio.gather(*(_asked(host) for host in hosts))
        before, worked = process.memory(), process.worked()
        took = await _click(members)
        worked = process.worked() - worked
        figures |= {
            f"{MEMBERS} clicks in {BURST:.0f} s, {CHANNELS} channels: acknowledged, median (ms)": took[
                len(took) // 2
            ],
            "… 99th percentile (ms)": took[math.ceil(len(took) * 0.99) - 1],
            "… slowest (ms)": took[-1],
            "… not acknowledged within 3 s": float(took.count(math.inf)),
        }
        figures["… processor time of the bot, a click (ms)"] = worked / MEMBERS * 1_000
        await asyncio.gather(*(host.until("Final board", patience=_WAIT) for host in hosts))
        figures["… answers counted"] = float(sum(_counted(host) for host in hosts))
        figures["… memory before it (MB)"] = before
        figures["… memory after it (MB)"] = process.memory()
    finally:
        await process.kill()
        await at.stop()
    return figures


async def _asked(host: Somebody) -> None:
    """A round in the host's channel, up to its question."""
    await host.slash("trivia start", questions=1, seconds=60, patience=_WAIT)
    await host.until("Question 1 of 1", patience=_WAIT)


async def _click(members: list[Somebody]) -> list[float]:
    """Milliseconds until each was acknowledged, from the fastest to the slowest."""
    chance = random.Random(1)
    moments = sorted(chance.uniform(0, BURST) for _ in members)

    async def click(one: Somebody, moment: float) -> Interaction:
        await asyncio.sleep(moment)
        return await one.click(
            chance.choice("AB"), "Question 1 of 1", wait=False
        )  # some have but two options

    clicks = await asyncio.gather(*map(click, members, moments))
    _, late = await asyncio.wait([asyncio.create_task(one.done.wait()) for one in clicks], timeout=10)
    for one in late:
        one.cancel()
    return sorted((one.took or math.inf) * 1_000 for one in clicks)


def _counted(host: Somebody) -> int:
    """How many answers the reveal counts: "3 of 10." or "Nobody was right. 0 of 10."."""
    text = " ".join(host.newest("Question 1 of 1").texts)
    line = next(line for line in text.split("\n") if line.startswith(("Right: ", "Nobody was right.")))
    return int(line.rstrip(".").rpartition(" of ")[2])


async def memory(folder: Path) -> dict[str, float]:
    """The process in many servers, whose members are all sent to it and none of whom it has to keep."""
    at = StandIn(RealClock(), None, members_sent=True)
    await at.start()
    process = Process(at, folder)
    try:
        await process.start()
        await process.kill()  # the first start makes the database, which takes memory of its own
        await process.start()
        await asyncio.sleep(1)
        alone = process.memory()
        await process.kill()
        owner = at.realm.new_user("Owner")
        place: Channel | None = None
        for number in range(SERVERS):
            guild = at.realm.new_guild(f"Server {number}", owner)
            place = at.realm.new_channel(guild, "general")
            for each in range(EACH - 2):
                user = at.realm.new_user(f"Member {each}")
                guild.members[user.id] = Membership(user)
        assert place is not None
        assert place.guild is not None
        ann = await join(at, place.guild, "Ann", place)
        ready = await process.start(patience=_WAIT)
        await ann.slash("help")
        await asyncio.sleep(1)
        return {
            "memory in no server (MB)": alone,
            f"memory in {SERVERS:,} servers of {EACH} members (MB)": process.memory(),
            f"start to ready in {SERVERS:,} servers (s)": ready,
        }
    finally:
        await process.kill()
        await at.stop()


async def measure() -> dict[str, float]:
    figures: dict[str, float] = {}
    for work in (burst, memory):
        with tempfile.TemporaryDirectory() as folder:
            figures |= await work(Path(folder))
    return figures


def main() -> None:
    figures = asyncio.run(measure())
    if "--json" in sys.argv:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    width = max(map(len, figures))
    for name, figure in figures.items():
        print(f"{name:<{width}}  {figure:>12,.2f}")


if __name__ == "__main__":
    main()
