"""The stand-in itself, with a small app of the real Bolt: it does what Slack does, and refuses what Slack refuses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.clock import VirtualClock
from tests.slack_stand_in import limits
from tests.slack_stand_in.driver import Someone, until
from tests.slack_stand_in.reading import lines_of, mrkdwn, pings_in
from tests.slack_stand_in.server import APP_TOKEN, Slack, Trouble
from tests.slack_stand_in.workspace import Channel, Team


class Stage:
    """A workspace with Ann and Bo in one channel, and a small app in Socket Mode."""

    slack: Slack
    team: Team
    channel: Channel
    app: AsyncApp
    ann: Someone
    bo: Someone


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    stage = Stage()
    stage.slack = Slack(VirtualClock(1_772_452_800_000))
    await stage.slack.start()
    stage.team = stage.slack.team()
    accounts = [stage.slack.account(stage.team, name) for name in ("Ann", "Bo")]
    stage.ann, stage.bo = (Someone(stage.slack, stage.team, one) for one in accounts)
    stage.channel = stage.slack.channel(stage.team, "general", accounts)
    client = AsyncWebClient(stage.team.token, base_url=f"{stage.slack.api_url}/")
    stage.app = AsyncApp(client=client)
    handler = AsyncSocketModeHandler(stage.app, APP_TOKEN)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK's
    try:
        yield stage
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # the SDK's
        await stage.slack.stop()


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, **more: str) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": label, **more}


async def test_a_command_is_answered_for_its_member_alone() -> None:
    """What an app says to a slash command's response address is seen by who typed it."""
    async with staged() as stage:

        @stage.app.command("/trivium")
        async def heard(ack: Any, respond: Any, command: Any) -> None:
            await ack()
            await respond(text=f"You said {command['text']}")

        delivery = await stage.ann.slash("hello", stage.channel)
        assert delivery.acknowledged
        await until(lambda: bool(stage.ann.sees()))
        assert [one.lines for one in stage.ann.sees()] == [("You said hello",)]
        assert stage.bo.sees() == []


async def test_a_button_is_pressed_in_a_thread() -> None:
    """A press tells the app the message, its thread and the press's own time, and the message can be changed."""
    async with staged() as stage:
        pressed = []

        @stage.app.action("Go")
        async def heard(ack: Any, body: Any, client: Any) -> None:
            await ack()
            pressed.append(body)
            channel, ts = body["channel"]["id"], body["message"]["ts"]
            await client.chat_update(channel=channel, ts=ts, text="Gone", blocks=[section("Gone")])

        actions = {"type": "actions", "elements": [button("Go")]}
        start = await stage.app.client.chat_postMessage(channel=stage.channel.id, text="Start")
        await stage.app.client.chat_postMessage(
            channel=stage.channel.id,
            thread_ts=start["ts"],
            text="Ready?",
            blocks=[section("Ready?"), actions],
        )
        await stage.bo.click("Go", on="Ready?")
        await until(lambda: "Gone" in stage.ann.sees()[-1])
        assert pressed[0]["container"]["thread_ts"] == start["ts"]
        assert float(pressed[0]["actions"][0]["action_ts"]) > float(start["ts"])
        await stage.slack.idle()


async def test_a_modal_is_opened_refused_and_taken() -> None:
    """A modal keeps what was typed when the app names a mistake, and closes when it is taken."""
    async with staged() as stage:
        given = []
        view = {
            "type": "modal",
            "callback_id": "form",
            "title": {"type": "plain_text", "text": "Form"},
            "submit": {"type": "plain_text", "text": "Send"},
            "blocks": [
                {
                    "type": "input",
                    "block_id": "name",
                    "label": {"type": "plain_text", "text": "Name"},
                    "element": {"type": "plain_text_input", "action_id": "typed"},
                },
                {
                    "type": "input",
                    "block_id": "film",
                    "optional": True,
                    "label": {"type": "plain_text", "text": "Film"},
                    "element": {"type": "external_select", "action_id": "film", "min_query_length": 1},
                },
            ],
        }

        @stage.app.command("/trivium")
        async def opened(ack: Any, client: Any, command: Any) -> None:
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=view)

        @stage.app.options("film")
        async def suggested(ack: Any, payload: Any) -> None:
            text = {"type": "plain_text", "text": f"{payload['value']}de"}
            await ack(options=[{"text": text, "value": "tide"}])

        @stage.app.view("form")
        async def sent(ack: Any, view: Any) -> None:
            values = view["state"]["values"]
            given.append(values)
            wrong = values["name"]["typed"]["value"] == "x"
            await (ack(response_action="errors", errors={"name": "Too short."}) if wrong else ack())

        await stage.ann.slash("form", stage.channel)
        await until(lambda: stage.slack.house.top_view(stage.ann.id) is not None)
        assert await stage.ann.form.submit() is None
        assert stage.ann.form.modal.errors == {"name": "Please complete this required field."}
        await stage.ann.form.submit({"Name": "x", "Film": "Ti"} | {"Film": "tide"})
        assert stage.ann.form.modal.errors == {"name": "Too short."}
        await stage.ann.form.submit({"Name": "Ann"})
        assert stage.slack.house.top_view(stage.ann.id) is None
        assert given[-1]["film"]["film"]["selected_option"]["value"] == "tide"
        assert stage.slack.complaints == []


