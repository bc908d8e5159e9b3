"""What happens on Discord beside what members do to the bot: it is added or removed, channels go, rights change."""

from __future__ import annotations

from tests.discord_stand_in import payloads
from tests.discord_stand_in.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS
from tests.discord_stand_in.server import StandIn
from tests.discord_stand_in.world import Channel, Guild, Membership, Message


async def add_bot(at: StandIn, guild: Guild) -> None:
    """Somebody adds the bot to a server while it is connected."""
    bot = at.realm.bot
    guild.members.setdefault(bot.id, Membership(bot))
    at.realm.guilds[guild.id] = guild
    new = payloads.guild_create(guild, [guild.members[bot.id]])
    del new["unavailable"]  # so one that is joined is told from one that is back
    await at.gateway.dispatch("GUILD_CREATE", new, guild.id, GUILDS)


async def remove_bot(at: StandIn, guild: Guild) -> None:
    """Somebody throws the bot out of a server."""
    guild.members.pop(at.realm.bot.id)
    await at.gateway.dispatch("GUILD_DELETE", {"id": guild.id}, guild.id, GUILDS)


async def outage(at: StandIn, guild: Guild, *, over: bool = False) -> None:
    """A server is unavailable for a while, which is not the bot's removal; `over` brings it back."""
    if over:
        own = guild.members[at.realm.bot.id]
        await at.gateway.dispatch("GUILD_CREATE", payloads.guild_create(guild, [own]), guild.id, GUILDS)
    else:
        await at.gateway.dispatch("GUILD_DELETE", {"id": guild.id, "unavailable": True}, guild.id, GUILDS)


async def delete_channel(at: StandIn, channel: Channel) -> None:
    """A channel goes, and its messages with it."""
    assert channel.guild is not None
    channel.gone = True
    for message in at.realm.messages.values():
        message.gone = message.gone or message.channel is channel
    await at.gateway.dispatch("CHANNEL_DELETE", payloads.channel(channel), channel.guild.id, GUILDS)


async def delete_message(at: StandIn, message: Message) -> None:
    """A moderator deletes a message."""
    at.messages.delete(message)
    guild = message.channel.guild.id if message.channel.guild else None
    data = {"id": message.id, "channel_id": message.channel.id} | ({"guild_id": guild} if guild else {})
    await at.gateway.dispatch("MESSAGE_DELETE", data, guild, GUILD_MESSAGES if guild else DIRECT_MESSAGES)


async def forbid(at: StandIn, channel: Channel, rights: int) -> None:
    """The bot loses rights in a channel."""
    assert channel.guild is not None
    channel.overwrites[at.realm.bot.id] = (0, int(rights))
    await at.gateway.dispatch("CHANNEL_UPDATE", payloads.channel(channel), channel.guild.id, GUILDS)


async def allow(at: StandIn, channel: Channel) -> None:
    """The bot has its usual rights in a channel again."""
    assert channel.guild is not None
    channel.overwrites.pop(at.realm.bot.id, None)
    await at.gateway.dispatch("CHANNEL_UPDATE", payloads.channel(channel), channel.guild.id, GUILDS)
