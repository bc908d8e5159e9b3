"""Finding a subject by what somebody typed: exactly, with one typo a word, or the nearest.

One law holds here: no look-up reads every name of a large store. Candidates come from an index; only a store small
enough to be read in a moment is read whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from facts.knowledge import Subject
from facts.names import deletion_keys, distance, joined, normal, within_one_typo_a_word
from facts.store import statements as sql
from facts.store.database import AnyRow
from facts.store.reading import Reading

_LONGEST = 200  # characters; a name is shorter, and a longer text only costs time
_SMALL_STORE = 5000  # names that may be read whole
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "for", "in", "of", "on", "the", "to"}
)  # in many names, and say nothing
_WORDS_COUNT = 0.9  # words alike within a longer name count a little less than a whole name alike
_ID = "#"


@dataclass(frozen=True, slots=True)
class Found:
    """One subject answers to the name."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class Several:
    """More than one does: which is meant must be asked."""

    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """None does; these three at most are the nearest."""

    nearest: tuple[Subject, ...]


class Lookup:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def find(
        self, community: str, text: str, kind: str | None, mature: bool
    ) -> Found | Several | Unknown:
        if text.startswith(_ID):
            subject = await self._reading.subject(community, text[len(_ID) :].strip())
            if subject:
                return Found(subject)
        wanted = normal(text[:_LONGEST])
        if not wanted:
            return Unknown(())
        rows = await self._exact(community, wanted, mature) or await self._one_typo(community, wanted, mature)
        if rows:
            ids = _of_kind(rows, kind)
            subjects = tuple((await self._reading.subjects(community, ids)).values())
            if subjects:
                return Found(subjects[0]) if len(subjects) == 1 else Several(subjects)
        by_id = await self._reading.subject(community, text.strip())
        return Found(by_id) if by_id else Unknown(await self._nearest(community, wanted, kind, mature))

    async def _exact(self, community: str, wanted: str, mature: bool) -> list[AnyRow]:
        rows = await self._reading.rows(sql.EXACT, community, normal=wanted, mature=mature)
        return rows or await self._reading.rows(sql.JOINED, community, joined=joined(wanted), mature=mature)

    async def _one_typo(self, community: str, wanted: str, mature: bool) -> list[AnyRow]:
        rows = await self._reading.rows(
            sql.ONE_TYPO,
            community,
            keys=sorted(deletion_keys(wanted)),
            words=len(wanted.split()),
            mature=mature,
        )
        return [row for row in rows if within_one_typo_a_word(wanted, row.normal)]

    async def _nearest(
        self, community: str, wanted: str, kind: str | None, mature: bool
    ) -> tuple[Subject, ...]:
        rows = await self._candidates(community, wanted, mature)
        rows = [row for row in rows if row.kind == kind] or rows
        best: dict[str, tuple[int, float]] = {}
        for row in rows:
            best[row.subject_id] = max(_nearness(wanted, row.normal), best.get(row.subject_id, (0, 0.0)))
        if " " not in wanted and any(shared for shared, _ in best.values()):
            best = {id: near for id, near in best.items() if near[0]}  # a word of their names, typed alone
        nearest = sorted(best, key=lambda id: (-best[id][0], -best[id][1], id))[:3]
        return tuple((await self._reading.subjects(community, nearest)).values())

    async def _candidates(self, community: str, wanted: str, mature: bool) -> list[AnyRow]:
        rows = await self._reading.rows(sql.ALL_NAMES, community, most=_SMALL_STORE + 1, mature=mature)
        if len(rows) <= _SMALL_STORE:
            return rows
        drawn: dict[tuple[str, str], AnyRow] = {}
        for word in wanted.split()[:8]:
            starting = await self._reading.rows(
                sql.STARTING, community, start=word[:3], end=word[:3] + sql.LAST, most=1000, mature=mature
            )
            drawn.update({(row.subject_id, row.normal): row for row in starting})
        return list(drawn.values())

    async def complete(
        self, community: str, typed: str, kinds: tuple[str, ...], limit: int, mature: bool
    ) -> tuple[Subject, ...]:
        start = normal(typed[:_LONGEST])
        bound: dict[str, Any] = {"most": limit * 8, "mature": mature}
        if kinds:
            bound["kinds"] = list(kinds)
        if start:
            statement = sql.COMPLETE_KINDS if kinds else sql.COMPLETE
            rows = await self._reading.rows(statement, community, start=start, end=start + sql.LAST, **bound)
        else:
            rows = await self._reading.rows(sql.LABELS_KINDS if kinds else sql.LABELS, community, **bound)
        if not rows and start:
            rows = [
                row
                for row in await self._candidates(community, start, mature)
                if (not kinds or row.kind in kinds) and _begins_nearly(row.normal, start)
            ]
        ids = list(dict.fromkeys(row.subject_id for row in rows))[:limit]
        return tuple((await self._reading.subjects(community, ids)).values())


def _nearness(wanted: str, name: str) -> tuple[int, float]:
    """How near a name is: the words it has in common with what was typed, then how alike the letters are."""
    typed, words = wanted.split(), name.split()
    shared = set(typed) & set(words) - _SMALL_WORDS
    whole = fuzz.ratio(wanted, name)
    if shared:
        return len(shared), whole
    by_word = sum(max(fuzz.ratio(one, other) for other in words) for one in typed) / len(typed)
    return 0, max(whole, by_word * _WORDS_COUNT)


def _of_kind(rows: Iterable[AnyRow], kind: str | None) -> list[str]:
    """The subjects of the kind asked for, or all when there is none of it."""
    rows = list(rows)
    return [row.subject_id for row in rows if row.kind == kind] or [row.subject_id for row in rows]


def _begins_nearly(name: str, typed: str) -> bool:
    """Whether a word of the name, and what follows it, begins as typed but for one typo."""
    if len(typed) < 4:
        return False
    words = name.split()
    tails = (" ".join(words[i:]) for i in range(len(words)))
    sizes = (len(typed) - 1, len(typed), len(typed) + 1)
    return any(
        tail[:1] == typed[:1] and distance(tail[:size], typed, 1) <= 1 for tail in tails for size in sizes
    )
