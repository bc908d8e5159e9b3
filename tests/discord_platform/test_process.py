"""The real process against Discord's stand-in: started, killed with signal 9, started again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.clock import RealClock
from tests.discord_stand_in.calls import Fault
from tests.discord_stand_in.contract import description
from tests.discord_stand_in.people import Somebody, join, until
from tests.discord_stand_in.process import Process
from tests.discord_stand_in.server import StandIn


@pytest.fixture
async def at() -> AsyncIterator[StandIn]:
    stand_in = StandIn(RealClock(), description())
    await stand_in.start()
    yield stand_in
    await stand_in.stop()
    assert stand_in.violations == []
    assert stand_in.messages.pinged == []


def verdicts(one: Somebody) -> int:
    """How many private messages on screen tell a member whether they were right."""
    private = [sight.texts[0] for sight in one.screen() if sight.only_for is one.user]
    return sum(text.startswith(("Right.", "Not right this time.")) for text in private)


async def test_a_killed_process_loses_no_answer_and_no_private_word(at: StandIn, tmp_path: Path) -> None:
    """Killed with signal 9 while the receipts of a close are on their way, the next process says what was left to say."""
    guild = at.realm.new_guild("Film club", at.realm.new_user("Owner"))
    channel = at.realm.new_channel(guild, "general")
    ann, bo = await join(at, guild, "Ann", channel), await join(at, guild, "Bo", channel)
    process = Process(at, tmp_path)
    try:
        await process.start()
        await ann.slash("trivia start", questions=1, seconds=5)
        await ann.until("The first question comes")
        await ann.click("Begin now")
        await ann.until("Question 1 of 1")
        await ann.click("A")
        await bo.click("B")
        await asyncio.gather(ann.until("You chose A"), bo.until("You chose B"))
        held = at.fails(Fault("PATCH", "/webhooks/", hold=asyncio.Event(), times=100))
        await ann.until("closed", patience=40)
        await until(at, lambda: held.met > 0, "a receipt is on its way")
        await process.kill()
        held.times = 0
        await process.start()
        await ann.until("Final board", patience=60)
        for one in (ann, bo):
            await until(at, lambda one=one: verdicts(one) == 1, f"{one.user.name} is told")  # type: ignore[misc]
        direct = [Somebody(at, one.user, at.realm.direct(one.user)) for one in (ann, bo)]
        assert not any(one.sights() for one in direct)
        assert ann.reads("of 2.")
        posted = [
            sight for sight in ann.sights() if sight.what == "new" and "Question 1 of 1" in sight.texts[0]
        ]
        assert len(posted) == 1
    finally:
        await process.kill()


async def test_a_refused_token_ends_the_process_with_one_line(at: StandIn, tmp_path: Path) -> None:
    """Alone on Discord with a wrong token, the process ends with exit code 1 and says where to get another."""
    process = Process(at, tmp_path)
    await process.spawn("a-wrong-token")
    assert await process.ended() == 1
    assert "Discord refuses the token" in process.log
    assert "Traceback" not in process.log
    assert "a-wrong-token" not in process.log
