"""Interactions of the stand-in: sent to the bot, answered by their callback, followed up by their webhook."""

from __future__ import annotations

import asyncio

from bot.instant import Instant
from bot.ports import Clock
from tests.discord_stand_in import limits, payloads
from tests.discord_stand_in.calls import Answer, Call, Refused, malformed
from tests.discord_stand_in.gateway import Gateway
from tests.discord_stand_in.messages import Messages
from tests.discord_stand_in.realm import Realm
from tests.discord_stand_in.rest import Handler, Rest
from tests.discord_stand_in.world import JSON, Channel, Flag, Interaction, Message, User

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, OPEN_MODAL = 4, 5, 6, 7, 8, 9
ACKNOWLEDGE: Instant = 3_000  # milliseconds within which a callback is taken
TOKEN: Instant = 900_000  # milliseconds for which a token works


class Interactions:
    """Sends interactions, and answers the routes that take the bot's replies."""

    def __init__(self, realm: Realm, messages: Messages, gateway: Gateway, rest: Rest, clock: Clock) -> None:
        self._realm = realm
        self._messages = messages
        self._gateway = gateway
        self._rest = rest
        self._clock = clock
        self._sent: dict[str, float] = {}

    def routes(self) -> dict[tuple[str, str], Handler]:
        hook = "/webhooks/{webhook_id}/{webhook_token}"
        return {
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): self.callback,
            ("POST", hook): self.follow_up,
            ("GET", f"{hook}/messages/@original"): self.get_message,
            ("PATCH", f"{hook}/messages/@original"): self.patch,
            ("DELETE", f"{hook}/messages/@original"): self.delete,
            ("GET", f"{hook}/messages/{{message_id}}"): self.get_message,
            ("PATCH", f"{hook}/messages/{{message_id}}"): self.patch,
            ("DELETE", f"{hook}/messages/{{message_id}}"): self.delete,
        }

    async def send(
        self,
        type: int,
        user: User,
        channel: Channel,
        data: JSON,
        *,
        message: Message | None = None,
        opened_by: Interaction | None = None,
        ago: Instant = 0,
    ) -> Interaction:
        """Delivers a member's act to the bot; `ago` milliseconds lie between its sending and now."""
        id = self._realm.ids.new(self._clock.now() - ago if ago else None)
        one = Interaction(id, f"token-{id}", type, user, channel, data, message=message, opened_by=opened_by)
        self._realm.interactions[one.token] = one
        self._sent[one.id] = asyncio.get_running_loop().time()
        guild = channel.guild.id if channel.guild else None
        await self._gateway.dispatch("INTERACTION_CREATE", payloads.interaction(one, self._realm.bot), guild)
        return one

    # --- the callback ---

    async def callback(self, call: Call) -> Answer:
        one = self._realm.interactions.get(call.params["interaction_token"])
        age = 0 if one is None else self._clock.now() - self._realm.born(one.id)
        if one is None or one.id != call.params["interaction_id"] or one.expired or age > ACKNOWLEDGE:
            raise Refused(404, 10062, "Unknown interaction")
        one.callbacks.append(call.body["type"])
        if one.answer is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        self._allow(one, call.body["type"])
        await self._answer(one, call.body["type"], call.body.get("data") or {})
        one.answer = call.body["type"]
        one.took = asyncio.get_running_loop().time() - self._sent[one.id]
        one.done.set()
        if call.query.get("with_response") not in ("1", "true", "True"):
            return Answer(204)
        return Answer(body=self._told(one))

    def _allow(self, one: Interaction, type: int) -> None:
        """Which answer goes with which interaction."""
        allowed = {
            COMMAND: {MESSAGE, DEFERRED, OPEN_MODAL},
            COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, OPEN_MODAL},
            AUTOCOMPLETE: {CHOICES},
            MODAL: {MESSAGE, DEFERRED} | ({DEFERRED_UPDATE, UPDATE} if one.message else set()),
        }[one.type]
        if type not in allowed:
            raise malformed(f"an answer of type {type} does not go with an interaction of type {one.type}")

    async def _answer(self, one: Interaction, type: int, data: JSON) -> None:
        match type:
            case 4:
                self._check(data)
                one.original = await self._new(one, data)
            case 5:
                one.waits = True
                flags = int(data.get("flags") or 0) | Flag.LOADING
                one.original = await self._new(one, {"flags": flags})
            case 6:
                one.original = one.message
            case 7:
                assert one.message is not None
                self._check(data, one.message)
                one.original = one.message
                await self._edit(one.message, data)
            case 8:
                choices = data["choices"]
                for found in limits.of_choices(choices):
                    raise malformed(found)
                one.choices = choices
            case 9:
                for found in limits.of_modal(data):
                    raise malformed(found)
                one.modal = data

    def _check(self, body: JSON, old: Message | None = None) -> None:
        for found in limits.of_message(body, flags=old.flags if old else 0, editing=old is not None):
            raise malformed(found)

    def _told(self, one: Interaction) -> JSON:
        about: JSON = {"id": one.id, "type": one.type, "channel_id": one.channel.id}
        if one.channel.guild:
            about["guild_id"] = one.channel.guild.id
        if one.original is not None:
            about["response_message_id"] = one.original.id
            about["response_message_loading"] = one.waits
            about["response_message_ephemeral"] = bool(one.original.flags & Flag.EPHEMERAL)
        out: JSON = {"interaction": about}
        if one.answer in (MESSAGE, UPDATE) and one.original is not None:
            out["resource"] = {"type": one.answer, "message": payloads.message(one.original)}
        return out

    async def _new(self, one: Interaction, body: JSON) -> Message:
        private = bool(int(body.get("flags") or 0) & Flag.EPHEMERAL)
        message = self._messages.new(
            one.channel, body, only_for=one.user if private else None, interaction=one
        )
        if not private:
            await self._rest.tell("MESSAGE_CREATE", message)
        return message

    async def _edit(self, message: Message, body: JSON) -> None:
        self._messages.edit(message, body)
        if message.only_for is None:
            await self._rest.tell("MESSAGE_UPDATE", message)

    # --- the webhook ---

    def _owner(self, call: Call) -> Interaction:
        one = self._realm.interactions.get(call.params["webhook_token"])
        if call.params["webhook_id"] != self._realm.bot.id or one is None:
            raise Refused(404, 10015, "Unknown Webhook")
        if one.expired or self._clock.now() - self._realm.born(one.id) > TOKEN:
            raise Refused(401, 50027, "Invalid Webhook Token")
        if one.answer is None:
            raise Refused(404, 10015, "Unknown Webhook")
        return one

    def _message(self, call: Call, one: Interaction) -> Message:
        id = call.params.get("message_id")
        message = one.original if id is None else self._realm.messages.get(id)
        # A token reaches what was said in answer to it, and nothing else.
        if (
            message is None
            or message.gone
            or (message is not one.original and message.interaction is not one)
        ):
            raise Refused(404, 10008, "Unknown Message")
        return message

    async def follow_up(self, call: Call) -> Answer:
        one = self._owner(call)
        self._check(call.body)
        if one.channel.gone:
            raise Refused(404, 10003, "Unknown Channel")
        if one.waits and one.original is not None:  # the first one takes the place of "thinking"
            one.waits = False
            await self._edit(one.original, call.body)
            message = one.original
        else:
            message = await self._new(one, call.body)
        return Answer(body=payloads.message(message))

    async def get_message(self, call: Call) -> Answer:
        return Answer(body=payloads.message(self._message(call, self._owner(call))))

    async def patch(self, call: Call) -> Answer:
        one = self._owner(call)
        message = self._message(call, one)
        self._check(call.body, message)
        if message is one.original:
            one.waits = False
        await self._edit(message, call.body)
        return Answer(body=payloads.message(message))

    async def delete(self, call: Call) -> Answer:
        one = self._owner(call)
        message = self._message(call, one)
        if message is one.original:
            one.waits = False
        self._messages.delete(message)
        if message.only_for is None:
            await self._rest.told_deleted(message)
        return Answer(204)
