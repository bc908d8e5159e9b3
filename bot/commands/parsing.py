"""One reader of commands for every platform whose members type: a line of text becomes a `Call` or a `Misread`.

It never raises, whatever it is given, and it never guesses: what does not fit is a `Misread` that says which
part and what was nearest. Defaults are not filled in, since a community has its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from bot.commands.tokens import Token, nearest, option_named, tokens
from bot.commands.vocabulary import COMMAND, COMMANDS, TOPS, Command, Option, Takes
from bot.wording.clean import clean

LONGEST = 2000  # characters of a typed command

Given: TypeAlias = str | int


class Misreading(StrEnum):
    """Why a line is not a command that can be run."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    UNKNOWN_COMMAND = "unknown command"
    INCOMPLETE = "incomplete"  # "/trivia" alone
    UNKNOWN_SUBCOMMAND = "unknown subcommand"
    UNKNOWN_OPTION = "unknown option"
    UNEXPECTED = "unexpected"  # words that no option takes
    TWICE = "twice"
    MISSING = "missing"
    NOT_WHOLE = "not whole"
    OUT_OF_RANGE = "out of range"
    NOT_A_CHOICE = "not a choice"


@dataclass(frozen=True, slots=True)
class Call:
    """A command with the values that were given, by option name; a whole number is an int.

    `faults` are what is wrong with a form that was sent: its handler shows the form again, with the text kept.
    """

    command: Command
    values: Mapping[str, Given] = field(default_factory=lambda: MappingProxyType({}))
    faults: Mapping[str, Misread] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, name: str) -> str:
        """A value as text; "" when it was not given."""
        return str(self.values.get(name, ""))

    def whole(self, name: str, default: int) -> int:
        """A whole number, or the default when it was not given."""
        value = self.values.get(name, default)
        return value if isinstance(value, int) else default

    @property
    def missing(self) -> tuple[Option, ...]:
        """The required options that were not given; only a command with a form is called with any."""
        return tuple(option for option in self.command.required if option.name not in self.values)


@dataclass(frozen=True, slots=True)
class Misread:
    """What is wrong with a line: `given` is the part at fault, `nearest` what it may have been meant to be."""

    kind: Misreading
    command: Command | None = None
    option: Option | None = None
    given: str = ""
    nearest: str = ""
    top: str = ""  # the first word, where only the second is wrong or missing


def parse(text: str, *, bare: bool = False) -> Call | Misread | None:
    """Read a line. None means that it is not a command: it does not begin with "/" (unless `bare`)."""
    stripped = text[: LONGEST * 2].lstrip()
    if not stripped.startswith("/") and not bare:
        return None
    if len(text) > LONGEST:
        return Misread(Misreading.TOO_LONG, given=str(len(text)))
    line = clean(stripped.removeprefix("/").replace("\x00", ""))
    if not line or stripped[:2] in {"//", "/ "}:
        return Misread(Misreading.EMPTY)
    found = _command(line)
    if isinstance(found, Misread):
        return found
    command, rest = found
    return _assign(command, tokens(command, rest))


def called(path: str, texts: Mapping[str, str]) -> Call | Misread:
    """A command with its values one by one: a form that was sent, or a platform's own options."""
    command = COMMAND.get(path)
    if command is None:
        near = nearest(path, tuple(COMMAND))
        return Misread(Misreading.UNKNOWN_COMMAND, given=clean(path[:100]), nearest=near)
    cleaned: dict[str, str] = {}
    for name, raw in texts.items():
        if command.option(name) is None:
            return Misread(Misreading.UNKNOWN_OPTION, command, given=clean(name[:100]))
        cleaned[name] = clean(raw[: LONGEST + 1])
    faults = _faults(command, cleaned)
    if faults and command.form:
        kept = {name: text for name, text in cleaned.items() if text}
        return Call(command, MappingProxyType(kept), MappingProxyType(faults))
    return next(iter(faults.values())) if faults else read_values(command, cleaned)


def _faults(command: Command, texts: Mapping[str, str]) -> dict[str, Misread]:
    """Everything wrong with a form as far as its options tell."""
    faults: dict[str, Misread] = {}
    for option in command.options:
        text = texts.get(option.name, "")
        if not text:
            if option.required:
                faults[option.name] = Misread(Misreading.MISSING, command, option)
        elif len(text) > LONGEST:
            faults[option.name] = Misread(Misreading.TOO_LONG, command, option, given=str(len(text)))
        elif isinstance(value := read_value(command, option, text), Misread):
            faults[option.name] = value
    return faults


def subcommands(top: str) -> tuple[str, ...]:
    """The second words of a command that has them: "start", "stop" and so on for "trivia"."""
    return tuple(
        command.path.split(" ")[1] for command in COMMANDS if command.top == top and " " in command.path
    )


