"""What must hold after every run, whatever went wrong in it. Each law yields a sentence for each time it was broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.simulation import laws_of_answers as answers
from tests.simulation import laws_of_screens as screens
from tests.simulation.evidence import Evidence
from tests.simulation.world import World


def broken(world: World) -> list[str]:
    """Everything that a run did wrong."""
    found = list(world.faults)
    if found:  # what follows may be a consequence
        return found
    evidence = Evidence(world)
    for law in LAWS:
        found += [f"{law.__name__}: {what}" for what in law(evidence)]
    return found


def heard_to_the_end(e: Evidence) -> Iterator[str]:
    """No process that lives is still at something."""
    for process in e.world.processes.values():
        if process.party.alive and process.hearing:
            yield f"{process.party.name} still hears {[one.heard.id for one in process.hearing]}"


LAWS: tuple[Callable[[Evidence], Iterator[str]], ...] = (
    answers.kept_as_sent,
    answers.acknowledged_is_kept,
    answers.counted_by_the_rules,
    answers.standings_are_right,
    answers.refused_for_a_reason,
    answers.closed_is_closed,
    answers.never_silent,
    screens.nothing_asked_twice,
    screens.one_round_a_start,
    screens.nothing_before_its_reveal,
    screens.private_words_stay_private,
    screens.one_message_a_slot,
    screens.one_shows_at_a_time,
    heard_to_the_end,
)
