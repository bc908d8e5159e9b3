"""Which handler answers which command: every command of the vocabulary has one, and a test holds that."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import boards, curation, help, lookup, packs, rounds, rulings, settings
from bot.commands.front import Handler

HANDLERS: Mapping[str, Handler] = {
    **lookup.HANDLERS,
    **rounds.HANDLERS,
    **rulings.HANDLERS,
    **boards.HANDLERS,
    **curation.HANDLERS,
    **packs.HANDLERS,
    **settings.HANDLERS,
    **help.HANDLERS,
}
