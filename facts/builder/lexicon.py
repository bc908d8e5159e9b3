"""Words of the language that are one slip away from a word of an answer: typed, they mean themselves.

Two laws. The library of word frequencies is read here, when a question is made, and nowhere else: judging needs none. And a
rare spelling of a common word ("goverment") is a slip, not a word: what counts is common, and not far rarer than the answer.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from facts.builder.spelling import same_spelling
from facts.reading import read

_FORGIVEN_FROM = 5  # letters: a shorter word forgives no slip, so nothing need be known of its like
_FAR_RARER = 2.5  # a word three hundred times rarer than the answer's is its misspelling, as a rule
_MARKS = re.compile("[\u0300-\u036f]")
_SPELLED = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ς": "σ", "ø": "o", "ł": "l"})
_LATIN = ("en", "fr", "de", "es")
_LETTERS = {
    "ko": tuple(map(chr, (*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))),
    "ru": tuple("абвгдежзийклмнопрстуфхцчшщъыьэюя"),
    "el": tuple("αβγδεζηθικλμνξοπρστυφχψω"),
}
_ENGLISH_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=8)
def _words(language: str) -> Mapping[str, float]:
    """The common words of a language, as answers are read, each with the logarithm of its frequency in a billion."""
    from wordfreq import get_frequency_dict  # heavy: read when first needed

    known: dict[str, float] = {}
    for word, share in get_frequency_dict(language, "small").items():
        form = word if word.isascii() else _folded(word, language)
        if len(form) >= _FORGIVEN_FROM - 1 and form.isalpha():
            known[form] = max(known.get(form, 0.0), math.log10(share) + 9)
    return known


def _folded(word: str, language: str) -> str:
    """A listed word as answers are read, in a tenth of the time: the lists are in small letters and composed already."""
    if language == "ko":
        return unicodedata.normalize("NFD", word)
    if language == "ru":
        return word.replace("ё", "е")
    return _MARKS.sub("", unicodedata.normalize("NFD", word)).translate(_SPELLED)


def lookalikes(texts: Iterable[str], least: float = 0.0) -> tuple[str, ...]:
    """Every common word one slip away from a word of the texts, in order; `least` is how common it must be, at least."""
    found: set[str] = set()
    for text in texts:
        words = read(text).split()
        languages = _languages(tuple(words))
        found.update(like for word in words for common, like in _like(word, languages) if common >= least)
    return tuple(sorted(found))


@lru_cache(maxsize=16384)
def _like(word: str, languages: tuple[str, ...]) -> tuple[tuple[float, str], ...]:
    """The words of the languages one slip away from a word, each with how common it is."""
    form = unicodedata.normalize("NFD", word) if _script(word) == "ko" else word
    if len(form) < _FORGIVEN_FROM or not word.isalpha():
        return ()
    found: set[tuple[float, str]] = set()
    for language in languages:
        # A Russian noun changes its last letter with its case: в Москве is no other town.
        ending = form[:-1] if language == "ru" else ""
        known = _words(language)
        common = known.get(form, 0.0)
        for like in _one_slip(form, _LETTERS.get(language, _ENGLISH_LETTERS)):
            inflected = ending and like.startswith(ending) and len(like) <= len(form)
            often = known.get(like, 0.0)
            if often > max(common - _FAR_RARER, 0.0) and not inflected and not same_spelling(like, form):
                found.add((often, unicodedata.normalize("NFC", like)))
    return tuple(sorted(found))


def _script(word: str) -> str:
    first = word[:1]
    if "\uac00" <= first <= "\ud7af":
        return "ko"
    if "\u0400" <= first <= "\u04ff":
        return "ru"
    if "\u0370" <= first <= "\u03ff":
        return "el"
    return "en" if word.isascii() else ""


@lru_cache(maxsize=16384)
def _languages(words: tuple[str, ...]) -> tuple[str, ...]:
    """The languages a text may be in: by its script, and in Latin letters English, or another that has all its words."""
    scripts = {_script(word) for word in words if word.isalpha()}
    if scripts != {"en"}:
        return tuple(sorted(scripts - {""}))
    long = [word for word in words if len(word) >= _FORGIVEN_FROM - 1 and word.isalpha()]
    if all(word in _words("en") for word in long):
        return ("en",)
    return ("en", *(each for each in _LATIN[1:] if all(word in _words(each) for word in long)))


def _one_slip(word: str, letters: tuple[str, ...]) -> Iterator[str]:
    """Whatever one slip makes of the word, its first letter kept."""
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        for letter in letters:
            yield head + letter + tail
            if tail and letter != tail[0]:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
