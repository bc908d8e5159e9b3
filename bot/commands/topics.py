"""The topic that a command names: found, or asked for again. One answer for every command that takes one."""

from __future__ import annotations

from bot.cards import Card
from bot.commands.front import Front
from bot.commands.parsing import Call
from bot.commands.refusal import Refusal
from bot.messages import Heard
from bot.wording.finding import which_topic_card
from bot.wording.refusals import refusal_words, refused
from facts.knowledge import Topic
from facts.store.shelf import Ambiguous, NoTopic


async def topic_of(front: Front, call: Call, heard: Heard) -> Topic | Card | None:
    """The topic, a card that asks which or says that there is none, or None where none was named."""
    typed = call.text("topic")
    if not typed:
        return None
    found = await front.shelf.topic(heard.place.community, typed)
    match found:
        case Topic():
            return found
        case Ambiguous(topics):
            others = " ".join(f"{name}:{value}" for name, value in call.values.items() if name != "topic")
            return which_topic_card(typed, topics, f"/{call.command.path}", others)
        case NoTopic(nearest):
            labels = tuple(dict.fromkeys(topic.label for topic in nearest))
            return refused(refusal_words(Refusal.NO_TOPIC, typed, labels))
