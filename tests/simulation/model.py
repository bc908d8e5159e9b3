"""What a round's answers are worth, worked out anew from the rules as players are told them.

One law: nothing here is borrowed from the bot. Two that agree by chance agree on every seed only where both are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GRACE = 1500  # milliseconds for which an answer that was sent in time may be under way
TIE = 250  # milliseconds: right answers so close together are equally first


@dataclass(frozen=True, slots=True)
class Rules:
    """How one question was asked: until which stamp of the platform, how it scores, whether words are typed."""

    opened: int
    deadline: int
    seconds: int
    scoring: str
    typed: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What a member sent, stamped by the platform. Of two with one stamp the id decides."""

    member: str
    sent: int
    id: str
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """The one answer of a member that counts."""

    member: str
    text: str
    right: bool
    took: int
    points: int


def worth(rules: Rules, given: Iterable[Given]) -> list[Worth]:
    """Each member's answer with its points."""
    in_time = [one for one in given if rules.opened <= one.sent <= rules.deadline]
    by_member: dict[str, list[Given]] = {}
    for one in sorted(in_time, key=lambda one: (one.sent, one.id)):
        by_member.setdefault(one.member, []).append(one)
    counting = [_counting(rules, mine) for mine in by_member.values()]
    first = min((one.sent for one in counting if one.right), default=0)
    return [
        Worth(one.member, one.text, one.right, one.sent - rules.opened, _points(rules, one, first))
        for one in counting
    ]


def _counting(rules: Rules, mine: Sequence[Given]) -> Given:
    """Of one member's: what is typed stands once it is right, a first click may stand, else the last word does."""
    if rules.typed:
        return next((one for one in mine if one.right), mine[-1])
    return mine[0] if rules.scoring == "first" else mine[-1]


def _points(rules: Rules, one: Given, first: int) -> int:
    if not one.right:
        return 0
    if rules.scoring == "first":
        return int(one.sent <= first + TIE)
    if rules.scoring == "speed":
        took = one.sent - rules.opened
        whole = 1000 * rules.seconds
        return 1000 if took < 500 else round(1000 * (1 - min(took, whole) / (2 * whole)))
    return 1


def totals(questions: Iterable[Sequence[Worth]]) -> dict[str, tuple[int, int, int]]:
    """Each member's points, right answers and answers, over the questions that were scored."""
    sums: dict[str, tuple[int, int, int]] = {}
    for answers in questions:
        for one in answers:
            points, right, given = sums.get(one.member, (0, 0, 0))
            sums[one.member] = points + one.points, right + one.right, given + 1
    return sums
