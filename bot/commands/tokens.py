"""A line taken apart: words, quoted phrases and key:value pairs, and the nearest of some names to a slip.

An unclosed quote is a plain letter, and a colon makes a key only where the command has such an option (or nearly):
a title with a colon in it stays a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.vocabulary import Command, Option
from facts.knowledge import TopicKind


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a quoted phrase; `key` is what stood before its colon, "" if nothing did."""

    value: str
    raw: str
    key: str = ""
    quoted: bool = False


def nearest(given: str, among: Sequence[str]) -> str:
    """The one of `among` that `given` is probably a slip for, or ""."""
    matches = get_close_matches(given[:40].casefold(), among, n=1, cutoff=0.6)
    return matches[0] if matches else ""


_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”"}
_KEY = re.compile(r"([A-Za-z][A-Za-z_-]*):")


def _quoted(text: str, at: int) -> int | None:
    """The index of the quote that closes the one at `at` and ends a word; None when it is no quoted phrase."""
    closing = _QUOTES.get(text[at]) if at < len(text) else None
    if closing is None:
        return None
    for index in range(at + 1, len(text)):
        if text[index] in closing and (index + 1 == len(text) or text[index + 1] == " "):
            return index
    return None


def tokens(command: Command, text: str) -> list[Token]:
    """The words, quoted phrases and key:value pairs of a line, in order. An unclosed quote is a plain letter."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        start = at
        match = _KEY.match(text, at)
        key = match.group(1) if match and _is_key(command, match, text) else ""
        if key and match:
            at = match.end()
            while at < len(text) and text[at] == " ":  # "questions: 5"
                at += 1
        end = _quoted(text, at)
        if end is not None:
            found.append(Token(text[at + 1 : end].strip(), text[start : end + 1], key, quoted=True))
            at = end + 1
            continue
        next_space = text.find(" ", at)
        stop = len(text) if next_space < 0 else next_space
        follows = _KEY.match(text, at) if key else None
        if follows and option_named(command, follows.group(1)):
            stop = at  # "topic: questions:5" leaves the topic empty
        found.append(Token(text[at:stop], text[start:stop], key))
        at = stop
    return found


def _is_key(command: Command, match: re.Match[str], text: str) -> bool:
    """Whether "word:" names an option, or is meant to: a title with a colon in it stays a title."""
    name = match.group(1)
    if option_named(command, name):
        return True
    glued = match.end() < len(text) and text[match.end()] not in " /"
    if not any(option.rest for option in command.options):
        return glued
    if len(command.shown) > 1:
        return glued and name.casefold() not in set(TopicKind)  # "subject:salt" is how a button names a topic
    return glued and len(name) > 4 and bool(nearest(name, [option.name for option in command.shown]))


def option_named(command: Command, name: str) -> Option | None:
    return command.option(name.casefold().replace("-", "_"))
