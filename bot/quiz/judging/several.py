"""An answer of several parts: all of them, and no other; in any order, or in the one that was asked for.

One law: parts are judged one by one as answers of their own, so that whatever holds of one answer holds of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.quiz.judging import verdict
from bot.quiz.judging.verdict import Outcome, Verdict
from facts.figures import figures_of
from facts.question import AnswerKind, Question

_MARKS = re.compile(r"\s*(?:[;\n]|→|->|=>|>|·|•|\|)\s*")
_COMMAS = re.compile(r"\s*(?:[,，、&+;\n]|/|→|->|=>|>|·|•|\|)\s*")
_AND = re.compile(
    r"\s+(?:and then|and|then|und dann|und|et|puis|y|e|и|και|plus|followed by|그리고|하고|및)\s+|(?<=[가-힣])(?:와|과|랑|이랑|하고)\s+",
    re.IGNORECASE,
)
ANDS = frozenset(str.split("and und et y e и και then"))
_NUMBERED = re.compile(r"(?:^|\s)\(?\d{1,2}[.)]\s+")
_MOST = 24  # parts of a guess: more is a shotgun

Judge = Callable[[str], Verdict]


def split(text: str) -> tuple[str, ...]:
    """The parts of a list as people write lists: with commas, "and", slashes, lines or numbers."""
    marks = _COMMAS if not _MARKS.search(text.strip()) or "," not in text else _MARKS
    pieces = (piece for part in marks.split(_NUMBERED.sub(" ; ", text)) for piece in _AND.split(f" {part}"))
    cleaned = (
        re.sub(r"^(?:and|und|et|y|и|then|both|the)\s+(?=\S)", "", piece.strip(), flags=re.IGNORECASE)
        for piece in pieces
    )
    return tuple(piece for piece in cleaned if piece)[:_MOST]


def lists(question: Question) -> Iterator[tuple[Question, ...]]:
    """Each accepted list as questions of one part each; wordings without a mark between are the parts themselves.

    "UK=United Kingdom" is one part in two wordings; a number's wordings in words travel with the question in that form.
    """
    accepted = question.accepted or (question.answer,)
    parted = [parts for each in accepted if len(parts := split(each)) > 1]
    for parts in parted or ([accepted] if len(accepted) > 1 else []):
        yield tuple(_part(question, each) for each in parts)


def _part(question: Question, text: str) -> Question:
    told = next((each for each in question.wordings if each.startswith(f"{text}=")), text)
    accepted = tuple(each.strip() for each in told.split("=") if each.strip())
    kind = AnswerKind.NUMBER if figures_of(accepted[0]) else AnswerKind.TERM
    return replace(question, kind=kind, accepted=accepted, wordings=())


def judged(judges: Sequence[Judge], said: Sequence[str], *, in_order: bool) -> Verdict:
    """The verdict on a list: each part takes one of the said, and nothing is left over."""
    if (
        in_order
        and len(said) == len(judges)
        and all(_right(one, text) for one, text in zip(judges, said, strict=True))
    ):
        return verdict.ALL_OF_THEM
    open_ = list(judges)
    for text in said:
        taken = next((one for one in open_ if _right(one, text)), None)
        if taken is None:
            return verdict.NOT_IT
        open_.remove(taken)
    if open_:
        return verdict.PART if len(open_) < len(judges) else verdict.NOT_IT
    return verdict.OTHER_ORDER if in_order else verdict.ALL_OF_THEM


def _right(judge: Judge, text: str) -> bool:
    return judge(text).outcome is Outcome.RIGHT
