"""Full text over names, summaries and facts.

One law holds here: a very common word is cut off at a number of rows, so that no search reads the whole store.
"""

from __future__ import annotations

from dataclasses import dataclass

from facts.knowledge import Fact, Subject
from facts.names import normal
from facts.store import statements as sql
from facts.store.lookup import Found, Lookup
from facts.store.reading import Reading

_MOST_ROWS = 2000  # of one word
_MOST_WORDS = 8
COMMON = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the", "to"}
    | {"was", "were", "what", "which", "who", "with"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found: a fact of the subject, or None when its name or summary holds the words."""

    subject: Subject
    fact: Fact | None


class Searching:
    def __init__(self, reading: Reading, lookup: Lookup) -> None:
        self._reading = reading
        self._lookup = lookup

    async def search(self, community: str, words: str, limit: int, mature: bool) -> tuple[Hit, ...]:
        wanted = words_of(words)[:_MOST_WORDS]
        entries: dict[
            tuple[str, str], dict[str, int]
        ] = {}  # a subject and fact -> the weight of each word it holds
        for word in wanted:
            for statement in (sql.WORD_IN_NAMES, sql.WORD_IN_FACTS):
                rows = await self._reading.rows(
                    statement, community, start=word, end=_end(word), most=_MOST_ROWS, mature=mature
                )
                for row in rows:
                    held = entries.setdefault((row.subject_id, row.fact_id), {})
                    weight = row.weight * 2 if row.word == word else row.weight
                    held[word] = max(weight, held.get(word, 0))
        best = _best(entries)[:limit]
        if not best:
            found = await self._lookup.find(community, words, None, mature)
            return (Hit(found.subject, None),) if isinstance(found, Found) else ()
        subjects = await self._reading.subjects(community, [subject for subject, _ in best])
        facts = await self._reading.facts(community, [fact for _, fact in best if fact])
        return tuple(
            Hit(subjects[subject], facts.get(fact))
            for subject, fact in best
            if subject in subjects and (not fact or fact in facts)
        )


def _end(word: str) -> str:
    """Where the words that begin so end; very short Latin words stand for themselves alone."""
    return word + ("\x01" if len(word) < 3 and word.isascii() else sql.LAST)


def words_of(text: str) -> list[str]:
    """The words to look for or to be found by; the commonest only when there are no others."""
    words = list(dict.fromkeys(normal(text).split()))
    return [word for word in words if word not in COMMON] or words


def _best(entries: dict[tuple[str, str], dict[str, int]]) -> list[tuple[str, str]]:
    """Each subject's best entry, best subject first; only subjects that hold the most words of all."""
    held: dict[str, set[str]] = {}
    for (subject, _), words in entries.items():
        held.setdefault(subject, set()).update(words)
    most = max(map(len, held.values()), default=0)
    chosen: dict[str, tuple[int, int, str]] = {}
    for (subject, fact), words in entries.items():
        rank = (len(words), sum(words.values()), fact)
        if len(held[subject]) == most and (subject not in chosen or _before(rank, chosen[subject])):
            chosen[subject] = rank
    ordered = sorted(chosen, key=lambda subject: (-chosen[subject][0], -chosen[subject][1], subject))
    return [(subject, chosen[subject][2]) for subject in ordered]


def _before(rank: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return (-rank[0], -rank[1], rank[2]) < (-other[0], -other[1], other[2])
