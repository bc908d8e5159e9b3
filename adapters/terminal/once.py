"""`trivium say`: a stage that keeps what is shown, for one line and its answer."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.cards import Tone
from bot.cards_json import as_dict
from bot.host import Host
from bot.messages import Heard, Show, Shown
from bot.ports import Clock
from bot.wording.plain import plain


class KeepingStage:
    """Keeps what is shown, in order."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.shows: list[Show] = []

    async def show(self, show: Show) -> Shown:
        self.shows.append(show)
        return Shown(show.edits or show.id, self._clock.now())


async def say(host: Host, stage: KeepingStage, heard: Heard) -> tuple[Show, ...]:
    """What is shown on account of this line; what was still to be shown from before is not part of it."""
    before = len(stage.shows)
    await host.hear(heard)
    return tuple(stage.shows[before:])


def printed(shows: Sequence[Show], *, as_json: bool) -> tuple[str, ...]:
    """The answer as it is printed: plain text, or a card a line as JSON."""
    if as_json:
        return tuple(json.dumps(as_dict(show.card), ensure_ascii=False) for show in shows)
    return tuple(plain(show.card) for show in shows)


def refused(shows: Sequence[Show]) -> bool:
    return any(show.card.tone is Tone.REFUSAL for show in shows)
