"""Slips of the finger: one letter added, left out, changed or swapped with its neighbour, in a word.

Three laws. A word of fewer than five letters forgives none, nor does anything with a digit in it, nor a first letter.
A word of the language is no slip. And letters of another script are never slips: a Greek rho is no p. Hangul is compared
letter by letter, as it is typed, not syllable by syllable.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from rapidfuzz.distance import OSA

FORGIVEN_FROM = 5  # letters of the right word
NEAR = 2  # edits
_FAR = 6
_SCRIPTS = (
    (0x0000, 0x024F, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x1F00, 0x1FFF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x1100, 0x11FF, "hangul"),
    (0xAC00, 0xD7AF, "hangul"),
    (0x3040, 0x30FF, "kana"),
    (0x3400, 0x9FFF, "han"),
)


def distance(a: str, b: str, limit: int) -> int:
    """How many slips lie between two texts; limit + 1 when more."""
    return int(OSA.distance(a, b, score_cutoff=limit))


def scripts(text: str) -> frozenset[str]:
    """The scripts of a text's letters; one that is not listed goes by its name in Unicode."""
    return frozenset(_script(letter) for letter in text if letter.isalpha())


def _script(letter: str) -> str:
    code = ord(letter)
    for first, last, name in _SCRIPTS:
        if first <= code <= last:
            return name
    return unicodedata.name(letter, "?").split()[0]


def spread(text: str) -> str:
    """Hangul as the letters that were typed; other scripts as they are."""
    if text.isascii() or not any("\uac00" <= letter <= "\ud7af" for letter in text):
        return text
    return unicodedata.normalize("NFD", text)


def one_slip(said: str, right: str) -> bool:
    """Whether the word is the right one, or one slip away from it where that may be forgiven."""
    if said == right:
        return True
    if said.isascii() is not right.isascii():
        return False
    if not right.isascii():
        if scripts(said) != scripts(right) or "han" in scripts(right):
            return False
        said, right = spread(said), spread(right)
    return (
        len(right) >= FORGIVEN_FROM
        and said[0] == right[0]
        and -2 < len(said) - len(right) < 2
        and not has_digit(said)
        and not has_digit(right)
        and distance(said, right, 1) == 1
    )


def one_slip_a_word(said: list[str], right: tuple[str, ...], words: Collection[str]) -> bool | None:
    """Whether each word is right but for a slip; None where it would be, were a slip not a word of its own."""
    own = False
    for ours, theirs in zip(said, right, strict=True):
        if ours != theirs:
            if not one_slip(ours, theirs):
                return False
            own = own or ours in words
    return None if own else True


def as_near(said: str, right: str, foes: Collection[str]) -> bool:
    """Whether some foe is as near as the answer: then nobody can tell which was meant."""
    if not foes:
        return False
    said = spread(said)
    far = distance(said, spread(right), _FAR)
    return any(distance(said, spread(foe), far) <= far for foe in foes)


def has_digit(text: str) -> bool:
    return not text.isalpha() and any(letter.isdigit() for letter in text)
