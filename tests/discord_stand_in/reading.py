"""A message's text as a member reads it: Discord's markdown drawn as plain lines. Pure.

One law: what is not escaped is drawn. A star that the bot forgot to escape is gone from what is read here, as it is
from a member's screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = 0xE000  # a private place of Unicode, where escaped signs wait
_PAIRS = re.compile(r"\*\*|~~|\|\||__|`")
_LEAN = re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)")
_MOMENT = re.compile(r"<t:(-?\d+)(?::[a-zA-Z])?>")
_CLOSES = re.compile(r"(?: · )?closes <t:-?\d+:R>")
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
_PLACE = re.compile(r"\*\*(\d+)\*\*  (.*) · (-?\d+)(?: · (.*))?")
_LIST = re.compile(r"\s*(?:[-*+]|\d+\.) ")
_QUOTE = re.compile(r">(?:>>)? ")
TITLE, QUIET = re.compile(r"#{1,3} "), re.compile(r"-# ")


def lines(texts: Iterable[str]) -> Iterator[str]:
    """What is read, line by line; a quiet line right under a title stands beside it."""
    for text in texts:
        title = ""
        for raw in text.split("\n"):
            held = _ESCAPE.sub(lambda found: chr(_HELD + ord(found[1])), raw)
            if title and QUIET.match(held):
                yield _let_go(f"{title} {_drawn(held)}")
                title = ""
                continue
            if title:
                yield _let_go(title)
            title = _drawn(held) if TITLE.match(held) else ""
            if not title:
                yield _let_go(_drawn(held))
        if title:
            yield _let_go(title)


def _drawn(line: str) -> str:
    """One line without its marks; escaped signs still wait."""
    if board := _PLACE.fullmatch(line):
        return f"{board[1]} {_plain(board[2])} {board[3]} {_plain(board[4] or '')}"
    line = TITLE.sub("", line, count=1) if TITLE.match(line) else line
    line = QUIET.sub("", line, count=1) if QUIET.match(line) else line
    if _LIST.match(line):
        line = "• " + _LIST.sub("", line, count=1)
    if _QUOTE.match(line):
        line = "▏" + _QUOTE.sub("", line, count=1)
    return _plain(line)


def _plain(text: str) -> str:
    text = _CLOSES.sub("", text)  # it counts down by itself
    text = _MOMENT.sub(r"(moment \1)", text)
    text = _LINK.sub(r"\1", text)
    return _LEAN.sub(r"\2", _PAIRS.sub("", text))


def _let_go(text: str) -> str:
    return "".join(chr(ord(sign) - _HELD) if _HELD <= ord(sign) < _HELD + 128 else sign for sign in text)
