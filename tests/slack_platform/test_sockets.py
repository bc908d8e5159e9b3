"""Socket Mode: sockets that close, break, and share one workspace's events among several processes."""

from __future__ import annotations

import asyncio

import pytest

from adapters.clock import RealClock
from adapters.slack import client
from adapters.slack.manifest import manifest
from tests.conftest import PostgreSQL
from tests.slack_platform.conftest import Table
from tests.slack_platform.playing import PATIENCE, Bot, access
from tests.slack_stand_in.driver import Someone, until
from tests.slack_stand_in.server import Slack
from tests.transcripts.conftest import install


async def test_a_round_goes_on_over_another_socket(table: Table) -> None:
    """Slack closes the socket with `disconnect` in mid-question: what is pressed then is heard on the next one."""
    await table.start()
    right, _ = await table.letters()
    await table.click(table.bo, right, on="Question 1")
    await table.slack.deliveries.refresh(table.slack.deliveries.links[0])
    await table.click(table.cem, right, on="Question 1")
    assert f"You chose {right}" in table.cem.newest()
    await table.playing.pass_time(21_500)
    assert "2 of 2." in "\n".join(table.ann.newest("Question 1 of 1").lines)


async def test_a_socket_that_breaks_is_opened_anew(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection breaks without a word: it is opened anew, and Slack's repetition of an event is heard."""
    monkeypatch.setattr(client, "PING", 0.2)  # seconds between signs of life: a test does not wait for ten
    await table.playing.restart()
    broken = table.slack.deliveries.links[0]
    table.slack.deliveries.abort(broken)
    await until(lambda: any(link is not broken for link in table.slack.deliveries.links))
    await table.bo.mention("search lantern", table.channel)
    await table.playing.settle()
    assert "Search: lantern" in table.bo.newest()


async def test_an_event_that_nobody_acknowledged_is_done_once(table: Table) -> None:
    """An event whose acknowledgement was lost with its socket comes again on another, and is done once."""
    post = table.cem.post(f"<@{table.playing.team.bot}> search lantern", table.channel)
    event = table.cem.events_of(post, table.channel)[1]
    delivery = await table.slack.event(table.playing.team, event)
    await table.slack.deliveries.refresh(table.slack.deliveries.links[0])
    assert delivery is not None
    assert (await table.slack.deliveries.again(delivery)).acknowledged
    await table.playing.settle()
    assert sum("Search: lantern" in one for one in table.cem.sees()) == 1


async def test_several_processes_share_a_workspace(postgresql: PostgreSQL) -> None:
    """Two processes get a workspace's events at random, some of them twice: a question stands there once, all count."""
    url = postgresql.create("template_trivium")
    install(url, ("harbour",))
    slack = Slack(RealClock(), seed=11)
    slack.deliveries.patience = PATIENCE
    await slack.start()
    slack.configure(manifest())
    team = slack.team()
    people = [Someone(slack, team, slack.account(team, f"M{number}")) for number in range(12)]
    channel = slack.channel(team, "general", [one.account for one in people])
    bots = [Bot(url, access(slack, team), RealClock(), seed, by_itself=True) for seed in (1, 2)]
    for bot in bots:
        await bot.open()
    try:
        await people[0].slash('trivia start "Harbour films" questions:1 seconds:5', channel)
        await until(lambda: bool(people[0].sees()))
        await people[0].click("Begin now", channel=channel)
        await until(lambda: any("Question 1 of 1" in one for one in people[0].sees()))
        presses = [one.pressing(*one.find("A", on="Question 1 of 1")) for one in people]
        sent = await asyncio.gather(*(slack.deliver("interactive", press) for press in (*presses, *presses)))
        assert all(one.acknowledged for one in sent)
        for _ in range(12):
            await people[1].mention("fact", channel)
        await until(lambda: any("Final board" in one for one in people[0].sees()), 40)
        await slack.idle()
    finally:
        for bot in bots:
            await bot.close()
        await slack.stop()
    questions = [one for one in people[5].sees() if "Question 1 of 1" in one and not one.private]
    assert len(questions) == 1
    assert "of 12." in "\n".join(questions[0].lines)
    assert sum("Final board" in one for one in people[5].sees()) == 1
    assert all(any("You chose A" in one for one in each.sees()) for each in people)
    assert sum("Another fact" in one.labels for one in people[5].sees()) == 12
    assert slack.complaints == []
    postgresql.drop(url)
