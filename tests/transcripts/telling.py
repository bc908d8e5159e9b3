"""Plays a transcript on a platform, and says in plain words where the bot did otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from adapters.clock import VirtualClock
from bot.ledger.ledger import Ledger
from bot.ledger.process import alone
from facts.question import LETTERS, Question
from facts.store.database import open_database
from tests.transcripts.platforms import CannotPress, NamesChannels, Person, Platform, Seen
from tests.transcripts.reading import (
    Expects,
    Fills,
    Nothing,
    Presses,
    Restarts,
    Says,
    Step,
    Transcript,
    Waits,
)

BREATH = 1  # millisecond after whatever somebody does: no two do something at the very same moment
PLATFORMS = ("terminal", "pipe", "web", "discord", "slack")


class Otherwise(AssertionError):
    """The bot did otherwise than the transcript says."""


class Peek:
    """Reads the open questions from the ledger, so that a transcript can say "the right letter"."""

    def __init__(self, url: str) -> None:
        self._database = open_database(url)
        self._open: dict[str, Question] = {}

    async def look(self) -> None:
        """Notes what is open now; what was open before stays known until something else is."""
        for round in await Ledger(self._database, alone(VirtualClock())).open_rounds(PLATFORMS):
            if round.question is not None:
                self._open[round.place.channel] = round.question

    async def close(self) -> None:
        await self._database.close()

    def words(self, channel: str) -> Mapping[str, str]:
        question = self._open.get(channel)
        if question is None:
            return {}
        right = question.correct
        wrong = [i for i in range(len(question.options)) if i != right]
        words = {
            "right letter": LETTERS[right],
            "right answer": question.answer,
            "right option": question.options[right] if question.options else question.answer,
            "near miss": _near(question.answer),
        }
        for name, place in zip(
            ("wrong letter", "other wrong letter", "third wrong letter"), wrong, strict=False
        ):
            words[name] = LETTERS[place]
            words[name.replace("letter", "option")] = question.options[place]
        return words


def _near(answer: str) -> str:
    """The answer with two slips in its longest word: close, and not right."""
    longest = max(answer.split(), key=len)
    slipped = f"{longest[:2]}q{longest[2:-1]}{'x' if longest[-1] != 'x' else 'y'}"
    return answer.replace(longest, slipped, 1)


CONSTANTS = {
    "ten thousand letters": "x" * 9_990,
    "control characters": "\x00\x07\x1b[31m\x7f\u202e\u200b",
}


async def tell(transcript: Transcript, platform: Platform, url: str) -> None:
    """Plays it to its end. Raises Otherwise at the first step that went otherwise."""
    teller = _Teller(transcript, platform, url)
    await platform.enter(teller.people.values())
    try:
        await teller.all_steps()
    finally:
        await teller.peek.close()


class _Teller:
    def __init__(self, transcript: Transcript, platform: Platform, url: str) -> None:
        named = dict(transcript.names)
        self.people = {
            who: Person(who, named.get(who, who), who in transcript.moderators) for who in transcript.people
        }
        self._transcript = transcript
        self._platform = platform
        self.peek = Peek(url)
        self._needs_peek = bool(re.search(r"\{(right|wrong|other|third|near)", repr(transcript.steps)))
        self._seen: dict[str, list[Seen]] = {who: [] for who in self.people}
        self._read: set[str] = set()  # every line that was seen, by anybody
        self._last: dict[str, Seen] = {}  # what was compared last, by who saw it

    async def all_steps(self) -> None:
        waiting: list[Expects] = []
        for step in self._transcript.steps:
            if isinstance(step, Expects):
                waiting.append(step)
                continue
            if waiting:
                self._compare(waiting)
                waiting = []
            if isinstance(step, Nothing):
                self._compare([], step)
            else:
                await self._do(step)
        self._compare(waiting)

    async def _do(self, step: Step) -> None:
        if self._needs_peek:
            await self.peek.look()
        try:
            await self._act(step)
        except CannotPress as why:
            raise Otherwise(self._at(step.line, f"could not be done: {why}.", "")) from None
        if isinstance(step, Says | Presses | Fills):
            await self._platform.pass_time(BREATH)
        for who, person in self.people.items():
            self._seen[who] += self._platform.seen_by(person)

    async def _act(self, step: Step) -> None:
        match step:
            case Says():
                text = self._filled_in(step.text, step.channel)
                await self._platform.say(self.people[step.who], text, step.channel, step.ago)
            case Presses():
                label = self._filled_in(step.label, step.channel)
                person = self.people[step.who]
                await self._platform.click(person, label, step.on, step.channel, step.ago)
            case Fills():
                values = {label: self._filled_in(value, step.channel) for label, value in step.values}
                await self._platform.fill(self.people[step.who], values, step.channel)
            case Waits():
                await self._platform.pass_time(step.milliseconds)
            case Restarts():
                await self._platform.restart()
            case Expects() | Nothing():
                raise AssertionError("these are compared, not done")

    def _filled_in(self, text: str, channel: str) -> str:
        if isinstance(self._platform, NamesChannels):
            channel = self._platform.channel_id(channel)
        words = {**CONSTANTS, **self.peek.words(channel)}
        return re.sub(r"\{([a-z ]+)\}", lambda found: words.get(found[1], found[0]), text)

    # --- comparing ---

    def _compare(self, expected: Sequence[Expects], nothing: Nothing | None = None) -> None:
        """Everything seen since the last comparison is what was expected, no less and no more."""
        line = nothing.line if nothing else (expected[0].line if expected else 0)
        self._nobody_overhears(line)
        everybody = [one for one in expected if not one.alone]
        for channel in dict.fromkeys([*(one.channel for one in everybody), *self._channels()]):
            wanted = [one for one in everybody if one.channel == channel]
            self._in_order(wanted, self._public(channel), "everybody", line)
        for who in self.people:
            private = [one for one in self._seen[who] if self._is_private(one)]
            self._in_order([one for one in expected if one.alone == who], private, f"{who} alone", line)
        self._seen = {who: [] for who in self.people}

    def _channels(self) -> Iterable[str]:
        return dict.fromkeys(one.channel for seen in self._seen.values() for one in seen)

    def _public(self, channel: str) -> list[Seen]:
        """What all have seen; where a transcript has one person, all that is not said to be theirs alone."""
        first = next(iter(self.people))
        return [one for one in self._seen[first] if one.channel == channel and not self._is_private(one)]

    def _is_private(self, seen: Seen) -> bool:
        if len(self.people) == 1:
            return False
        return sum(any(one.key == seen.key for one in each) for each in self._seen.values()) == 1

    def _nobody_overhears(self, line: int) -> None:
        """A message is for one or for all: never for some."""
        for who, seen in self._seen.items():
            for one in seen:
                others = [
                    each for each in self.people if any(one.key == other.key for other in self._seen[each])
                ]
                if len(others) not in (1, len(self.people)):
                    told = f"{' and '.join(others)} saw this, and the others did not"
                    raise Otherwise(self._at(line, f"{told} ({who} among them):", _shown([one])))

    def _in_order(self, expected: Sequence[Expects], seen: Sequence[Seen], who: str, line: int) -> None:
        left = list(seen)
        skipping = False
        for one in expected:
            if one.anything and not one.alone:
                skipping = True
                continue
            while skipping and left and not self._fits(one, left[0]):
                left.pop(0)
            if not (left and self._fits(one, left[0])) and self._goes_unseen(one, who):
                continue
            if not left or not self._fits(one, left[0]):
                saw = _shown(left[:2]) if left else "  nothing more"
                raise Otherwise(self._at(one.line, f"{who} should have seen\n{_quoted(one)}\nbut saw", saw))
            self._last[who] = left.pop(0)
            self._read.update(self._last[who].lines)
            skipping = False
        if left and not skipping:
            raise Otherwise(
                self._at(line, f"{who} saw this too, which the transcript does not say:", _shown(left))
            )

    def _goes_unseen(self, expected: Expects, who: str) -> bool:
        """Whether a change need not be seen: one that reads as before, or says no more where a platform only adds."""
        if not expected.changes:
            return False
        last = self._last.get(who)
        if last is not None and self._reads(expected, last):
            return True
        said = [text for text in expected.lines if text != "…" and not text.startswith(("[ ", "? "))]
        patterns = [self._pattern(text, expected.channel) for text in said]
        return not self._platform.changes and all(any(map(one.fullmatch, self._read)) for one in patterns)

    def _fits(self, expected: Expects, seen: Seen) -> bool:
        if seen.changes is not None and not expected.anything and seen.changes != expected.changes:
            return False
        return self._reads(expected, seen)

    def _reads(self, expected: Expects, seen: Seen) -> bool:
        """Whether the message has the words expected, whatever message it stands in place of."""
        left = list(seen.lines)
        for text in expected.lines:
            if text == "…":
                continue
            if text.startswith("[ "):
                if not self._has_buttons(text, seen):
                    return False
            elif text.startswith("? "):
                if not _asks(text.removeprefix("? "), seen):
                    return False
            else:
                pattern = self._pattern(text, expected.channel)
                found = next((line for line in left if pattern.fullmatch(line)), None)
                if found is None:
                    return False
                left.remove(found)
        return not left or "…" in expected.lines

    def _pattern(self, text: str, channel: str) -> re.Pattern[str]:
        tidied = " ".join(self._filled_in(text, channel).split())
        return re.compile(".*".join(re.escape(part) for part in tidied.split("…")))

    def _has_buttons(self, text: str, seen: Seen) -> bool:
        """Whether the buttons named stand there; a terminal shows only those that are a line to type."""
        labels = re.findall(r"\[ (.+?) \]", text)
        return not self._platform.has_buttons or {label for label, _ in seen.buttons} >= set(labels)

    def _at(self, line: int, what: str, saw: str) -> str:
        where = f"“{self._transcript.title}” on {self._platform.name}"
        written = f", line {line}" if line else ", at the end"
        return f"{where}{written}: {what}\n{saw}".rstrip()


def _asks(text: str, seen: Seen) -> bool:
    """Whether a form has this field, and beside it this error: "Source: This is needed."."""
    label, _, error = text.partition(": ")
    return any(field.label == label and field.error == error for field in seen.fields)


def _quoted(expected: Expects) -> str:
    sign = "~" if expected.changes else ">"
    return "\n".join(f"  {sign if number == 0 else ' '} {line}" for number, line in enumerate(expected.lines))


def _shown(seen: Iterable[Seen]) -> str:
    said = []
    for one in seen:
        sign = "~" if one.changes else ">"
        lines = [*one.lines]
        if one.buttons:
            lines.append("  ".join(f"[ {label} ]" for label, _ in one.buttons))
        lines += [f"? {field.label}{': ' + field.error if field.error else ''}" for field in one.fields]
        said += [f"  {sign if number == 0 else ' '} {line}" for number, line in enumerate(lines)]
    return "\n".join(said)
