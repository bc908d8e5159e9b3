"""The simulated platform: channels, what each member sees of them, and the network between it and the processes.

Two laws. A message is posted once however often it is sent: its `Show.id` is a nonce, as on Discord. And the platform
stamps everything by a clock of its own, which agrees with nobody else's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.buttons import Press, Verb, read_press
from bot.cards import Card
from bot.instant import Instant
from bot.messages import Clicked, Filled, Heard, Member, Place, Said, Show, Shown
from bot.ports import StageFault
from tests.simulation.loop import Loop, Party
from tests.simulation.profile import Profile

PLATFORM = "test"
LINGERS = 300  # milliseconds for which a dead process's message can still arrive


@dataclass(slots=True)
class Sight:
    """A card as it came on screen: `who` handed it over at `sent`, it `landed`, and the platform stamped it with `at`."""

    who: Party
    sent: Instant
    landed: Instant
    at: Instant
    show: Show


@dataclass(slots=True)
class Message:
    """One message and all that it has been: the last sight is what stands there."""

    name: str
    place: Place
    to: str | None
    sights: list[Sight] = field(default_factory=list)

    @property
    def at(self) -> Instant:
        return self.sights[0].at

    @property
    def card(self) -> Card:
        return self.sights[-1].show.card


@dataclass(slots=True)
class Delivery:
    """What a member did, and what became of it: `done` are the moments at which a process had heard it to its end."""

    heard: Heard
    copies: int = 0  # still under way
    begun: list[Instant] = field(default_factory=list)
    done: list[Instant] = field(default_factory=list)
    replies: list[Show] = field(default_factory=list)

    @property
    def press(self) -> Press | None:
        """The button pressed, or the form sent back, where it was a round's."""
        match self.heard.content:
            case Clicked(button):
                return read_press(button)
            case Filled(command, _):
                return read_press(command)
            case Said():
                return None


class Platform:
    """What stands on the screens, and everything that was ever sent there or from there."""

    def __init__(self, loop: Loop, profile: Profile) -> None:
        self._loop = loop
        self._profile = profile
        self.messages: dict[str, Message] = {}
        self.tried: list[tuple[Instant, Party, Show]] = []  # all that processes wanted shown: when, who, what
        self.at_once: list[str] = []  # cards that two living processes had under way at one time
        self._under_way: dict[str, Party] = {}
        self.deliveries: dict[str, Delivery] = {}
        self.faults: list[str] = []
        self.watch: list[Message] = []  # what came on screen and nobody has looked at yet
        self._nonces: dict[str, Shown] = {}

    def now(self) -> Instant:
        return self._loop.now + self._profile.platform_skew

    def hear(self, place: Place, member: Member, content: Said | Clicked | Filled) -> Delivery:
        """A member does something: it is stamped here and now, whenever it may arrive."""
        heard = Heard(f"d{len(self.deliveries) + 1}", place, member, content, self.now())
        made = self.deliveries[heard.id] = Delivery(heard)
        return made

    def takes(self, show: Show, who: Party) -> None:
        """A process begins to send a card."""
        other = self._under_way.setdefault(show.id, who)
        if other is not who and other.alive:
            self.at_once.append(show.id)
        self._under_way[show.id] = who

    def leaves(self, show: Show, who: Party) -> None:
        """It is through with it."""
        if self._under_way.get(show.id) is who:
            del self._under_way[show.id]

    def land(self, show: Show, who: Party, sent: Instant) -> Shown:
        """A message arrives here."""
        sight = Sight(who, sent, self._loop.now, self.now(), show)
        if show.edits is not None:
            return self._edit(show, sight)
        if (known := self._nonces.get(show.id)) is not None:
            return known
        message = Message(f"m{len(self.messages) + 1}", show.place, show.to, [sight])
        self.messages[message.name] = message
        self.watch.append(message)
        shown = self._nonces[show.id] = Shown(message.name, sight.at)
        return shown

    def _edit(self, show: Show, sight: Sight) -> Shown:
        message = self.messages.get(show.edits or "")
        if message is None or (message.place, message.to) != (show.place, show.to):
            self.faults.append(f"{show.id} edits {show.edits}, which is no message that it could edit")
            return Shown(show.edits or "", sight.at)
        message.sights.append(sight)
        self.watch.append(message)
        return Shown(
            message.name, message.at
        )  # a question that is sent once more stood there since the first time


class SimulatedStage:
    """The platform as one process reaches it: slowly, and not always."""

    def __init__(self, loop: Loop, platform: Platform, profile: Profile, party: Party) -> None:
        self._loop = loop
        self._platform = platform
        self._profile = profile
        self._party = party

    async def show(self, show: Show) -> Shown:
        loop, platform = self._loop, self._platform
        platform.tried.append((loop.now, self._party, show))
        platform.takes(show, self._party)
        try:
            return await self._sent(show)
        finally:
            platform.leaves(show, self._party)

    async def _sent(self, show: Show) -> Shown:
        loop, profile, platform = self._loop, self._profile, self._platform
        if show.reply_to in platform.deliveries:
            platform.deliveries[show.reply_to].replies.append(show)
        there, back = profile.way(loop.chance), profile.way(loop.chance)
        if loop.chance.random() < profile.refused:
            await loop.pause(there + back)
            raise StageFault("the platform refused it")
        sent, arrived = loop.now, list[Shown]()
        # It is under way now, and arrives even if who sent it dies meanwhile.
        loop.after(there, lambda: arrived.append(platform.land(show, self._party, sent)))
        await loop.pause(there + back + 1)
        if loop.chance.random() < profile.unconfirmed:
            raise StageFault("the platform's word was lost on its way")
        return arrived[0]


def answers(press: Press | None) -> bool:
    """Whether a press gives an answer."""
    return press is not None and press.verb is Verb.ANSWER
