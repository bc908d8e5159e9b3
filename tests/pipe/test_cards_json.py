"""Cards go to JSON and come back whole."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.cards import BoardLine, Button, Card, Choice, Field, Form, FormField, Tone
from bot.cards_json import as_dict, from_dict

_text = st.text(max_size=20)
_texts = st.lists(_text, max_size=3).map(tuple)
_form = st.builds(
    Form,
    command=_text,
    title=_text,
    submit=_text,
    fields=st.lists(
        st.builds(
            FormField,
            option=_text,
            label=_text,
            help=_text,
            required=st.booleans(),
            value=_text,
            error=_text,
            choices=_texts,
            suggests=st.booleans(),
            multiline=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
)
_cards = st.builds(
    Card,
    title=_text,
    tone=st.sampled_from(Tone),
    heading=_text,
    aside=_text,
    lines=_texts,
    fields=st.lists(st.builds(Field, label=_text, lines=_texts), max_size=2).map(tuple),
    choices=st.lists(
        st.builds(Choice, letter=st.sampled_from("ABCD"), text=_text, mark=_text), max_size=4
    ).map(tuple),
    board=st.lists(
        st.builds(
            BoardLine,
            place=st.integers(1, 9),
            name=_text,
            points=_text,
            detail=_text,
            yours=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    buttons=st.lists(st.builds(Button, id=_text, label=_text), max_size=3).map(tuple),
    sources=_texts,
    note=_text,
    closes_at=st.none() | st.integers(0, 4_000_000_000_000),
    seconds=st.none() | st.integers(0, 300),
    form=st.none() | _form,
)


@given(card=_cards)
def test_a_card_comes_back_whole(card: Card) -> None:
    """Every card that can be made survives the way to JSON text and back."""
    assert from_dict(json.loads(json.dumps(as_dict(card)))) == card


def test_what_is_empty_is_left_out() -> None:
    """An empty card is its title, lines, buttons and sources, and nothing else."""
    assert as_dict(Card()) == {"title": "", "lines": [], "buttons": [], "sources": []}


def test_times_are_seconds_outside() -> None:
    """The closing time of a question is told in seconds, to the millisecond."""
    assert as_dict(Card(closes_at=12_345))["closes_at"] == 12.345
