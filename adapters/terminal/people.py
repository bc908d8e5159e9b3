"""Who speaks in a terminal, and where. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.messages import Member, Place, Role

PLATFORM = "terminal"
COMMUNITY = "local"


def place(channel: str, *, alone: bool) -> Place:
    """A channel of this terminal's community; `alone` with one player."""
    return Place(PLATFORM, COMMUNITY, channel, alone)


def member(name: str, roles: Iterable[Role] = ()) -> Member:
    """Somebody by their name, which is also how two runs know them for the same."""
    return Member(name.strip().casefold() or "you", name.strip() or "You", frozenset(roles))


def players(names: Sequence[str]) -> tuple[Member, ...]:
    """A member a name. The first is whose terminal it is, and moderates."""
    return tuple(member(name, (Role.MODERATOR,) if first == 0 else ()) for first, name in enumerate(names))
