"""docs/commands.md, made from the vocabulary; a test holds the file equal to this."""

from __future__ import annotations

import sys

from bot.commands.vocabulary import COMMANDS, Command, Seen, Who
from bot.wording.help import FAMILIES, family_of, option_words

_OPENING = """# Commands

Made from `bot/commands/vocabulary.py`; change it there, then make this page again with
`.venv/bin/python -m bot.wording.reference > docs/commands.md`.

A command is typed as one line. Words fill the options in order; `name:value` names one, and quotes keep words
together: `/trivia start "North Korean cinema" questions:5`. A last name or topic takes all the words left:
`/film days and nights`. Case does not matter. Names are found in any script, with one slip a word. `#` and an id,
as buttons have it, names one subject for certain: `/about #salt`. An option that is not needed and takes free text
is always named, so that no stray word changes anything.

A command that opens a form does so when something it needs is missing. A command for moderators is for those whom
the platform names as such, and for the ids in `/settings moderators`.
"""

_SEEN = {
    Seen.CHANNEL: "seen by the channel",
    Seen.SHARED: "seen by the channel, on Slack by oneself",
    Seen.ONESELF: "seen by oneself",
}

_FOR = {
    Who.EVERYONE: "everyone",
    Who.MODERATORS: "moderators",
    Who.HOSTS: "moderators and a round's host",
}


def reference() -> str:
    """The whole page."""
    names = list(dict.fromkeys([*(name for name, _ in FAMILIES), *map(family_of, COMMANDS)]))
    parts = [_OPENING]
    for name in names:
        commands = [command for command in COMMANDS if family_of(command) == name]
        if commands:
            parts.append(f"## {name}\n")
            parts.extend(_entry(command) for command in commands)
    return "\n".join(parts)


def _entry(command: Command) -> str:
    who = _FOR[command.who]
    opens = ", opens a form" if command.form else ""
    lines = [f"### /{command.path}\n", f"{command.help} For {who}, {_SEEN[command.seen]}{opens}.\n"]
    if command.shown:
        lines.extend(["| option | what it is |", "|---|---|"])
        lines.extend(f"| `{option.name}` | {_cell(option_words(option))} |" for option in command.shown)
        lines.append("")
    if command.example:
        lines.append(f"Example: `{command.example}`\n")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
