"""The stand-in's things as Discord's JSON. Pure: a value in, its JSON out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.instant import Instant
from tests.discord_stand_in.snowflakes import born
from tests.discord_stand_in.world import (
    JSON,
    THREADS,
    Channel,
    Guild,
    Interaction,
    Kind,
    Membership,
    Message,
    Role,
    User,
    permissions,
)


def stamp(at: Instant) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")


def user(one: User) -> JSON:
    return {
        "id": one.id,
        "username": one.name.lower().replace(" ", "_")[:32] or "somebody",
        "global_name": None if one.bot else one.name,
        "discriminator": "0001" if one.bot else "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "bot": one.bot,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }


def own_user(one: User) -> JSON:
    """The bot's own account, as it alone sees it."""
    private = {"mfa_enabled": True, "locale": one.locale, "verified": True, "email": None}
    return user(one) | private


def role(one: Role, position: int) -> JSON:
    return {
        "id": one.id,
        "name": one.name,
        "permissions": str(int(one.permissions)),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def roles(guild: Guild) -> list[JSON]:
    return [role(one, position) for position, one in enumerate(guild.roles.values())]


def member(one: Membership, guild: Guild) -> JSON:
    return {
        "user": user(one.user),
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [each.id for each in one.roles],
        "joined_at": stamp(born(guild.id)),
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def channel(one: Channel, own: User | None = None) -> JSON:
    """A channel; with `own`, as interactions name it: with what that user may do there."""
    shared: JSON = {"id": one.id, "type": int(one.kind), "flags": 0, "last_message_id": None}
    if one.kind is Kind.DIRECT:
        return shared | {"recipients": [user(one.recipient)] if one.recipient else []}
    assert one.guild is not None
    shared |= {
        "guild_id": one.guild.id,
        "name": one.name,
        "parent_id": one.parent.id if one.parent else None,
        "rate_limit_per_user": 0,
    }
    if own is not None:
        shared["permissions"] = str(int(permissions(one, own)))
    if one.kind in THREADS:
        return shared | {
            "owner_id": one.guild.owner.id,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "thread_metadata": {
                "archived": False,
                "archive_timestamp": stamp(born(one.id)),
                "auto_archive_duration": 1440,
                "locked": False,
                "create_timestamp": stamp(born(one.id)),
            },
        }
    shared |= {
        "position": 0,
        "nsfw": False,
        "topic": None,
        "permission_overwrites": [
            {"id": id, "type": 0 if id in one.guild.roles else 1, "allow": str(allow), "deny": str(deny)}
            for id, (allow, deny) in one.overwrites.items()
        ],
    }
    if one.kind is Kind.VOICE:
        shared |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if one.kind is Kind.FORUM:
        shared |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
        shared |= {"default_forum_layout": 0}
    return shared


def guild(one: Guild) -> JSON:
    """A server as REST gives it: without channels and members."""
    return {
        "id": one.id,
        "name": one.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": one.owner.id,
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "roles": roles(one),
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 2,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def guild_create(one: Guild, members: list[Membership]) -> JSON:
    """A server as the gateway announces it."""
    channels = [each for each in one.channels.values() if not each.gone]
    return guild(one) | {
        "unavailable": False,
        "joined_at": stamp(one.joined_at),
        "large": len(one.members) > 250,
        "member_count": len(one.members),
        "members": [member(each, one) for each in members],
        "channels": [channel(each) for each in channels if each.kind not in THREADS],
        "threads": [channel(each) for each in channels if each.kind in THREADS],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message(one: Message) -> JSON:
    out: JSON = {
        "id": one.id,
        "type": 0,
        "channel_id": one.channel.id,
        "author": user(one.author),
        "content": one.content,
        "mentions": [user(each) for each in one.mentions],
        "mention_roles": [],
        "mention_everyone": False,
        "attachments": [],
        "embeds": one.embeds,
        "components": one.components,
        "timestamp": stamp(born(one.id)),
        "edited_timestamp": None if one.edited is None else stamp(one.edited),
        "flags": int(one.flags),
        "pinned": False,
        "tts": False,
    }
    if one.nonce is not None:
        out["nonce"] = one.nonce
    if one.interaction is not None:
        out["type"] = 20 if one.interaction.type == 2 else 19 if one.interaction.type == 3 else 0
        out["interaction_metadata"] = metadata(one.interaction, one.author)
        out["webhook_id"] = one.author.id
        out["application_id"] = one.author.id
    return out


def metadata(one: Interaction, bot: User) -> JSON:
    """Which interaction a message answers."""
    out: JSON = {
        "id": one.id,
        "type": one.type,
        "user": user(one.user),
        "authorizing_integration_owners": owners(one, bot),
    }
    if one.type == 3 and one.message is not None:
        out["interacted_message_id"] = one.message.id
    if one.type == 5 and one.opened_by is not None:
        out["triggering_interaction_metadata"] = metadata(one.opened_by, bot)
    return out


def owners(one: Interaction, bot: User) -> dict[str, str]:
    """Who installed the application for this: the server, or the member for themselves."""
    guild = one.channel.guild
    if guild is not None and bot.id not in guild.members:
        return {"1": one.user.id}
    return {"0": guild.id if guild else "0"}


def interaction(one: Interaction, bot: User) -> JSON:
    """An interaction as the gateway delivers it."""
    place, server = one.channel, one.channel.guild
    out: JSON = {
        "id": one.id,
        "application_id": bot.id,
        "type": one.type,
        "data": one.data,
        "token": one.token,
        "version": 1,
        "channel": channel(place, bot),
        "channel_id": place.id,
        "locale": one.user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": owners(one, bot),
        "context": 0 if server else 1,
        "app_permissions": str(int(permissions(place, bot))),
        "attachment_size_limit": 10_485_760,
    }
    if one.message is not None:
        out["message"] = message(one.message)
    if server is None:
        return out | {"user": user(one.user)}
    who: dict[str, Any] = member(server.members[one.user.id], server)
    return out | {
        "guild_id": server.id,
        "guild": {"id": server.id, "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "member": who | {"permissions": str(int(permissions(place, one.user)))},
    }
