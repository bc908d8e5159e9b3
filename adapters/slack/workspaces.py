"""The workspaces that Trivium is installed in: whom we are there, and with which token.

Two laws. A token is sealed before it is kept, and never shown. And a token that Slack takes no more is forgotten at
once, so that nothing is tried with it again and again.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.secret_key import Sealer
from adapters.slack.doors import Installations
from bot.instant import Instant

log = logging.getLogger("trivium.slack")

KEPT = 1_000  # workspaces held in memory


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace: `bot` is our member id there, `bot_id` our app's."""

    team: str
    name: str
    bot: str
    bot_id: str
    client: AsyncWebClient


class Workspaces:
    """Finds the workspace of a delivery. `make` gives a client for a token."""

    def __init__(
        self, installations: Installations, sealer: Sealer, make: Callable[[str], AsyncWebClient]
    ) -> None:
        self._installations = installations
        self._sealer = sealer
        self._make = make
        self._known: OrderedDict[str, Workspace] = OrderedDict()
        self.own: Workspace | None = None  # of the token that the operator set
        self.lost: Callable[[], None] = lambda: None  # called when Slack takes that token no more

    async def of(self, team: str) -> Workspace | None:
        """The workspace of that id, or None where we are not installed. Raises StageFault."""
        if self.own is not None and self.own.team == team:
            return self.own
        known = self._known.get(team)
        if known is None:
            sealed = await self._installations.read(team)
            known = self._opened(team, sealed) if sealed is not None else None
            if known is not None:
                self._known[team] = known
                while len(self._known) > KEPT:
                    self._known.popitem(last=False)
        return known

    def workspace(self, team: str, installed: Mapping[str, Any]) -> Workspace:
        """A workspace as it was installed: token, bot, bot_id and name."""
        client = self._make(str(installed["token"]))
        name = str(installed.get("name") or team)
        return Workspace(team, name, str(installed["bot"]), str(installed.get("bot_id") or ""), client)

    async def keep(self, team: str, installed: Mapping[str, Any], at: Instant) -> Workspace:
        """Keep an installation, in place of an earlier one."""
        await self._installations.keep(team, self._sealer.seal(json.dumps(installed).encode()), at)
        self._known.pop(team, None)
        log.info("installed in a workspace")
        return self.workspace(team, installed)

    async def forget(self, team: str) -> None:
        """The app was removed there, or its token revoked."""
        log.warning("a workspace has removed Trivium, or revoked its token")
        await self._installations.forget(team)
        self.refused(team)

    def refused(self, team: str) -> None:
        """Slack took a token no more."""
        self._known.pop(team, None)
        if self.own is not None and self.own.team == team:
            self.lost()

    def _opened(self, team: str, sealed: bytes) -> Workspace | None:
        opened = self._sealer.open(sealed)
        if opened is None:
            log.error("an installation was sealed with another key: set TRIVIUM_SECRET_KEY to the one it was")
            return None
        return self.workspace(team, json.loads(opened))


class Authorize(AsyncAuthorize):
    """Tells Bolt who we are in a delivery's workspace, without asking Slack each time."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        workspace = await self._workspaces.of(team_id or enterprise_id or "")
        if workspace is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=workspace.bot,
            bot_id=workspace.bot_id,
            bot_token=workspace.client.token,
            user_id=user_id,
        )
