"""How a typed line becomes a command, and what is said of one that does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.parsing import LONGEST, Call, Misread, Misreading, called, parse
from bot.commands.vocabulary import COMMANDS
from bot.wording.refusals import misread_words

READ = (
    ("/film days and nights", "film", {"name": "days and nights"}),
    ('/film "days and nights"', "film", {"name": "days and nights"}),
    ("/film “days and nights”", "film", {"name": "days and nights"}),
    ("/FILM Name:days and nights", "film", {"name": "days and nights"}),
    ("  /film   days   and nights ", "film", {"name": "days and nights"}),
    ("/film Nam: the tale", "film", {"name": "Nam: the tale"}),
    ('/film "unclosed', "film", {"name": '"unclosed'}),
    ("/film name:#pulgasari page:2", "film", {"name": "#pulgasari", "page": 2}),
    ("/trivia start", "trivia start", {}),
    ("/trivia start north korea questions:5", "trivia start", {"topic": "north korea", "questions": 5}),
    ("/trivia start questions:5 north korea", "trivia start", {"topic": "north korea", "questions": 5}),
    ("/trivia start questions: 5 mode:TYPED", "trivia start", {"questions": 5, "mode": "typed"}),
    ("/trivia start topic:subject:salt", "trivia start", {"topic": "subject:salt"}),
    ("/leaderboard week north korea", "leaderboard", {"period": "week", "topic": "north korea"}),
    ("/leaderboard north korea", "leaderboard", {"topic": "north korea"}),
    ("/settings audience mature", "settings", {"audience": "mature"}),
    (
        '/facts add Salt genre drama "A history"',
        "facts add",
        {"subject": "Salt", "property": "genre", "value": "drama", "source": "A history"},
    ),
    (
        "/facts add subject:Salt property:genre value:a long drama source:A history of film",
        "facts add",
        {"subject": "Salt", "property": "genre", "value": "a long drama", "source": "A history of film"},
    ),
)


@pytest.mark.parametrize(("line", "path", "values"), READ)
def test_read(line: str, path: str, values: dict[str, str | int]) -> None:
    """A line gives its command and the values of its options."""
    call = parse(line)
    assert isinstance(call, Call), call
    assert (call.command.path, dict(call.values)) == (path, values)


MISREAD = (
    ("/", Misreading.EMPTY, ""),
    ("//", Misreading.EMPTY, ""),
    ("/ film", Misreading.EMPTY, ""),
    ("/\x00", Misreading.EMPTY, ""),
    ("/flim salt", Misreading.UNKNOWN_COMMAND, "film"),
    ("/start", Misreading.UNKNOWN_COMMAND, "trivia start"),
    ("/qqqq", Misreading.UNKNOWN_COMMAND, ""),
    ("/trivia", Misreading.INCOMPLETE, ""),
    ("/trivia strat", Misreading.UNKNOWN_SUBCOMMAND, "start"),
    ("/trivia start question:5", Misreading.UNKNOWN_OPTION, "questions"),
    ("/packs list colour:red", Misreading.UNKNOWN_OPTION, ""),
    ("/trivia stop now", Misreading.UNEXPECTED, ""),
    ("/settings dark", Misreading.UNEXPECTED, ""),
    ("/trivia start questions:5 questions:6", Misreading.TWICE, ""),
    ("/film", Misreading.MISSING, ""),
    ("/trivia start questions:many", Misreading.NOT_WHOLE, ""),
    ("/trivia start questions:51", Misreading.OUT_OF_RANGE, ""),
    ("/trivia start seconds:-5", Misreading.OUT_OF_RANGE, ""),
    ("/trivia start mode:choise", Misreading.NOT_A_CHOICE, "choice"),
    ("/film " + "a" * 10_000, Misreading.TOO_LONG, ""),
)


@pytest.mark.parametrize(("line", "kind", "nearest"), MISREAD)
def test_misread(line: str, kind: Misreading, nearest: str) -> None:
    """A line that does not fit says which part and what was nearest."""
    read = parse(line)
    assert isinstance(read, Misread), read
    assert (read.kind, read.nearest) == (kind, nearest)


def test_incomplete_lists_what_may_follow() -> None:
    """The first word alone is answered with every second word."""
    read = parse("/trivia")
    assert isinstance(read, Misread)
    for word in ("start", "stop", "skip", "hint", "pause", "resume", "status"):
        assert f"/trivia {word}" in misread_words(read)


def test_talk_is_no_command() -> None:
    """A line without a slash is nobody's command, unless the platform says that it is."""
    assert parse("film salt") is None
    bare = parse("film salt", bare=True)
    assert isinstance(bare, Call)
    assert bare.text("name") == "salt"


