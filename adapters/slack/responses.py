"""Words sent to a delivery's own response address: for one member, without asking Slack for a place to put them."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks import Drawn
from adapters.slack.calls import retries
from adapters.slack.pending import Asked

log = logging.getLogger("trivium.slack")

AT_ONCE = 24  # words on their way at once: presses that come meanwhile are not kept waiting for them


class Responses:
    """Answers deliveries by their response addresses."""

    def __init__(self, session: aiohttp.ClientSession, logger: logging.Logger) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._session = session
        self._logger = logger

    async def say(self, asked: Asked, message: Drawn, *, in_channel: bool = False) -> bool:
        """Say it to who asked, or to all who are there; False where the address takes nothing any more."""
        if not asked.response_url:
            return False
        body: dict[str, Any] = {
            "response_type": "in_channel" if in_channel else "ephemeral",
            "replace_original": False,
            "text": message.text,
            "blocks": message.blocks,
        }
        if asked.where.slack_thread:
            body["thread_ts"] = asked.where.slack_thread
        asked.uses += 1
        client = AsyncWebhookClient(
            asked.response_url, session=self._session, retry_handlers=retries(), logger=self._logger
        )
        try:
            async with self._turn:
                response = await client.send_dict(body)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.warning("a private reply goes another way: %s", type(fault).__name__)
            return False
        if response.status_code != 200:
            asked.uses = 1_000  # it is used up, or too old
        return response.status_code == 200
