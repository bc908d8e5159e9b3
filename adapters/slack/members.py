"""Who a member is: the name to show and what they may do, as Slack says, kept for a while.

Two laws. Answers do not queue for this: Slack would not let us ask for hundreds of members at once, so while some are
asked for, the name that an answer itself brings stands in. And a guest or a member of another workspace (Slack Connect) plays and moderates nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from adapters.slack.calls import Calls, Refused
from adapters.slack.clock import SlackClock
from adapters.slack.doors import Moderators
from adapters.slack.workspaces import Workspace
from bot.instant import MINUTE, Instant
from bot.messages import Member, Role
from bot.ports import StageFault

log = logging.getLogger("trivium.slack")

LASTS = 10 * MINUTE
KEPT = 50_000
PATIENCE = 1.0  # seconds that a command waits to know who gave it
MOMENT = 0.2  # seconds that an answer waits for its member's name, where few are asked for
AT_ONCE = 4


class Members:
    """Looks members up, and the direct messages with them."""

    def __init__(self, call: Calls, clock: SlackClock, moderators: Moderators) -> None:
        self._call = call
        self._clock = clock
        self._moderators = moderators
        self._groups: dict[tuple[str, str], tuple[frozenset[str], Instant]] = {}
        self._known: OrderedDict[tuple[str, str], tuple[Member, Instant]] = OrderedDict()
        self._full: set[tuple[str, str]] = (
            set()
        )  # those of the known who are neither guests nor from elsewhere
        self._asking: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._direct: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._turn = asyncio.Semaphore(AT_ONCE)

    def known(self, workspace: Workspace, user: str, name: str = "") -> Member:
        """The member as far as is known without asking."""
        found = self._known.get((workspace.team, user))
        return found[0] if found else Member(user, name or user)

    async def of(self, workspace: Workspace, user: str, name: str = "", *, wait: bool = True) -> Member:
        """The member; `name` stands in where Slack does not say in time, or is not waited for."""
        key = (workspace.team, user)
        found = self._known.get(key)
        if found is None or self._clock.ours() - found[1] > LASTS:
            asking = self._asking.get(key)
            if asking is None and (wait or len(self._asking) < AT_ONCE):
                asking = self._asking[key] = asyncio.create_task(self._ask(workspace, user))
            if asking is not None:
                await asyncio.wait({asking}, timeout=PATIENCE if wait else MOMENT)
        return self.known(workspace, user, name)

    async def trusted(self, workspace: Workspace, member: Member) -> Member:
        """The member, as a moderator where they are in a group that moderates here. Raises StageFault."""
        if member.moderates or not self._plays_at_home(workspace, member.id):
            return member
        for id in await self._moderators(workspace.team):
            if id.startswith("S") and member.id in await self._group(workspace, id):
                return replace(member, roles=member.roles | {Role.MODERATOR})
        return member

    def _plays_at_home(self, workspace: Workspace, user: str) -> bool:
        """Whether Slack has told us of a full member of this workspace."""
        return (workspace.team, user) in self._full

    async def _group(self, workspace: Workspace, id: str) -> frozenset[str]:
        key, now = (workspace.team, id), self._clock.ours()
        known = self._groups.get(key)
        if known is None or now - known[1] > LASTS:
            try:
                answer = await self._call(workspace, workspace.client.usergroups_users_list(usergroup=id))
                members = frozenset(str(one) for one in answer.get("users") or ())
            except Refused:  # it was disabled, or is another workspace's
                members = frozenset()
            known = self._groups[key] = (members, now)
        return known[0]

    async def direct(self, workspace: Workspace, user: str) -> str:
        """The channel of our direct messages with a member. Raises StageFault."""
        key = (workspace.team, user)
        if key not in self._direct:
            answer = await self._call(workspace, workspace.client.conversations_open(users=user))
            self._direct[key] = str((answer.get("channel") or {}).get("id") or "")
            while len(self._direct) > KEPT:
                self._direct.popitem(last=False)
        return self._direct[key]

    async def _ask(self, workspace: Workspace, user: str) -> None:
        key = (workspace.team, user)
        try:
            async with self._turn:
                answer = await self._call(workspace, workspace.client.users_info(user=user))
            told = answer.get("user") or {}
            self._known[key] = (member_of(told, user, workspace.team), self._clock.ours())
            self._known.move_to_end(key)
            (self._full.add if full(told, workspace.team) else self._full.discard)(key)
            while len(self._known) > KEPT:
                self._full.discard(self._known.popitem(last=False)[0])
        except StageFault as fault:
            log.warning("a member could not be looked up: %s", fault)
        finally:
            self._asking.pop(key, None)

    async def close(self) -> None:
        """Ask no more."""
        for task in tuple(self._asking.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def member_of(user: Mapping[str, Any], id: str, team: str) -> Member:
    """A member as Slack describes them."""
    profile = user.get("profile") or {}
    name = (
        profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name")
    )
    moderates = bool(user.get("is_admin") or user.get("is_owner")) and full(user, team)
    return Member(id, str(name or id), frozenset({Role.MODERATOR} if moderates else ()))


def full(user: Mapping[str, Any], team: str) -> bool:
    """Whether somebody is a full member of the workspace: no guest, and not of another one."""
    stranger = bool(user.get("is_stranger")) or user.get("team_id", team) != team
    return not (stranger or user.get("is_restricted") or user.get("is_ultra_restricted"))
