"""What befalls an app besides its members: it is invited, removed, its channel archived, its events held back."""

from __future__ import annotations

from tests.slack_stand_in import payloads
from tests.slack_stand_in.server import Slack
from tests.slack_stand_in.workspace import Account, Channel, Team


async def invite(slack: Slack, team: Team, channel: Channel, by: Account) -> None:
    """A member brings the bot into a channel."""
    channel.members.add(team.bot)
    at = slack.house.ts()
    joined = {"type": "member_joined_channel", "user": team.bot, "channel": channel.id, "channel_type": "C"}
    await slack.event(team, {**joined, "team": team.id, "inviter": by.id, "event_ts": at})


async def archive(slack: Slack, team: Team, channel: Channel, by: Account) -> None:
    """A channel is archived: nothing is taken there any more, and the bot is no longer in it."""
    channel.archived = True
    at = slack.house.ts()
    archived = {"type": "channel_archive", "channel": channel.id, "user": by.id, "event_ts": at}
    await slack.event(team, archived)


async def uninstall(slack: Slack, team: Team) -> None:
    """The app is removed from a workspace; its two events come in no certain order."""
    slack.revoke(team)
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": list[str](), "bot": [team.bot]}}
    await slack.event(team, {**revoked, "event_ts": slack.house.ts()})
    await slack.event(team, {"type": "app_uninstalled", "event_ts": slack.house.ts()})


async def hold_back(slack: Slack, team: Team) -> bool:
    """Slack says that it holds events back, since there were too many within the hour; whether that was acknowledged."""
    minute = slack.clock.now() // 60_000 * 60
    told = {
        "token": payloads.TOKEN,
        "type": "app_rate_limited",
        "team_id": team.id,
        "api_app_id": payloads.APP,
    }
    return (await slack.deliver("events_api", {**told, "minute_rate_limited": minute})).acknowledged
