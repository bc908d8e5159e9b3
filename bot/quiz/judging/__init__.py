"""Judges a typed answer: right, wrong, near or refused. docs/judging.md tells a moderator how.

Two laws. It is pure and takes any text: nothing typed can raise. And a slip of the finger is forgiven only where it
cannot be another answer: never in a figure, never in a short word, never towards a known other answer or word.
"""

from bot.quiz.judging.judge import LONGEST, judge
from bot.quiz.judging.verdict import Outcome, Verdict

__all__ = ["LONGEST", "Outcome", "Verdict", "judge"]
