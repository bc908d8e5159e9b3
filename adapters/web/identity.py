"""Who a visitor is: what their sealed cookie says, and which names are in use right now.

Two laws. Nothing about a visitor is believed that was not sealed here. And two visitors never bear one name at
the same time, however it is cased or spaced.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from bot.instant import MINUTE, Instant
from bot.messages import Member, Role
from bot.wording.clean import clean

COOKIE = "trivium"
LONGEST_NAME = 32
AWAY = 10 * MINUTE
"""A name is free again when its bearer has not been seen for so long."""

_MANY = 10_000
"""Names remembered before those long free are forgotten."""

# Letters and marks that show nothing, beside all of category Cf: with one of them a name would be another and look the same.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
_OURS = frozenset({"trivium", "everyone", "here", "channel"})


class Sealer(Protocol):
    """Seals small things; `open` gives nothing for what was not sealed here."""

    def seal(self, plain: bytes) -> bytes: ...

    def open(self, sealed: bytes) -> bytes | None: ...


class NameRefusal(StrEnum):
    """Why a name cannot be had, as the sentence that says so."""

    EMPTY = "Choose a name of one letter or more."
    LONG = f"Choose a name of {LONGEST_NAME} letters or fewer."
    OURS = "That name is kept for Trivium. Choose another."
    TAKEN = "Somebody here has that name already. Choose another."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with our cookie; `name` is empty until they have chosen one."""

    id: str
    name: str = ""
    roles: frozenset[Role] = frozenset()

    @property
    def member(self) -> Member:
        return Member(self.id, self.name, self.roles)

    def named(self, name: str) -> Visitor:
        return replace(self, name=name)

    def moderating(self) -> Visitor:
        return replace(self, roles=self.roles | {Role.MODERATOR})


def cookie_of(visitor: Visitor, sealer: Sealer) -> str:
    plain = {"id": visitor.id, "name": visitor.name, "roles": sorted(visitor.roles)}
    return sealer.seal(json.dumps(plain).encode()).decode("ascii")


def visitor_of(cookie: str, sealer: Sealer) -> Visitor | None:
    """The visitor a cookie names, or nothing when it is not one of ours."""
    if not cookie.isascii():
        return None
    plain = sealer.open(cookie.encode("ascii"))
    if plain is None:
        return None
    told = json.loads(plain)
    return Visitor(told["id"], told["name"], frozenset(Role(role) for role in told["roles"]))


def nickname(text: str) -> str | NameRefusal:
    """The name as it is shown, or why it cannot be."""
    name = clean(text).replace("@", "").strip()
    if not _sameness(name):
        return NameRefusal.EMPTY
    if len(name) > LONGEST_NAME:
        return NameRefusal.LONG
    return NameRefusal.OURS if _sameness(name) in _OURS else name


def _sameness(name: str) -> str:
    """What two names have in common that look the same: neither case, spaces nor what shows nothing tells them apart."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(
        letter
        for letter in folded
        if not letter.isspace() and letter not in _BLANK and unicodedata.category(letter) != "Cf"
    )


class Names:
    """Which names are in use, by whom, and when each was last seen."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, Instant]] = {}

    def claim(self, visitor: Visitor, at: Instant) -> bool:
        """Take or keep the visitor's name; false when another bears it now."""
        key = _sameness(visitor.name)
        holder, seen = self._held.get(key, (visitor.id, at))
        if holder != visitor.id and at - seen < AWAY:
            return False
        self._held[key] = (visitor.id, at)
        if len(self._held) > _MANY:
            self._held = {name: held for name, held in self._held.items() if at - held[1] < AWAY}
        return True

    def free(self, visitor: Visitor) -> None:
        """Give up the visitor's name, if they bear it."""
        key = _sameness(visitor.name)
        if self._held.get(key, ("", 0))[0] == visitor.id:
            del self._held[key]
