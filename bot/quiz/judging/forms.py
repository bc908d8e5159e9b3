"""The forms in which one accepted wording may be typed: what its kind allows to be dropped, turned or written otherwise.

Two laws. A form is made from the accepted wording, never from the guess. And nothing is dropped that tells it from
another work, person or place: a sequel keeps its number, Mad Max is not Mad Max: Fury Road.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.quiz.judging.numerals import rewritten
from facts.people import orders
from facts.question import AnswerKind
from facts.reading import read, without_article

_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "å": "aa",
        "Å": "Aa",
        "ø": "oe",
        "Ø": "Oe",
    }
)
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑·・](?=[^\W\d_])")
_ELIDED = re.compile(r"^[ldLD]['’](?=\w)")
# German "die" is not here: Die Hard is no hard thing.
_FOREIGN_ARTICLES = frozenset(
    str.split("le la les un une el los las una il lo gli das der ein eine o os as η ο το")
)
_GERMAN = frozenset({"der", "die", "das"})
_SUBTITLE = re.compile(r"\s*(?::|\s[-–—]\s|;|\s\(?or:?\s)\s*")
_OR = re.compile(r"^(?:(?P<main>.+?)\s*[;,:]?\s+\(?or[,:;]?\s+(?P<rest>.+))$", re.IGNORECASE)
_PARTS = frozenset(str.split("part chapter episode volume vol book season pt"))
_PART_NAMES = (("volume", "vol"), ("part", "pt"), ("episode", "ep"), ("chapter", "ch"))
_DESCRIBES = frozenset(str.split("a an how why what"))
_SHORT = {
    "st": "saint",
    "mt": "mount",
    "dr": "doctor",
    "ft": "fort",
    "vs": "versus",
    "mr": "mister",
    "v": "versus",
    "gen": "general",
}
_LONG = {long: short for short, long in _SHORT.items() if short != "v"}
_HEADS_BEFORE = frozenset(str.split("river mount mt lake rio cape gulf"))
_HEADS_AFTER = frozenset(str.split("river ocean desert mountains mountain falls peninsula islands"))
_AMBIGUOUS = frozenset(
    str.split(
        "yellow red black white dead coral china north south east west green great big salt snake rocky long new orange rainbow"
        " bear high cod good hope horn superior table sandwich virgin channel marshall cook solomon"
    )
)


def forms(kind: AnswerKind, accepted: str) -> Iterator[str]:
    """Every form of the wording, its plain one first; the same may come twice."""
    plain = read(accepted)
    if not plain:
        return
    yield plain
    if kind in _FIGURES:
        return
    for wording in _wordings(kind, accepted):
        form = read(wording)
        if form:
            yield from _written(kind, form, wording)


_FIGURES = frozenset({AnswerKind.BOOLEAN})


def _written(kind: AnswerKind, form: str, wording: str) -> Iterator[str]:
    """One wording in its spellings: without its article, its abbreviations written out, its numerals otherwise."""
    found = [form]
    if (short := without_article(form)) != form:
        found.append(short)
    if kind is AnswerKind.TITLE:
        found += [each for known in tuple(found) for each in _part_dropped(known)]
    found += [
        each
        for known in tuple(found)
        for each in rewritten(known, wording, reign=kind is not AnswerKind.TITLE)
    ]
    yield from found
    for known in found:
        words = known.split()
        if not _SHORT.keys().isdisjoint(words) or not _LONG.keys().isdisjoint(words):
            yield " ".join(_SHORT.get(word, _LONG.get(word, word)) for word in words)


def _wordings(kind: AnswerKind, accepted: str) -> Iterator[str]:
    yield accepted
    for change in _CHANGES:
        if (changed := change(accepted)) != accepted and changed.strip():
            yield changed
    if kind is AnswerKind.TITLE:
        yield from _shorter_title(_BRACKETS.sub("", accepted))
    elif kind is AnswerKind.PERSON:
        yield from orders(_BRACKETS.sub("", accepted))
        yield from orders(_HYPHEN.sub("", accepted))
    elif kind is AnswerKind.PLACE:
        yield from _shorter_place(accepted)
    elif kind is AnswerKind.TERM:
        first, _, rest = accepted.strip().partition(" ")
        if first.lower() in _FOREIGN_ARTICLES and len(rest) > 2:
            yield rest


_CHANGES: tuple[Callable[[str], str], ...] = (
    lambda text: text.translate(_UMLAUTS),
    lambda text: _BRACKETS.sub("", text),
    lambda text: _HYPHEN.sub("", text),
    lambda text: _ELIDED.sub("", text),
)


def _shorter_title(title: str) -> Iterator[str]:
    """The title without its subtitle, or its subtitle alone; without a foreign article; and "1" for the first of many."""
    if alternative := _OR.match(title):
        yield alternative["main"]
    parts = [part for part in _SUBTITLE.split(title) if part]
    if len(parts) > 1:
        main, rest = parts[0], parts[-1]
        words = read(rest).split()
        if _tells(main, read(title.removeprefix(main)).split()):
            yield main
        if len(parts) > 2 and _numbered(read(parts[-2])):
            yield " ".join(parts[:-1])
        if len(words) > 1 and words[0] not in _PARTS and not words[-1].isdigit():
            yield rest
    hero, _, deed = title.partition(" and the ")
    if len(without_article(read(hero)).split()) > 1 and len(deed.split()) > 1:
        yield deed  # Harry Potter and the Chamber of Secrets
    first, _, others = read(title).partition(" ")
    if first in _FOREIGN_ARTICLES and len(others) > 3:
        yield others


def _tells(main: str, subtitle: list[str]) -> bool:
    """Whether the title stands without its subtitle: it has a number, or the subtitle only describes.

    A short subtitle (Endgame, Fury Road, The Two Towers) is how one work of a series is told from the next.
    """
    describes = (len(subtitle) > 2 and subtitle[0] in _DESCRIBES) or (
        len(subtitle) > 4 and subtitle[0] != "the"
    )
    return _numbered(read(main)) or (describes and not _PARTS & set(subtitle[:1]))


def _numbered(form: str) -> bool:
    return any(word.isdigit() or re.fullmatch(r"[ivx]{2,}", word) for word in form.split())


def _part_dropped(form: str) -> Iterator[str]:
    """ "The Godfather Part II" as "The Godfather II", "Kill Bill: Volume 2" as "Kill Bill 2"."""
    words = form.split()
    for at, word in enumerate(words[1:-1], 1):
        if word in _PARTS and len(words[at + 1]) <= 5:
            yield " ".join(words[:at] + words[at + 1 :])
            others = next((names for names in _PART_NAMES if word in names), ())
            yield from (" ".join([*words[:at], other, *words[at + 1 :]]) for other in (*others, "part"))


def _shorter_place(place: str) -> Iterator[str]:
    """A place without the country after its comma, and without the word for what it is where the rest is its name."""
    town, comma, _ = _BRACKETS.sub("", place).partition(",")
    if comma:
        yield town
    words = without_article(read(town)).split()
    if len(words) > 1 and (words[0] in _GERMAN or (words[0] in _FOREIGN_ARTICLES and len(words) > 2)):
        yield " ".join(words[1:])  # der Rhein, la Sagrada Familia; but La Paz
    if len(words) == 2 and words[0] in _HEADS_BEFORE and words[1] not in _AMBIGUOUS:
        yield words[1]
        yield f"{words[1]} {words[0]}"
    if len(words) == 2 and words[1] in _HEADS_AFTER and words[0] not in _AMBIGUOUS:
        yield words[0]
        yield f"{words[1]} {words[0]}"
    if len(words) == 3 and words[:2] == ["city", "of"]:
        yield words[2]
