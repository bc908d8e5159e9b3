"""Text from outside made fit to show: one line, no control characters, nothing that turns the reading direction.

Mentions and markup are left as they are: what they mean differs by platform, and each escapes its own.
"""

from __future__ import annotations

import unicodedata

LONGEST = 200  # letters of a member's text that a card repeats

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset("\u200b\u2060\ufeff\u00ad") | _DIRECTION
_DROPPED = frozenset({"Cc", "Cs", "Cn", "Co"})  # controls, lone surrogates, and what no script uses
_BREAKS = frozenset({"Zl", "Zp", "Zs"})


def clean(text: str) -> str:
    """The text on one line, without control, direction and invisible characters, its spaces collapsed."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # the usual case, at a twentieth of the cost
    kept: list[str] = []
    for letter in text:
        if letter in _UNSEEN:
            continue
        category = unicodedata.category(letter)
        if letter.isspace() or category in _BREAKS:
            kept.append(" ")
        elif category not in _DROPPED:
            kept.append(letter)
    return " ".join("".join(kept).split())


def short(text: str, longest: int = LONGEST) -> str:
    """The cleaned text, cut with an ellipsis where a card would grow too long."""
    cleaned = clean(text[: longest * 8])
    return cleaned if len(cleaned) <= longest else cleaned[: longest - 1].rstrip() + "…"
