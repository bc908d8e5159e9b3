"""How the bot writes time: whole milliseconds since 1970, UTC.

Platforms stamp to the millisecond, and whole numbers compare exactly.
"""

from __future__ import annotations

from typing import TypeAlias

Instant: TypeAlias = int
"""Milliseconds since 1970-01-01 UTC."""

SECOND = 1000
MINUTE = 60 * SECOND
