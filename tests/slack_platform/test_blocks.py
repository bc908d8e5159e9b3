"""Cards as Block Kit: within every limit whatever they hold, nothing of a member's read as markup, nothing lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import blocks, views
from adapters.slack.places import Where
from bot.cards import BoardLine, Button, Card, Choice, Field, Form, FormField
from tests.slack_stand_in import limits
from tests.slack_stand_in.reading import buttons_of, lines_of, pings_in

HERE = Where("C1", thread="1700000000.000100")
_LONG = st.integers(0, 4_000).map("x".__mul__)
_WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["<!channel>", "<@U123>", "*bold* _it_ ~s~ `c`", "&lt;", "<http://a.b|x>", "@here", " "]),
    _LONG,
)
_LINES = st.lists(_WORDS, max_size=12).map(tuple)
_LABELS = st.text("abc <@&", min_size=1, max_size=75)
_BUTTONS = st.lists(st.builds(Button, st.text("abc /:", min_size=1, max_size=100), _LABELS), max_size=60)
_CARDS = st.builds(
    Card,
    title=_WORDS,
    heading=_WORDS,
    aside=_WORDS,
    lines=_LINES,
    fields=st.lists(st.builds(Field, _WORDS, _LINES), max_size=12).map(tuple),
    choices=st.lists(st.builds(Choice, st.sampled_from("ABCD"), _WORDS), max_size=4).map(tuple),
    board=st.lists(st.builds(BoardLine, st.integers(1, 99), _WORDS, st.integers(0, 9_999)), max_size=80).map(
        tuple
    ),
    buttons=_BUTTONS.map(tuple),
    sources=_LINES,
    note=_WORDS,
    closes_at=st.one_of(st.none(), st.integers(0, 2_000_000_000_000)),
    seconds=st.one_of(st.none(), st.integers(1, 300)),
)
_FIELDS = st.lists(
    st.builds(
        FormField,
        st.from_regex(r"[a-z]{1,12}", fullmatch=True),
        _WORDS,
        _WORDS,
        st.booleans(),
        _WORDS,
        _WORDS,
        st.lists(st.text("abcd", min_size=1, max_size=30), max_size=5, unique=True).map(tuple),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.option,
)


@settings(max_examples=150, deadline=None)
@given(_CARDS)
def test_any_card_is_within_the_limits(card: Card) -> None:
    """Whatever a card holds, Slack takes it: no block too many or too long, a fallback always, and nobody is called."""
    drawn = blocks.drawn(card, HERE)
    message = {"text": drawn.text, "blocks": drawn.blocks}
    assert limits.message_faults(message) == []
    assert pings_in(message) == []


@settings(max_examples=100, deadline=None)
@given(_FIELDS, _WORDS, _WORDS)
def test_any_form_is_within_the_limits(fields: list[FormField], title: str, submit: str) -> None:
    """Whatever a form asks, Slack opens it."""
    form = Form("facts add", title, tuple(fields), submit)
    assert limits.view_faults(views.modal(Card(form=form, lines=(title,)), form, HERE)) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(_WORDS, max_size=110), _WORDS)
def test_any_suggestions_are_within_the_limits(found: list[str], typed: str) -> None:
    """However many names are found, and whatever was typed, Slack shows the options."""
    assert limits.options_faults(views.options(found, typed)) == []


def test_what_is_cut_waits_behind_more() -> None:
    """A card too long for one message says so with a More button, and keeps the rest whole."""
    card = Card("Long", lines=tuple(f"line {number} {'x' * 200}" for number in range(100)))
    drawn = blocks.drawn(card, HERE)
    shown = "\n".join(lines_of(drawn.blocks))
    assert [button.label for button in buttons_of(drawn.blocks)] == ["More"]
    assert "line 0 " in shown
    assert "line 99 " not in shown


def test_a_short_card_is_shown_whole() -> None:
    """Each line of a card stands there as it is, markup and all, and so does each button."""
    lines = ("*not bold* <@U1>", "two  spaces & <b>", "# no heading")
    card = Card("A & B", lines=lines, buttons=(Button("/film A", "A"),), note="7 facts")
    drawn = blocks.drawn(card, HERE)
    assert lines_of(drawn.blocks) == ["A & B", *lines, "7 facts"]
    assert [button.label for button in buttons_of(drawn.blocks)] == ["A"]
