"""The cards of packs: which there are, what one holds, and that one was turned on or off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Card, Field, Tone
from bot.wording.pages import button
from bot.wording.values import counted


@dataclass(frozen=True, slots=True)
class Listed:
    """A pack as its card shows it."""

    name: str
    version: str
    title: str
    licence: str
    summary: str
    on: bool
    subjects: int
    facts: int
    questions: int


def packs_card(packs: Sequence[Listed]) -> Card:
    """All packs, one a field."""
    if not packs:
        return Card(title="Packs", lines=("There are no packs yet. /facts add starts one of your own.",))
    made = [button(f"/packs info pack:{pack.name}", pack.title) for pack in packs[:5]]
    return Card(
        title="Packs",
        fields=tuple(Field(pack.title, (f"{pack.name} · {_on(pack.on)} · {held(pack)}",)) for pack in packs),
        buttons=tuple(each for each in made if each),
    )


def pack_card(pack: Listed) -> Card:
    """One pack in full."""
    rows = (
        ("Name", pack.name),
        ("Version", pack.version),
        ("Licence", pack.licence),
        ("Holds", held(pack)),
        ("Here", _on(pack.on)),
    )
    turn = ("off", "Turn off") if pack.on else ("on", "Turn on")
    made = [
        button(f"/packs {turn[0]} pack:{pack.name}", turn[1]),
        button(f"/trivia start topic:pack:{pack.name}", "Start a round") if pack.on else None,
    ]
    return Card(
        title=pack.title,
        lines=(pack.summary,) if pack.summary else (),
        fields=tuple(Field(label, (value,)) for label, value in rows if value),
        buttons=tuple(each for each in made if each),
    )


def switched_card(pack: Listed, *, on: bool) -> Card:
    """That a pack is on or off from now."""
    then = (
        "Its facts can be looked up and asked from now."
        if on
        else "A round under way asks nothing more from it."
    )
    undo = button(f"/packs {'off' if on else 'on'} pack:{pack.name}", "Turn off" if on else "Turn on")
    return Card(
        tone=Tone.RECEIPT,
        lines=(f"{pack.title} is {_on(on)}. {then}",),
        buttons=(undo,) if undo else (),
    )


def held(pack: Listed) -> str:
    """How much a pack holds: "36 subjects, 120 facts, 40 written questions"."""
    parts = (
        counted(pack.subjects, "subject"),
        counted(pack.facts, "fact"),
        counted(pack.questions, "written question") if pack.questions else "",
    )
    return ", ".join(part for part in parts if part)


def _on(on: bool) -> str:
    return "on" if on else "off"
