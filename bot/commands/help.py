"""The help command: what this member may use, or one command in detail."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands.front import Front, Handler, Reply, told
from bot.commands.parsing import Call
from bot.commands.permissions import open_to
from bot.commands.refusal import Refusal
from bot.commands.tokens import nearest
from bot.messages import Heard
from bot.wording.help import command_card, help_card
from bot.wording.refusals import refusal_words, refused


async def help(desk: Front, call: Call, heard: Heard) -> tuple[Reply, ...]:
    """List the commands, those of one word ("trivia"), or show one."""
    settings = await desk.ledger.settings(heard.place.community)
    commands = open_to(heard.member, settings)
    asked = " ".join(call.text("command").casefold().lstrip("/").split())
    if not asked:
        return told(help_card(commands))
    exact = next((command for command in commands if command.path == asked), None)
    if exact is not None:
        return told(command_card(exact))
    family = [command for command in commands if command.top == asked]
    if family:
        return told(help_card(family, f"/{asked}"))
    near = nearest(asked, [command.path for command in commands])
    return told(refused(refusal_words(Refusal.NO_COMMAND, asked, (f"/{near}",) if near else ())))


HANDLERS: Mapping[str, Handler] = {"help": help}