def test_values_are_cleaned() -> None:
    """Control, direction and invisible characters never reach a value."""
    call = parse("/film a\x00b\u202ec\u200bd\x1b[31m\ne")
    assert isinstance(call, Call)
    assert call.text("name") == "abcd[31m e"


def test_hidden_options_are_not_filled_by_words() -> None:
    """A bare number goes to the name, never to a button's own option."""
    call = parse("/film 2")
    assert isinstance(call, Call)
    assert dict(call.values) == {"name": "2"}


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text raises: it is a command, a sentence, or talk."""
    for line in (text, "/" + text, "/film " + text, "/facts add " + text):
        read = parse(line)
        assert read is None or isinstance(read, Call | Misread)
        if isinstance(read, Misread):
            assert misread_words(read)


_PIECES = st.sampled_from(
    ['"', "“", "”", ":", "name:", "topic:", "questions:", " ", "5", "a", "-", "#", "|", "\\", "'"]
)


@given(st.sampled_from(COMMANDS), st.lists(_PIECES, max_size=25))
def test_any_pieces_are_read(command: object, pieces: list[str]) -> None:
    """Nothing that looks half like an option raises, for any command."""
    path = getattr(command, "path", "")
    assert isinstance(parse(f"/{path} {''.join(pieces)}"), Call | Misread)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=80))
def test_a_quoted_value_comes_back_whole(text: str) -> None:
    """What is quoted after a colon is the value, whatever words stand in it."""
    from bot.wording.clean import clean

    wanted = clean(text).strip()
    if not wanted or any(quote in wanted for quote in '"“”„«»'):
        return
    call = parse(f'/search words:"{wanted}"')
    assert isinstance(call, Call)
    assert call.text("words") == wanted


def test_a_form_keeps_what_is_wrong() -> None:
    """A form with faults is a call that names each of them and keeps the text."""
    call = called(
        "questions add", {"question": "Who?", "difficulty": "brutal", "answer": "", "wrong": "a" * 3000}
    )
    assert isinstance(call, Call)
    assert set(call.faults) == {"answer", "wrong", "source", "difficulty"}
    assert call.text("question") == "Who?"


def test_options_one_by_one() -> None:
    """A platform's own options are checked as typed ones are."""
    call = called("trivia start", {"questions": "5", "topic": "a\x00b"})
    assert isinstance(call, Call)
    assert dict(call.values) == {"questions": 5, "topic": "ab"}
    wrong = called("trivia start", {"questions": "500"})
    assert isinstance(wrong, Misread)
    assert wrong.kind is Misreading.OUT_OF_RANGE
    assert isinstance(called("nothing", {}), Misread)
    assert isinstance(called("film", {"colour": "red"}), Misread)


def test_the_limit_is_the_limit() -> None:
    """A line of exactly the longest length is still read."""
    assert isinstance(parse("/film " + "a" * (LONGEST - 6)), Call)
    assert isinstance(parse("/film " + "a" * (LONGEST - 5)), Misread)


def test_every_example_is_read() -> None:
    """Each command's own example is a line that runs."""
    for command in COMMANDS:
        if command.example:
            call = parse(command.example)
            assert isinstance(call, Call), (command.example, call)
            assert call.command is command
            assert not call.missing
