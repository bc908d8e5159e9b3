"""What must hold of screens after every run: each thing once, in its order, in its time, to whom it concerns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from bot.buttons import Verb
from bot.cards import Tone
from bot.instant import SECOND
from bot.messages import Clicked, Said
from bot.wording.plain import plain
from tests.simulation.evidence import Evidence, Spot, spot_of_question
from tests.simulation.members import right_answer
from tests.simulation.model import GRACE
from tests.simulation.platform import Delivery


def nothing_asked_twice(e: Evidence) -> Iterator[str]:
    """No question comes twice in a round, numbers follow each other, and a channel meets none again before all."""
    for id, state in e.rounds.items():
        numbers = [spot.number for spot in e.asked if spot.round == id]
        keys = Counter(e.asked[spot]["key"] for spot in e.asked if spot.round == id)
        if any(times > 1 for times in keys.values()):
            yield f"round {id} asked {keys}"
        if numbers != list(range(1, len(numbers) + 1)) or state["number"] != len(numbers):
            yield f"round {id} asked {numbers} and is at {state['number']}"
    for spot, messages in e.questions.items():
        if len(messages) > 1:
            yield f"{spot} was posted {len(messages)} times"
        if spot not in e.asked:
            yield f"{spot} is on screen and was not asked"
        elif messages[0].card.title != e.asked[spot]["stem"]:
            yield f"{spot} shows {messages[0].card.title!r}, and {e.asked[spot]['stem']!r} was asked"
    for place in e.world.members.places:
        times = Counter(
            e.asked[spot]["key"]
            for spot in e.asked
            if e.rounds[spot.round]["place"]["channel"] == place.channel
        )
        if any(count > 1 for count in times.values()) and len(times) < 20:
            yield f"{place.channel} met a question again"


def one_round_a_start(e: Evidence) -> Iterator[str]:
    """A delivery that comes again starts, skips and stops nothing again."""
    for place in e.world.members.places:
        rounds = [id for id, state in e.rounds.items() if state["place"]["channel"] == place.channel]
        here = [one for one in e.world.platform.deliveries.values() if one.heard.place == place]
        starts = sum(_does(one, "/trivia start", Verb.AGAIN) for one in here)
        if len(rounds) > starts:
            yield f"{place.channel} had {len(rounds)} rounds, and {starts} were asked for"
        for word, verbs in (("skip", (Verb.SKIP,)), ("stop", (Verb.STOP, Verb.CANCEL))):
            done = sum(e.how(spot) == f"{word}ped" for spot in e.asked if spot.round in rounds)
            asked_for = sum(_does(one, f"/trivia {word}", *verbs) for one in here)
            if done > asked_for:
                yield f"{place.channel}: {done} times {word}, {asked_for} asked for"


def nothing_before_its_reveal(e: Evidence) -> Iterator[str]:
    """While a question is open no card tells its answer, and it stays open for as long as the rules say."""
    skew = e.world.profile.platform_skew
    for at, _, show in e.world.platform.tried:
        card, spot = show.card, spot_of_question(show.card)
        if spot is not None and spot not in e.asked:
            yield f"{show.id} shows {spot}, which is asked nowhere"
        elif spot is not None:
            stem = e.asked[spot]["stem"]
            tells = any(choice.mark == "right" for choice in card.choices)
            typed = e.options(spot)["mode"] == "typed" and right_answer(stem) in plain(card)
            if tells or typed:
                yield f"{show.id} tells the answer of {spot}"
        if card.tone is Tone.REVEAL:
            shown = Spot(show.id.split(":")[0], int(card.heading.split(" ")[1]))
            if at < e.closed.get(shown, at + 1):
                yield f"{show.id} reveals {shown} before its close"
    for spot, closed in e.closed.items():
        rules = e.rules(spot)
        if rules is None or e.how(spot) != "closed" or closed >= rules.deadline - skew + GRACE:
            continue
        given = [one for one in e.given(spot) if rules.opened <= one.sent]
        state = e.rounds[spot.round]
        if state["place"]["alone"] or (rules.scoring == "first" and any(one.right for one in given)):
            continue
        earlier = (Spot(spot.round, number) for number in range(spot.number - 1, 0, -1))
        lately = next((one for one in earlier if e.how(one) == "closed"), spot)  # who is expected to answer
        before = {row[0] for row in e.answers[lately]} if lately != spot else set[str]()
        if rules.typed or not before or not before <= {one.member for one in given}:
            yield f"{spot} closed {(rules.deadline - skew + GRACE - closed) / SECOND} s early"


def private_words_stay_private(e: Evidence) -> Iterator[str]:
    """Receipts, refusals and verdicts reach the member whom they concern, and nobody else."""
    deliveries = e.world.platform.deliveries
    for _, _, show in e.world.platform.tried:
        if show.to is None and show.card.tone in (Tone.RECEIPT, Tone.REFUSAL):
            yield f"{show.id} says publicly {show.card.lines}"
        heard = deliveries[show.reply_to].heard if show.reply_to in deliveries else None
        if heard and show.to is not None and show.to != heard.member.id:
            yield f"{show.id} answers {heard.member.id} and goes to {show.to}"
        if heard and show.place != heard.place:
            yield f"{show.id} answers {heard.place} and goes to {show.place}"
    for id, round, slot, to, card, _ in e.outbox:
        number, _, member = slot.partition(":")
        if number.isdigit() and card.get("tone") == Tone.RECEIPT:
            mine = [row for row in e.answers[Spot(round, int(number))] if row[0] == member]
            said = (card["lines"] or [""])[0]
            if to != member:
                yield f"{id} is {member}'s and goes to {to}"
            verdict = said.startswith(("Right", "Not right")) and "It is kept" not in said
            if verdict and [said.startswith("Right")] != [bool(row[1]) for row in mine]:
                yield f"{id} tells {member} {said!r}, and what counted is {mine}"


def one_message_a_slot(e: Evidence) -> Iterator[str]:
    """What belongs to one message of a round is one message on screen, and it ends as it should."""
    slot_of = {id: (round, slot) for id, round, slot, _, _, _ in e.outbox}
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in e.world.platform.messages.values():
        first = one.sights[0].show.id
        if first in slot_of:
            names[slot_of[first]].add(one.name)
    last: dict[tuple[str, str], tuple[str, str | None]] = {}
    for id, round, slot, to, _card, message in e.outbox:
        if message:
            names[(round, slot)].add(message)
        if to is None:
            last[(round, slot)] = (id, message)
    for (round, slot), found in names.items():
        public = (round, slot) in last
        if len(found) > 1 and (public or _untroubled(e)):
            yield f"{slot} of round {round} is {len(found)} messages: {sorted(found)}"
    for (round, slot), (id, message) in last.items():
        if message and len(names[(round, slot)]) == 1:
            standing = e.world.platform.messages[message].sights[-1].show.id
            if standing != id:
                yield f"{slot} of round {round} ends as {standing}, and {id} was to stand there"


def one_shows_at_a_time(e: Evidence) -> Iterator[str]:
    """While a process lives, no other shows a card that it has under way, nor a later one of the same message."""
    if e.world.stalling:
        return  # who cannot renew a lease for as long as it lasts may lose it with a message under way
    order = {row[0]: index for index, row in enumerate(e.outbox)}
    for id in e.world.platform.at_once:
        if id in order:
            yield f"{id} was under way from two processes at once"
    for message in e.world.platform.messages.values():
        sights = [sight for sight in message.sights if sight.show.id in order]
        for later, earlier in pairwise(sights):
            back = order[earlier.show.id] < order[later.show.id] and earlier.sent < later.landed
            if back and later.who is not earlier.who and earlier.who.alive:
                yield f"{message.name} went back from {later.show.id} to {earlier.show.id}"


def _untroubled(e: Evidence) -> bool:
    return not e.world.deaths and e.world.profile.processes == 1


def _does(delivery: Delivery, line: str, *verbs: Verb) -> bool:
    content, press = delivery.heard.content, delivery.press
    if isinstance(content, Said):
        return content.text.startswith(line)
    return isinstance(content, Clicked) and (
        content.button.startswith(line) or (press is not None and press.verb in verbs)
    )
