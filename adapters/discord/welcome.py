"""First contact: one private welcome to who added the bot, or to whose server it is where that cannot be read.

One law: nothing is posted in a server that nobody there asked for.
"""

from __future__ import annotations

import logging

from adapters.discord import drawing, words
from adapters.discord.drawing import digest
from adapters.discord.limits import NONCE
from adapters.discord.requests import Requests
from bot.ports import StageFault

log = logging.getLogger("trivium.discord")

_ADDED = 28  # the audit log's number for a bot that was added


async def welcome(requests: Requests, us: int, guild: int, owner: int | None, name: str) -> None:
    """Write to them; who takes no direct messages stays unwelcomed."""
    try:
        member = await _adder(requests, us, guild) or owner
        if member is not None:
            payload = drawing.shown(words.welcome(name), "")
            await requests.post(await requests.door(member), payload, digest(f"welcome:{guild}", NONCE))
    except StageFault as fault:
        log.info("nobody could be welcomed: %s", fault)


async def _adder(requests: Requests, us: int, guild: int) -> int | None:
    """Who added us, where we may read it."""
    try:
        found = await requests.get(f"/guilds/{guild}/audit-logs", action_type=str(_ADDED), limit="5")
    except StageFault:
        return None
    entries = found.get("audit_log_entries") or ()
    return next((int(one["user_id"]) for one in entries if one.get("target_id") == str(us)), None)
