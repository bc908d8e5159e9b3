"""One word, spelled as in Britain and as in America: colour and color are no slip and no other word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_SHORTEST = 4
_RULES = (
    (re.compile(r"our(?=$|s|ed|ing|ful|less|ite|able|ist)"), "or"),
    (re.compile(r"is(?=e$|es$|ed$|ing$|ation$|er$)"), "iz"),
    (re.compile(r"ys(?=e$|es$|ed$|ing$)"), "yz"),
    (re.compile(r"(?<=[tbcg])re$"), "er"),
    (re.compile(r"ogue$"), "og"),
    (re.compile(r"(?<=[a-z])ll(?=ed$|ing$|er$|ery$)"), "l"),
    (re.compile(r"(?<=[a-z])ence$"), "ense"),
    (re.compile(r"^(an|arch|p|h|enc|medi|c|leuk|f|diarrh|ph)(ae|oe)"), r"\1e"),
    (re.compile(r"^(oe|ae)(?=s)"), "e"),
    (re.compile(r"^alumin(?:i)?um$"), "aluminum"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"^gr[ea]y(?=$|s|ish)"), "gray"),
    (re.compile(r"^mould"), "mold"),
    (re.compile(r"^programme$"), "program"),
    (re.compile(r"^jewell"), "jewel"),
    (re.compile(r"^tyre"), "tire"),
    (re.compile(r"^plough"), "plow"),
    (re.compile(r"^ch?eque$"), "check"),
    (re.compile(r"^pyjama"), "pajama"),
    (re.compile(r"^ca?esium$"), "cesium"),
    (re.compile(r"^elisabeth$"), "elizabeth"),
    (re.compile(r"^[ck]ath[ae]rine$"), "catherine"),
    (re.compile(r"^phillip$"), "philip"),
    (re.compile(r"^nicolas$"), "nicholas"),
)


_SWAPS = (
    ("our", "or"), ("is", "iz"), ("ys", "yz"), ("re", "er"), ("ogue", "og"), ("ll", "l"), ("ence", "ense"), ("ae", "e"),
    ("oe", "e"), ("nium", "num"), ("sulph", "sulf"), ("grey", "gray"), ("mould", "mold"), ("programme", "program"),
    ("jewell", "jewel"), ("tyre", "tire"), ("plough", "plow"), ("cheque", "check"), ("pyjama", "pajama"),
    ("elisabeth", "elizabeth"), ("kath", "cath"), ("ryn", "rin"), ("arine", "erine"), ("phillip", "philip"), ("nicolas", "nicholas"),
)  # fmt: skip


def american(word: str) -> str:
    """The word as America spells it, as far as rules go: a key to compare by, not a spelling to show."""
    for pattern, into in _RULES:
        word = pattern.sub(into, word)
    return word


def same_spelling(one: str, other: str) -> bool:
    return american(one) == american(other)


def spellings(text: str) -> Iterator[str]:
    """The text with one word spelled as on the other side of the ocean."""
    words = text.split()
    for at, word in enumerate(words):
        for other in _others(word):
            yield " ".join([*words[:at], other, *words[at + 1 :]])


@lru_cache(maxsize=16384)
def _others(word: str) -> tuple[str, ...]:
    if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST:
        return ()
    plain = american(word)
    tried = {
        word[:i] + into + word[i + len(one) :]
        for pair in _SWAPS
        for one, into in (pair, pair[::-1])
        for i in _places(word, one)
    }
    return tuple(sorted(each for each in tried if each != word and american(each) == plain))


def _places(word: str, part: str) -> list[int]:
    return [found.start() for found in re.finditer(part, word)]
