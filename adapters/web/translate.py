"""The browser's requests as what was heard, and cards as HTML. Pure: no socket, no clock, no database.

One law: every word that comes from a member or a card is escaped. Only the templates beside this file write
markup, and they autoescape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.buttons import Verb
from bot.cards import Card
from bot.commands.parsing import Call, parse
from bot.commands.vocabulary import Seen
from bot.instant import SECOND, Instant
from bot.messages import Clicked, Filled, Heard, Member, Place, Said
from bot.playground import Part, Post, part_of, presses
from facts.names import normal

FIELD = "field."
"""What the names of a form's fields begin with, so that none is taken for a field of ours."""

_DELIVERY = re.compile(r"[A-Za-z0-9-]{1,64}")


def _time(at: Instant, form: str) -> str:
    return datetime.fromtimestamp(at / SECOND, UTC).strftime(form)


templates = Environment(
    loader=PackageLoader("adapters.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters["moment"] = lambda at: _time(at, "%Y-%m-%dT%H:%M:%SZ")
templates.filters["minute"] = lambda at: _time(at, "%H:%M")
templates.filters["second"] = lambda at: _time(at, "%H:%M:%S UTC")


def heard(
    posted: Mapping[str, str], *, place: Place, member: Member, spare: str, at: Instant
) -> Heard | None:
    """What a posted form says; nothing when it says nothing.

    The page names each delivery, so that one repeated after a lost connection is one; the name counts for its
    member alone. `spare` names those of pages without script.
    """
    content: Said | Clicked | Filled
    if "command" in posted:
        given = tuple((name[len(FIELD) :], value) for name, value in posted.items() if name.startswith(FIELD))
        content = Filled(posted["command"], given)
    elif "button" in posted:
        content = Clicked(posted["button"])
    elif posted.get("text", "").strip():
        content = Said(posted["text"])
    else:
        return None
    delivery = posted.get("delivery", "")
    named = delivery if _DELIVERY.fullmatch(delivery) else spare
    return Heard(f"{member.id}:{named}", place, member, content, at)


def gives_away(text: str, question: Card | None, at: Instant) -> bool:
    """Whether the line belongs to its author alone: a command whose reply does, or an answer to an open question.

    `question` is the channel's newest one. Where it is typed and answered in private any line might hold the answer.

    A command that the channel sees the reply to is shown with it, so that nobody wonders who asked.
    """
    if text.startswith("/"):
        read = parse(text)
        return not isinstance(read, Call) or read.command.seen is Seen.ONESELF
    if question is None or (question.closes_at is not None and at > question.closes_at):
        return False
    return any(press.verb is Verb.TYPE for press in presses(question)) or _is_choice(question, text)


def _is_choice(card: Card, text: str) -> bool:
    # As widely as the round takes it: what counts as an answer must not stand there to be copied.
    letter, words = text.strip(" .()").upper(), normal(text)
    return any(letter == choice.letter or words == normal(choice.text) for choice in card.choices)


def shown(card: Card, post: Post, channel: str) -> str:
    """The card as the inside of its post."""
    return templates.get_template("card.html").render(
        card=card, post=post, channel=channel, buttons=_rest(card)
    )


def _rest(card: Card) -> Sequence[object]:
    """Buttons that stand below the card: all but those that stand beside their choice."""
    letters = {choice.letter for choice in card.choices}
    return tuple(button for button in card.buttons if button.label not in letters)


def fragment(post: Post, member: str, channel: str) -> str:
    """One post as it stands in the page of that member, who may see it."""
    inside = "" if post.card is None else shown(post.card, post, channel)
    return templates.get_template("post.html").render(post=post, inside=inside, mine=post.author == member)


def standing(newest: Post | None) -> str:
    """The inside of the panel: the running or last round's newest board, or why there is none.

    `newest` is the channel's last board of a round or, where there is none, its last card of one.
    """
    card = newest.card if newest else None
    part = part_of(card) if card else None
    on = part in {Part.QUESTION, Part.ON}
    return templates.get_template("standing.html").render(card=card if part is Part.BOARD else None, on=on)
