"""What a community has chosen: its settings, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Minutes since midnight in the community's zone, from `start` until before `end`; may span midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CommunitySettings:
    """Defaults are what a community has that never said anything."""

    language: str = "en"
    mature: bool = False  # the audience: whether mature facts may be shown and asked
    round_channels: tuple[str, ...] = ()  # empty: everywhere
    moderators_start: bool = False  # whether only moderators start rounds
    quiet: QuietHours | None = None
    zone: str = "UTC"
    moderators: tuple[str, ...] = ()  # members' ids, besides those the platform names
    questions: int = 10
    seconds: int = 20
    mode: str = "choice"
    scoring: str = "accuracy"
