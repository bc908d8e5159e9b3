"""Signed HTTP deliveries and OAuth: what Slack signs is heard, what it did not sign does nothing."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from sqlalchemy import text

from tests.slack_platform.conftest import Table, seated
from tests.slack_stand_in import happenings, payloads
from tests.slack_stand_in.deliveries import Delivery, body_of, signature
from tests.slack_stand_in.driver import Someone
from tests.slack_stand_in.server import SIGNING_SECRET
from tests.slack_stand_in.workspace import Team


@pytest.fixture
async def posted(harbour_url: str) -> AsyncIterator[Table]:
    """The same table, with Slack's deliveries coming over HTTP."""
    async with seated(harbour_url, http=True) as table:
        yield table


async def test_a_round_over_http(posted: Table) -> None:
    """Commands, presses and posts that Slack signed are heard, and a round is played to its end."""
    await posted.start()
    right, wrong = await posted.letters()
    await posted.click(posted.bo, right, on="Question 1")
    thread = posted.cem.newest("Question 1").thread
    await posted.cem.say(wrong, posted.channel, thread=thread)
    await posted.playing.settle()
    await posted.playing.pass_time(21_500)
    assert "Right: Bo. 1 of 2." in posted.ann.newest("Question 1 of 1")


def _command(table: Table, line: str) -> Delivery:
    address = table.slack.responses.give(table.playing.team, table.channel.id, table.bo.id)
    sent = payloads.command(
        table.bo.account, table.channel, table.playing.team, "/trivium", line, address, "1.2.3"
    )
    return Delivery("slash_commands", sent)


@pytest.mark.parametrize(
    "fault", ["another's secret", "no signature", "an old one", "another body", "to come"]
)
async def test_what_slack_did_not_sign_does_nothing(posted: Table, fault: str) -> None:
    """A forged, unsigned, stale or altered delivery is refused with 401, and nothing is done or said."""
    delivery = _command(posted, "search lantern")
    body, kind = body_of(delivery)
    now = posted.playing.clock.now() // 1000
    secret = "somebody-elses-secret" if fault == "another's secret" else SIGNING_SECRET
    at = {"an old one": now - 301, "to come": now + 400}.get(fault, now)
    signed = {} if fault == "no signature" else signature(secret, body, at)
    body = body.replace(b"lantern", b"tide") if fault == "another body" else body
    calls = len(posted.slack.calls)
    await posted.slack.deliveries.send(delivery, body, {"Content-Type": kind, **signed})
    await posted.playing.settle()
    assert (delivery.status, delivery.acknowledged) == (401, False)
    assert posted.bo.sees() == []
    assert len(posted.slack.calls) == calls


async def test_a_retry_over_http_is_done_once(posted: Table) -> None:
    """An event that Slack repeats with its retry headers is acknowledged and answered once."""
    post = posted.cem.post(f"<@{posted.playing.team.bot}> search lantern", posted.channel)
    event = posted.cem.events_of(post, posted.channel)[1]
    delivery = await posted.slack.event(posted.playing.team, event)
    assert delivery is not None
    again = await posted.slack.deliveries.again(delivery)
    await posted.playing.settle()
    assert again.acknowledged
    assert len(posted.cem.sees()) == 1


async def test_the_address_is_verified(posted: Table) -> None:
    """When the address is entered at Slack it asks for its challenge back, and gets it."""
    challenge = {"type": "url_verification", "token": payloads.TOKEN, "challenge": "3eZbrw1aB"}
    delivery = await posted.slack.deliver("events_api", challenge)
    said = delivery.answer.get("challenge") or delivery.answer.get("text")
    assert (delivery.status, said) == (200, "3eZbrw1aB")


# --- OAuth ---


