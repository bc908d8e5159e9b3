"""The pipe as a process: real files, a real database, lines in and lines out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

TRIVIUM = (sys.executable, "-c", "from adapters.cli import main; main()")
SECONDS = 60


def environment(folder: Path) -> dict[str, str]:
    ours = {"DATABASE_URL": f"sqlite:///{folder}/trivium.db", "PYTHONPATH": str(Path(__file__).parents[2])}
    return {key: value for key, value in os.environ.items() if not key.startswith("TRIVIUM_")} | ours


def line(id: str, at: float, text: str = "", **more: Any) -> dict[str, Any]:
    who = more.pop("who", "Ann")
    said = {"text": text} if text else {}
    member = {"id": who.casefold(), "name": who}
    return {"id": id, "at": at, "community": "c", "channel": "general", "member": member, **said, **more}


class Pipe:
    """A running `trivium pipe`; `say` gives what one line causes, without its `handled`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*TRIVIUM, "pipe", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment(folder),
        )

    def say(self, said: dict[str, Any] | str | bytes) -> list[dict[str, Any]]:
        assert self.process.stdin
        assert self.process.stdout
        raw = (
            said
            if isinstance(said, bytes)
            else (said if isinstance(said, str) else json.dumps(said)).encode()
        )
        self.process.stdin.write(raw + b"\n")
        self.process.stdin.flush()
        came: list[dict[str, Any]] = []
        while True:
            answer = self.process.stdout.readline()
            if not answer:
                assert self.process.stderr
                raise AssertionError(self.process.stderr.read().decode())
            plain = json.loads(answer)
            if "handled" in plain:
                return came
            came.append(plain)

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> int:
        for file in (self.process.stdin, self.process.stdout, self.process.stderr):
            if file:
                file.close()
        return self.process.wait(SECONDS)


@pytest.fixture
def pipes(tmp_path: Path) -> Iterator[Any]:
    """Starts pipes on one database, and ends them all."""
    started: list[Pipe] = []

    def start(*options: str) -> Pipe:
        started.append(Pipe(tmp_path, *(options or ("--clock", "virtual", "--seed", "7"))))
        return started[-1]

    yield start
    for pipe in started:
        if pipe.process.poll() is None:
            pipe.kill()


def cards(came: Sequence[dict[str, Any]], tone: str) -> list[dict[str, Any]]:
    return [one for one in came if one["card"].get("tone") == tone]


def test_a_lookup_is_answered(pipes: Any) -> None:
    """A command is answered by a card that names the line it replies to and its sources."""
    (answer,) = pipes().say(line("m1", 12.5, "/film Pulgasari"))
    assert (answer["at"], answer["channel"], answer["reply_to"]) == (12.5, "general", "m1")
    assert "Pulgasari" in answer["card"]["title"]
    assert answer["card"]["sources"]


def test_a_wrong_line_is_told_and_the_next_works(pipes: Any) -> None:
    """Whatever bytes come, the line gets its error with its number, and the next one is handled."""
    pipe = pipes()
    wrong = [
        "nonsense",
        b"\xff\xfe",
        "",
        "[]",
        '{"at": NaN}',
        b'{"at": 1, "pad": "' + b"x" * 1_100_000 + b'"}',
    ]
    for number, raw in enumerate(wrong, start=1):
        (answer,) = pipe.say(raw)
        assert answer["line"] == number
        assert answer["error"].endswith(".")
    assert pipe.say(line("m1", 1, "/film Pulgasari"))[0]["card"]["title"]


def play(pipe: Pipe, start: float, *, questions: int, stop_after: int | None = None) -> list[dict[str, Any]]:
    """Three players play a round of letters; gives all that came out, up to a question if asked."""
    came = pipe.say(line("start", start, f"/trivia start questions:{questions} seconds:10"))
    now, asked = start, 0
    while not cards(came, "board"):
        now += 1
        came += pipe.say({"at": now})
        opened = [one for one in cards(came, "question") if one["card"].get("closes_at")]
        if len(opened) > asked:
            asked = len(opened)
            if stop_after == asked:
                return came
            for who, letter in (("Ann", "A"), ("Bo", "B"), ("Cem", "A")):
                came += pipe.say(line(f"{asked}-{who}", now, letter, who=who))
        assert now < start + 1000, "the round never ended"
    return came