async def test_what_is_not_acknowledged_comes_again() -> None:
    """An event that got no acknowledgement comes once more by itself, marked as a repetition."""
    async with staged() as stage:
        stage.slack.deliveries.patience = 0.2
        heard = []

        @stage.app.event("app_mention")
        async def mentioned(event: Any) -> None:
            heard.append(event["ts"])
            if len(heard) == 1:
                await asyncio.sleep(0.4)

        message = stage.ann.post(f"<@{stage.team.bot}> hi", stage.channel)
        await stage.slack.event(stage.team, stage.ann.events_of(message, stage.channel)[1])
        attempts = [*stage.slack.deliveries.failed, *stage.slack.deliveries.done]
        assert [one.attempt for one in attempts] in ([0, 1], [0])
        await until(lambda: len(heard) >= 1)


async def test_the_app_comes_back_on_another_socket() -> None:
    """Told to disconnect, the app opens a second socket, and what follows reaches it there."""
    async with staged() as stage:

        @stage.app.command("/trivium")
        async def heard(ack: Any) -> None:
            await ack("Here")

        first = stage.slack.deliveries.links[0]
        await stage.slack.deliveries.refresh(first)
        assert (await stage.ann.slash("hello", stage.channel)).acknowledged
        assert stage.slack.deliveries.links[0] is not first


async def test_trouble_and_refusals_are_slacks_own() -> None:
    """A limit, a revoked token, an archived channel and a full hour are refused in Slack's own words."""
    async with staged() as stage:
        client = stage.app.client

        async def refusal(**message: Any) -> Any:
            with pytest.raises(SlackApiError) as refused:
                await client.chat_postMessage(channel=stage.channel.id, **message)
            return refused.value.response

        answer = await refusal(text="x", blocks=[section("x" * 3001)])
        assert answer["error"] == "invalid_blocks"
        stage.slack.trouble("chat.postMessage", Trouble(status=429, retry_after=7))
        answer = await refusal(text="x")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
        stage.channel.archived = True
        assert (await refusal(text="x"))["error"] == "is_archived"
        stage.slack.revoke(stage.team)
        assert (await refusal(text="x"))["error"] == "token_revoked"
        assert len(stage.slack.complaints) == 1


@pytest.mark.parametrize(
    ("blocks", "where"),
    [
        ([section("x")] * 51, "blocks"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "blocks[0]"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "blocks[0]"),
        ([{"type": "actions", "elements": [button(str(i)) for i in range(26)]}], "elements"),
        ([{"type": "actions", "elements": [button("x" * 76)]}], "elements[0]"),
        ([{"type": "actions", "elements": [button("x", value="y" * 2001)]}], "elements[0]"),
        ([{"type": "actions", "elements": [button("x"), button("x")]}], "comes twice"),
        ([{"type": "section"}], "text or fields"),
        ([{**section("x"), "accessory": button("")}], "accessory"),
        ([{**section("x"), "colour": "red"}], "colour"),
        ([{"type": "context", "elements": []}], "elements"),
        ([{**section("x"), "block_id": "a"}, {**section("y"), "block_id": "a"}], "comes twice"),
    ],
)
def test_every_limit_is_held(blocks: list[dict[str, Any]], where: str) -> None:
    """A block that Slack would refuse is a fault that says where, nested elements included."""
    faults = limits.message_faults({"text": "x", "blocks": blocks})
    assert faults
    assert all(where in fault for fault in faults), faults


def test_blocks_read_as_on_screen() -> None:
    """Markup is read as Slack shows it: styled words without their signs, what is escaped with them."""
    assert mrkdwn("*Made by*  Ann &amp; Bo") == "Made by  Ann & Bo"
    assert mrkdwn("a_b_c and _d_ and 2*3*4") == "a_b_c and d and 2*3*4"
    assert mrkdwn("&lt;!channel&gt; <https://a.example|here>") == "<!channel> here"
    assert mrkdwn("<!date^1^{date}|in 20 seconds>") == "in 20 seconds"
    assert lines_of([section("one\n\ntwo")]) == ["one", "two"]
    assert pings_in({"text": "", "blocks": [section("<!channel> <@U1> &lt;!here&gt;")]}) == [
        "<!channel>",
        "<@U1>",
    ]
