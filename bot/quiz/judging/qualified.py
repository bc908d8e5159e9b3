"""Words beside an answer that change nothing: Moscow, Russia; the film Pulgasari; President Lincoln.

One law: what may stand there is listed, or came with the question. Nothing else does, however harmless it looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.quiz.judging.key import Key
from facts.builder.gazetteer import CITIES_OF_THEIR_OWN
from facts.people import gendered, without_titles
from facts.question import AnswerKind
from facts.reading import read

_WORK = "film movie book novel play song show series album game story cartoon anime musical opera poem painting documentary"
_WORKS = frozenset(str.split(_WORK + " filme pelicula libro buch roman livre фильм книга 영화 소설 映画"))
_CLASSES = frozenset(str.split("planet element metal gas language disease animal"))
_KOREAN_TITLES = frozenset(
    str.split(
        "장군 감독 대통령 왕 대왕 박사 선생 선생님 씨 님 작가 배우 교수 총리 위원장 장관 시인 화가 가수"
    )
)
_PLACES = (
    "city of",
    "the city of",
    "town of",
    "the town of",
    "country of",
    "the country of",
    "island of",
    "the island of",
    "capital city",
)
_KOREAN_CITIES = ("특별시", "광역시", "시")
_IN = frozenset(str.split("in at im en a au aux à в во на στην στο"))
_ALSO = re.compile(r"\s*(?:[/;()=|\[\]]|\bor\b|\baka\b|\balso known as\b|\bi ?e\b|, )\s*", re.IGNORECASE)


def unqualified(key: Key, said: str) -> Iterator[str]:
    """The text without one qualifier that its kind, or the question, allows."""
    words = said.split()
    if len(words) < 2:
        yield from _run_on(key.kind, said)
        return
    yield from _of_question(key, words)
    yield from _in_korean(key.kind, words)
    match key.kind:
        case AnswerKind.TITLE:
            yield from _of_title(words)
        case AnswerKind.PERSON:
            bare = without_titles(tuple(words))
            if len(bare) < len(words) and not gendered(tuple(words)):
                yield " ".join(bare)
        case AnswerKind.PLACE:
            yield from _of_place(words, said)
        case AnswerKind.TERM:
            front = words[1:] if words[0] == "the" else words
            if front[0] in _CLASSES and len(front) > 1:
                yield " ".join(front[1:])
        case _:
            pass


def _of_question(key: Key, words: list[str]) -> Iterator[str]:
    if not key.qualifiers:
        return
    for size in range(1, min(len(words), 6)):
        if " ".join(words[-size:]) in key.qualifiers:
            rest = words[:-size]
            yield " ".join(rest)
            if rest[-1] in ("in", "the", "en", "in_the") and len(rest) > 1:
                yield " ".join(rest[: -2 if rest[-2:] == ["in", "the"] else -1])


def _run_on(kind: AnswerKind, said: str) -> Iterator[str]:
    """A title or "city" written on to a Korean name: 이순신장군, 서울시."""
    endings = (
        _KOREAN_TITLES if kind is AnswerKind.PERSON else _KOREAN_CITIES if kind is AnswerKind.PLACE else ()
    )
    for ending in endings:
        if said.endswith(ending) and len(said) - len(ending) > 1:
            yield said.removesuffix(ending)


def _in_korean(kind: AnswerKind, words: list[str]) -> Iterator[str]:
    """A title stands after a Korean name: 이순신 장군."""
    if kind is AnswerKind.PERSON and words[-1] in _KOREAN_TITLES:
        yield " ".join(words[:-1])


def _of_title(words: list[str]) -> Iterator[str]:
    front = words[1:] if words[0] == "the" else words
    if front[0] in _WORKS and len(front) > 1:
        yield " ".join(front[1:])
    if words[-1] in _WORKS:
        yield " ".join(words[:-1])
        if len(words) > 2 and words[-2] == "the":
            yield " ".join(words[:-2])


def _of_place(words: list[str], said: str) -> Iterator[str]:
    for before in _PLACES:
        if said.startswith(f"{before} "):
            yield said[len(before) + 1 :]
    if words[0] in _IN:
        yield " ".join(words[1:])
    if words[-1] == "city" and words[0] not in CITIES_OF_THEIR_OWN:
        yield " ".join(words[:-1])


def may_be_both(text: str) -> bool:
    """Whether a text may be two wordings at all: a cheap look before it is taken apart."""
    return not text.replace(" ", "").isalnum() or " or " in text or " aka " in text or " also " in text


def one_of_ours(right: Callable[[str], bool], text: str) -> bool:
    """Whether the text is several wordings of the one answer: Pulgasari (Bulgasari), 17 / seventeen."""
    parts = [read(part) for part in _ALSO.split(text)]
    said = [part for part in parts if part]
    return len(set(said)) == len(said) > 1 and all(map(right, said))
