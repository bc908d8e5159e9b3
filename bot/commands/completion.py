"""What a typed line or one option could go on as: for terminals, the web and platforms' own suggestions.

Only what the member's community knows is offered, and never more than 25.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeAlias

from bot.commands.vocabulary import COMMAND, COMMANDS, TOPS, Command, Option, Takes
from bot.wording.clean import clean
from facts.store.shelf import Shelf
from facts.vocabulary import PROPERTIES

MOST = 25
LONGEST = 200  # letters of a line that are still completed
_KINDS = {Takes.FILM: ("film",), Takes.PERSON: ("person",), Takes.SUBJECT: ()}

Contested: TypeAlias = Callable[[], Awaitable[Sequence[str]]]
"""Finds the answers that whoever types may rule on; most may rule on none."""


async def nothing() -> tuple[str, ...]:
    """For whom there is nothing to rule on."""
    return ()


async def suggest(
    shelf: Shelf,
    community: str,
    command: str,
    option: str,
    typed: str,
    *,
    mature: bool = False,
    contested: Contested = nothing,
) -> tuple[str, ...]:
    """Values for one option of a command that begin as typed."""
    known = COMMAND.get(command)
    found = known.option(option) if known else None
    if found is None:
        return ()
    start = clean(typed[:LONGEST])
    values = await _values(shelf, community, found, start, mature=mature, contested=contested)
    return tuple(dict.fromkeys(values))[:MOST]


async def complete_line(
    shelf: Shelf, community: str, line: str, *, mature: bool = False, contested: Contested = nothing
) -> tuple[str, ...]:
    """Whole lines that the typed one could become."""
    if not line.startswith("/") or len(line) > LONGEST:
        return ()
    typed = line[1:].lstrip()
    names = _commands(typed)
    if names:
        return names
    command = _command(typed)
    if command is None:
        return ()
    head, option, start = _at(command, typed[len(command.path) :].lstrip())
    lines: list[str] = []
    if option is not None:
        before = f"/{command.path} {head}"
        for value in await _values(shelf, community, option, start, mature=mature, contested=contested):
            lines.append(before + _quoted(value, option, keyed=head.endswith(":")))
    lines.extend(f"/{command.path} {key}" for key in _keys(command, head, option, start))
    return tuple(dict.fromkeys(lines))[:MOST]


def _commands(typed: str) -> tuple[str, ...]:
    """Commands whose path begins as typed; one that takes something ends in a space."""
    folded = " ".join(typed.casefold().split()) + (" " if typed.endswith(" ") and typed.strip() else "")
    if folded.strip() in COMMAND and (typed.endswith(" ") or not COMMAND[folded.strip()].shown):
        return ()
    if " " not in folded:
        tops = [top for top in TOPS if top.startswith(folded)]
        return tuple(f"/{top}{_gap(top)}" for top in tops)[:MOST]
    paths = [command.path for command in COMMANDS if " " in command.path and command.path.startswith(folded)]
    return tuple(f"/{path}{_gap(path)}" for path in paths)


def _gap(path: str) -> str:
    return "" if path in COMMAND and not COMMAND[path].shown else " "


def _command(typed: str) -> Command | None:
    folded = typed.casefold()
    return next((each for each in COMMANDS if folded.startswith(f"{each.path} ")), None)


def _at(command: Command, rest: str) -> tuple[str, Option | None, str]:
    """Where the cursor is: what stands before the value, its option, and how it begins."""
    for place in range(len(rest) - 1, -1, -1):
        if rest[place] != ":":
            continue
        word_start = rest.rfind(" ", 0, place) + 1
        option = command.option(rest[word_start:place].casefold())
        if option is None or option.hidden:
            continue
        start = rest[place + 1 :]
        if " " in start.strip() and option.takes in {Takes.CHOICE, Takes.WHOLE}:
            break
        return rest[: place + 1], option, start.strip().strip('"')
    words = rest.rsplit(" ", 1)
    free = next((option for option in command.shown if option.rest), None)
    if free is not None and ":" not in rest:
        first = command.shown[0]
        if first is not free and first.takes is Takes.CHOICE and " " not in rest:
            return "", first, rest
        return "", free, rest.strip('"')
    head = f"{words[0]} " if len(words) == 2 else ""
    return head, None, words[-1]


def _keys(command: Command, head: str, option: Option | None, start: str) -> Iterable[str]:
    """Names of options not given yet, where a new word begins."""
    if head.endswith(":"):
        return
    given = head.casefold()
    typed = start.casefold().rsplit(" ", 1)
    before = head + (f"{typed[0]} " if len(typed) == 2 else "")
    for each in command.shown:
        if each is not option and f"{each.name}:" not in given and each.name.startswith(typed[-1]):
            yield f"{before}{each.name}:"


def _quoted(value: str, option: Option, *, keyed: bool) -> str:
    return f'"{value}"' if keyed and " " in value else value


async def _values(
    shelf: Shelf, community: str, option: Option, typed: str, *, mature: bool, contested: Contested
) -> list[str]:
    match option.takes:
        case Takes.FILM | Takes.PERSON | Takes.SUBJECT:
            kinds = _KINDS[option.takes]
            found = await shelf.complete(community, typed, kinds, MOST, mature)
            return [subject.label for subject in found]
        case Takes.TOPIC:
            return [topic.label for topic in await shelf.topics(community, typed, MOST)]
        case Takes.PACK:
            return _holding([pack.name for pack in await shelf.packs(community)], typed)
        case Takes.PROPERTY:
            return _holding([prop.name for prop in PROPERTIES], typed.replace(" ", "_"))
        case Takes.COMMAND:
            return _holding([command.path for command in COMMANDS], typed.lstrip("/"))
        case Takes.CONTESTED:
            return [text for text in await contested() if typed.casefold() in text.casefold()]
        case Takes.CHOICE:
            return [choice for choice in option.choices if choice.startswith(typed.casefold())]
        case Takes.WHOLE | Takes.TEXT | Takes.MEMBER:
            return []


def _holding(names: Iterable[str], typed: str) -> list[str]:
    """Those that hold what is typed, those that begin with it first."""
    folded = typed.casefold()
    return sorted((name for name in names if folded in name), key=lambda name: not name.startswith(folded))
