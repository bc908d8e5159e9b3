"""Numbers typed in figures: exact, or within the question's tolerance, and of the right unit.

One law: the text is one number and nothing else, or it is no number at all.
"""

from __future__ import annotations

import re

from bot.quiz.judging import verdict
from bot.quiz.judging.key import Key
from bot.quiz.judging.phrases import bare_figures
from bot.quiz.judging.verdict import Verdict
from facts.figures import Figure, figures_of, fits, folded
from facts.question import AnswerKind
from facts.reading import read

_SHORT_YEAR = re.compile(r"^(?:in )?'?(\d\d)$")


def in_figures(key: Key, digits: str) -> Verdict:
    """The verdict on plain digits, which most numbers are."""
    if key.kind is AnswerKind.YEAR and len(digits) == 2 and _is_short(key, int(digits)):
        return verdict.SAME_NUMBER
    number = float(digits)
    return _judged(key, Figure(number, number, ""))


def by_figures(key: Key, text: str) -> Verdict | None:
    """The verdict on a number in figures; None where the text has none, and its words must be judged."""
    plain = folded(text)
    if not any(letter.isdigit() for letter in plain):
        return _in_words(key, text)
    best = None
    for each in bare_figures(plain):
        for figure in figures_of(each):
            found = _judged(key, figure)
            if found is verdict.SAME_NUMBER:
                return found
            best = best or found
        if key.kind is AnswerKind.YEAR and (short := _SHORT_YEAR.match(each)):
            return verdict.SAME_NUMBER if _is_short(key, int(short[1])) else verdict.OTHER_NUMBER
    return best or verdict.NOT_IT


def _judged(key: Key, figure: Figure) -> Verdict:
    same = [unit for number, unit in key.numbers if figure.is_(number, key.tolerance)]
    if not same:
        return verdict.OTHER_NUMBER
    return verdict.SAME_NUMBER if any(_of(key, unit, figure.unit) for unit in same) else verdict.OTHER_UNIT


def _of(key: Key, wanted: str, said: str) -> bool:
    if key.kind is AnswerKind.YEAR:
        return said == wanted or {said, wanted} <= {"", "ad", "year"}
    if not said and wanted and wanted != key.numbers[0][1]:
        return False  # without a unit a number is of the unit that was asked for
    return fits(wanted, said)


def _is_short(key: Key, short: int) -> bool:
    """'85 for 1985: of the two centuries that people still mean."""
    return any(1900 <= number < 2100 and number % 100 == short and not unit for number, unit in key.numbers)


def _in_words(key: Key, text: str) -> Verdict | None:
    """ "seventeen films": a number in words with its unit after it."""
    words = folded(text).split()
    for size in (1, 2):
        if len(words) > size and key.known.get(read(" ".join(words[:-size]))) is verdict.EXACT:
            unit = figures_of(f"1 {' '.join(words[-size:])}")
            if unit and any(_of(key, wanted, unit[-1].unit) for _, wanted in key.numbers):
                return verdict.QUALIFIED
    return None
