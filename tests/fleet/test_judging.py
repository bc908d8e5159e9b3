"""The judge of the fleet itself: it passes what is right, and finds each thing that can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fleet.chat import COMMUNITY, Channel, Chat, Fate, Said
from tests.fleet.judging import Closed, Report, judge

START = 1_000_000
ROUND = "r1"


def card(name: str, at: int, card: dict[str, Any], edits: str | None = None, **more: Any) -> dict[str, Any]:
    whole = {"title": "What is it?", "lines": [], "buttons": [], "sources": []} | card
    place = {"community": COMMUNITY, "channel": "room"}
    return {
        "message": name,
        "at": at / 1000,
        "to": None,
        "reply_to": None,
        "edits": edits,
        "card": whole,
        **place,
        **more,
    }


def button(id: str) -> dict[str, str]:
    return {"id": id, "label": ""}


def played() -> tuple[Chat, dict[tuple[str, int], Closed]]:
    """A round of one question: Ann chose A, which is right, Bo's press was with a process when it died."""
    chat = Chat()
    chat.channels["room"] = Channel("room", ("ann", "bo"), "accuracy")
    for id, member, letter in (("m1", "ann", "A"), ("m2", "bo", "B")):
        chat.said[id] = Said(id, "room", member, START + 1000, {"click": ""}, ROUND, 1, letter)
    chat.said["m2"].unsure = True
    buttons = [button(f"answer {ROUND} 1 {letter}") for letter in "AB"]
    marked = [{"letter": "A", "text": "", "mark": "right"}, {"letter": "B", "text": ""}]
    private = {"tone": "receipt", "lines": ["You chose A, it."]}
    lines = [
        card("r1:1:0", START - 9000, {"buttons": [button(f"begin {ROUND}")]}),
        card("r1:2:1", START, {"tone": "question", "seconds": 5, "buttons": buttons}),
        card("m1:receipt", START + 1001, private, to="ann", reply_to="m1"),
        card("r1:4:0", START + 6500, {"tone": "reveal", "choices": marked}, "r1:2:1"),
        card("r1:4:1", START + 6500, {"tone": "receipt", "lines": ["Right."]}, "m1:receipt", to="ann"),
        card(
            "r1:4:2",
            START + 6500,
            {"tone": "board", "board": [{"name": "Ann", "points": 1}], "buttons": [button(f"again {ROUND}")]},
        ),
    ]
    for line in lines:
        chat.show(line)
    return chat, {(ROUND, 1): Closed(START, START + 5000, {"ann": ("A", 1)})}


def verdict(chat: Chat, kept: dict[tuple[str, int], Closed]) -> Report:
    return judge(chat, 1, kept, {}, [], moved=False)


def test_a_round_as_it_should_be_passes() -> None:
    """Nothing is wrong with it, whether or not the press that nobody heard of again counts."""
    chat, kept = played()
    assert verdict(chat, kept).faults == []
    kept[(ROUND, 1)].answers["bo"] = ("B", 0)
    chat, _ = played()
    chat.show(card("r1:4:3", START + 6500, {"tone": "receipt", "lines": ["Not right this time."]}, to="bo"))
    assert verdict(chat, kept).faults == []


def lose(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    kept[(ROUND, 1)].answers.clear()


def count_twice(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    kept[(ROUND, 1)].answers["ann"] = ("A", 2)


def count_the_refused(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    chat.said["m1"].fate = Fate.REFUSED


def post_twice(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    buttons = [button(f"answer {ROUND} 1 A")]
    chat.show(card("r1:2:9", START, {"tone": "question", "seconds": 5, "buttons": buttons}))


def stand_still(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    chat.channels["room"].ended_at = 0


def say_nothing(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    chat.said["m3"] = Said("m3", "room", "cem", START + 9000, {"click": ""}, ROUND, 1, "A")


def miscount(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    chat.channels["room"].board["Ann"] = 3


def mislead(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    chat.show(card("r1:4:1", START, {"tone": "receipt", "lines": ["Not right this time."]}, to="ann"))


def stretch(chat: Chat, kept: dict[tuple[str, int], Closed]) -> None:
    kept[(ROUND, 1)].deadline = START + 9000


@pytest.mark.parametrize(
    ("spoil", "counted"),
    [
        (lose, "lost"),
        (count_twice, "lost"),
        (count_the_refused, "lost"),
        (post_twice, "doubled"),
        (stand_still, "stuck"),
        (say_nothing, "silent"),
        (miscount, "wrong_boards"),
        (mislead, ""),
        (stretch, "moved"),
    ],
)
def test_what_is_wrong_is_found(
    spoil: Callable[[Chat, dict[tuple[str, int], Closed]], None], counted: str
) -> None:
    """Each spoils one thing, and is told of and counted."""
    chat, kept = played()
    spoil(chat, kept)
    report = verdict(chat, kept)
    assert report.faults
    assert not counted or getattr(report, counted) == 1
