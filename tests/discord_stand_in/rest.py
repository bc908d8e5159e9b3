"""What each REST route of the stand-in does: reads and changes the world, and tells the gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.ports import Clock
from tests.discord_stand_in import limits, payloads
from tests.discord_stand_in.calls import Answer, Call, Refused, malformed
from tests.discord_stand_in.commands import kept_command
from tests.discord_stand_in.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, Gateway
from tests.discord_stand_in.messages import Messages
from tests.discord_stand_in.realm import Realm
from tests.discord_stand_in.world import (
    JSON,
    THREADS,
    Channel,
    Flag,
    Guild,
    Kind,
    Message,
    Permission,
    User,
    permissions,
)

Handler = Callable[[Call], Awaitable[Answer]]
NONCES = 300_000  # milliseconds for which a nonce is remembered


class Rest:
    """The routes a bot uses outside interactions."""

    def __init__(self, realm: Realm, messages: Messages, gateway: Gateway, clock: Clock) -> None:
        self.realm = realm
        self.commands: list[JSON] = []
        self.audit_hidden = False
        self._messages = messages
        self._gateway = gateway
        self._clock = clock
        self._nonces: dict[tuple[str, str], Message] = {}

    def routes(self) -> dict[tuple[str, str], Handler]:
        return {
            ("GET", "/gateway/bot"): self.gateway_bot,
            ("GET", "/gateway"): self.gateway_url,
            ("GET", "/users/@me"): self.me,
            ("GET", "/users/{user_id}"): self.user,
            ("GET", "/applications/@me"): self.application,
            ("GET", "/oauth2/applications/@me"): self.application,
            ("GET", "/applications/{application_id}/commands"): self.list_commands,
            ("PUT", "/applications/{application_id}/commands"): self.put_commands,
            ("POST", "/users/@me/channels"): self.open_direct,
            ("GET", "/users/@me/guilds"): self.my_guilds,
            ("GET", "/guilds/{guild_id}"): self.guild,
            ("GET", "/guilds/{guild_id}/roles"): self.roles,
            ("GET", "/guilds/{guild_id}/channels"): self.channels,
            ("GET", "/guilds/{guild_id}/members/{user_id}"): self.member,
            ("GET", "/guilds/{guild_id}/audit-logs"): self.audit_logs,
            ("GET", "/channels/{channel_id}"): self.channel,
            ("POST", "/channels/{channel_id}/typing"): self.typing,
            ("POST", "/channels/{channel_id}/messages"): self.post,
            ("GET", "/channels/{channel_id}/messages"): self.list_messages,
            ("GET", "/channels/{channel_id}/messages/{message_id}"): self.get_message,
            ("PATCH", "/channels/{channel_id}/messages/{message_id}"): self.patch,
            ("DELETE", "/channels/{channel_id}/messages/{message_id}"): self.delete,
        }

    # --- the application ---

    async def gateway_url(self, call: Call) -> Answer:
        return Answer(body={"url": self.realm.gateway_url})

    async def gateway_bot(self, call: Call) -> Answer:
        limit = {
            "total": 1000,
            "remaining": 1000 - len(self._gateway.identified),
            "reset_after": 86_400_000,
            "max_concurrency": self.realm.concurrency,
        }
        url, shards = self.realm.gateway_url, self.realm.shards
        return Answer(body={"url": url, "shards": shards, "session_start_limit": limit})

    async def me(self, call: Call) -> Answer:
        return Answer(body=payloads.own_user(self.realm.bot))

    async def user(self, call: Call) -> Answer:
        return Answer(body=payloads.user(self._user(call.params["user_id"])))

    async def application(self, call: Call) -> Answer:
        return Answer(body=self.realm.application())

    async def list_commands(self, call: Call) -> Answer:
        full = call.query.get("with_localizations") in ("1", "true", "True")
        hidden = () if full else ("name_localizations", "description_localizations")
        return Answer(body=[_without(command, hidden) for command in self.commands])

    async def put_commands(self, call: Call) -> Answer:
        found = [*limits.of_commands(call.body)]
        if found:
            raise malformed("; ".join(found))
        before = {(command["type"], command["name"]): command for command in self.commands}
        self.commands = [
            kept_command(each, before.get((each.get("type") or 1, each["name"])), self.realm)
            for each in call.body
        ]
        return await self.list_commands(call)

    # --- servers, channels, members ---

    def _user(self, id: str) -> User:
        if id not in self.realm.users:
            raise Refused(404, 10013, "Unknown User")
        return self.realm.users[id]

    def _guild(self, call: Call) -> Guild:
        guild = self.realm.guilds.get(call.params["guild_id"])
        if guild is None or self.realm.bot.id not in guild.members:
            raise Refused(404, 10004, "Unknown Guild")
        return guild

    def _channel(self, call: Call, *needs: Permission) -> Channel:
        channel = self.realm.channels.get(call.params["channel_id"])
        if channel is None or channel.gone:
            raise Refused(404, 10003, "Unknown Channel")
        if channel.guild is not None and self.realm.bot.id not in channel.guild.members:
            raise Refused(403, 50001, "Missing Access")
        allowed = permissions(channel, self.realm.bot)
        if not allowed & Permission.VIEW_CHANNEL:
            raise Refused(403, 50001, "Missing Access")
        if any(not allowed & need for need in needs):
            raise Refused(403, 50013, "Missing Permissions")
        return channel

    async def my_guilds(self, call: Call) -> Answer:
        raise Refused(501, 0, "The stand-in does not list servers yet")

    async def guild(self, call: Call) -> Answer:
        return Answer(body=payloads.guild(self._guild(call)))

    async def roles(self, call: Call) -> Answer:
        return Answer(body=payloads.roles(self._guild(call)))

    async def channels(self, call: Call) -> Answer:
        channels = self._guild(call).channels.values()
        return Answer(
            body=[payloads.channel(one) for one in channels if not one.gone and one.kind not in THREADS]
        )

    async def channel(self, call: Call) -> Answer:
        return Answer(body=payloads.channel(self._channel(call)))

    async def member(self, call: Call) -> Answer:
        guild = self._guild(call)
        if call.params["user_id"] not in guild.members:
            raise Refused(404, 10007, "Unknown Member")
        return Answer(body=payloads.member(guild.members[call.params["user_id"]], guild))

    async def audit_logs(self, call: Call) -> Answer:
        guild = self._guild(call)
        if self.audit_hidden or not self.realm.may(guild, self.realm.bot, Permission.VIEW_AUDIT_LOG):
            raise Refused(403, 50013, "Missing Permissions")
        entries = []
        if guild.added_by is not None and call.query.get("action_type") in (None, "28"):
            who, bot = guild.added_by.id, self.realm.bot.id
            entries = [
                {
                    "id": self.realm.ids.new(),
                    "action_type": 28,
                    "user_id": who,
                    "target_id": bot,
                    "changes": [],
                }
            ]
        body: JSON = {
            name: []
            for name in (
                "integrations",
                "webhooks",
                "guild_scheduled_events",
                "threads",
                "application_commands",
                "auto_moderation_rules",
            )
        }
        people = [guild.added_by, self.realm.bot] if entries and guild.added_by else []
        return Answer(
            body=body | {"audit_log_entries": entries, "users": [payloads.user(one) for one in people]}
        )

    async def open_direct(self, call: Call) -> Answer:
        who = self._user(str((call.body or {}).get("recipient_id")))
        return Answer(body=payloads.channel(self.realm.direct(who)))

    async def typing(self, call: Call) -> Answer:
        self._channel(call, Permission.SEND_MESSAGES)
        return Answer(204)

    # --- messages ---

    async def post(self, call: Call) -> Answer:
        channel = self._channel(call)
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.kind in THREADS else Permission.SEND_MESSAGES
        self._channel(call, needed)
        if channel.kind is Kind.FORUM:
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        if channel.recipient is not None and not channel.recipient.takes_direct:
            raise Refused(403, 50007, "Cannot send messages to this user")
        nonce = call.body.get("nonce")
        if call.body.get("enforce_nonce") and nonce is not None:
            earlier = self._nonces.get((channel.id, str(nonce)))
            if earlier is not None and self._clock.now() - self.realm.born(earlier.id) <= NONCES:
                self.realm.spared += 1
                return Answer(body=payloads.message(earlier))
        for found in limits.of_message(call.body):
            raise malformed(found)
        message = self._messages.new(channel, call.body)
        if nonce is not None:
            message.nonce = nonce
            self._nonces[(channel.id, str(nonce))] = message
        await self._tell("MESSAGE_CREATE", message)
        return Answer(body=payloads.message(message))

    async def list_messages(self, call: Call) -> Answer:
        channel = self._channel(call, Permission.READ_MESSAGE_HISTORY)
        there = [one for one in self.realm.messages.values() if one.channel is channel and not one.gone]
        public = [one for one in reversed(there) if one.only_for is None]
        return Answer(body=[payloads.message(one) for one in public[: int(call.query.get("limit", 50))]])

    def _message(self, call: Call) -> Message:
        channel = self._channel(call)
        message = self.realm.messages.get(call.params["message_id"])
        hidden = (
            message is None or message.channel is not channel or message.gone or message.only_for is not None
        )
        if message is None or hidden:
            raise Refused(404, 10008, "Unknown Message")
        return message

    async def get_message(self, call: Call) -> Answer:
        return Answer(body=payloads.message(self._message(call)))

    async def patch(self, call: Call) -> Answer:
        message = self._message(call)
        if message.author is not self.realm.bot:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        for found in limits.of_message(call.body, flags=message.flags, editing=True):
            raise malformed(found)
        self._messages.edit(message, call.body)
        await self._tell("MESSAGE_UPDATE", message)
        return Answer(body=payloads.message(message))

    async def delete(self, call: Call) -> Answer:
        message = self._message(call)
        if message.author is not self.realm.bot:
            raise Refused(403, 50013, "Missing Permissions")
        self._messages.delete(message)
        await self.told_deleted(message)
        return Answer(204)

    async def told_deleted(self, message: Message) -> None:
        guild = message.channel.guild.id if message.channel.guild else None
        data = {"id": message.id, "channel_id": message.channel.id} | ({"guild_id": guild} if guild else {})
        await self._gateway.dispatch(
            "MESSAGE_DELETE", data, guild, GUILD_MESSAGES if guild else DIRECT_MESSAGES
        )

    async def _tell(self, name: str, message: Message) -> None:
        """The bot hears of its own messages too."""
        if message.flags & Flag.EPHEMERAL:
            return
        await asyncio.sleep(0)
        await self.tell(name, message)

    async def tell(self, name: str, message: Message) -> None:
        guild = message.channel.guild
        data = payloads.message(message)
        if guild is not None:
            data["guild_id"] = guild.id
            if message.author.id in guild.members:
                data["member"] = _without(payloads.member(guild.members[message.author.id], guild), ("user",))
        named = self.realm.bot in message.mentions or message.author is self.realm.bot or guild is None
        hide = () if named else ("content", "embeds", "attachments", "components")
        intent = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        await self._gateway.dispatch(name, data, guild.id if guild else None, intent, hide=hide)


def _without(thing: JSON, names: tuple[str, ...]) -> JSON:
    out = {key: value for key, value in thing.items() if key not in names}
    if "options" in out:
        out["options"] = [_without(option, names) for option in out["options"]]
    return out
