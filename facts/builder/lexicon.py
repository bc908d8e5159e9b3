"""Words of the language that are one slip away from a word of an answer: typed, they mean themselves.

Two laws. The library of word frequencies is read here, when a question is made, and nowhere else: judging needs none. And a
rare spelling of a common word ("goverment") is a slip, not a word: what counts is common, and not far rarer than the answer.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from facts.builder.spelling import same_spelling
from facts.reading import read

_FORGIVEN_FROM = 5  # letters: a shorter word forgives no slip, so nothing need be known of its like
_FAR_RARER = 1.5  # a word thirty times rarer than the answer's is its misspelling, as a rule
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
    from wordfreq import get_frequency_dict  # type: ignore[import-untyped]  # heavy: read when first needed

    known: dict[str, float] = {}
    for word, share in get_frequency_dict(language, "small").items():
        form = unicodedata.normalize("NFD", word) if language == "ko" else read(word)
        if len(form) >= _FORGIVEN_FROM - 1 and " " not in form:
            known[form] = max(known.get(form, 0.0), math.log10(share) + 9)
    return known


def lookalikes(texts: Iterable[str]) -> tuple[str, ...]:
    """Every common word one slip away from a word of the texts, in order."""
    words = {word for text in texts for word in read(text).split()}
    return tuple(sorted({like for word in words for like in _like(word)}))


@lru_cache(maxsize=16384)
def _like(word: str) -> tuple[str, ...]:
    form = unicodedata.normalize("NFD", word)
    if len(form) < _FORGIVEN_FROM or not form.isalpha() and "\u1100" > form[0]:
        return ()
    found: set[str] = set()
    for language in _languages(form):
        known = _words(language)
        common = known.get(form, 0.0)
        letters = _LETTERS.get(language, _ENGLISH_LETTERS)
        found |= {
            like
            for like in _one_slip(form, letters)
            if known.get(like, 0.0) > max(common - _FAR_RARER, 0.0) and not same_spelling(like, form)
        }
    return tuple(unicodedata.normalize("NFC", like) for like in sorted(found))


def _languages(form: str) -> tuple[str, ...]:
    if "\u1100" <= form[0] <= "\u11ff":
        return ("ko",)
    if "\u0400" <= form[0] <= "\u04ff":
        return ("ru",)
    if "\u0370" <= form[0] <= "\u03ff":
        return ("el",)
    if not form.isascii():
        return ()
    return ("en", *(each for each in _LATIN[1:] if form in _words(each)))


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