def _command(line: str) -> tuple[Command, str] | Misread:
    """The command a line names and what follows it."""
    first, _, rest = line.partition(" ")
    top = first.casefold()
    if top in COMMAND:
        return COMMAND[top], rest.strip()
    if top not in TOPS:
        return Misread(Misreading.UNKNOWN_COMMAND, given=first, nearest=_nearest_command(line))
    second, _, rest = rest.strip().partition(" ")
    if not second:
        return Misread(Misreading.INCOMPLETE, top=top)
    found = COMMAND.get(f"{top} {second.casefold()}")
    if found is None:
        near = nearest(second, subcommands(top))
        return Misread(Misreading.UNKNOWN_SUBCOMMAND, top=top, given=second, nearest=near)
    return found, rest.strip()


def _nearest_command(line: str) -> str:
    """A whole path, so that "/start" and "/trivai start" both lead to "trivia start"."""
    words = line.casefold().split(" ")[:2]
    paths = [command.path for command in COMMANDS]
    for path in paths:
        if words[0] in path.split(" ")[1:]:
            return path
    near = nearest(" ".join(words), paths) or nearest(words[0], paths)
    return near or nearest(words[0], TOPS)


def _assign(command: Command, words: list[Token]) -> Call | Misread:
    """Give each token to its option: first those with a key, then the bare ones in order."""
    texts: dict[str, str] = {}
    loose: list[Token] = []
    open_key: Option | None = None  # a keyed option that goes on taking words until the next key
    has_rest = any(option.rest for option in command.options)
    index = 0
    while index < len(words):
        token = words[index]
        index += 1
        option = option_named(command, token.key or token.value)
        as_word = not token.key and not token.quoted and not has_rest and not open_key and index < len(words)
        if as_word and option is not None and not words[index].key:  # "audience mature"
            token = Token(words[index].value, words[index].raw, option.name, words[index].quoted)
            index += 1
        if not token.key:
            if open_key is not None:
                texts[open_key.name] = f"{texts[open_key.name]} {token.raw}".strip()
            else:
                loose.append(token)
            continue
        if option is None:
            names = [each.name for each in command.shown]
            near = nearest(token.key, names)
            return Misread(Misreading.UNKNOWN_OPTION, command, given=token.key, nearest=near)
        if option.name in texts:
            return Misread(Misreading.TWICE, command, option, given=option.name)
        texts[option.name] = token.value
        open_key = None if token.quoted or option.takes in {Takes.WHOLE, Takes.CHOICE} else option
    fault = _positional(command, loose, texts)
    return fault or read_values(command, texts)


def _positional(command: Command, loose: list[Token], texts: dict[str, str]) -> Misread | None:
    """Fill the options in order with the words that had no key.

    An optional option takes a bare word only if it fits (a choice, a number in digits) or takes the rest;
    optional texts are named, so that a stray word never changes a setting.
    """
    waiting = list(loose)
    unfit: Misread | None = None
    for option in command.shown:
        if not waiting:
            return None
        if option.name in texts:
            continue
        if option.rest:
            taken = waiting[0].value if len(waiting) == 1 else " ".join(token.raw for token in waiting)
            texts[option.name] = taken
            return None
        if option.takes in {Takes.WHOLE, Takes.CHOICE}:
            value = read_value(command, option, waiting[0].value)
            if isinstance(value, Misread) and not option.required:
                unfit = unfit or value
                continue
        elif not option.required:
            continue
        texts[option.name] = waiting.pop(0).value
    if not waiting:
        return None
    if unfit and unfit.nearest:
        return unfit
    return Misread(Misreading.UNEXPECTED, command, given=" ".join(token.raw for token in waiting))


def read_values(command: Command, texts: Mapping[str, str]) -> Call | Misread:
    """Check each text against its option and what is required: the end of `parse`, and all a sent form needs."""
    values: dict[str, Given] = {}
    for name, text in texts.items():
        option = command.option(name)
        if option is None:
            return Misread(Misreading.UNKNOWN_OPTION, command, given=name)
        if not text:
            continue
        value = read_value(command, option, text)
        if isinstance(value, Misread):
            return value
        values[name] = value
    missing = next((option for option in command.required if option.name not in values), None)
    if missing is not None and not command.form:
        return Misread(Misreading.MISSING, command, missing)
    return Call(command, MappingProxyType(values))


def read_value(command: Command, option: Option, text: str) -> Given | Misread:
    """One value as its option takes it."""
    if option.takes is Takes.WHOLE:
        return _whole(command, option, text)
    if option.takes is Takes.CHOICE:
        folded = text.casefold()
        if folded in option.choices:
            return folded
        near = nearest(text, option.choices)
        return Misread(Misreading.NOT_A_CHOICE, command, option, text, near)
    return text


def _whole(command: Command, option: Option, text: str) -> int | Misread:
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", text):
        return Misread(Misreading.NOT_WHOLE, command, option, text)
    number = int(text)
    too_low = option.least is not None and number < option.least
    too_high = option.most is not None and number > option.most
    return Misread(Misreading.OUT_OF_RANGE, command, option, text) if too_low or too_high else number
