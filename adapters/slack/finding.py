"""Who did something, and where it belongs: what a delivery leaves open, looked up."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from adapters.slack.members import Members
from adapters.slack.places import PLATFORM, Where, thread_place
from adapters.slack.threads import Threads
from adapters.slack.translate import Delivery
from adapters.slack.workspaces import Workspace
from bot.buttons import Verb
from bot.host import Host
from bot.messages import Clicked, Filled, Member, Place, Said
from bot.ports import StageFault


class Finding:
    """Finds members and places."""

    def __init__(self, members: Members, threads: Threads) -> None:
        self._members = members
        self._threads = threads

    async def who(
        self,
        host: Host,
        workspace: Workspace,
        delivery: Delivery,
        where: Where,
        content: Said | Clicked | Filled,
    ) -> Member:
        """Who it is; Slack is asked where it matters, and an answer waits for nobody who has a name already."""
        if isinstance(content, Clicked) and content.button.startswith(f"{Verb.ANSWER} "):
            return await self._members.of(workspace, delivery.user, delivery.name, wait=False)
        if isinstance(content, Said) and not content.text.lstrip().startswith("/"):
            place = Place(PLATFORM, workspace.team, where.channel, where.alone)
            if host.answered(place) is None:  # talk, which is none of our business
                return self._members.known(workspace, delivery.user, delivery.name)
        member = await self._members.of(workspace, delivery.user, delivery.name)
        return await self._members.trusted(workspace, member)

    async def where(self, workspace: Workspace, delivery: Delivery, event: Mapping[str, Any]) -> Where:
        """The place a delivery belongs to: a channel, a member's direct messages with us, or a thread of its own."""
        if delivery.where is not None:
            return replace(delivery.where, thread=delivery.thread)
        channel, thread = delivery.channel, delivery.thread
        if event:
            if delivery.direct:
                return Where(channel, alone=True)
            if not thread:
                return Where(channel)
            parent = event.get("parent_user_id")
            ours = None if parent is None else parent == workspace.bot
            if await self._threads.begins(workspace.team, channel, thread, ours=ours):
                return Where(channel, thread=thread)
            return Where(thread_place(channel, thread))
        if delivery.direct or channel.startswith("D"):
            with suppress(StageFault):
                return Where(channel, alone=await self._members.direct(workspace, delivery.user) == channel)
        return Where(channel, thread=thread)
