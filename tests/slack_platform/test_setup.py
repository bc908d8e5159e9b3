"""What an operator sets Slack up with: the manifest, `trivium doctor slack`, and a process as it is run."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters import doctor
from adapters.clock import RealClock
from adapters.settings import Settings
from adapters.slack.manifest import RESERVED, manifest
from bot.commands.vocabulary import TOPS
from tests.slack_platform.playing import PATIENCE
from tests.slack_stand_in.driver import Someone, until
from tests.slack_stand_in.server import APP_TOKEN, Slack

_ROOT = Path(__file__).parents[2]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A stand-in that is told the time by the machine."""
    made = Slack(RealClock())
    made.deliveries.patience = PATIENCE
    await made.start()
    made.configure(manifest())
    try:
        yield made
    finally:
        await made.stop()
    assert made.complaints == []


# --- the manifest ---


@pytest.mark.parametrize("prefix", ["", "t-"])
def test_the_manifest_has_every_command(prefix: str) -> None:
    """Each command of the vocabulary is a short command, but for the names that Slack keeps for itself."""
    features = manifest(short=True, prefix=prefix)["features"]
    names = [one["command"].removeprefix("/") for one in features["slash_commands"]]
    assert set(names) == {"trivium", *(f"{prefix}{top}" for top in TOPS if f"{prefix}{top}" not in RESERVED)}
    assert len(names) == len(set(names))


def test_the_manifest_is_within_slacks_limits() -> None:
    """Slack takes the manifest: no name, description or hint is too long, and there are not too many commands."""
    made = manifest("https://trivia.example", short=True, prefix="a-long-prefix-xx")
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    commands = made["features"]["slash_commands"]
    assert len(commands) <= 50
    for one in commands:
        assert len(one["command"]) <= 32
        assert 1 <= len(one["description"]) <= 2000
        assert len(one.get("usage_hint", "x")) <= 1000
        assert one["url"] == "https://trivia.example/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert "url" not in manifest()["features"]["slash_commands"][0]
    assert manifest()["settings"]["socket_mode_enabled"] is True


# --- the doctor ---


def _settings(slack: Slack, token: str, app_token: str = APP_TOKEN) -> Settings:
    given = {"SLACK_BOT_TOKEN": token, "SLACK_APP_TOKEN": app_token, "SLACK_API_URL": slack.api_url}
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]  # as pydantic-settings takes them


async def test_the_doctor_finds_slack_well(slack: Slack) -> None:
    """With good tokens and every scope there is nothing to mend, and no token is printed."""
    team = slack.team()
    found = await doctor.slack(_settings(slack, team.token))
    assert [one.state for one in found if one.state is doctor.State.TROUBLE] == []
    assert team.token not in repr(found)


@pytest.mark.parametrize("fault", ["token", "app token", "scope", "away"])
async def test_the_doctor_says_what_is_wrong_with_slack(slack: Slack, fault: str) -> None:
    """A wrong token, a missing scope and a Slack that does not answer are each told, with how to mend them."""
    team = slack.team()
    settings = _settings(slack, team.token)
    if fault == "token":
        slack.revoke(team)
    elif fault == "app token":
        settings = _settings(slack, team.token, "xapp-1-another")
    elif fault == "scope":
        slack.scopes = slack.scopes - {"chat:write"}
    else:
        await slack.stop()
        await slack.start()  # at another port
    found = await doctor.slack(settings)
    troubles = [one for one in found if one.state is doctor.State.TROUBLE]
    assert troubles
    if fault == "scope":
        assert "chat:write" in repr(troubles)


# --- a process ---


class Process:
    """`trivium run --only slack` as it is run."""

    def __init__(self, slack: Slack, token: str, url: str, folder: Path) -> None:
        self._slack = slack
        self._folder = folder
        self._settings = {
            "DATABASE_URL": url,
            "SLACK_BOT_TOKEN": token,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.api_url,
        }

    async def start(self) -> None:
        home = {"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HOME": str(self._folder)}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from adapters.cli import main; main()", "run", "--only", "slack"),
            cwd=self._folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=home | self._settings,
        )
        gone = asyncio.create_task(self._process.wait())
        try:
            await until(lambda: bool(self._slack.deliveries.links) or gone.done(), 60)
        finally:
            gone.cancel()
        if not self._slack.deliveries.links:
            told, _ = await self._process.communicate()
            raise AssertionError(f"it did not start: {told.decode()}")

    async def kill(self) -> None:
        self._process.kill()
        await self._process.wait()
        await until(lambda: not self._slack.deliveries.links)


async def test_a_process_that_is_killed_loses_no_answer(
    slack: Slack, harbour_url: str, tmp_path: Path
) -> None:
    """Killed in mid-question and started again, the bot asks nothing twice and counts what it had confirmed."""
    team = slack.team()
    ann, bo = (Someone(slack, team, slack.account(team, name)) for name in ("Ann", "Bo"))
    channel = slack.channel(team, "general", [ann.account, bo.account])
    process = Process(slack, team.token, harbour_url, tmp_path)
    await process.start()
    await ann.slash('trivia start "Harbour films" questions:1 seconds:5', channel)
    await until(lambda: bool(ann.sees()))
    await ann.click("Begin now", channel=channel)
    await until(lambda: any("Question 1 of 1" in one for one in ann.sees()))
    await bo.click("A", on="Question 1 of 1")
    await until(lambda: any("You chose A" in one for one in bo.sees()))  # said once it is kept
    await process.kill()
    await process.start()
    await until(lambda: any("Final board" in one for one in ann.sees()), 40)
    await process.kill()
    assert "of 1." in "\n".join(ann.newest("Question 1 of 1").lines)
    assert sum("Question 1 of 1" in one for one in ann.sees()) == 1
    assert sum("Final board" in one for one in ann.sees()) == 1
