"""All that the stand-in holds, and how it grows: users, servers, channels, messages."""

from __future__ import annotations

from bot.instant import Instant
from bot.ports import Clock
from tests.discord_stand_in import payloads
from tests.discord_stand_in.snowflakes import Snowflakes, born
from tests.discord_stand_in.world import (
    JSON,
    ORDINARY,
    Channel,
    Guild,
    Interaction,
    Kind,
    Membership,
    Message,
    Permission,
    Role,
    User,
    base_permissions,
)

LONG_AGO = 86_400_000 * 30  # milliseconds: how old what was there before is
MESSAGE_CONTENT_FLAG = 1 << 19  # of an application: the intent, for bots in few servers


class Realm:
    """The stand-in's things, by id."""

    def __init__(self, clock: Clock, *, shards: int = 1, concurrency: int = 1, content: bool = True) -> None:
        self.ids = Snowflakes(clock)
        self.born = born
        self.shards = shards
        self.concurrency = concurrency
        self.content = content  # whether the message content intent is switched on
        self.gateway_url = ""
        self.users: dict[str, User] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.interactions: dict[str, Interaction] = {}  # by token
        self.spared = 0  # messages not posted twice, by their nonce
        self._clock = clock
        self._directs: dict[str, Channel] = {}
        self.bot = self.new_user("Trivium", bot=True)
        self.maker = self.new_user("Operator")

    def _earlier(self) -> str:
        return self.ids.new(self._clock.now() - LONG_AGO)

    def new_user(self, name: str, *, bot: bool = False) -> User:
        user = User(self._earlier(), name, bot)
        self.users[user.id] = user
        return user

    def new_guild(self, name: str, owner: User, *, added_by: User | None = None, id: str = "") -> Guild:
        """A server that the bot is in, with the rights that its invite asks for."""
        guild = Guild(id or self._earlier(), name, owner, added_by or owner, self._clock.now())
        guild.roles[guild.id] = Role(guild.id, "@everyone", int(ORDINARY))
        own = self.new_role(guild, self.bot.name, int(ORDINARY | Permission.VIEW_AUDIT_LOG))
        guild.members[self.bot.id] = Membership(self.bot, [own])
        guild.members[owner.id] = Membership(owner)
        self.guilds[guild.id] = guild
        return guild

    def new_role(self, guild: Guild, name: str, permissions: int = 0) -> Role:
        role = Role(self._earlier(), name, permissions)
        guild.roles[role.id] = role
        return role

    def new_channel(
        self, guild: Guild, name: str, kind: Kind = Kind.TEXT, parent: Channel | None = None
    ) -> Channel:
        channel = Channel(self._earlier(), kind, name, guild, parent)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def direct(self, user: User) -> Channel:
        """The bot's direct channel with somebody, the same each time."""
        if user.id not in self._directs:
            channel = Channel(self.ids.new(), Kind.DIRECT, user.name, recipient=user)
            self._directs[user.id] = self.channels[channel.id] = channel
        return self._directs[user.id]

    def join(self, guild: Guild, user: User, *roles: Role) -> Membership:
        guild.members[user.id] = Membership(user, list(roles))
        return guild.members[user.id]

    def may(self, guild: Guild, user: User, permission: Permission) -> bool:
        return bool(base_permissions(guild, user) & permission)

    def now(self) -> Instant:
        return self._clock.now()

    def application(self) -> JSON:
        """The application as its own token sees it."""
        bot = self.bot
        flags = MESSAGE_CONTENT_FLAG if self.content else 0
        return {
            "id": bot.id,
            "name": bot.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": payloads.user(bot),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": flags,
            "flags_new": str(flags),
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": payloads.user(self.maker),
            "approximate_guild_count": len(self.guilds),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": [],
            "integration_types_config": {},
        }
