"""Plain text made safe in Discord's markdown, and the few marks that we set ourselves. Pure.

One law: whatever a member or a card says is read letter for letter, pings nobody and formats nothing. Addresses are
left whole, since a backslash in one breaks it.
"""

from __future__ import annotations

import re

from bot.instant import SECOND, Instant

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_MARKS = re.compile(r"([\\*_~`|<>\[\]@#])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))", re.MULTILINE)


def escaped(text: str) -> str:
    """The text as Discord shows it word for word."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [_plain(text[end : found.start()]), found[0]]
        end = found.end()
    whole = "".join((*parts, _plain(text[end:])))
    # "1." would begin a list, which counts for itself; "-" one with dots.
    return _LINE_START.sub(_unlisted, whole)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _unlisted(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark}\\" if mark.isdigit() else f"{found[1]}\\{mark}"


def bold(text: str) -> str:
    return f"**{escaped(text)}**" if text.strip() else ""


def heading(text: str) -> str:
    """A title of its own line."""
    return f"### {escaped(text)}"


def quiet(text: str) -> str:
    """A small line: the heading above a title, the sources below."""
    return f"-# {escaped(text)}"


def relative(at: Instant) -> str:
    """A moment as each reader's Discord counts down to it."""
    return f"<t:{-(-at // SECOND)}:R>"
