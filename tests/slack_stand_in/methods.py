"""Slack's Web API: the methods an app calls, with the answers and refusals of the real one.

One law: a refusal is `Refused` with Slack's own word for it; what breaks a limit is noted as a complaint as well.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.slack_stand_in import limits, payloads
from tests.slack_stand_in.reading import pings_in
from tests.slack_stand_in.refusals import Answer, Arguments, Refused
from tests.slack_stand_in.views import Views
from tests.slack_stand_in.workspace import Account, Channel, Message, Team, Workspaces


class Methods:
    """The methods of one stand-in. `posted` is called after each message of the app, `complain` for each broken limit."""

    def __init__(
        self,
        house: Workspaces,
        posted: Callable[[Team, Message], Awaitable[None]],
        complain: Callable[[str], None],
        scopes: Callable[[], frozenset[str]],
    ) -> None:
        self._house = house
        self._posted = posted
        self._complain = complain
        self._scopes = scopes
        self.views = Views(house, complain)
        self._by_name: dict[str, Callable[[Team, Arguments], Awaitable[Answer]]] = {
            "auth.test": self._auth_test,
            "team.info": self._team_info,
            "chat.postMessage": self._post_message,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "conversations.open": self._conversations_open,
            "conversations.info": self._conversations_info,
            "conversations.members": self._conversations_members,
            "users.info": self._users_info,
            "usergroups.list": self._usergroups_list,
            "usergroups.users.list": self._usergroups_users,
            "views.open": self.views.open,
            "views.push": self.views.open,
            "views.update": self.views.update,
            "views.publish": self.views.publish,
        }
        self.scopes_of = {
            "chat.postMessage": "chat:write",
            "chat.postEphemeral": "chat:write",
            "chat.update": "chat:write",
            "chat.delete": "chat:write",
            "conversations.open": "im:write",
            "conversations.info": "channels:read",
            "conversations.members": "channels:read",
            "users.info": "users:read",
            "usergroups.list": "usergroups:read",
            "usergroups.users.list": "usergroups:read",
            "team.info": "team:read",
        }

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    async def call(self, name: str, team: Team, arguments: Arguments) -> Answer:
        """What the method answers. Raises Refused."""
        return {"ok": True, **await self._by_name[name](team, arguments)}

    # --- who, where ---

    async def _auth_test(self, team: Team, _: Arguments) -> Answer:
        return {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.name,
            "user": "trivium",
            "team_id": team.id,
            "user_id": team.bot,
            "bot_id": team.bot_id,
            "is_enterprise_install": False,
        }

    async def _team_info(self, team: Team, _: Arguments) -> Answer:
        return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}

    async def _users_info(self, team: Team, given: Arguments) -> Answer:
        account = self._house.accounts.get(given.get("user", ""))
        if account is None:
            raise Refused("user_not_found")
        return {"user": _user(account, team)}

    async def _usergroups_list(self, team: Team, _: Arguments) -> Answer:
        return {"usergroups": [{"id": id, "handle": id.casefold()} for id in self._house.groups]}

    async def _usergroups_users(self, team: Team, given: Arguments) -> Answer:
        group = self._house.groups.get(given.get("usergroup", ""))
        if group is None:
            raise Refused("no_such_subteam")
        return {"users": list(group)}

    async def _conversations_open(self, team: Team, given: Arguments) -> Answer:
        users = given.get("users", "")
        names = users.split(",") if isinstance(users, str) else list(users)
        if len(names) != 1 or names[0] not in self._house.accounts:
            raise Refused("user_not_found")
        return {"channel": {"id": self._house.direct(names[0], team.bot).id}}

    async def _conversations_info(self, team: Team, given: Arguments) -> Answer:
        channel = self._channel(team, given)
        is_a = {f"is_{kind}": channel.kind == kind for kind in ("channel", "group", "im", "mpim")}
        known = {"id": channel.id, "name": channel.name, "is_archived": channel.archived}
        return {"channel": {**known, **is_a, "is_member": team.bot in channel.members}}

    async def _conversations_members(self, team: Team, given: Arguments) -> Answer:
        channel = self._channel(team, given)
        return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}

    def _channel(self, team: Team, given: Arguments) -> Channel:
        name = given.get("channel", "")
        if name in self._house.accounts:  # a member's id stands for the direct messages with them
            return self._house.direct(name, team.bot)
        channel = self._house.channels.get(name)
        if channel is None or channel.team != team.id:
            raise Refused("channel_not_found")
        return channel

    def _entered(
        self, team: Team, given: Arguments, *, shut: str = "is_archived", public: bool = False
    ) -> Channel:
        """The channel named, where the bot may write; `public`: being in it is not needed, where the app may."""
        channel = self._channel(team, given)
        if channel.archived:
            raise Refused(shut)
        free = public and channel.kind == "channel" and "chat:write.public" in self._scopes()
        if team.bot not in channel.members and not free:
            raise Refused("not_in_channel" if channel.kind == "channel" else "channel_not_found")
        return channel

    # --- messages ---

    def check(self, message: Mapping[str, Any]) -> None:
        """Refuses what breaks a limit, and complains of it."""
        faults = limits.message_faults(message)
        for ping in pings_in(message):
            self._complain(f"somebody is called: {ping}")
        for fault in faults:
            self._complain(fault)
        if any(not fault.startswith("text:") for fault in faults):
            raise Refused("invalid_blocks", response_metadata={"messages": faults})
        if not message.get("text") and not message.get("blocks"):
            raise Refused("no_text")
        if len(message.get("text") or "") > limits.MESSAGE_TEXT:
            raise Refused("msg_too_long")

    async def _post_message(self, team: Team, given: Arguments) -> Answer:
        channel = self._entered(team, given, public=True)
        self.check(given)
        thread = self._thread(channel, given)
        metadata = given.get("metadata")
        message = Message(
            channel.id,
            self._house.ts(),
            team.bot,
            given.get("text") or "",
            tuple(given.get("blocks") or ()),
            thread,
            broadcast=bool(thread and given.get("reply_broadcast")),
            metadata=metadata,
        )
        self._house.post(message)
        await self._posted(team, message)
        return {
            "channel": channel.id,
            "ts": message.ts,
            "message": payloads.message(message, channel, team),
        }

    def _thread(self, channel: Channel, given: Arguments) -> str:
        """The thread named. Slack takes only what stands in the channel itself as its beginning."""
        thread = given.get("thread_ts") or ""
        if not thread:
            return ""
        parent = self._house.messages.get((channel.id, thread))
        if parent is None or parent.thread or parent.to:
            what = "nothing" if parent is None else f"“{parent.text}”{' for one member' * bool(parent.to)}"
            self._complain(f"thread_ts {thread}: a thread cannot begin there: {what}")
            raise Refused("cannot_reply_to_message")
        return str(thread)

    async def _post_ephemeral(self, team: Team, given: Arguments) -> Answer:
        channel = self._entered(team, given)
        self.check(given)
        if given.get("user") not in channel.members:
            raise Refused("user_not_in_channel")
        message = Message(
            channel.id,
            self._house.ts(),
            team.bot,
            given.get("text") or "",
            tuple(given.get("blocks") or ()),
            self._thread(channel, given),
            to=given["user"],
        )
        self._house.post(message)
        return {"message_ts": message.ts}

    def _own(self, team: Team, given: Arguments) -> Message:
        message = self._house.messages.get((given.get("channel", ""), given.get("ts", "")))
        if message is None or message.deleted or message.to:  # an ephemeral message is none that can be named
            raise Refused("message_not_found")
        return message

    async def _update(self, team: Team, given: Arguments) -> Answer:
        channel = self._entered(team, given, shut="is_inactive", public=True)
        message = self._own(team, given)
        if message.user != team.bot:
            raise Refused("cant_update_message")
        blocks = given.get("blocks")
        self.check({**given, "blocks": message.blocks and list(message.blocks) if blocks is None else blocks})
        self._house.change(
            message,
            given.get("text") or message.text,
            message.blocks if blocks is None else tuple(blocks),
            given.get("metadata"),
        )
        return {"channel": channel.id, "ts": message.ts, "text": message.text}

    async def _delete(self, team: Team, given: Arguments) -> Answer:
        self._entered(team, given, public=True)
        message = self._own(team, given)
        if message.user != team.bot:
            raise Refused("cant_delete_message")
        self._house.delete(message)
        return {"channel": message.channel, "ts": message.ts}


def _user(account: Account, team: Team) -> Answer:
    name = account.name.casefold().replace(" ", ".")
    flags = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")
    return {
        "id": account.id,
        "team_id": account.team,
        "name": name,
        "deleted": False,
        "real_name": account.name,
        "tz": "Europe/Amsterdam",
        "profile": {"real_name": account.name, "display_name": account.name, "team": account.team},
        **{flag: getattr(account, flag) for flag in flags},
        "is_primary_owner": False,
        "is_app_user": False,
    }
