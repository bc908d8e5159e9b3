"""Judges a typed answer: right, wrong, near or refused.

Two laws. It is pure and takes any text: nothing typed can raise. And a slip of the finger is forgiven only where it
cannot be another answer: never in a figure, never in a short word, never towards a known other answer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from facts.names import distance, joined, normal
from facts.question import AnswerKind, Question

LONGEST = 200  # letters: more is no answer, and is not worth reading
_FORGIVEN_FROM = 5  # letters of a word
_NEAR = 2  # edits
_FAR = 6

_LEAD_IN = re.compile(
    r"^(?:(?:um+|uh+|well|ok|so|i (?:think|guess|believe|say)|im (?:sure|guessing)|maybe|perhaps|probably"
    r"|(?:my|the) (?:answer|guess) is|answer|(?:its|it s|it is|thats|that s|that is|that would be|is it|was it|it was)"
    r"|(?:what|who|where|when)(?: is| was| are|s| s)|(?:he|she|they)(?: is| was| are|s| s)) )+"
)
_TAIL = re.compile(r"(?: (?:i (?:think|guess|believe)|please|right|maybe|probably))+$")
_IN_A_YEAR = re.compile(r"^(?:in|the year|in the year|year) (?=\S)")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3})+(?!\d)(?![ ,]\d)")
_MINUS = re.compile(r"(?<!\S)[-\u2212\u2013](?=\d)")
_DENIALS = frozenset({"not", "isnt", "wasnt", "never", "except", "neither", "nor", "no"})


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    NEAR = "near"  # close, but not right: told in private, and nothing of the letters
    REFUSED = "refused"  # no answer at all


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a text, and why, in words for a log."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class _Key:
    """A question's right answers and foes in normal form."""

    right: tuple[str, ...]
    foes: tuple[str, ...]
    figures: bool


def judge(question: Question, text: str) -> Verdict:
    """The verdict on a typed text; a letter or an option's text is not judged here."""
    if len(text) > LONGEST:
        return Verdict(Outcome.REFUSED, "too long")
    key = _key(question.accepted or (question.answer,), question.foes, question.kind)
    said = _readings(text, key.figures)
    if not said:
        return Verdict(Outcome.REFUSED, "nothing to judge")
    if any(_exactly(each, key.right) for each in said):
        return Verdict(Outcome.RIGHT, "exact")
    if any(_exactly(each, key.foes) for each in said):
        return Verdict(Outcome.WRONG, "another answer")
    if any(_DENIALS & set(each.split()) for each in said):
        return Verdict(Outcome.WRONG, "a denial")
    if any(_slipped(each, key) for each in said):
        return Verdict(Outcome.RIGHT, "one slip a word")
    if any(_close(each, key) for each in said):
        return Verdict(Outcome.NEAR, "close")
    return Verdict(Outcome.WRONG, "not it")


@lru_cache(maxsize=1024)
def _key(accepted: tuple[str, ...], foes: tuple[str, ...], kind: AnswerKind) -> _Key:
    right = [normal(each) for each in accepted]
    if kind is AnswerKind.PERSON:
        right += [turned for each in right for turned in _orders(each)]
    others = tuple(dict.fromkeys(form for each in foes if (form := normal(each)) not in right))
    figures = kind in (AnswerKind.NUMBER, AnswerKind.YEAR)
    return _Key(tuple(dict.fromkeys(each for each in right if each)), others, figures)


def _orders(name: str) -> tuple[str, ...]:
    """The other orders of a name: family name last where it stood first, and first where it stood last."""
    words = name.split()
    if not 2 <= len(words) <= 3:
        return ()
    joined_given = (
        () if len(words) == 2 else (f"{words[0]} {words[1]}{words[2]}", f"{words[1]}{words[2]} {words[0]}")
    )
    return (" ".join(words[1:] + words[:1]), " ".join(words[-1:] + words[:-1]), *joined_given)


def _readings(text: str, figures: bool) -> tuple[str, ...]:
    """What the text may be read as: itself, and itself without what people say before and after an answer."""
    plain = unicodedata.normalize("NFKC", text)
    if figures:
        plain = _THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), _MINUS.sub("minus ", plain))
    whole = normal(plain)
    if not any(letter.isalnum() for letter in whole):
        return ()
    bare = normal(_TAIL.sub("", _LEAD_IN.sub("", whole)) or whole)
    years = normal(_IN_A_YEAR.sub("", bare)) if figures else bare
    return tuple(dict.fromkeys((whole, bare, years)))


def _exactly(said: str, right: tuple[str, ...]) -> bool:
    """Whether the text is one of the answers; the spaces of a name may be left out, those between figures not."""
    if said in right:
        return True
    run = joined(said)
    return not _has_digit(run) and any(run == joined(each) for each in right)


def _slipped(said: str, key: _Key) -> bool:
    """Whether the text is an answer but for one slip a word, and nearer to it than to any foe."""
    return any(
        _one_slip_a_word(said, each) and not _nearer_to_a_foe(said, each, key.foes) for each in key.right
    )


def _one_slip_a_word(said: str, right: str) -> bool:
    ours, theirs = said.split(), right.split()
    return len(ours) == len(theirs) and all(_one_slip(a, b) for a, b in zip(ours, theirs, strict=True))


def _one_slip(said: str, right: str) -> bool:
    if said == right:
        return True
    return (
        len(right) >= _FORGIVEN_FROM
        and said[0] == right[0]
        and not _has_digit(said + right)
        and distance(said, right, 1) == 1
    )


def _nearer_to_a_foe(said: str, right: str, foes: tuple[str, ...]) -> bool:
    """Whether some foe is as near as the answer: then nobody can tell which was meant."""
    far = distance(said, right, _FAR)
    return any(distance(said, foe, _FAR) <= far for foe in foes)


def _close(said: str, key: _Key) -> bool:
    return any(
        len(right) >= _FORGIVEN_FROM
        and not _has_digit(said + right)
        and distance(said, right, _NEAR) <= _NEAR
        and not _nearer_to_a_foe(said, right, key.foes)
        for right in key.right
    )


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
