"""What the judge looks things up in: a question's accepted wordings and foes, made ready once.

Two laws. A key is made from the question alone, and says the same for ever. And a form that was derived never beats a foe:
where "George Bush" is another answer, it is no short way to write this one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from bot.quiz.judging import verdict
from bot.quiz.judging.forms import forms
from bot.quiz.judging.slips import FORGIVEN_FROM, NEAR, has_digit, spread
from bot.quiz.judging.verdict import Verdict
from facts.builder.spelling import spellings
from facts.figures import Figure, figures_of, sought
from facts.question import AnswerKind, Question
from facts.reading import ARTICLES, read, without_article

FIGURES = frozenset({AnswerKind.NUMBER, AnswerKind.YEAR, AnswerKind.QUANTITY})
_ANY = range(1000)
_MOST = 60  # letters of a wording that is compared for slips


@dataclass(frozen=True, slots=True)
class Form:
    """A right form that may be missed by a slip."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A question made ready for judging.

    `known` holds what is decided by being looked up, `starts` the forms by number of words and first letter, `nearby` those
    of about a length by their first letter and by their last, `heads` how long the words are that a form may begin with, by
    first letter, `leaner` the forms of a title without any article.
    """

    kind: AnswerKind
    known: Mapping[str, Verdict]
    starts: Mapping[tuple[int, str], tuple[Form, ...]]
    nearby: Mapping[tuple[int, int, str], tuple[str, ...]]
    heads: Mapping[str, Container[int]]
    leaner: frozenset[str]
    foes: tuple[str, ...]
    lookalikes: frozenset[str]
    qualifiers: frozenset[str]
    numbers: tuple[tuple[float, str], ...]
    tolerance: float
    parts: tuple[tuple[Key, ...], ...]  # of an answer of several, each list that is right


def compiled(question: Question) -> Key:
    """The key of a question; a millisecond's work, done once."""
    kind = question.kind
    accepted = question.accepted or (question.answer,)
    parts = _parts(question) if kind in (AnswerKind.SEVERAL, AnswerKind.IN_ORDER) else ()
    spelled = (
        [] if parts else [each for each in (*accepted, *question.wordings) if not _is_figure(kind, each)]
    )
    plain = dict.fromkeys(filter(None, map(read, spelled)))
    foes = _foes(question.foes, plain)
    right = dict(plain)
    for each in spelled:
        right.update(dict.fromkeys(form for form in forms(kind, each) if form not in foes))
    # Spaces may be left out, but not between two figures; and a word may be spelled as in America, or not.
    known = {form.replace(" ", ""): verdict.EXACT for form in right if figures_in(form) < 2}
    known |= {other: verdict.EXACT for form in right for other in spellings(form)}
    heads = _heads((*known, *right))
    known |= dict.fromkeys(foes, verdict.OTHER) | dict.fromkeys(right, verdict.EXACT)
    # As it is written and typed most: then nothing need be read at all.
    known |= {each.lower(): verdict.EXACT for each in accepted if each.isascii() and read(each) and not parts}
    starts, nearby = _slippery(right)
    return Key(
        kind,
        known,
        starts,
        nearby,
        heads,
        frozenset(lean for each in right if len((lean := lean_of(each)).split()) > 2)
        if kind is AnswerKind.TITLE
        else frozenset(),
        foes,
        frozenset(question.lookalikes),
        frozenset(without_article(read(each)) for each in question.qualifiers),
        _numbers(accepted, question.wordings) if kind in FIGURES else (),
        question.tolerance,
        parts,
    )


def lean_of(form: str) -> str:
    """A form without its articles, within it too: "2001 space odyssey", "lord of rings"."""
    return " ".join(word for word in form.split() if word not in ARTICLES)


def figures_in(form: str) -> int:
    """How many of its words have figures: where two stand side by side their space may not be dropped."""
    return sum(map(has_digit, form.split()))


def _foes(foes: Iterable[str], right: Mapping[str, None]) -> tuple[str, ...]:
    found = (form for each in foes for form in (read(each), without_article(read(each))))
    return tuple(dict.fromkeys(form for form in found if form and form not in right))


def _heads(right: Iterable[str]) -> Mapping[str, Container[int]]:
    """The lengths of the words that begin a form, one slip allowed for; in other scripts endings hang on, so any length."""
    found: dict[str, set[int]] = {}
    for form in right:
        size = len(form.split()[0])
        found.setdefault(spread(form)[0], set()).update((size - 1, size, size + 1))
    return {letter: frozenset(sizes) if letter.isascii() else _ANY for letter, sizes in found.items()}


def _slippery(
    right: Iterable[str],
) -> tuple[Mapping[tuple[int, str], tuple[Form, ...]], Mapping[tuple[int, int, str], tuple[str, ...]]]:
    """The forms in which a slip may be forgiven, by their words and first letter; and by length and outer letters."""
    starts: dict[tuple[int, str], list[Form]] = {}
    nearby: dict[tuple[int, int, str], list[str]] = {}
    for form in right:
        words = tuple(form.split())
        if len(form) > _MOST or not any(len(spread(word)) >= FORGIVEN_FROM for word in words):
            continue
        starts.setdefault((len(words), spread(form)[0]), []).append(Form(form, words))
        if not has_digit(form) and len(spread(form)) >= FORGIVEN_FROM:
            for size in range(len(form) - NEAR, len(form) + NEAR + 1):
                nearby.setdefault((size, 0, form[0]), []).append(form)
                nearby.setdefault((size, -1, form[-1]), []).append(form)
    return (
        {place: tuple(found) for place, found in starts.items()},
        {place: tuple(found) for place, found in nearby.items()},
    )


def _numbers(accepted: Iterable[str], wordings: Iterable[str]) -> tuple[tuple[float, str], ...]:
    found: list[Figure] = [figure for each in accepted if (figure := sought(each))]
    found += [figure for each in wordings if (figure := sought(each)) and figure.unit]
    return tuple(dict.fromkeys((figure.value, figure.unit) for figure in found))


def _is_figure(kind: AnswerKind, text: str) -> bool:
    """Whether a wording is a number in figures, which is compared as a number and not as a word: -40 is not 40."""
    return kind in FIGURES and bool(figures_of(text))


def _parts(question: Question) -> tuple[tuple[Key, ...], ...]:
    from bot.quiz.judging.several import lists

    return tuple(tuple(compiled(part) for part in parts) for parts in lists(question))
