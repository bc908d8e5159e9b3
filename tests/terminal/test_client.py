"""`trivium chat` in a real terminal (a pseudo one), and with lines piped in."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CHAT = (sys.executable, "-c", "from adapters.cli import main; main()", "chat")
SECONDS = 20


def environment(folder: Path) -> dict[str, str]:
    ours = {
        "DATABASE_URL": f"sqlite:///{folder}/trivium.db",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "TERM": "xterm",
    }
    return {key: value for key, value in os.environ.items() if not key.startswith("TRIVIUM_")} | ours


class Terminal:
    """A pseudo terminal with `trivium chat` in it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.process = subprocess.Popen(
            [*CHAT, *options], stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment(folder)
        )
        os.close(theirs)
        self.seen = ""

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def wait_for(self, words: str) -> None:
        """Reads until the words are on screen."""
        until = time.monotonic() + SECONDS
        while words not in self.seen:
            assert time.monotonic() < until, f"{words!r} never came:\n{self.seen}"
            if select.select([self._ours], [], [], 0.2)[0]:
                raw = os.read(self._ours, 65_536).decode("utf-8", "replace")
                if "\x1b[6n" in raw:  # a terminal says where its cursor is when it is asked
                    self.type("\x1b[1;1R")
                self.seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", raw)

    def leave(self) -> int:
        """Ctrl-D, again while it is not heard: between two prompts nobody listens."""
        until = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            self.type("\x04")
            if select.select([self._ours], [], [], 0.3)[0]:
                try:
                    os.read(self._ours, 65_536)
                except OSError:  # the other end is closed
                    break
        return self.process.wait(SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(SECONDS)
        os.close(self._ours)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, "--as", "Ann,Bo")
    yield opened
    opened.close()


def test_a_terminal_completes_answers_and_leaves(terminal: Terminal) -> None:
    """A half-typed command is completed on screen, its answer is drawn, a second player is heard, Ctrl-D leaves."""
    terminal.wait_for("Ann>")
    terminal.type("/film pulg")
    terminal.wait_for("/film Pulgasari")
    terminal.type("asari\r")
    terminal.wait_for("Overseen by")
    terminal.type("Bo: /settings\r")
    terminal.wait_for("to Bo alone")
    assert terminal.leave() == 0


def test_a_question_counts_down(terminal: Terminal) -> None:
    """While a question is open the line at the bottom says how long."""
    terminal.wait_for("Ann>")
    terminal.type("/trivia start questions:1 seconds:60\r")
    terminal.wait_for("Question 1 of 1")
    terminal.wait_for("closes in ")


def test_lines_can_be_piped_in(tmp_path: Path) -> None:
    """Without a terminal the lines are read plainly, the answers have no colours, and the end of input leaves."""
    done = subprocess.run(
        CHAT,
        input=b"/film Pulgasari\n\n/person \xec\x8b\xa0\xec\x83\x81\xec\x98\xa5\n\xff\n",
        capture_output=True,
        cwd=tmp_path,
        env=environment(tmp_path),
        timeout=SECONDS,
        check=False,
    )
    printed = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "Pulgasari (1985)" in printed
    assert "Shin Sang-ok" in printed
    assert "\x1b" not in printed
