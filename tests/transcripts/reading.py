"""Transcripts as they are written: a text becomes steps, line by line. Pure; the format is in docs/transcripts.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

GENERAL = "general"


class Unreadable(Exception):
    """A line that no rule of docs/transcripts.md fits."""


@dataclass(frozen=True, slots=True)
class Says:
    line: int
    who: str
    channel: str
    text: str
    ago: int = 0  # milliseconds between its sending and its arrival


@dataclass(frozen=True, slots=True)
class Presses:
    line: int
    who: str
    channel: str
    label: str
    on: str = ""  # words of the message it stands on
    ago: int = 0


@dataclass(frozen=True, slots=True)
class Fills:
    line: int
    who: str
    channel: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Waits:
    line: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Restarts:
    line: int


@dataclass(frozen=True, slots=True)
class Expects:
    """One message that is seen next: by all, or by `alone`. `changes`: in place of an earlier one."""

    line: int
    channel: str
    lines: tuple[str, ...]
    alone: str = ""
    changes: bool = False

    @property
    def anything(self) -> bool:
        return self.lines == ("…",)


@dataclass(frozen=True, slots=True)
class Nothing:
    """The bot stays silent."""

    line: int


Step: TypeAlias = Says | Presses | Fills | Waits | Restarts | Expects | Nothing


@dataclass(frozen=True, slots=True)
class Transcript:
    title: str
    steps: tuple[Step, ...]
    people: tuple[str, ...]  # in the order of their first word
    moderators: frozenset[str] = frozenset()
    names: tuple[
        tuple[str, str], ...
    ] = ()  # what somebody calls themselves, where that is not their name here
    platforms: frozenset[str] = frozenset()  # empty: all
    packs: tuple[str, ...] = ("harbour",)
    also: frozenset[str] = frozenset()  # "process", "postgresql"
    seed: int = 5
    not_yet: str = ""  # why the bot does not do it yet


_SETTING = re.compile(r"\{(platforms|packs|also|seed|not yet|restart)(?:: ([^}]+))?\}")
_WAIT = re.compile(r"\+(\d+(?:\.\d+)?)(s|m|h)")
_WHO = r"(?P<who>[A-Z]\w*)(?: in (?P<channel>[a-z0-9-]+))?"
_AGO = re.compile(r", sent (\d+(?:\.\d+)?)s ago$")
_MODERATOR = re.compile(r"(?P<who>[A-Z]\w*) is a moderator")
_HERE = re.compile(r"(?P<who>[A-Z]\w*) is here")
_CALLED = re.compile(r"(?P<who>[A-Z]\w*) is called (?P<name>.+)")
_SAYS = re.compile(_WHO + r"(?:, sent (?P<ago>\d+(?:\.\d+)?)s ago)?: (?P<text>.+)")
_PRESSES = re.compile(_WHO + r' presses (?P<label>.+?)(?: on "(?P<on>[^"]+)")?')
_FILLS = re.compile(_WHO + r" fills (?P<values>.+)")
_ALONE = re.compile(_WHO + r" alone (?P<sign>[>~]) (?P<text>.+)")
_ALL = re.compile(r"(?:in (?P<channel>[a-z0-9-]+) )?(?P<sign>[>~]) (?P<text>.+)")
_UNITS = {"s": 1000, "m": 60_000, "h": 3_600_000}


def read(text: str) -> Transcript:
    """The transcript in a text. Raises Unreadable, naming the line."""
    steps: list[Step] = []
    people: dict[str, None] = {}
    moderators: set[str] = set()
    names: dict[str, str] = {}
    settings: dict[str, str] = {}
    title = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            title = title or line.lstrip("# ")
        elif not line.strip():
            continue
        elif found := _SETTING.fullmatch(line):
            if found[1] == "restart":
                steps.append(Restarts(number))
            else:
                settings[found[1]] = found[2] or ""
        elif found := _MODERATOR.fullmatch(line):
            moderators.add(found["who"])
            people[found["who"]] = None
        elif found := _CALLED.fullmatch(line):
            names[found["who"]] = found["name"]
            people[found["who"]] = None
        elif found := _HERE.fullmatch(line):
            people[found["who"]] = None
        elif line.startswith("  "):
            steps[-1] = _longer(steps[-1] if steps else None, line.strip(), number)
        else:
            steps.append(_step(line, number))
            if isinstance(step := steps[-1], Says | Presses | Fills):
                people[step.who] = None
            elif isinstance(step, Expects) and step.alone:
                people[step.alone] = None
    return Transcript(
        title,
        tuple(steps),
        tuple(people),
        frozenset(moderators),
        tuple(names.items()),
        _words(settings.get("platforms", "")),
        tuple(settings.get("packs", "harbour").replace(",", " ").split()),
        _words(settings.get("also", "")),
        int(settings.get("seed", "5")),
        settings.get("not yet", ""),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").split())


def _longer(step: Step | None, line: str, number: int) -> Step:
    if not isinstance(step, Expects):
        raise Unreadable(
            f"line {number}: an indented line goes on with a message of the bot, and none stands above it"
        )
    return Expects(step.line, step.channel, (*step.lines, line), step.alone, step.changes)


def _step(line: str, number: int) -> Step:
    if line == "nothing":
        return Nothing(number)
    if found := _WAIT.fullmatch(line):
        return Waits(number, round(float(found[1]) * _UNITS[found[2]]))
    if found := _ALL.fullmatch(line):
        return Expects(number, found["channel"] or GENERAL, (found["text"],), changes=found["sign"] == "~")
    if found := _ALONE.fullmatch(line):
        channel = found["channel"] or GENERAL
        return Expects(number, channel, (found["text"],), found["who"], found["sign"] == "~")
    if found := _SAYS.fullmatch(line):
        return Says(number, found["who"], found["channel"] or GENERAL, found["text"], _ago(found["ago"]))
    if found := _FILLS.fullmatch(line):
        return Fills(number, found["who"], found["channel"] or GENERAL, _values(found["values"], number))
    ago = _AGO.search(line)
    if found := _PRESSES.fullmatch(_AGO.sub("", line)):
        channel, label = found["channel"] or GENERAL, found["label"]
        return Presses(number, found["who"], channel, label, found["on"] or "", _ago(ago[1] if ago else None))
    raise Unreadable(f"line {number}: “{line}” is none of the lines that docs/transcripts.md knows")


def _ago(seconds: str | None) -> int:
    return round(float(seconds or 0) * 1000)


def _values(text: str, number: int) -> tuple[tuple[str, str], ...]:
    values = []
    for part in text.split("; "):
        label, colon, value = part.partition(": ")
        if not colon:
            raise Unreadable(f"line {number}: “{part}” is no “Field: value”")
        values.append((label.strip(), value.strip()))
    return tuple(values)
