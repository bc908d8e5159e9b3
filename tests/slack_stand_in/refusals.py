"""What a method of Slack's is given, what it answers, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Arguments: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]


class Refused(Exception):
    """A method's refusal, by Slack's word for it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}
