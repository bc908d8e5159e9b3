"""Messages of the stand-in: made, edited, deleted, and everything that anybody saw of them, in order."""

from __future__ import annotations

import asyncio
import copy
import re
from dataclasses import dataclass

from bot.ports import Clock
from tests.discord_stand_in.components import Pressable, buttons, kept, texts
from tests.discord_stand_in.realm import Realm
from tests.discord_stand_in.world import JSON, Channel, Flag, Interaction, Message, User

_MENTION = re.compile(r"<@!?(\d+)>|<@&(\d+)>|@(everyone|here)")


@dataclass(frozen=True, slots=True)
class Sight:
    """One message as it stood at one time. `what` is "new", "edit" or "delete"; `only_for` its one reader."""

    number: int
    what: str
    message: Message
    channel: Channel
    author: User
    content: str
    components: list[JSON]
    only_for: User | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        return (*((self.content,) if self.content else ()), *texts(self.components))

    @property
    def buttons(self) -> tuple[Pressable, ...]:
        return buttons(self.components)


class Messages:
    """Keeps messages, and the sights of them; `changed` wakes whoever waits to see something."""

    def __init__(self, realm: Realm, clock: Clock) -> None:
        self.sights: list[Sight] = []
        self.pinged: list[tuple[Message, str]] = []  # whom a message of the bot has pinged
        self.changed = asyncio.Condition()
        self._realm = realm
        self._clock = clock
        self._there: dict[str, list[Sight]] = {}
        self._waking: asyncio.Task[None] | None = None

    def there(self, channel: Channel) -> list[Sight]:
        """Everything that was seen in a channel, by anybody."""
        return self._there.get(channel.id, [])

    def new(
        self,
        channel: Channel,
        body: JSON,
        *,
        author: User | None = None,
        only_for: User | None = None,
        interaction: Interaction | None = None,
    ) -> Message:
        message = Message(self._realm.ids.new(), channel, author or self._realm.bot)
        message.only_for = only_for
        message.interaction = interaction
        self._fill(message, body)
        message.flags = int(body.get("flags") or 0)
        self._realm.messages[message.id] = message
        if not message.flags & Flag.LOADING:
            self._seen("new", message)
        return message

    def edit(self, message: Message, body: JSON) -> None:
        waited = bool(message.flags & Flag.LOADING)
        message.flags &= ~Flag.LOADING
        message.flags |= int(body.get("flags") or 0) & Flag.COMPONENTS_V2
        self._fill(message, body)
        if waited:
            self._seen("new", message)
            return
        message.edited = self._clock.now()
        self._seen("edit", message)

    def delete(self, message: Message) -> None:
        message.gone = True
        if not message.flags & Flag.LOADING:
            self._seen("delete", message)

    def _fill(self, message: Message, body: JSON) -> None:
        if "content" in body:
            message.content = body["content"] or ""
        if "embeds" in body:
            message.embeds = [{"type": "rich"} | each for each in body["embeds"] or []]
        if "components" in body:
            message.components = kept(body["components"] or [])
        if message.author.bot:
            self._ping(message, body)

    def _ping(self, message: Message, body: JSON) -> None:
        """Notes whom the text pings: all it names, unless `allowed_mentions` says otherwise."""
        allowed = body.get("allowed_mentions")
        parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or ())
        users = set((allowed or {}).get("users") or ())
        for text in (message.content, *texts(message.components)):
            for user, role, everybody in _MENTION.findall(text):
                if (user and ("users" in parse or user in users)) or (role and "roles" in parse):
                    self.pinged.append((message, user or role))
                if everybody and "everyone" in parse:
                    self.pinged.append((message, everybody))

    def _seen(self, what: str, message: Message) -> None:
        sight = Sight(
            len(self.sights),
            what,
            message,
            message.channel,
            message.author,
            message.content,
            copy.deepcopy(message.components),
            message.only_for,
        )
        self.sights.append(sight)
        self._there.setdefault(message.channel.id, []).append(sight)
        self.wake()

    def wake(self) -> None:
        """Has everybody who waits look again; many in one turn of the loop are one."""
        if self._waking is None or self._waking.done():
            self._waking = asyncio.get_running_loop().create_task(self._wake())

    async def _wake(self) -> None:
        async with self.changed:
            self.changed.notify_all()
