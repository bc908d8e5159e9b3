"""What a run leaves behind, put in order: the rows of the ledger, the screens, and what each member sent."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, NamedTuple

from bot.buttons import Verb, read_press
from bot.cards import Card, Tone
from bot.instant import SECOND, Instant
from bot.messages import Clicked, Filled, Said
from facts.question import LETTERS
from tests.simulation.members import right_answer
from tests.simulation.model import Given, Rules
from tests.simulation.platform import Delivery, Message
from tests.simulation.world import World


class Spot(NamedTuple):
    """A question by its round and number."""

    round: str
    number: int


class Evidence:
    """All that the laws look at."""

    def __init__(self, world: World) -> None:
        rows = world.store.rows
        self.world = world
        self.rounds: dict[str, dict[str, Any]] = {
            row[0]: json.loads(row[1]) for row in rows("SELECT id, state FROM rounds ORDER BY id")
        }
        self.asked: dict[Spot, dict[str, Any]] = {}
        self.moved: dict[Spot, Instant] = {}  # by how much its deadline was moved
        for round, number, question, opened, deadline in rows(
            "SELECT round_id, asked_as, question, opened_at, deadline FROM round_questions "
            "WHERE asked_as IS NOT NULL ORDER BY 1, 2"
        ):
            spot = Spot(round, number)
            self.asked[spot] = json.loads(question)
            if deadline is not None:
                self.moved[spot] = deadline - opened - self.seconds(spot) * SECOND
        self.attempts: dict[Spot, list[Any]] = defaultdict(list)
        for row in rows(
            "SELECT round_id, number, member_id, delivery, sent_at, choice, text, right FROM attempts ORDER BY 1, 2, 3, 4"
        ):
            self.attempts[Spot(row[0], row[1])].append(row[2:])
        self.answers: dict[Spot, list[Any]] = defaultdict(list)
        for row in rows(
            "SELECT round_id, number, member_id, right, took, points FROM answers ORDER BY 1, 2, 3"
        ):
            self.answers[Spot(row[0], row[1])].append(row[2:])
        self.outbox: list[tuple[str, str, str, str | None, dict[str, Any], str | None]] = [
            (id, round, slot, to, json.loads(card) if card else {}, message)
            for id, round, slot, to, card, message in rows(
                "SELECT id, round_id, slot, to_member, card, message FROM outbox ORDER BY round_id, sequence"
            )
        ]
        self.questions: dict[Spot, list[Message]] = defaultdict(list)
        for message in world.platform.messages.values():
            spot_of = spot_of_question(message.sights[0].show.card)
            if spot_of is not None:
                self.questions[spot_of].append(message)
        self.cuts: dict[Spot, Instant] = {
            Spot(row[0], row[1]): row[2] for row in rows("SELECT round_id, number, at FROM cuts")
        }
        self.closed = self._closings()

    def _closings(self) -> dict[Spot, Instant]:
        """When the transaction that closed each question was committed."""
        closed: dict[Spot, Instant] = {}
        for at, round, _, phase, number in self.world.store.history:
            if phase not in ("posting", "asking") and number:
                closed.setdefault(Spot(round, number), at)
        return closed

    def how(self, spot: Spot) -> str:
        """How a question came to its end, by its reveal: closed, skipped, stopped; nothing where it has none."""
        for _, round, slot, _, card, _ in self.outbox:
            if round == spot.round and slot == f"q{spot.number}" and card.get("tone") == Tone.REVEAL:
                return str(card["heading"]).rpartition(" ")[2]
        return ""

    def options(self, spot: Spot) -> dict[str, Any]:
        options: dict[str, Any] = self.rounds[spot.round]["options"]
        return options

    def seconds(self, spot: Spot) -> int:
        return int(self.options(spot)["seconds"])

    def rules(self, spot: Spot) -> Rules | None:
        """How a question was asked; None where it never came on screen."""
        if not self.questions[spot]:
            return None
        options, opened = self.options(spot), self.questions[spot][0].at
        deadline = opened + self.seconds(spot) * SECOND + self.moved.get(spot, 0)
        return Rules(opened, deadline, self.seconds(spot), options["scoring"], options["mode"] == "typed")

    def given(self, spot: Spot) -> list[Given]:
        """What landed in the ledger for a question, as its members sent it."""
        found = []
        for _, id, *_ in self.attempts[spot]:
            delivery = self.world.platform.deliveries[id]
            text = self.text(delivery, spot)
            right = text == right_answer(self.asked[spot]["stem"])
            found.append(Given(delivery.heard.member.id, delivery.heard.sent_at, id, text, right))
        return found

    def text(self, delivery: Delivery, spot: Spot) -> str:
        """What a member's doing says as an answer to a question: the option's words, or what was typed."""
        options: list[str] = self.asked[spot]["options"]
        said = ""
        match delivery.heard.content:
            case Clicked():
                press = delivery.press
                said = press.letter if press and press.verb is Verb.ANSWER else ""
            case Filled(_, values):
                said = dict(values).get("text", "")
            case Said(line):
                said = line.removeprefix("/answer text:")
        if self.options(spot)["mode"] == "choice" and said in LETTERS and said:
            return options[LETTERS.index(said)] if LETTERS.index(said) < len(options) else ""
        return said


def spot_of_question(card: Card) -> Spot | None:
    """Which open question a card shows."""
    if card.tone is not Tone.QUESTION:
        return None
    for button in card.buttons:
        press = read_press(button.id)
        if press is not None and press.verb is Verb.SKIP:
            return Spot(press.round, press.number)
    return None
