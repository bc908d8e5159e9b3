"""The built-in packs, brought into the store at a start."""

from __future__ import annotations

from facts.packs import builtin_files
from facts.store.desk import Desk, Installed


async def install_builtin(desk: Desk, at: int) -> tuple[Installed, ...]:
    """Installs the built-in packs whose file is not the one installed; an unchanged file is not even parsed."""
    there = await desk.digests()
    changed = [file for file in builtin_files() if there.get(file.name) != file.digest]
    return tuple([await desk.install(file.read(), at, file.digest) for file in changed])
