"""Installing Trivium in a workspace over OAuth: what Bolt's flow is given to keep, and to check.

Two laws. The state that a browser brings back is one that we sealed, lately. And nothing but a bot's token is asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from logging import Logger
from typing import Any

from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.secret_key import Sealer
from adapters.slack.clock import SlackClock
from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Workspace, Workspaces
from bot.instant import MINUTE
from bot.ports import Dice

log = logging.getLogger("trivium.slack")

INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
STATE_LASTS = 10 * MINUTE

Welcome = Callable[[Workspace, str], Awaitable[None]]


def oauth(
    client_id: str, client_secret: str, public_url: str, store: Installed, states: States
) -> AsyncOAuthSettings:
    """Bolt's settings for our own pages of installing."""
    return AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=sorted(SCOPES),
        user_scopes=[],
        redirect_uri=f"{public_url}{REDIRECT}" if public_url else None,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        installation_store=store,
        installation_store_bot_only=True,
        state_store=states,
        state_expiration_seconds=STATE_LASTS // 1000,
        logger=log,
    )


class States(AsyncOAuthStateStore):
    """States that carry their own end, sealed: any process can check one that another gave."""

    def __init__(self, sealer: Sealer, clock: SlackClock, dice: Dice) -> None:
        self._sealer = sealer
        self._clock = clock
        self._dice = dice

    @property
    def logger(self) -> Logger:
        return log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        until = self._clock.ours() + STATE_LASTS
        return self._sealer.seal(f"slack {until} {self._dice.token()}".encode()).decode("ascii")

    async def async_consume(self, state: str) -> bool:
        opened = self._sealer.open(state.encode("ascii", "replace")) if state else None
        words = opened.decode().split(" ") if opened else []
        return len(words) == 3 and words[0] == "slack" and int(words[1]) >= self._clock.ours()


class Installed(AsyncInstallationStore):
    """Keeps what Bolt's flow brings home, and greets who installed it."""

    def __init__(self, workspaces: Workspaces, clock: SlackClock, welcome: Welcome) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._welcome = welcome

    @property
    def logger(self) -> Logger:
        return log

    async def async_save(self, installation: Installation) -> None:
        team = installation.team_id or installation.enterprise_id
        if not team or not installation.bot_token or not installation.bot_user_id:
            log.error("an installation without a bot's token came back from Slack, and is not kept")
            return
        installed = {
            "token": installation.bot_token,
            "bot": installation.bot_user_id,
            "bot_id": installation.bot_id or "",
            "name": installation.team_name or installation.enterprise_name or team,
        }
        workspace = await self._workspaces.keep(team, installed, self._clock.ours())
        await self._welcome(workspace, installation.user_id)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        workspace = await self._workspaces.of(team_id or enterprise_id or "")
        if workspace is None:
            return None
        return Bot(
            team_id=team_id,
            enterprise_id=enterprise_id,
            bot_token=workspace.client.token or "",
            bot_id=workspace.bot_id,
            bot_user_id=workspace.bot,
            installed_at=0.0,
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self._workspaces.forget(team_id or enterprise_id or "")

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Members' own tokens are never asked for, so there is nothing of theirs to forget."""
