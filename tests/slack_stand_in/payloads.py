"""What Slack sends: events, commands, presses, modals and what they ask for, as JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.slack_stand_in.workspace import Account, Channel, Message, Team, View

APP = "A0TRIVIUM"
TOKEN = "an-old-token-that-nobody-checks"


def event(team: Team, id: str, at: str, inside: Mapping[str, Any]) -> dict[str, Any]:
    """An event in its envelope."""
    who = {"enterprise_id": None, "team_id": team.id, "user_id": team.bot, "is_bot": True}
    return {
        "token": TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": dict(inside),
        "type": "event_callback",
        "event_id": id,
        "event_time": int(float(at)),
        "authorizations": [{**who, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{id}",
    }


def message(message: Message, channel: Channel, team: Team, parent: str = "") -> dict[str, Any]:
    """A message as an event: a member's, or the app's own. `parent` is who began its thread."""
    said: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": team.id,
        "channel": message.channel,
        "event_ts": message.ts,
        "channel_type": channel.kind,
    }
    if message.blocks:
        said["blocks"] = list(message.blocks)
    if message.thread:
        said |= {"thread_ts": message.thread, "parent_user_id": parent}
    if message.broadcast:
        said["subtype"] = "thread_broadcast"
    if message.user == team.bot:
        said |= {"bot_id": team.bot_id, "app_id": APP}
        said["bot_profile"] = {"id": team.bot_id, "app_id": APP, "name": "Trivium", "team_id": team.id}
    else:
        said["client_msg_id"] = f"client-{message.ts}"
    if message.metadata:
        said["metadata"] = dict(message.metadata)
    return said


def changed(message: Message, channel: Channel, team: Team, text: str, at: str) -> dict[str, Any]:
    """A member's post, edited."""
    was = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": team.id}
    now = {**was, "text": text, "edited": {"user": message.user, "ts": at}}
    inside = {"channel": channel.id, "channel_type": channel.kind, "ts": at, "event_ts": at, "hidden": True}
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": now,
        "previous_message": was,
        **inside,
    }


def mention(message: Message, team: Team, parent: str = "") -> dict[str, Any]:
    """The same post as the event that says the app was named in it."""
    said: dict[str, Any] = {
        "type": "app_mention",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": team.id,
        "channel": message.channel,
        "event_ts": message.ts,
        "client_msg_id": f"client-{message.ts}",
    }
    return said | ({"thread_ts": message.thread, "parent_user_id": parent} if message.thread else {})


def command(
    who: Account, channel: Channel, team: Team, command: str, text: str, response_url: str, trigger: str
) -> dict[str, Any]:
    """A slash command."""
    private = {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)
    return {
        "token": TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": private,
        "user_id": who.id,
        "user_name": who.name.casefold().replace(" ", "."),
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def _common(kind: str, who: Account, team: Team) -> dict[str, Any]:
    name = who.name.casefold().replace(" ", ".")
    return {
        "type": kind,
        "user": {"id": who.id, "username": name, "name": name, "team_id": who.team},
        "api_app_id": APP,
        "token": TOKEN,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def press(
    who: Account,
    team: Team,
    where: Message | View,
    channel: Channel | None,
    action: Mapping[str, Any],
    response_url: str,
    trigger: str,
) -> dict[str, Any]:
    """A button pressed, on a message or in a view."""
    sent = _common("block_actions", who, team) | {"trigger_id": trigger, "actions": [dict(action)]}
    if isinstance(where, View):
        return sent | {
            "container": {"type": "view", "view_id": where.id},
            "view": view(where, {}),
            "state": {"values": {}},
        }
    assert channel is not None
    inside: dict[str, Any] = {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": where.channel,
        "is_ephemeral": bool(where.to),
    }
    inside |= {"thread_ts": where.thread} if where.thread else {}
    sent |= {
        "container": inside,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": {}},
        "response_url": response_url,
    }
    # Slack leaves the message out where only one member sees it.
    return sent if where.to else sent | {"message": _whole(where, team)}


def _whole(message: Message, team: Team) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "bot_id": team.bot_id,
        "app_id": APP,
        "text": message.text,
        "team": team.id,
        "blocks": list(message.blocks),
    }
    if message.thread:
        whole["thread_ts"] = message.thread
    return whole | ({"metadata": dict(message.metadata)} if message.metadata else {})


def view(view: View, values: Mapping[str, Any]) -> dict[str, Any]:
    """A view as Slack gives it back, with what stands in its fields."""
    given = {"title": None, "close": None, "submit": None, "callback_id": "", "private_metadata": ""}
    return {
        **given,
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **view.given,
        "id": view.id,
        "team_id": view.team,
        "state": {"values": dict(values)},
        "hash": view.hash,
        "previous_view_id": view.below or None,
        "root_view_id": view.root,
        "app_id": APP,
        "app_installed_team_id": view.team,
        "bot_id": "B0TRIVIUM",
    }


def submission(
    who: Account, team: Team, sent: View, values: Mapping[str, Any], trigger: str
) -> dict[str, Any]:
    """A modal sent off."""
    filled = {"trigger_id": trigger, "view": view(sent, values), "response_urls": list[object]()}
    return _common("view_submission", who, team) | filled


def suggestion(who: Account, team: Team, inside: View, block: str, action: str, typed: str) -> dict[str, Any]:
    """What is being typed into a select whose options the app gives."""
    asked = {
        "container": {"type": "view", "view_id": inside.id},
        "view": view(inside, {}),
        "block_id": block,
        "action_id": action,
        "value": typed,
    }
    return _common("block_suggestion", who, team) | asked
