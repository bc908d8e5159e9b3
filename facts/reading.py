"""How a typed answer is read: the normal form of names, and what only an answer needs on top of it.

Three laws. Case, width, punctuation and accents never matter; letters of another script always do. What is a sign of its
own (C#, 5 %) is kept as a word. And nothing read here is stored: whoever stores names uses `facts.names`.
"""

from __future__ import annotations

import re
import unicodedata

ARTICLES = frozenset({"the", "a", "an"})
_SPELLED = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŋ": "ng", "ё": "е",
    "ə": "e", "&": " and ", "♯": " sharp ", "♭": " flat ", "%": " percent ", "№": " no ", "ς": "σ",
}  # fmt: skip
_APOSTROPHES = "'’‘ʼ`´ʻʹ′＇"
# Punctuation that parts words; "+" and the like stay, for C++ is not C.
_GAPS = '!"$(),-./:;<=>?@[\\]^_{|}~*\t\n\r\x0b\x0c'
_QUICK = str.maketrans(dict.fromkeys(_GAPS, " ") | {"'": None, "`": None, "&": " and ", "%": " percent "})
_PLAIN = re.compile(r"[A-Za-z0-9 가-힣]*\Z")
_MARKUP = re.compile(
    r"<a?:\w+:\d+>|<[@#][!&]?\w+(?:\|[^>]*)?>|<(?:https?|mailto)[^>|]*\|([^>]*)>|(?<![\w:]):[a-z0-9_+-]{2,}:(?![\w:])|<!\w+>"
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " "}
_ENTITY = re.compile("|".join(map(re.escape, _ENTITIES)), re.IGNORECASE)
_INITIALS = re.compile(r"(?<![^\W\d_])([^\W\d_])\. ?(?=[^\W\d_](?:\.|\b))")
_SHARP = re.compile(r"(?<=\b[a-z])#")
_KEPT_MARKS = frozenset("\u3099\u309a\u0306")  # dakuten, handakuten, and the breve that makes и into й
_VOWEL_MARKS = ("ARABIC", "HEBREW", "GREEK", "LATIN", "CYRILLIC", "COMBINING")


def quick(text: str) -> str:
    """The form of a text of ASCII letters alone, in a tenth of the time; for other texts a first guess at it."""
    return " ".join(text.translate(_QUICK).lower().split())


def read(text: str) -> str:
    """The words of a text in the form in which answers are compared; empty where there is no letter or digit."""
    if _PLAIN.match(text):
        return " ".join(text.lower().split())
    bare = _unmarked(text)
    folded = _without_accents(unicodedata.normalize("NFKC", bare).casefold())
    folded = _SHARP.sub(" sharp ", _INITIALS.sub(r"\1", folded))
    words = " ".join("".join(map(_spelled, folded)).split())
    return words if any(map(str.isalnum, words)) else ""


def without_article(words: str) -> str:
    """The words without leading English articles, where others follow."""
    while (gap := words.find(" ")) > 0 and words[:gap] in ARTICLES:
        words = words[gap + 1 :]
    return words


def _unmarked(text: str) -> str:
    """The text without mentions, custom emoji, links' addresses and the platforms' entities."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: _ENTITIES[found[0].lower()], text)
    return _MARKUP.sub(lambda found: f" {found[1] or ''} ", text) if ":" in text or "<" in text else text


def _without_accents(text: str) -> str:
    """Takes marks off letters that are the same letter without them; in kana, Hangul and for й they are part of it."""
    kept = [
        letter
        for letter in unicodedata.normalize("NFD", text)
        if not unicodedata.combining(letter) or letter in _KEPT_MARKS
    ]
    return _latin_breves(unicodedata.normalize("NFC", "".join(kept)))


def _latin_breves(text: str) -> str:
    """The breve is part of й and ў alone: elsewhere (ă, ĕ) it is an accent like others."""
    if text.isascii():
        return text
    return "".join(
        letter
        if letter in "йў"
        else unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace("\u0306", ""))
        for letter in text
    )


def _spelled(letter: str) -> str:
    if letter.isalnum() or letter == " ":
        return _SPELLED.get(letter, letter)
    if letter in _SPELLED:
        return _SPELLED[letter]
    if letter in _GAPS:
        return " "
    category = unicodedata.category(letter)
    if letter in _APOSTROPHES or category in ("Cf", "Sk", "Mn"):
        return "" if letter not in _KEPT_MARKS else letter
    if category[0] in "PZC" or category == "So":
        return " "
    return letter
