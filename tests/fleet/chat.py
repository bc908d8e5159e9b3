"""A chat system in memory, as far as a quiz needs one: what its members said, and what stands on its screens.

Two laws, both of real chat systems. A message that is posted twice under one name is one message. And what was said
has one id and one time of sending, however often it is delivered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

COMMUNITY = "club"


def now() -> int:
    """Milliseconds: the time of the chat system."""
    return time.time_ns() // 1_000_000


class Fate(Enum):
    """What the member read of what they said."""

    OPEN = "nothing yet"
    KEPT = "it was acknowledged"
    REFUSED = "it was refused, with a reason"
    WAITS = "it is not saved yet"


@dataclass(slots=True)
class Said:
    """Something that a member said or pressed; an attempt at question `number` of `round` where it names a letter."""

    id: str
    channel: str
    member: str
    sent: int
    content: dict[str, str]
    round: str = ""
    number: int = 0
    letter: str = ""
    fate: Fate = Fate.OPEN
    unsure: bool = False  # a process died while it had this: it may be kept, though nobody has read so
    deliveries: int = 0
    answered: list[str] = field(default_factory=list)  # every sentence that came back

    def line(self, now: int) -> dict[str, Any]:
        """As the pipe is told of it."""
        who = {"id": self.member, "name": self.member.title()}
        place = {"community": COMMUNITY, "channel": self.channel}
        return {
            "id": self.id,
            "at": now / 1000,
            "sent": self.sent / 1000,
            "member": who,
            **place,
            **self.content,
        }


@dataclass(slots=True)
class Asked:
    """A question that was posted: which messages it has (one, if all is well) and when each was posted."""

    round: str
    number: int
    seconds: int
    letters: str
    stem: str
    messages: dict[str, list[int]] = field(default_factory=dict)
    right: str = ""  # the letter that the reveal marks
    revealed_at: int = 0
    reveals: set[str] = field(default_factory=set)  # names of the cards that revealed it
    verdicts: dict[str, str] = field(default_factory=dict)  # member -> what they were told


@dataclass(slots=True)
class Channel:
    """A channel and the one round that is played in it."""

    name: str
    members: tuple[str, ...]
    scoring: str
    round: str = ""
    started: set[str] = field(default_factory=set)  # names of start cards
    asked: dict[int, Asked] = field(default_factory=dict)
    board: dict[str, int] = field(default_factory=dict)  # name -> points, of the final board
    ends: set[str] = field(default_factory=set)  # names of final boards
    ended_at: int = 0


class Chat:
    """All channels. `told` is called with whatever is new to somebody who could act on it."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.said: dict[str, Said] = {}
        self.told: Callable[[Channel, str, dict[str, Any]], None] = lambda *_: None
        self._shown: set[str] = set()
        self._questions: dict[str, Asked] = {}  # by message
        self._steps: dict[str, Asked] = {}  # by the step that revealed it: "round:version"
        self._verdicts: list[tuple[str, str, str]] = []  # step, member, sentence
        self.repeated = 0  # messages that came once more under their name

    def show(self, line: dict[str, Any]) -> None:
        """A line of the pipe: a card for the channel, or for one member."""
        name, card = line["message"], line["card"]
        again = name in self._shown
        self._shown.add(name)
        self.repeated += again
        channel = self.channels[line["channel"]]
        if line["to"] is None:
            self._in_the_channel(channel, line, again)
        elif line["reply_to"] in self.said:
            self._answer(self.said[line["reply_to"]], card)
        elif card.get("tone") == "receipt" and card["lines"]:
            self._verdicts.append((_step(name), line["to"], card["lines"][0]))
        if not again:
            self.told(channel, line["to"] or "", line)

    def settle(self) -> None:
        """Give each verdict to its question: both are of one step."""
        for step, member, sentence in self._verdicts:
            if step in self._steps:
                self._steps[step].verdicts[member] = sentence

    def _in_the_channel(self, channel: Channel, line: dict[str, Any], again: bool) -> None:
        name, card, at = line["message"], line["card"], round(line["at"] * 1000)
        ids = [button["id"].split() for button in card["buttons"]]
        match card.get("tone", ""):
            case "question":
                self._question(channel, name, line["edits"], card, at)
            case "reveal":
                self._reveal(line["edits"], name, card, at)
            case "board" if ids and ids[0][0] == "again":
                channel.ends.add(line["edits"] or name)
                channel.board = {row["name"]: row["points"] for row in card.get("board", ())}
                channel.ended_at = channel.ended_at or at
            case "" if line["edits"] is None and any(words[0] == "begin" for words in ids):
                channel.round = next(words[1] for words in ids if words[0] == "begin")
                channel.started.add(name)

    def _question(
        self, channel: Channel, name: str, edits: str | None, card: dict[str, Any], at: int
    ) -> None:
        presses = [words for button in card["buttons"] if (words := button["id"].split())[0] == "answer"]
        round_, number = presses[0][1], int(presses[0][2])
        asked = channel.asked.get(number)
        if asked is None:
            letters = "".join(words[3] for words in presses)
            asked = Asked(round_, number, card["seconds"], letters, card["title"])
            channel.asked[number] = asked
        if edits is None:
            asked.messages.setdefault(name, []).append(at)
            self._questions[name] = asked

    def _reveal(self, edits: str | None, name: str, card: dict[str, Any], at: int) -> None:
        asked = self._questions.get(edits or "")
        if asked is None:  # a reveal of nothing that stands there
            self._questions[name] = asked = Asked("", 0, 0, "", card["title"])
        asked.reveals.add(name)
        asked.right = next(one["letter"] for one in card["choices"] if one.get("mark") == "right")
        asked.revealed_at = asked.revealed_at or at
        self._steps[_step(name)] = asked

    def _answer(self, said: Said, card: dict[str, Any]) -> None:
        sentence = " ".join(card["lines"])
        said.answered.append(sentence)
        if said.fate is Fate.KEPT:
            return  # who has read that it stands has read it
        if sentence.startswith("You chose"):
            said.fate = Fate.KEPT
        elif "saved" in sentence:
            said.fate = Fate.WAITS
        elif card.get("tone") == "refusal":
            said.fate = Fate.REFUSED


def _step(name: str) -> str:
    return name.rpartition(":")[0]
