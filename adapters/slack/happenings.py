"""What happens to the app rather than in it: its Home opened, added to a channel, removed, and its own posts told back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from adapters.slack import words
from adapters.slack.blocks import drawn
from adapters.slack.calls import Calls
from adapters.slack.clock import SlackClock
from adapters.slack.doors import Posts
from adapters.slack.members import Members
from adapters.slack.places import Where
from adapters.slack.stage import SlackStage
from adapters.slack.threads import Threads
from adapters.slack.translate import Delivery, OwnPost
from adapters.slack.workspaces import Workspace, Workspaces
from bot.messages import Said
from bot.ports import StageFault

log = logging.getLogger("trivium.slack")

HOME = "/stats"
"""What the Home tab shows: what this line is answered with."""

_WELCOME = "welcome"  # the key under which it is noted that a workspace was welcomed


class Happenings:
    """Sees to the app itself."""

    def __init__(
        self,
        workspaces: Workspaces,
        call: Calls,
        posts: Posts,
        threads: Threads,
        members: Members,
        stage: SlackStage,
        clock: SlackClock,
    ) -> None:
        self._workspaces = workspaces
        self._call = call
        self._posts = posts
        self._threads = threads
        self._members = members
        self._stage = stage
        self._clock = clock

    async def happened(self, workspace: Workspace, event: Mapping[str, Any]) -> Delivery | None:
        """See to it; gives what the bot is to be asked for, if anything. Raises StageFault."""
        match event.get("type"):
            case "app_home_opened" if event.get("tab") == "home" and event.get("user"):
                return await self._home(workspace, str(event["user"]), event)
            case "member_joined_channel" if event.get("user") == workspace.bot and event.get("inviter"):
                await self.welcome(workspace, str(event["inviter"]))
            case "app_uninstalled":
                await self._removed(workspace)
            case "tokens_revoked" if (event.get("tokens") or {}).get("bot"):
                await self._removed(workspace)
        return None

    async def _removed(self, workspace: Workspace) -> None:
        await self._workspaces.forget(workspace.team)
        await self._posts.forget(workspace.team)

    async def _home(self, workspace: Workspace, user: str, event: Mapping[str, Any]) -> Delivery:
        direct = str(event.get("channel") or "") or await self._members.direct(workspace, user)
        return Delivery(
            f"home/{user}/{event.get('event_ts')}", user, direct, Said(HOME), where=Where(direct, alone=True)
        )

    async def welcome(self, workspace: Workspace, user: str) -> None:
        """One private welcome a workspace, to who added the bot. Raises StageFault."""
        if await self._posts.find(workspace.team, _WELCOME) is not None:
            return
        await self._posts.note(workspace.team, _WELCOME, "", f"{_WELCOME}/{user}", self._clock.ours())
        direct = await self._members.direct(workspace, user)
        message = drawn(words.welcome(workspace.name), Where(direct, alone=True))
        try:
            await self._call(
                workspace,
                workspace.client.chat_postMessage(channel=direct, text=message.text, blocks=message.blocks),
            )
        except StageFault as fault:
            log.warning("nobody could be welcomed: %s", fault)

    async def posted(self, workspace: Workspace, own: OwnPost) -> None:
        """A card of ours stands there: the one that is noted first stays, another of the same is taken back."""
        kept = await self._posts.note(workspace.team, own.show, own.round, own.message, self._clock.ours())
        if kept != own.message:
            await self._stage.delete(workspace, own.message)
        elif own.round:
            # It need not be the round's first: a process that was started since may hear of a later one.
            await self._threads.of(workspace.team, own.round)
