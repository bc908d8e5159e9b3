"""Response addresses: where an app may answer a command or a press, five times within half an hour."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from tests.slack_stand_in.methods import Methods
from tests.slack_stand_in.refusals import Refused
from tests.slack_stand_in.workspace import Message, Team, Workspaces

USES = 5
LASTS = 30 * 60 * 1000  # milliseconds


@dataclass
class Address:
    """Whom it answers, where, and what it may replace."""

    team: Team
    channel: str
    user: str
    at: int
    origin: Message | None = None
    uses: int = USES


class Responses:
    """The response addresses that were given out."""

    def __init__(self, house: Workspaces, methods: Methods) -> None:
        self.base = ""
        self._house = house
        self._methods = methods
        self._given: dict[str, Address] = {}

    def give(self, team: Team, channel: str, user: str, origin: Message | None = None) -> str:
        """A fresh address; `origin` is the message that was pressed."""
        name = f"r{len(self._given) + 1}"
        self._given[name] = Address(team, channel, user, self._house.now(), origin)
        return f"{self.base}/{name}"

    def answered(self, url: str, given: dict[str, object]) -> None:
        """An answer that came with the acknowledgement; it uses the address up no further."""
        self._answer(self._given[url.rpartition("/")[2]], given)

    async def serve(self, request: web.Request) -> web.Response:
        address = self._given.get(request.match_info["name"])
        if address is None:
            return web.Response(status=404, text="no_service")
        if self._house.now() - address.at > LASTS:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        if address.uses == 0:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        address.uses -= 1
        try:
            self._answer(address, await request.json())
        except Refused as refused:
            return web.json_response(refused.answer, status=400)
        return web.Response(text="ok")

    def _answer(self, address: Address, given: dict[str, object]) -> None:
        origin = address.origin
        if given.get("delete_original"):
            if origin is not None and not origin.deleted:
                self._house.delete(origin)
            return
        self._methods.check(given)
        blocks = given.get("blocks")
        text, shown = str(given.get("text") or ""), tuple(blocks) if isinstance(blocks, list) else ()
        if given.get("replace_original") and origin is not None:
            self._house.change(origin, text, shown, None)
            return
        self.say(address, text, shown, given.get("response_type"), str(given.get("thread_ts") or ""))

    def say(self, address: Address, text: str, blocks: tuple[object, ...], kind: object, thread: str) -> None:
        """Puts an answer on screen: for the channel, or for the one who asked."""
        to = "" if kind == "in_channel" else address.user
        shown = tuple(one for one in blocks if isinstance(one, dict))
        message = Message(address.channel, self._house.ts(), address.team.bot, text, shown, thread, to=to)
        self._house.post(message)
