"""One call of Slack's Web API, and what its refusals mean to the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.workspaces import Workspace, Workspaces
from bot.ports import StageFault

NO_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_allowed_token_type",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_authed",
        "user_removed_from_team",
    }
)
"""Slack takes the token no more."""

NOT_IN = frozenset({"not_in_channel", "channel_not_found"})
"""We are no member there, which an invitation mends."""

NOT_THERE = NOT_IN | frozenset(
    {
        "is_archived",
        "no_permission",
        "restricted_action",
        "user_not_in_channel",
    }
)
"""Nothing of ours can stand in that channel, or nothing for that member."""

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "invalid_ts"})
"""The message to change is not there, or can be changed no more."""

NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"})
"""A thread whose beginning is gone takes no messages."""


class Refused(StageFault):
    """Slack refused a call; `error` is its own word for why, "" where it gave none."""

    def __init__(self, error: str) -> None:
        super().__init__(f"Slack refused: {error or 'without a word'}")
        self.error = error


def retries() -> list[AsyncRetryHandler]:
    """What is tried again, and how: a lost connection, a 429 after its Retry-After, a 500 or 503."""
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=1),
        AsyncRateLimitErrorRetryHandler(max_retry_count=2),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]


class Calls:
    """Waits for calls; a token that is refused is told to `workspaces`."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self, workspace: Workspace, called: Awaitable[AsyncSlackResponse]
    ) -> Mapping[str, Any]:
        """What Slack answers to a call of the client's. Raises Refused, or StageFault where it cannot be reached."""
        try:
            response = await called
        except SlackApiError as refused:
            error = error_of(refused)
            if error in NO_TOKEN:
                self._workspaces.refused(workspace.team)
            raise Refused(error) from None
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise StageFault(f"Slack could not be reached: {type(fault).__name__}") from None
        return response.data if isinstance(response.data, dict) else {}


def error_of(refused: SlackApiError) -> str:
    """Slack's word for a refusal."""
    answer = getattr(refused.response, "data", refused.response)
    return str(answer.get("error") or "") if isinstance(answer, Mapping) else ""
