"""Simulated members: they start rounds, press and type letters, change their minds, come too late, and try again.

One law: whatever they do, they did it at a time that the chat system wrote down (`sent`); how long it takes on its way
to a process is another matter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any

from tests.fleet.chat import Channel, Chat, Fate, Said, now

SECONDS = 5  # the shortest that a question may be
_SLOWEST = 1.2  # seconds that something may take on its way; the bot allows for 1.5


class Players:
    """The members of every channel."""

    def __init__(self, chat: Chat, deliver: Callable[[Said], None], chance: Random, questions: int) -> None:
        self._chat = chat
        self._deliver = deliver
        self._chance = chance
        self._questions = questions
        self._count = 0
        self._begun: dict[str, Said] = {}
        self._loop = asyncio.get_running_loop()
        chat.told = self.told

    def begin(self, channel: Channel) -> None:
        """Somebody starts the round; while nothing comes of it the chat system delivers that again."""
        if channel.started or channel.ended_at:
            return
        begun = self._begun.get(channel.name)
        if begun is None:
            text = f"/trivia start questions:{self._questions} seconds:{SECONDS} scoring:{channel.scoring}"
            self._begun[channel.name] = self._say(channel, channel.members[0], {"text": text})
        else:
            self._deliver(begun)
        self._loop.call_later(5.0, self.begin, channel)

    def told(self, channel: Channel, to: str, line: dict[str, Any]) -> None:
        """Somebody could act on this card."""
        buttons = [button["id"] for button in line["card"]["buttons"]]
        if to or line["edits"]:
            return
        if line["card"].get("tone") == "question":
            asked = next(one for one in channel.asked.values() if line["message"] in one.messages)
            for member in channel.members:
                self._answer(channel, member, asked.round, asked.number, asked.letters)
        for press in buttons:
            # Most do not wait for the start card's ten seconds; a round that paused for want of answers goes on.
            if press.startswith("resume") or (press.startswith("begin") and self._chance.random() < 0.8):
                self._later(self._chance.uniform(0.2, 2.0), self._press, channel, channel.members[0], press)

    def _answer(self, channel: Channel, member: str, round: str, number: int, letters: str) -> None:
        """What one member does with a question, decided at once and done in its time."""
        dice = self._chance.random()
        if dice < 0.05:
            return
        after = (
            self._chance.uniform(0.3, SECONDS - 0.4) if dice < 0.9 else SECONDS + self._chance.uniform(0.1, 1)
        )
        self._later(after, self._choose, channel, member, round, number, self._chance.choice(letters))
        if self._chance.random() < 0.25:
            after += self._chance.uniform(0.05, 1.0)
            self._later(after, self._choose, channel, member, round, number, self._chance.choice(letters))

    def _choose(self, channel: Channel, member: str, round: str, number: int, letter: str) -> None:
        typed = self._chance.random() < 0.25
        content = {"text": letter} if typed else {"click": f"answer {round} {number} {letter}"}
        said = self._say(channel, member, content, round, number, letter)
        self._later(4.0, self._impatient, channel, said)

    def _impatient(self, channel: Channel, said: Said) -> None:
        """Nothing was heard of it: they press once more, if the question still stands there."""
        asked = channel.asked[said.number]
        if said.fate is Fate.OPEN and not asked.revealed_at:
            self._say(channel, said.member, said.content, said.round, said.number, said.letter)

    def _press(self, channel: Channel, member: str, button: str) -> None:
        self._say(channel, member, {"click": button})

    def _say(
        self,
        channel: Channel,
        member: str,
        content: dict[str, str],
        round: str = "",
        number: int = 0,
        letter: str = "",
    ) -> Said:
        self._count += 1
        said = Said(f"m{self._count}", channel.name, member, now(), content, round, number, letter)
        self._chat.said[said.id] = said
        for _ in range(2 if self._chance.random() < 0.05 else 1):  # some arrive twice, at two processes
            slow = self._chance.random() < 0.05
            self._later(self._chance.uniform(0, _SLOWEST if slow else 0.15), self._deliver, said)
        return said

    def _later(self, seconds: float, act: Callable[..., object], *given: Any) -> None:
        self._loop.call_later(seconds, act, *given)
