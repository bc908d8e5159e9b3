"""Questions for rounds: drawn from what a community knows, and checked again before each is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.ledger.ledger import Drawn, Ledger
from bot.messages import Place
from bot.quiz.options import Mode, RoundOptions
from facts.builder import about, build, draw
from facts.knowledge import Knowledge, Topic, TopicKind
from facts.question import Difficulty, Question
from facts.store.shelf import Shelf

KEPT_COMMUNITIES = 128  # whose questions stay in memory, each audience for itself


class Questions:
    """The questions of each community, built when its knowledge changes."""

    def __init__(self, shelf: Shelf, ledger: Ledger) -> None:
        self._shelf = shelf
        self._ledger = ledger
        self._building = asyncio.Lock()
        self._built: dict[tuple[str, bool], tuple[Knowledge, dict[str, Question]]] = {}

    async def draw(
        self, place: Place, options: RoundOptions, topic: Topic | None, mature: bool, seed: int, count: int
    ) -> tuple[Drawn, ...]:
        """Up to `count` questions for a round in this place; those asked here least come first."""
        knowledge, questions = await self._of(place.community, mature)
        pool = tuple(questions.values())
        if topic is not None:
            pool = about(pool, topic, knowledge)
        times = await self._ledger.times_asked(place)
        # Until the topic is used up nothing comes twice; then all of it is fresh again.
        fewest = min((times.get(question.key, 0) for question in pool), default=0)
        used = {question.key for question in pool if times.get(question.key, 0) > fewest}
        drawn = draw(
            pool, count, seed, used, _difficulty(options.difficulty), typed=options.mode is Mode.TYPED
        )
        return tuple(Drawn(i + 1, question, _tags(question, knowledge)) for i, question in enumerate(drawn))

    async def sound(self, place: Place, waiting: Sequence[Drawn]) -> tuple[Drawn | None, tuple[Drawn, ...]]:
        """The first that still stands as it was drawn, and those before it whose facts have changed."""
        _, everyone = await self._of(place.community, mature=False)
        _, grown = await self._of(place.community, mature=True)
        fallen: list[Drawn] = []
        for one in waiting:
            key, version = one.question.key, one.question.version
            now = everyone.get(key), grown.get(key)
            if any(question is not None and question.version == version for question in now):
                return one, tuple(fallen)
            fallen.append(one)
        return None, tuple(fallen)

    async def _of(self, community: str, mature: bool) -> tuple[Knowledge, Mapping[str, Question]]:
        knowledge = await self._shelf.knowledge(community)
        built = self._built.get((community, mature))
        if built is not None and built[0] is knowledge:
            return built
        async with self._building:  # many rounds of a start ask at once: one builds for all of them
            built = self._built.pop((community, mature), None)
            if built is None or built[0] is not knowledge:
                # Beside the loop: the first build reads word lists for a second, and no round may wait for that.
                questions = await asyncio.to_thread(build, knowledge, mature)
                built = knowledge, {question.key: question for question in questions}
                while len(self._built) >= KEPT_COMMUNITIES:
                    del self._built[next(iter(self._built))]
            self._built[(community, mature)] = built
        return built


def tag_of(topic: Topic) -> str:
    """How answers are marked with a topic, for boards that show it alone."""
    return f"pack:{topic.label}" if topic.kind is TopicKind.PACK else f"{topic.kind.value}:{topic.id}"


def _tags(question: Question, knowledge: Knowledge) -> str:
    kinds = {knowledge.subjects[id].kind for id in question.subjects if id in knowledge.subjects}
    tags = [f"pack:{question.topic}", *(f"kind:{kind}" for kind in sorted(kinds))]
    tags += [f"subject:{id}" for id in question.subjects]
    return f"|{'|'.join(tags)}|"


def _difficulty(chosen: str | None) -> Difficulty | Literal["rising"] | None:
    if chosen == "rising":
        return "rising"
    return Difficulty(chosen) if chosen else None
