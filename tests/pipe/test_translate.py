"""What a line of the pipe says, and what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pipe.translate import Line, PipeError, Tick, heard, shown
from bot.cards import Card
from bot.messages import Clicked, Filled, Heard, Member, Place, Role, Said, Show

LINE = {
    "id": "m1",
    "at": 12.5,
    "community": "local",
    "channel": "general",
    "member": {"id": "u1", "name": "Ann", "roles": ["moderator", "drummer"]},
    "text": "/film Pulgasari",
}


def line(**changes: Any) -> str:
    changed = {key: value for key, value in (LINE | changes).items() if value != "gone"}
    return json.dumps(changed)


def said(**changes: Any) -> Heard:
    found = heard(line(**changes))
    assert isinstance(found, Line)
    return found.heard


def test_a_line_of_text_is_heard_whole() -> None:
    """Every part of the line arrives; seconds become milliseconds, and a role that means nothing is passed over."""
    assert heard(line()) == Line(
        12_500,
        Heard(
            "m1",
            Place("pipe", "local", "general"),
            Member("u1", "Ann", frozenset({Role.MODERATOR})),
            Said("/film Pulgasari"),
            12_500,
        ),
    )


def test_a_click_and_a_form_stand_in_place_of_text() -> None:
    """A button's id is a click; a form is its command and its values."""
    assert said(text="gone", click="answer r 1 A").content == Clicked("answer r 1 A")
    form = {"command": "facts add", "values": {"subject": "Salt"}}
    assert said(text="gone", form=form).content == Filled("facts add", (("subject", "Salt"),))


def test_sent_is_kept_apart_from_at() -> None:
    """`sent` is when the member sent it, `at` when it arrives."""
    found = heard(line(sent=11.25))
    assert isinstance(found, Line)
    assert (found.at, found.heard.sent_at) == (12_500, 11_250)


def test_direct_is_a_place_of_ones_own() -> None:
    """`direct` marks a channel that one member has to themselves."""
    assert said(direct=True).place.alone
    assert not said().place.alone


def test_time_alone_is_a_tick() -> None:
    """A line with nothing but `at` lets time pass."""
    assert heard('{"at": 30}') == Tick(30_000)


def test_the_real_clock_stands_in_for_at() -> None:
    """Where a present time is given, a line without `at` happens now."""
    found = heard(line(at="gone"), now=99)
    assert isinstance(found, Line)
    assert (found.at, found.heard.sent_at) == (99, 99)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("/film Pulgasari", "not JSON"),
        ('{"at": 1', "not JSON"),
        ("[1]", "JSON object"),
        ("[" * 100_000, "nested"),
        ("{}", "at is missing"),
        ('{"at": NaN}', "NaN"),
        ('{"at": Infinity}', "Infinity"),
        ('{"at": 1e999}', "number of seconds"),
        ('{"at": -1}', "not below 0"),
        ('{"at": true}', "number of seconds"),
        ('{"at": "12"}', "number of seconds"),
        ('{"at": ' + "9" * 400 + "}", "not past"),
        ('{"at": ' + "9" * 5000 + "}", "not JSON"),
        (line(at="gone"), "at is missing"),
        (line(id="gone"), "id is missing"),
        (line(id=7), "id is a text"),
        (line(id="x" * 201), "200 characters"),
        (line(channel=""), "channel has 1"),
        (line(channel="a\u0000b"), "cannot be shown"),
        (line(channel="\ud800"), "cannot be shown"),
        (line(community="gone"), "community is missing"),
        (line(member="Ann"), "member is missing"),
        (line(member={"name": "Ann"}), "member.id is missing"),
        (line(member={"id": "u1", "roles": "moderator"}), "list of texts"),
        (line(text="gone"), "one of text, click and form"),
        (line(click="x"), "one of text, click and form"),
        (line(text=5), "text is a text"),
        (line(text="\udfff"), "half a character"),
        (line(text="gone", form={"subject": "Salt"}), "form is an object"),
        (line(text="gone", form={"command": "facts add", "values": {"subject": 1}}), "subject is a text"),
        (line(direct="yes"), "direct is true or false"),
        (line(sent="now"), "sent is a number"),
    ],
)
def test_a_wrong_line_is_a_sentence(text: str, words: str) -> None:
    """Whatever is wrong with a line is said in one sentence that names it."""
    found = heard(text)
    assert isinstance(found, PipeError)
    assert words in found.sentence
    assert found.sentence.endswith((".", "}.", "}}."))


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(changes=st.dictionaries(st.sampled_from([*LINE, "sent", "click", "form", "direct"]), _json))
def test_no_line_is_a_fault(changes: dict[str, Any]) -> None:
    """Any JSON in any place is a line, a tick or a sentence, never an exception."""
    assert isinstance(heard(json.dumps(LINE | changes)), Line | Tick | PipeError)


@given(text=st.text())
def test_no_text_is_a_fault(text: str) -> None:
    """Any text at all is a line, a tick or a sentence."""
    assert isinstance(heard(text), Line | Tick | PipeError)


def test_what_is_shown_names_everything() -> None:
    """A card goes out with its time in seconds, its name, its place, and whom it is for."""
    show = Show("x1", Place("pipe", "local", "general"), Card("Title"), to="u1", reply_to="m1", edits="x0")
    assert shown(show, 12_500) == {
        "at": 12.5,
        "message": "x1",
        "community": "local",
        "channel": "general",
        "to": "u1",
        "reply_to": "m1",
        "edits": "x0",
        "card": {"title": "Title", "lines": [], "buttons": [], "sources": []},
    }