def test_a_round_of_ten_questions_ends_with_a_right_board(pipes: Any) -> None:
    """The board counts for each player exactly the questions whose right letter was theirs."""
    came = play(pipes(), 100, questions=10)
    reveals = cards(came, "reveal")
    assert len(reveals) == 10
    right = [
        choice["letter"]
        for one in reveals
        for choice in one["card"]["choices"]
        if choice.get("mark") == "right"
    ]
    assert len(right) == 10
    (board,) = cards(came, "board")[-1:]
    points = {row["name"]: row["points"] for row in board["card"]["board"]}
    expected = {"Ann": right.count("A"), "Bo": right.count("B"), "Cem": right.count("A")}
    assert points == expected


def test_time_is_what_the_lines_say(pipes: Any) -> None:
    """What falls due happens at its own time, however far the next line is, and time never goes back."""
    pipe = pipes()
    pipe.say(line("start", 100, "/trivia start questions:2 seconds:10"))
    came = pipe.say({"at": 5000})
    times = [one["at"] for one in came]
    assert times == sorted(times)
    assert times[0] < 130
    (late,) = pipe.say(line("late", 50, "/film Pulgasari"))
    assert late["at"] == 5000


def test_a_round_goes_on_after_a_kill(pipes: Any) -> None:
    """Killed in the middle of a question and started again, the round goes on with the same deadline and ends."""
    pipe = pipes()
    came = play(pipe, 100, questions=3, stop_after=2)
    closes_at = cards(came, "question")[-1]["card"]["closes_at"]
    pipe.say(line("before", closes_at - 2, "A", who="Ann"))
    pipe.kill()
    again = pipes()
    again.say(line("after", closes_at - 1, "B", who="Bo"))
    came = again.say({"at": closes_at + 1.5})
    reveals = cards(came, "reveal")
    assert len(reveals) == 1
    assert closes_at <= reveals[0]["at"] <= closes_at + 1.5
    rest = again.say({"at": closes_at + 1000})
    assert len(cards(rest, "board")) <= 1


def test_the_reader_may_go_away(pipes: Any) -> None:
    """When nobody reads any more the pipe ends without an error."""
    pipe = pipes()
    pipe.say(line("m1", 1, "/film Pulgasari"))
    process = pipe.process
    process.stdout.close()
    process.stdin.write(json.dumps(line("m2", 2, "/film Pulgasari")).encode() + b"\n")
    process.stdin.close()
    errors = process.stderr.read()
    assert process.wait(SECONDS) == 0
    assert b"Traceback" not in errors


def test_the_end_of_input_ends_it(pipes: Any) -> None:
    """At the end of its input the pipe stops, with exit code 0."""
    pipe = pipes()
    pipe.process.stdin.close()
    assert pipe.process.wait(SECONDS) == 0


def test_a_signal_ends_it(pipes: Any) -> None:
    """SIGTERM ends a pipe that waits for input."""
    pipe = pipes("--clock", "real")
    pipe.say(line("m1", 1, "/film Pulgasari"))
    pipe.process.send_signal(signal.SIGTERM)
    assert pipe.process.wait(SECONDS) == 0


def test_the_same_seed_asks_the_same(pipes: Any, tmp_path: Path) -> None:
    """With the same seed on a fresh database the same questions come."""
    first = pipes()
    one = play(first, 100, questions=2)
    first.close()
    for file in tmp_path.glob("trivium.db*"):
        file.unlink()
    other = play(pipes(), 100, questions=2)
    assert [each["card"] for each in one] == [each["card"] for each in other]
