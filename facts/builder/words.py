"""How subjects and values are written inside a question's sentences.

Two laws. A work's title stands in double quotes in running text and bare among the options. And a value is
written as precisely as it is known, never more.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from facts.knowledge import (
    Number,
    Precision,
    Qualifier,
    Quantity,
    Statement,
    Subject,
    SubjectRef,
    Text,
    Value,
    When,
)
from facts.names import normal
from facts.vocabulary import KIND

WORKS = frozenset({"film"})
_WITH_THE = frozenset(
    [
        "war",
        "era",
        "period",
        "years",
        "age",
        "festival",
        "studio",
        "department",
        "ministry",
        "law",
        "act",
        "award",
        "prize",
        "disaster",
        "explosion",
        "blast",
        "uprising",
        "army",
        "party",
        "institute",
        "academy",
        "agency",
        "union",
        "states",
        "republic",
        "kingdom",
        "islands",
        "division",
        "station",
        "incident",
        "industry",
        "network",
        "office",
        "family",
        "government",
        "service",
    ]
)
_GENERIC = frozenset({"organisation", "event", "law", "period", "topic"})
_DEMONYM = ("ese", "ean", "ian", "ish")
# Words too common to give an answer away or to tell two phrases apart.
COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "his",
        "her",
        "their",
        "that",
        "this",
        "who",
        "which",
        "what",
        "when",
        "where",
        "how",
        "many",
        "much",
        "did",
        "do",
        "does",
        "has",
        "have",
        "had",
        "not",
        "no",
        "than",
        "more",
        "most",
        "into",
        "out",
        "up",
        "own",
        "one",
        "years",
        "year",
    ]
)


def title(subject: Subject) -> str:
    """The subject's name as an option shows it: without the article that only some names of a kind have."""
    if subject.kind in _GENERIC and subject.label.startswith("The "):
        return subject.label[4].upper() + subject.label[5:]
    return subject.label


def described(subject: Subject) -> bool:
    """Whether the name says by itself what the subject is: "the abduction of …" does, "the Korean War" is a name."""
    small = set(subject.label.split()[1:]) - COMMON - {"under", "about", "de", "la", "von", "van"}
    return subject.kind in _GENERIC and any(word[0].islower() for word in small)


def called(subject: Subject) -> str:
    """The subject's name in running text: a work in quotes, other names with "the" where English wants it."""
    label = subject.label
    if subject.kind in WORKS:
        return f'"{label}"'
    if subject.kind == "award":
        return f"the award {label}"
    if label.startswith("The "):
        return "the " + label[4:]
    words = label.split()
    if subject.kind == "person" or len(words) == 1:
        return label
    heads = _heads(subject)
    single = subject.kind in _GENERIC and "of" in words and not plural(subject)
    article = "the " if heads[-1].casefold() in _WITH_THE or single else ""
    return article + (label[0].lower() + label[1:] if _common_noun(subject, words) else label)


def _heads(subject: Subject) -> list[str]:
    """The words of a name up to its first preposition: its last is what the name is a name of."""
    words = subject.label.split("(")[0].replace(",", " ").split()
    stops = [
        place
        for place, word in enumerate(words)
        if word in ("of", "in", "for", "about", "under", "on", "glorifying")
    ]
    return words[: stops[0]] if stops and stops[0] else words


def plural(subject: Subject) -> bool:
    """Whether the name is of several things: "state-approved apps" are, "the Korean War" is."""
    last = _heads(subject)[-1]
    return subject.kind == "topic" and last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _common_noun(subject: Subject, words: list[str]) -> bool:
    """Whether a name is a description, which has no capital within a sentence: "abduction of …"."""
    first, second = words[0], words[1]
    named = (
        first.endswith(_DEMONYM) or first.isupper() or any(name.text == first for name in subject.names[1:])
    )
    body = subject.kind == "organisation" and "of" not in words
    return subject.kind in _GENERIC and second[0].islower() and not named and not body


def called_together(subjects: tuple[str, ...], known: Mapping[str, Subject]) -> str:
    """All the subjects of a fact, joined: a joint fact is never said of one of them."""
    names = [called(known[each]) for each in subjects]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def kind_word(subject: Subject) -> str:
    kind = KIND.get(subject.kind)
    return kind.one if kind else subject.kind


def year(when: Value) -> int | None:
    """The one year a point in time lies in, where it is known to the year or finer."""
    exact = (Precision.DAY, Precision.MONTH, Precision.YEAR)
    if isinstance(when, When) and when.first == when.last and when.precision in exact:
        return when.first
    return None


def figure(number: float) -> str:
    """A number as it is read: thousands with commas, years are not written by this."""
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,}"


def exact_number(value: Value) -> float | None:
    """The number of a value that is one exact number, and nothing of one that is bounded or hedged."""
    number = value.number if isinstance(value, Quantity) else value
    return number.low if isinstance(number, Number) and number.exact else None


def shown(value: Value, known: Mapping[str, Subject], *, running: bool = False) -> str:
    """A value as an option shows it, or within a sentence when `running`."""
    match value:
        case SubjectRef(subject):
            return called(known[subject]) if running else title(known[subject])
        case When():
            exact = year(value)
            return str(exact) if exact is not None else value.words
        case Quantity(number, unit):
            return f"{_bounded(number)} {unit}" if running else _bounded(number)
        case Number():
            return _bounded(value)
        case Text(words):
            return words.rstrip(".")


def _bounded(number: Number) -> str:
    if number.exact and number.low is not None:
        return figure(number.low)
    return number.words or " to ".join(figure(n) for n in (number.low, number.high) if n is not None)


def narrowed(qualifiers: tuple[Qualifier, ...], known: Mapping[str, Subject]) -> str:
    """The qualifiers as they follow a sentence: ' for "Salt" in 1985', or nothing."""
    return "".join(_narrowing(each, known) for each in qualifiers)


def _narrowing(qualifier: Qualifier, known: Mapping[str, Subject]) -> str:
    words = shown(qualifier.value, known, running=True)
    match qualifier.property:
        case "when":
            return f" in {words}" if year(qualifier.value) is not None else f" ({words})"
        case "where":
            return f" in {words}"
        case "for_work" | "for_country":
            return f" for {words}"
        case "as" | "by":
            return f" {qualifier.property} {words}"
        case _:
            return f" {words}"


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """The normal form, remembered: the builder compares the same few names over and over."""
    return normal(text)


@lru_cache(maxsize=16384)
def stem_tokens(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, in normal form."""
    return frozenset(word for word in plain(text).split() if word not in COMMON and len(word) > 1)


def names_of(subject: Subject) -> frozenset[str]:
    """Every name of a subject in normal form."""
    return frozenset(plain(name.text) for name in subject.names)


def sentence(text: str) -> str:
    """The text with a capital first letter, an opening quote aside, and one full stop at its end."""
    for place, letter in enumerate(text):
        if letter.isalnum():
            text = text[:place] + letter.upper() + text[place + 1 :]
            break
    return text if text.endswith((".", "?", '."')) else text + "."


def references(statement: Statement) -> tuple[str, ...]:
    """The subjects a statement names, its own first."""
    values = (statement.value, *(each.value for each in statement.qualifiers))
    others = (value.subject for value in values if isinstance(value, SubjectRef))
    return tuple(dict.fromkeys((*statement.subjects, *others)))
