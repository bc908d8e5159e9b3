"""What travels with a question so that it can be judged alone: further wordings, foes, lookalikes, qualifiers.

One law: all of it is found here, when the question is made. The judge knows the question and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from facts.builder import figures
from facts.builder.confusables import also_called, mistaken_for
from facts.builder.gazetteer import aliases, countries_of, others
from facts.builder.lexicon import lookalikes
from facts.figures import figures_of, sought
from facts.names import distance
from facts.people import family_names, shared
from facts.question import AnswerKind, Question
from facts.reading import read, without_article

_COMMON_NAME = (
    3.8  # a rarer word one slip from a person's name is a misspelling of the name, more often than not
)
_FAR = 4  # edits: a name further away than this is no foe of any slip
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_NUMBER = re.compile(r"(?<![\w-])-?\d+(?:[.,]\d+)?(?!\w)")
_IN_FIGURES = (AnswerKind.NUMBER, AnswerKind.YEAR, AnswerKind.QUANTITY, AnswerKind.DATE)
_TRUTHS = frozenset(
    str.split("true false yes no vrai faux wahr falsch ja nein oui non verdadero falso sí 참 거짓 да нет")
)
_PLURALS = (
    "mitochondrion mitochondria, bacterium bacteria, fungus fungi, nucleus nuclei, phenomenon phenomena, criterion criteria,"
    " vertebra vertebrae, man men, woman women, foot feet, tooth teeth, mouse mice, goose geese, leaf leaves, wolf wolves,"
    " knife knives, child children, cactus cacti, alga algae, larva larvae, axis axes, crisis crises, thesis theses, person people"
)
_PAIRS = tuple(pair.split() for pair in _PLURALS.split(", "))
_PLURAL: dict[str, str] = {}
for _one, _many in _PAIRS:
    _PLURAL |= {_one: _many, _many: _one}


@dataclass(frozen=True, slots=True)
class Luggage:
    """What a question takes along, in the fields of that name."""

    wordings: tuple[str, ...]
    foes: tuple[str, ...]
    lookalikes: tuple[str, ...]
    qualifiers: tuple[str, ...]


NO_LUGGAGE = Luggage((), (), (), ())  # of a question that is never typed


def packed(
    kind: AnswerKind,
    accepted: Sequence[str],
    foes: Iterable[str] = (),
    qualifiers: Iterable[str] = (),
    *,
    converts: bool = False,
    common: bool = True,
) -> Luggage:
    """The luggage of a question whose answer is of the kind and may be worded so.

    `converts`: a quantity may be given in other units. `common`: a term is a common noun, and so may be in the plural.
    """
    wordings = tuple(dict.fromkeys(_wordings(kind, accepted, converts, common)))
    right = {read(each) for each in (*accepted, *wordings)}
    right |= {without_article(each) for each in right}
    against = dict.fromkeys((*foes, *_foes(kind, accepted)))
    names = kind is not AnswerKind.BOOLEAN
    lie_in = (
        (country for each in accepted for country in countries_of(each)) if kind is AnswerKind.PLACE else ()
    )
    return Luggage(
        wordings,
        tuple(each for each in against if without_article(read(each)) not in right),
        _lookalikes(kind, (*accepted, *wordings)) if names else (),
        tuple(dict.fromkeys((*qualifiers, *lie_in))),
    )


def _lookalikes(kind: AnswerKind, texts: Sequence[str]) -> tuple[str, ...]:
    """Words of the language that are a slip away, and what single words of the answer are mistaken for."""
    if kind in _IN_FIGURES:
        # Number words of other languages are too many, and too unlike other words, to be looked up one by one.
        texts = tuple(text for text in texts if text.isascii() and not figures_of(text))[:6]
    words = {word for text in texts for word in read(text).split()}
    listed = (form for word in words for other in mistaken_for(word) if " " not in (form := read(other)))
    least = _COMMON_NAME if kind is AnswerKind.PERSON else 0.0
    return tuple(sorted({*lookalikes(texts, least), *listed} - words))


def _wordings(kind: AnswerKind, accepted: Sequence[str], converts: bool, common: bool) -> Iterable[str]:
    if kind in (AnswerKind.SEVERAL, AnswerKind.IN_ORDER):
        for number in dict.fromkeys(number for each in accepted for number in _NUMBER.findall(each)):
            yield "=".join((number, *figures.wordings(AnswerKind.NUMBER.value, [number])))
        return
    yield from figures.wordings(kind.value, accepted, converts=converts)
    for each in accepted:
        yield from also_called(each)
        if kind is AnswerKind.PLACE:
            yield from aliases(_BRACKETS.sub("", each))
        if kind is AnswerKind.TERM and common:
            yield from numbers_alike(each)


def _foes(kind: AnswerKind, accepted: Sequence[str]) -> Iterable[str]:
    for each in accepted:
        yield from mistaken_for(each)
        if kind is AnswerKind.PLACE:
            form = read(each)
            yield from (other for other in others(each) if distance(read(other), form, _FAR) <= _FAR)


def numbers_alike(term: str) -> tuple[str, ...]:
    """A term in the other number: penguins for penguin. A name keeps its s: Mars is no mar."""
    *head, last = term.split()
    if not last.isascii() or not last.isalpha() or len(last) < 3:
        return ()
    low = last.lower()
    if low in _PLURAL:
        return (" ".join([*head, _PLURAL[low]]),)
    if low.endswith(("us", "is", "ss")):
        ends = {"us": ("uses", "i"), "is": ("es",), "ss": ("sses",)}[low[-2:]]
        return tuple(" ".join([*head, low[:-2] + end]) for end in ends)
    if low.endswith("s"):
        if not last.islower() or low.endswith(("ss", "us", "is", "ics", "ews")):
            return ()
        stem = (
            low[:-3] + "y"
            if low.endswith("ies")
            else low[:-2]
            if low.endswith(("ches", "shes", "xes", "sses"))
            else low[:-1]
        )
        return (" ".join([*head, stem]),)
    if low.endswith("o"):
        return tuple(" ".join([*head, low + end]) for end in ("s", "es"))
    many = (
        low[:-1] + "ies"
        if low.endswith("y") and low[-2] not in "aeiou"
        else low + ("es" if low.endswith(("ch", "sh", "x", "z")) else "s")
    )
    return (" ".join([*head, many]),)


def supposed_kind(accepted: Sequence[str]) -> AnswerKind:
    """The kind of an answer nobody named one for: as its wordings look."""
    if all(read(each) in {read(word) for word in _TRUTHS} for each in accepted):
        return AnswerKind.BOOLEAN
    read_as = [found for each in accepted if (found := sought(each))]
    if read_as:
        years = all(1000 <= each.value <= 2100 and not each.unit for each in read_as)
        if years and all(each.isdigit() for each in accepted if figures_of(each)):
            return AnswerKind.YEAR
        return AnswerKind.QUANTITY if any(each.unit for each in read_as) else AnswerKind.NUMBER
    return AnswerKind.DATE if any(map(figures.of_date, accepted)) else AnswerKind.TERM


def asked(accepted: Sequence[str], kind: AnswerKind | None = None) -> Question:
    """A question with these right answers and no store behind it, as the judge takes it."""
    found = kind or supposed_kind(accepted)
    if found in (AnswerKind.YEAR, AnswerKind.DATE):
        found = AnswerKind.DATE if any(map(figures.of_date, accepted)) else AnswerKind.YEAR
    written = list(accepted)
    if found in (AnswerKind.NUMBER, AnswerKind.QUANTITY, AnswerKind.YEAR):
        written += [figure for each in accepted if (figure := figures.in_figures(each))]
    if found is AnswerKind.PERSON:
        written += [name for each in accepted for name in family_names(each) if not shared(name)]
    # Where nobody said that it is a term, a capital may be a title's: Aliens are no plural of Alien.
    common = found is not AnswerKind.TERM or kind is not None or all(each.islower() for each in accepted)
    luggage = packed(found, written, common=common)
    return Question(
        key="asked",
        version="1",
        stem="",
        kind=found,
        answer=accepted[0],
        options=(),
        correct=0,
        accepted=tuple(written),
        foes=luggage.foes,
        why="",
        sources=(),
        rests_on=(),
        subjects=(),
        topic="",
        wordings=luggage.wordings,
        lookalikes=luggage.lookalikes,
        qualifiers=luggage.qualifiers,
    )
