"""Help: every command that a member may use, by family, and one command in detail. All of it from the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Card, Field
from bot.commands.vocabulary import Command, Option, Who
from bot.wording.pages import button
from bot.wording.refusals import takes_words

FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Look up", ("film", "person", "about", "fact", "search", "sources")),
    ("Play", ("trivia", "answer", "appeal", "rule")),
    ("Standings", ("leaderboard", "stats")),
    ("Look after", ("facts", "questions", "packs", "settings")),
    ("Help", ("help",)),
)

_NOTES = {
    "settings": (
        "moderators takes members' ids, since a name can be taken by anybody; it adds to those whom the platform names.",
    ),
    "trivia start": (
        "The start card seals the questions before any is asked. Check the seal, under the last board, shows what was sealed.",
    ),
    "facts add": (
        "A date reads like 1985, July 1985, mid-2000s or 1960s to 1980s; a number like 17 or more than 15,000.",
        "A value that names a subject must be known here. The fact goes into the community's own pack.",
    ),
    "rule": (
        "A moderator's ruling holds for good, in this round and all before; a host's for that round.",
        "Everyone whose points change is told. revoke takes the ruling on that answer back.",
    ),
    "questions add": ("The question goes into the community's own pack.",),
}

_FOR = {
    Who.EVERYONE: "",
    Who.MODERATORS: "For moderators.",
    Who.HOSTS: "For moderators, and for who started the round.",
}


def family_of(command: Command) -> str:
    """The family a command stands with; what has none of its own stands last."""
    return next((name for name, tops in FAMILIES if command.top in tops), "More")


def help_card(commands: Sequence[Command], title: str = "What Trivium can do") -> Card:
    """The commands in short lines, by family."""
    families: dict[str, list[str]] = {name: [] for name, _ in FAMILIES}
    for command in commands:
        families.setdefault(family_of(command), []).append(f"{signature(command)}: {command.help}")
    return Card(
        title=title,
        fields=tuple(Field(name, tuple(lines)) for name, lines in families.items() if lines),
        note="/help and a command's name shows its options.",
    )


def command_card(command: Command) -> Card:
    """One command in detail: its options, and an example to press or copy."""
    fields = [Field(option.name, (option_words(option),)) for option in command.shown]
    ready = command.example and command.who is Who.EVERYONE and command.top != "answer"
    example = button(command.example, "Try it") if ready else None
    return Card(
        title=signature(command),
        lines=(command.help, *_NOTES.get(command.path, ())),
        fields=tuple([*fields, Field("Example", (command.example,))] if command.example else fields),
        buttons=(example,) if example else (),
        note=_FOR[command.who],
    )


def signature(command: Command) -> str:
    """The command with what it must have: "/film name"; a form asks for the rest itself."""
    needed = " ".join(option.name for option in command.required) if not command.form else ""
    return f"/{command.path} {needed}".rstrip()


def option_words(option: Option) -> str:
    """What an option is and takes: "how many: a number from 1 to 50, usually 10"."""
    takes = takes_words(option)
    usually = f"usually {option.default}" if option.default is not None else ""
    detail = ", ".join(part for part in (takes, usually, "needed" if option.required else "") if part)
    return f"{option.help}: {detail}" if detail else option.help
