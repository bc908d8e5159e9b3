"""Rounds, questions, cards and settings as JSON text and back, checked on the way in."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import TypeAdapter

from bot.cards import Card
from bot.community import CommunitySettings
from bot.quiz.round import Round
from facts.question import Question

T = TypeVar("T")


class Encoding(Generic[T]):
    """One frozen value's way to text and back."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = TypeAdapter(kind)

    def text(self, value: T) -> str:
        return self._adapter.dump_json(value).decode()

    def value(self, text: str) -> T:
        return self._adapter.validate_json(text)


ROUND = Encoding(Round)
QUESTION = Encoding(Question)
CARD = Encoding(Card)
SETTINGS = Encoding(CommunitySettings)
