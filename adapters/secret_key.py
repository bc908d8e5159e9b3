"""The key that encrypts what is secret in the database: the operator's own, or one made at the first start.

A key that was made lies beside the database, readable by its owner alone. Losing it loses what it encrypts, so a
backup names it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from adapters.settings import Settings

FILE = "trivium.key"


def key_file(database: Path | None) -> Path:
    """Where a key of our making lies: beside an SQLite file, else in the folder Trivium was started in."""
    return (database.parent if database else Path()) / FILE


def secret_keys(settings: Settings, database: Path | None) -> tuple[str, ...]:
    """The keys in use, the one that encrypts first; makes one if there is none. May raise OSError."""
    if settings.secret_key:
        return tuple(settings.secret_key.get_secret_value().split(","))
    path = key_file(database)
    if not path.exists():
        _make(path)
    return tuple(path.read_text("ascii").strip().split(","))


def _make(path: Path) -> None:
    """Written whole and private under another name first, so that of two starts at once both read one key."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}.")  # mode 600 from its first moment
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)


class Sealer:
    """Seals small things with the first key, and opens what any of the keys sealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, plain: bytes) -> bytes:
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes | None:
        """What was sealed; None for what was not sealed with one of these keys."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            return None
