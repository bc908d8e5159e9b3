"""What a question must come to, worked out from what members sent and what they read: the rules, once more, in a page.

It shares no code with the bot. An attempt that was acknowledged counts; one that was refused does not; of one that
was with a process when it died nobody knows, so both outcomes are right, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from tests.fleet.chat import Asked, Fate, Said

Outcome = Mapping[str, tuple[str, int]]
"""By member: the letter that counts, and its points."""

_TIE = 250
_MOST_UNSURE = 12


def possible(asked: Asked, scoring: str, attempts: Sequence[Said], moved_by: int = 0) -> Iterator[Outcome]:
    """All outcomes that are right. `moved_by`: milliseconds by which an outage has moved the deadline."""
    sure = [one for one in attempts if one.fate is Fate.KEPT]
    unsure = [one for one in attempts if perhaps(one)][:_MOST_UNSURE]
    posted = sorted({at for ats in asked.messages.values() for at in ats})
    for opened in posted:
        deadline = opened + asked.seconds * 1000 + moved_by
        for count in range(len(unsure) + 1):
            for those in combinations(unsure, count):
                yield outcome(asked, scoring, opened, deadline, [*sure, *those])


def perhaps(said: Said) -> bool:
    """Whether it may be kept, though its member has not read so."""
    return said.fate in (Fate.OPEN, Fate.WAITS) or (said.fate is Fate.REFUSED and said.unsure)


def outcome(asked: Asked, scoring: str, opened: int, deadline: int, attempts: Iterable[Said]) -> Outcome:
    """Who gets what: the last word of each member that was sent in time counts, under `first` the first one."""
    counting: dict[str, Said] = {}
    for one in sorted(attempts, key=lambda said: (said.sent, said.id)):
        if opened <= one.sent <= deadline and not (scoring == "first" and one.member in counting):
            counting[one.member] = one
    right = {member: one for member, one in counting.items() if one.letter == asked.right}
    earliest = min((one.sent for one in right.values()), default=0)
    return {
        member: (one.letter, _points(scoring, one.sent - opened, one.sent - earliest, asked.seconds))
        if member in right
        else (one.letter, 0)
        for member, one in counting.items()
    }


def _points(scoring: str, took: int, behind: int, seconds: int) -> int:
    """What a right answer is worth, `took` milliseconds after the question and `behind` after the first right one."""
    if scoring == "accuracy":
        return 1
    if scoring == "first":
        return int(behind <= _TIE)
    took = min(took, seconds * 1000)  # where an outage moved the deadline, nobody gets less than at the end
    return 1000 if took < 500 else round(1000 * (1 - took / (2 * seconds * 1000)))
