"""The one normal form of a name or an answer, and how far apart two spellings are.

Two rules hold here. Whatever compares names compares normal forms, never the text as it was written. And what is
stored (normal forms, deletion keys) is the same on every machine and in every run.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from rapidfuzz.distance import OSA

# Letters that Unicode does not take apart into a base letter and a mark, spelled as their readers spell them.
_SPELLED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ı": "i",
        "ŋ": "ng",
        "&": " and ",
    }
)
_APOSTROPHES = frozenset("'’‘ʼ`´ʻʹ′＇")
_ARTICLES = frozenset({"the", "a", "an"})
_INITIALS = re.compile(r"(?<=\b[^\W\d])\.(?=[^\W\d]\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_KEYED_LETTERS = 8
_FORGIVEN_FROM = 5  # shorter words turn into other words too easily


def normal(text: str) -> str:
    """The form in which names and answers are compared: case, accents, punctuation and articles gone.

    Scripts stay apart, Hangul stays composed. Text of punctuation alone keeps it, so that it is not lost.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _without_accents(folded).translate(_SPELLED)
    words = _spaced(_THOUSANDS.sub("", _INITIALS.sub("", folded))).split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words) or " ".join("".join(filter(str.isprintable, folded)).split())


def _without_accents(text: str) -> str:
    """Takes the marks off Latin letters only: й and が are letters of their own."""
    kept: list[str] = []
    latin = False
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.combining(letter):
            if latin:
                continue
        else:
            latin = "LATIN" in unicodedata.name(letter, "")
        kept.append(letter)
    return unicodedata.normalize("NFKC", "".join(kept))


def _spaced(text: str) -> str:
    """Punctuation and control characters become spaces; apostrophes and invisible marks vanish."""
    spaced: list[str] = []
    for letter in text:
        category = unicodedata.category(letter)
        if letter in _APOSTROPHES or category in ("Cf", "Sk", "Lm"):
            continue
        spaced.append(" " if category[0] in "PZC" else letter)
    return "".join(spaced)


def joined(normal_name: str) -> str:
    """A normal name without its spaces: "Choi Eunhee" and "Choi Eun-hee" are one."""
    return normal_name.replace(" ", "")


def distance(a: str, b: str, limit: int = 2) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour; limit + 1 when more."""
    return int(OSA.distance(a, b, score_cutoff=limit))


def within_one_typo_a_word(a: str, b: str) -> bool:
    """Whether two normal names differ by at most one typo in each word.

    Words with a digit and words shorter than five letters must be equal: "1985" is not "1986".
    """
    ours, theirs = a.split(), b.split()
    return len(ours) == len(theirs) and all(map(_one_typo, ours, theirs))


def _one_typo(a: str, b: str) -> bool:
    if a == b:
        return True
    if max(len(a), len(b)) < _FORGIVEN_FROM or any(map(str.isdigit, a + b)):
        return False
    return distance(a, b, 1) == 1


def word_keys(normal_name: str) -> tuple[frozenset[int], ...]:
    """For each word of a normal name, the keys it shares with every spelling one typo away.

    A key is made from the word's first eight letters, and from those with one left out. It holds the word's place
    and the number of words too, so that names which share one common word do not meet.
    """
    words = normal_name.split()
    return tuple(
        frozenset(_key(f"{len(words)} {place} {variant}") for variant in _variants(word))
        for place, word in enumerate(words)
    )


def deletion_keys(normal_name: str) -> frozenset[int]:
    """All of a normal name's keys: two names one typo apart share at least one for every word."""
    return frozenset().union(*word_keys(normal_name))


def _variants(word: str) -> set[str]:
    start = word[:_KEYED_LETTERS]
    if len(word) < _FORGIVEN_FROM - 1 or any(map(str.isdigit, word)):
        return {start}
    return {start, *(start[:i] + start[i + 1 :] for i in range(len(start)))}


def _key(text: str) -> int:
    """A stable hash of 63 bits, which fits a signed column."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1
