"""A command that lacks something: Slack has no typed options, so a form opens that asks for it. Pure."""

from __future__ import annotations

from adapters.slack import views
from adapters.slack.places import Where
from bot.commands.forms import form_card
from bot.commands.parsing import Misread, Misreading, parse
from bot.messages import Clicked, Filled, Said


def missing(content: Said | Clicked | Filled, where: Where) -> views.View | None:
    """The form for a line that names a command and not what it needs; None for any other.

    A command that opens as a form by itself is left to its handler, which knows who may.
    """
    if not isinstance(content, Said) or not content.text.startswith("/"):
        return None
    read = parse(content.text)
    if not isinstance(read, Misread) or read.kind is not Misreading.MISSING or read.command is None:
        return None
    card = form_card(read.command)
    return views.modal(card, card.form, where, views.MISSING) if card.form is not None else None
