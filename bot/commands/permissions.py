"""Who may do what: everyone's commands are everyone's, moderators' are for those whom the platform or the settings name.

The settings name moderators by id alone. A display name proves nothing where anybody may choose one, as in the
playground, so a name in that list never grants anything.
"""

from __future__ import annotations

from bot.commands.vocabulary import COMMANDS, Command, Who
from bot.community import CommunitySettings
from bot.messages import Member


def moderates(member: Member, settings: CommunitySettings) -> bool:
    """Whether the member is a moderator here, by the platform's word or by the community's."""
    return member.moderates or member.id in settings.moderators


def may(command: Command, member: Member, settings: CommunitySettings) -> bool:
    """Whether the member may use the command at all; who may start or stop a round, or rule in it, is its own affair."""
    return command.who is not Who.MODERATORS or moderates(member, settings)


def open_to(member: Member, settings: CommunitySettings) -> tuple[Command, ...]:
    """The commands that the member may use, in the vocabulary's order."""
    return tuple(command for command in COMMANDS if may(command, member, settings))
