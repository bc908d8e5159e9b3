"""A member's figures, derived from the answers that counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that counted: the round, who gave it, whether it was right, milliseconds, and its topic's title."""

    round: str
    name: str
    right: bool
    took: int
    topic: str


@dataclass(frozen=True, slots=True)
class Figures:
    """One member's answers: rounds, answers, right ones, median milliseconds, longest run of right ones.

    `topics` are title, right and answered, by title.
    """

    name: str
    rounds: int
    answered: int
    right: int
    median_took: int
    best_run: int
    topics: tuple[tuple[str, int, int], ...]


def figures(given: Sequence[Given]) -> Figures | None:
    """The figures of one member's answers, which come oldest first; None where there are none."""
    if not given:
        return None
    topics: dict[str, list[bool]] = {}
    for one in given:
        topics.setdefault(one.topic, []).append(one.right)
    return Figures(
        given[-1].name,
        len({one.round for one in given}),
        len(given),
        sum(one.right for one in given),
        median_low(one.took for one in given),
        _longest_run([one.right for one in given]),
        tuple((topic, sum(right), len(right)) for topic, right in sorted(topics.items())),
    )


def _longest_run(right: Sequence[bool]) -> int:
    best = run = 0
    for each in right:
        run = run + 1 if each else 0
        best = max(best, run)
    return best
