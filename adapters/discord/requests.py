"""Every request that shows something: one function each, over the client library's own senders.

Discord's refusals become `StageFault`, of which two kinds say more: `Lapsed`, where what was addressed is no more and
another way may still reach the member, and `Shut`, where a member takes no direct messages from us.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import async_context

from adapters.discord.drawing import Payload
from bot.ports import StageFault

log = logging.getLogger("trivium.discord")

_LAPSED = frozenset(
    {
        10008,  # unknown message
        10015,  # unknown webhook
        10062,  # unknown interaction: its token has expired, or it was not answered within 3 seconds
        30046,  # a message older than an hour was edited too often
        50027,  # invalid webhook token
    }
)
_SHUT = 50007
_ANSWERED = 40060  # an interaction that is acknowledged already: our first try arrived after all
_DOORS = 10_000  # channels of direct messages kept in mind


class Lapsed(StageFault):
    """What was addressed is there no more."""


class Shut(StageFault):
    """The member takes no direct messages from us."""


class Requests:
    """Sends with the token that the client is logged in with."""

    def __init__(self, http: HTTPClient, application: int) -> None:
        self._http = http
        self._application = application
        # Interactions are exempt from the bot's limits, and each has a token of its own. The sender of the bot's
        # requests would keep a record of each for minutes, and look through all of them every time.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), headers={"User-Agent": http.user_agent}
        )
        self._adapter = async_context.get()
        self._doors: OrderedDict[int, int] = OrderedDict()

    async def close(self) -> None:
        await self._session.close()

    # --- channels ---

    async def post(self, channel: int, payload: Payload, nonce: str) -> int:
        """Post, and give the message's id; the same nonce again within minutes is the same message."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        body = payload | {"nonce": nonce, "enforce_nonce": True}
        return int((await self._ask(self._http.request(route, json=body)))["id"])

    async def edit(self, channel: int, message: int, payload: Payload) -> None:
        route = Route(
            "PATCH", "/channels/{channel_id}/messages/{message_id}", channel_id=channel, message_id=message
        )
        await self._ask(self._http.request(route, json=payload))

    async def door(self, member: int) -> int:
        """The channel of direct messages with a member."""
        known = self._doors.get(member)
        if known is not None:
            return known
        route = Route("POST", "/users/@me/channels")
        opened = int((await self._ask(self._http.request(route, json={"recipient_id": str(member)})))["id"])
        self._doors[member] = opened
        if len(self._doors) > _DOORS:
            self._doors.popitem(last=False)
        return opened

    # --- interactions ---

    async def respond(self, interaction: int, token: str, kind: int, data: Payload | None = None) -> Any:
        """An interaction's first answer, by Discord's number for its kind."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction,
            webhook_token=token,
        )
        body: Payload = {"type": kind} if data is None else {"type": kind, "data": data}
        sent = self._adapter.request(route, self._session, payload=body, params={"with_response": "1"})
        return await self._ask(sent, answered=True)

    async def follow_up(self, token: str, payload: Payload) -> int:
        """One more message for an interaction; gives its id."""
        route = Route("POST", "/webhooks/{webhook_id}/{webhook_token}", **self._hook(token))
        sent = self._adapter.request(route, self._session, payload=payload, params={"wait": "true"})
        return int((await self._ask(sent))["id"])

    async def edit_reply(self, token: str, message: str, payload: Payload) -> None:
        route = self._reply("PATCH", token, message)
        await self._ask(self._adapter.request(route, self._session, payload=payload))

    async def delete_reply(self, token: str, message: str) -> None:
        await self._ask(self._adapter.request(self._reply("DELETE", token, message), self._session))

    def _reply(self, method: str, token: str, message: str) -> Route:
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/{message}"
        # Not quoted: "@original" is written as it is.
        return Route(method, path.replace("{message}", message), **self._hook(token))

    def _hook(self, token: str) -> dict[str, Any]:
        return {"webhook_id": self._application, "webhook_token": token}

    # --- anything ---

    async def get(self, path: str, **params: str) -> Any:
        return await self._ask(self._http.request(Route("GET", path), params=params))

    async def put(self, path: str, body: Any) -> Any:
        return await self._ask(self._http.request(Route("PUT", path), json=body))

    async def _ask(self, request: Any, *, answered: bool = False) -> Any:
        try:
            return await request
        except discord.HTTPException as refusal:
            if answered and refusal.code == _ANSWERED:
                return None
            fault = _fault(refusal)
            log.log(logging.DEBUG if isinstance(fault, Lapsed | Shut) else logging.INFO, "%s", fault)
            raise fault from None
        except (aiohttp.ClientError, OSError, TimeoutError) as lost:
            raise StageFault(f"Discord could not be reached: {type(lost).__name__}") from None
        except RuntimeError as gone:
            # The client library's sender, closed: the connection was given up while this was on its way.
            if "closed" in str(gone).lower():
                raise StageFault("The connection to Discord is closed.") from None
            raise


def _fault(refusal: discord.HTTPException) -> StageFault:
    told = f"Discord answered {refusal.status}, {refusal.code}: {refusal.text}"
    if refusal.code in _LAPSED:
        return Lapsed(told)
    return Shut(told) if refusal.code == _SHUT else StageFault(told)