async def install(
    table: Table, team: Team, *, state: str | None = None, same_browser: bool = True, after: int = 0
) -> tuple[int, str]:
    """Somebody of a workspace presses Add to Slack and allows it; the status and the page they land on."""
    table.slack.codes[f"code-of-{team.id}"] = team
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(f"{table.playing.address}/slack/install", allow_redirects=False) as answer:
            page = answer.headers.get("Location") or await answer.text()
            cookies = {name: one.value for name, one in answer.cookies.items() if same_browser}
        found = re.search(r"https?://[^\"'<> ]+/oauth/v2/authorize\?[^\"'<> ]+", page.replace("&amp;", "&"))
        assert found, page
        asked = parse_qs(urlsplit(found[0]).query)
        assert set(asked["scope"][0].split(",")) <= set(table.slack.scopes)
        given = {"code": f"code-of-{team.id}", "state": asked["state"][0] if state is None else state}
        await table.playing.pass_time(after)
        back = f"{table.playing.address}/slack/oauth_redirect"
        # A cookie that is for secure pages only is kept by a browser on this machine, though not by this client.
        async with browser.get(back, params=given, cookies=cookies, allow_redirects=False) as answer:
            return answer.status, await answer.text()


async def test_another_workspace_installs_the_app(posted: Table) -> None:
    """A second workspace is installed by OAuth, is served with its own token, and never sees the first one's rounds."""
    team = posted.slack.team("Quay", installed=False)
    dora = Someone(posted.slack, team, posted.slack.account(team, "Dora", is_admin=True))
    club = posted.slack.channel(team, "club", [dora.account])
    status, _ = await install(posted, team)
    assert status in {200, 302}
    assert [one.private for one in dora.sees(dora.direct)] == [False]  # one welcome, in a direct message
    await posted.start()
    await dora.slash("trivia status", club)
    await posted.playing.settle()
    assert "no round" in "\n".join(dora.newest().lines).casefold()
    assert await _installed(posted) == [team.id]
    file = posted.playing.bot.database.file
    assert file is not None
    written = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert team.id.encode() in written
    assert team.token.encode() not in written


async def _installed(table: Table) -> list[str]:
    """The workspaces whose installations are kept."""
    async with table.playing.bot.database.read() as connection:
        rows = await connection.execute(text("SELECT community_id FROM installations"))
        return [row[0] for row in rows.all()]


@pytest.mark.parametrize("fault", ["no state", "a made-up one", "another browser's", "an old one"])
async def test_an_installation_nobody_began_is_refused(posted: Table, fault: str) -> None:
    """A redirect installs nothing whose state we did not give out, gave to another browser, or gave long ago."""
    team = posted.slack.team("Quay", installed=False)
    posted.slack.account(team, "Dora", is_admin=True)
    state = {"no state": "", "a made-up one": "made-up"}.get(fault)
    status, _ = await install(
        posted,
        team,
        state=state,
        same_browser=fault != "another browser's",
        after=11 * 60_000 if fault == "an old one" else 0,
    )
    assert status in {400, 401, 403}
    assert not any(name == "oauth.v2.access" for name, _ in posted.slack.calls)


async def test_a_workspace_that_removes_the_app_is_forgotten(posted: Table) -> None:
    """After its removal a workspace's token is kept no more, and the others go on."""
    team = posted.slack.team("Quay", installed=False)
    dora = Someone(posted.slack, team, posted.slack.account(team, "Dora", is_admin=True))
    posted.slack.channel(team, "club", [dora.account])
    await install(posted, team)
    assert await _installed(posted) == [team.id]
    await happenings.uninstall(posted.slack, team)
    await posted.playing.settle()
    assert await _installed(posted) == []
    await posted.bo.slash("search lantern", posted.channel)
    await posted.playing.settle()
    assert "Search: lantern" in posted.bo.newest()


async def test_presses_are_acknowledged_before_their_words(posted: Table) -> None:
    """Many presses at one moment are all acknowledged, and all counted."""
    crowd = [posted.playing.join(f"M{number}") for number in range(40)]
    posted.channel.members |= {one.id for one in crowd}
    await posted.start()
    right, _ = await posted.letters()
    pressed = await asyncio.gather(*(one.click(right, on="Question 1") for one in crowd))
    assert all(one.acknowledged for one in pressed)
    await posted.playing.settle()
    await posted.playing.pass_time(21_500)
    assert "40 of 40." in "\n".join(posted.ann.newest("Question 1 of 1").lines)
    assert json.dumps([one.status for one in pressed]) == json.dumps([200] * 40)
