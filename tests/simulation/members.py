"""The simulated members: they look at their screens and click, change, type, hint, skip, pause and stop, when it suits nobody."""

from __future__ import annotations

from collections.abc import Callable

from bot.buttons import Press, Verb, read_press
from bot.cards import Card, Tone
from bot.instant import SECOND, Instant
from bot.messages import Clicked, Filled, Member, Place, Role, Said
from tests.simulation.loop import Loop
from tests.simulation.platform import PLATFORM, Delivery, Message, Platform
from tests.simulation.profile import Profile

NAMES = ("ann", "bo", "cem", "dee", "eve")
AGAIN = 2  # rounds of a channel, at most

Send = Callable[[Delivery], None]


def right_answer(stem: str) -> str:
    """What anybody who can add knows."""
    return str(100 + int(stem.split(" ")[2]))


class Members:
    """All who play, in all channels."""

    def __init__(self, loop: Loop, platform: Platform, profile: Profile, send: Send) -> None:
        self._loop = loop
        self._chance = loop.chance
        self._platform = platform
        self._profile = profile
        self._send = send
        self._started: dict[Place, int] = {}
        self._tired = False
        self.plans = 0  # what they mean to do and have not done
        self.places = tuple(
            Place(PLATFORM, f"community-{number % 2}", f"channel-{number}", profile.alone)
            for number in range(profile.channels)
        )
        self.members = tuple(
            Member(name, name.title(), frozenset({Role.MODERATOR}) if name == "cem" else frozenset())
            for name in NAMES[: profile.members]
        )

    def begin(self) -> None:
        for place in self.places:
            self._soon(self._chance.randrange(10, 3 * SECOND), self._start, place)

    def tire(self) -> None:
        """Nobody starts anything new."""
        self._tired = True

    def look(self) -> None:
        """See what has come on screen since they last looked, and make plans."""
        while self._platform.watch:
            message = self._platform.watch.pop(0)
            if message.to is None:
                self._seen(message)

    def wake(self, place: Place) -> None:
        """Somebody comes back to a round that stands still."""
        line = self._chance.choice(("/trivia resume", "/trivia resume", "/trivia stop"))
        self._say(self.members[0], place, line)

    # --- what they make of a card ---

    def _seen(self, message: Message) -> None:
        card, place = message.card, message.place
        if card.tone is Tone.QUESTION and len(message.sights) == 1:
            for member in self.members:
                if self._chance.random() < 0.85:
                    self._answer(member, place, message)
            self._meddle(place, card)
            return
        labels = {button.label: button.id for button in card.buttons}
        host = self.members[0]
        if "Begin now" in labels and self._chance.random() < 0.7:
            self._press(self._chance.randrange(200, 9000), host, place, labels["Begin now"])
        if "Cancel" in labels and self._chance.random() < 0.03:
            self._press(self._chance.randrange(200, 12000), host, place, labels["Cancel"])
        if "Join Amber" in labels and self._chance.random() < 0.5:
            who, team = self._chance.choice(self.members), self._chance.choice(("Join Amber", "Join Blue"))
            self._press(self._chance.randrange(200, 9000), who, place, labels[team])
        if "Go on" in labels and self._chance.random() < 0.8:
            self._press(self._chance.randrange(200, 6000), host, place, labels["Go on"])
        if "Play again" in labels and self._chance.random() < 0.3 and self._may_start(place):
            self._press(self._chance.randrange(200, 3000), host, place, labels["Play again"])

    def _answer(self, member: Member, place: Place, message: Message) -> None:
        card, seconds = message.card, message.card.seconds or 0
        for _ in range(self._chance.choice((1, 1, 1, 2, 2, 3))):
            if self._chance.random() < self._profile.eager:
                wait = seconds * SECOND + self._chance.randrange(-900, 1900)
            else:
                wait = self._chance.randrange(150, seconds * SECOND)
            crowded = self._chance.random()
            if crowded < 0.2:
                wait = 400  # several at the same moment
            elif crowded < 0.35:
                wait = 2150 + self._chance.randrange(700)  # as the question closes early after those
            self._soon(wait, self._give, member, place, card)

    def _give(self, member: Member, place: Place, card: Card) -> None:
        right = right_answer(card.title)
        drawn = self._chance.random()
        if not card.choices:
            text = right if drawn < 0.5 else str(self._chance.randrange(101, 600))
            opens = next((one for one in card.buttons if one.label == "Answer"), None)
            press = read_press(opens.id) if opens is not None else None
            if press is not None and self._chance.random() < 0.6:
                form = Press(Verb.ANSWER, press.round, press.number).id
                self._do(member, place, Filled(form, (("text", text),)))
            else:
                self._say(member, place, text if press is None else f"/answer text:{text}")
            return
        fitting = [one for one in card.choices if (one.text == right) == (drawn < 0.5)]
        choice = self._chance.choice(fitting)
        button = next((one.id for one in card.buttons if one.label == choice.letter), None)
        if button is not None and self._chance.random() < 0.75:
            self._do(member, place, Clicked(button))
        else:
            self._say(member, place, self._chance.choice((choice.letter, choice.text)))

    def _meddle(self, place: Place, card: Card) -> None:
        """What disturbs a question: votes, hints, a pause, a stop, a second start."""
        span = (card.seconds or 0) * SECOND + 4000
        presses = [one.id for one in card.buttons if _verb(one.id) in (Verb.SKIP, Verb.HINT)]
        if presses and self._chance.random() < 0.4:
            near = self._chance.randrange(100, span)
            for member in self.members:
                for wait in (near, near + self._chance.randrange(1500)):
                    self._press(wait, member, place, self._chance.choice(presses))
        if self._chance.random() < 0.1:
            line = self._chance.choice(("pause", "pause", "stop", "skip", "hint", "status", "start Sums"))
            who = self._chance.choice(self.members)
            self._soon(self._chance.randrange(100, span), self._say, who, place, f"/trivia {line}")

    def _start(self, place: Place) -> None:
        if not self._may_start(place):
            return
        line = (
            f"/trivia start Sums questions:{self._chance.choice((1, 2, 2, 3))}"
            f" seconds:{self._chance.choice((5, 5, 8))}"
            f" mode:{self._chance.choice(('choice', 'choice', 'typed'))}"
            f" scoring:{self._chance.choice(('accuracy', 'speed', 'first'))}"
            f" teams:{self._chance.choice(('off', 'off', 'off', 'join', 'balanced'))}"
        )
        self._say(self.members[0], place, line)
        if self._chance.random() < 0.2:  # and somebody else at the same time
            self._soon(self._chance.randrange(0, 200), self._say, self.members[-1], place, line)
        if self._chance.random() < 0.5:
            self._soon(self._chance.randrange(5, 25) * SECOND, self._start, place)

    def _may_start(self, place: Place) -> bool:
        self._started[place] = self._started.get(place, 0) + 1
        return not self._tired and self._started[place] <= AGAIN

    # --- how they do it ---

    def _press(self, wait: Instant, member: Member, place: Place, button: str) -> None:
        self._soon(wait, self._do, member, place, Clicked(button))

    def _say(self, member: Member, place: Place, line: str) -> None:
        self._do(member, place, Said(line))

    def _do(self, member: Member, place: Place, content: Said | Clicked | Filled) -> None:
        self._send(self._platform.hear(place, member, content))

    def _soon(self, wait: Instant, act: Callable[..., None], *given: object) -> None:
        self.plans += 1
        self._loop.after(wait, self._now, act, given)

    def _now(self, act: Callable[..., None], given: tuple[object, ...]) -> None:
        self.plans -= 1
        act(*given)


def _verb(button: str) -> Verb | None:
    press = read_press(button)
    return press.verb if press else None
