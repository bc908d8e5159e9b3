"""One word, spelled as in Britain and as in America: colour and color are no slip and no other word."""

from __future__ import annotations

import re

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
)


def american(word: str) -> str:
    """The word as America spells it, as far as rules go: a key to compare by, not a spelling to show."""
    for pattern, into in _RULES:
        word = pattern.sub(into, word)
    return word


def same_spelling(one: str, other: str) -> bool:
    return american(one) == american(other)
