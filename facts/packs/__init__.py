"""The packs that come with Trivium: one YAML file each, read through the package, never by a path.

One law holds here: a built-in pack that cannot be read is a fault of ours, and stops the start.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from facts.knowledge import Pack

_READER = 1  # raise it when the same file would be read otherwise, so that installed packs are read again


@dataclass(frozen=True, slots=True)
class PackFile:
    """A built-in pack before it is read. The digest tells whether it is what was installed."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        return f"{_READER}:{hashlib.sha256(self.data).hexdigest()}"

    def read(self) -> Pack:
        """The pack. Raises ValueError with every error in it."""
        from facts.interchange.pack import read_pack_bytes  # costly to import, and seldom needed

        pack = read_pack_bytes(self.data)
        if not isinstance(pack, Pack):
            raise ValueError(f"the built-in pack {self.name} has errors:\n" + "\n".join(map(str, pack)))
        return pack


def builtin_files() -> tuple[PackFile, ...]:
    """The built-in packs' files by name; nothing is parsed."""
    found = (one for one in files(__name__).iterdir() if one.name.endswith(".yaml"))
    return tuple(
        sorted((PackFile(one.name[:-5], one.read_bytes()) for one in found), key=lambda one: one.name)
    )


def builtin() -> tuple[Pack, ...]:
    """The built-in packs, read whole. At a start `facts.store.packs` reads only those that changed."""
    return tuple(file.read() for file in builtin_files())
