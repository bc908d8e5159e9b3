"""The `trivium` command: every command is run, with its exit code and its one line of trouble."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from adapters.cli import app

TRIVIUM = (sys.executable, "-c", "from adapters.cli import main; main()")
SECONDS = 60


def environment(folder: Path, **more: str) -> dict[str, str]:
    ours = {"DATABASE_URL": f"sqlite:///{folder}/trivium.db", "PYTHONPATH": str(Path(__file__).parents[2])}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRIVIUM_", "DISCORD", "SLACK"))
    }
    return kept | ours | more


def trivium(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TRIVIUM, *words],
        cwd=folder,
        env=environment(folder, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def one_line(done: subprocess.CompletedProcess[str], words: str) -> None:
    """Trouble is exit code 1 and one line on stderr that says what."""
    assert done.returncode == 1, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert words in line


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database in it."""
    folder = tmp_path_factory.mktemp("house")
    assert trivium(folder, "say", "/film Pulgasari").returncode == 0
    return folder


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


# --- say ---


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("/film Bulgasari", "Pulgasari (1985)"),
        ("/film pulgasary", "Pulgasari (1985)"),
        ("/person 신상옥", "Shin Sang-ok"),
        ("/about ryongchon", "Ryongchon"),
    ],
)
def test_say_answers(house: Path, said: str, words: str) -> None:
    """One line is answered on stdout, with its source, and exit code 0."""
    done = trivium(house, "say", said)
    assert done.returncode == 0
    assert words in done.stdout
    assert "CNN, Will Ripley" in done.stdout
    assert done.stderr == ""


def test_say_as_json(house: Path) -> None:
    """With --json the card is printed as the pipe has it."""
    card = json.loads(trivium(house, "say", "--json", "/film Pulgasari").stdout)
    assert card["title"].startswith("Pulgasari")
    assert {"lines", "buttons", "sources"} <= card.keys()


def test_say_starts_no_round_that_nobody_would_run(house: Path) -> None:
    """A process that ends with its answer refuses a round, and names what stays."""
    done = trivium(house, "say", "/trivia start")
    assert done.returncode == 1
    assert "A round needs a bot that stays" in done.stdout
    assert "There is no round" in trivium(house, "say", "/trivia status").stdout


def test_say_with_a_role(house: Path) -> None:
    """What is for moderators is refused to a member with exit code 1, and answered to a moderator."""
    assert trivium(house, "say", "/settings", "--as", "Ann").returncode == 1
    assert trivium(house, "say", "/settings", "--as", "Ann", "--role", "moderator").returncode == 0
    assert trivium(house, "say", "/settings", "--role", "king").returncode == 2


def test_say_to_another_database(tmp_path: Path) -> None:
    """--db names a file in place of DATABASE_URL."""
    assert trivium(tmp_path, "say", "/film Salt", "--db", "other.db").returncode == 0
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "trivium.db").exists()


def test_say_to_nobody(house: Path) -> None:
    """A line that is no command and no answer says how commands look."""
    done = trivium(house, "say", "hello")
    assert (done.returncode, done.stdout) == (0, "")
    assert "/help" in done.stderr


@pytest.mark.parametrize(
    "words", [("say", "/film Salt"), ("pipe",), ("chat",), ("packs", "list"), ("db", "upgrade")]
)
def test_what_is_not_used_is_not_imported(house: Path, words: tuple[str, ...]) -> None:
    """A command without Discord, Slack or the web imports none of them."""
    code = (
        "import sys\nfrom adapters.cli import app\nsys.argv[1:] = " + repr(list(words)) + "\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('discord', 'slack_bolt', 'slack_sdk', 'aiohttp', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=house,
        env=environment(house),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


# --- packs ---


def test_packs_list_names_the_built_in_ones(house: Path) -> None:
    """`packs list` names each built-in pack with its size and licence."""
    done = trivium(house, "packs", "list")
    assert done.returncode == 0
    assert "dprk-cinema" in done.stdout


def test_packs_audit_finds_nothing(house: Path) -> None:
    """The built-in packs' questions break no rule; an unknown pack is one line of trouble."""
    done = trivium(house, "packs", "audit")
    assert done.returncode == 0, done.stderr
    assert "break no rule" in done.stdout
    one_line(trivium(house, "packs", "audit", "no-such-pack"), "no-such-pack")


def test_packs_sample_repeats_with_a_seed(house: Path) -> None:
    """The same seed prints the same questions, as many as asked for."""
    first, second = (trivium(house, "packs", "sample", "-n", "3", "--seed", "7").stdout for _ in range(2))
    assert first == second
    assert len(first.strip().split("\n\n")) == 3


def test_packs_sample_prints_every_question(house: Path) -> None:
    """With `--all` every question of the pack is printed once, which no single round could hold."""
    told = trivium(house, "packs", "audit", "dprk-cinema").stdout
    done = trivium(house, "packs", "sample", "dprk-cinema", "--all")
    assert f" {len(done.stdout.strip().split(chr(10) * 2))} questions" in told


def test_packs_check_tells_each_error_with_its_line(house: Path) -> None:
    """A sound file is told so; of another every error is told as file and line."""
    source = Path(__file__).parents[2] / "facts" / "packs" / "dprk-cinema.yaml"
    assert trivium(house, "packs", "check", str(source)).returncode == 0
    wrong = house / "wrong.yaml"
    wrong.write_text("pack: Wrong Name\nversion: 1\nnonsense: true\n")
    done = trivium(house, "packs", "check", str(wrong))
    assert done.returncode == 1
    assert f"{wrong}:1:" in done.stderr
    assert f"{wrong}:3:" in done.stderr
    one_line(trivium(house, "packs", "check", "no-such-file.yaml"), "No such file")


# --- db ---


def test_db_backup_restore_and_verify(house: Path, tmp_path: Path) -> None:
    """A backup is taken, names the key, is put back elsewhere and is sound; nothing is overwritten unasked."""
    copy, other = tmp_path / "copy.db", tmp_path / "other.db"
    done = trivium(house, "db", "backup", str(copy))
    assert done.returncode == 0, done.stderr
    assert "trivium.key" in done.stdout
    one_line(trivium(house, "db", "backup", str(copy)), "exists already")
    assert trivium(house, "db", "restore", str(copy), "--db", str(other)).returncode == 0
    one_line(trivium(house, "db", "restore", str(copy), "--db", str(other)), "exists already")
    assert trivium(house, "db", "restore", str(copy), "--force", "--db", str(other)).returncode == 0
    assert trivium(house, "db", "verify", "--db", str(other)).returncode == 0
    assert trivium(house, "db", "upgrade", "--db", str(other)).returncode == 0
    one_line(trivium(house, "db", "verify", "--db", str(tmp_path / "none.db")), "There is no database")


# --- trouble at the start ---


def test_a_newer_database_stops_the_start(tmp_path: Path) -> None:
    """A database of a newer version is left alone, with one line."""
    assert trivium(tmp_path, "db", "upgrade").returncode == 0
    with sqlite3.connect(tmp_path / "trivium.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for words in (("run",), ("say", "/help"), ("pipe",), ("chat",)):
        one_line(trivium(tmp_path, *words, TRIVIUM_PORT="0"), "newer version of Trivium")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "sqlite:////proc/trivium.db", "/proc/trivium.db"),
        ("DATABASE_URL", "sqlite:////no/such/folder/trivium.db", "/no/such/folder"),
        ("DATABASE_URL", "postgresql://ann:geheimnis@127.0.0.1:1/none", "127.0.0.1:1"),
        ("DATABASE_URL", "oracle://geheimnis", "DATABASE_URL"),
        ("TRIVIUM_PORT", "geheimnis", "TRIVIUM_PORT"),
        ("TRIVIUM_SECRET_KEY", "geheimnis", "TRIVIUM_SECRET_KEY"),
        ("TRIVIUM_HOST", "192.0.2.1", "TRIVIUM_HOST"),
    ],
)
def test_a_start_that_cannot_be_is_one_line(tmp_path: Path, name: str, value: str, words: str) -> None:
    """Whatever stops a start is one line that names it, without a secret."""
    done = trivium(tmp_path, "run", **{"TRIVIUM_PORT": "0", name: value})
    one_line(done, words)
    assert "geheimnis" not in done.stdout + done.stderr


def test_a_file_that_is_no_database_stops_the_start(tmp_path: Path) -> None:
    """Something else under the database's name is not touched."""
    (tmp_path / "trivium.db").write_bytes(b"a letter to a friend " * 100)
    one_line(trivium(tmp_path, "say", "/help"), "not a database")
    assert (tmp_path / "trivium.db").read_bytes().startswith(b"a letter")


def test_a_port_in_use_is_one_line(house: Path) -> None:
    """A port that somebody has is told, with the variable to set."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = trivium(house, "run", TRIVIUM_PORT=str(server.getsockname()[1]))
    one_line(done, "TRIVIUM_PORT")


# --- run ---


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`trivium run` on a free port, with a Discord token set."""
    port = str(free_port())
    process = subprocess.Popen(
        [*TRIVIUM, "run"],
        cwd=tmp_path,
        env=environment(tmp_path, TRIVIUM_PORT=port, DISCORD_TOKEN="geheimnis"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=SECONDS)


def test_run_says_what_runs_in_five_lines(running: tuple[subprocess.Popen[str], str]) -> None:
    """Five lines: the address, the database and packs, the moderator link, Discord, Slack; then it stops on SIGTERM."""
    process, address = running
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(5)]
    assert address in lines[0]
    assert "trivium.db" in lines[1]
    assert "North Korean cinema" in lines[1]
    assert f"{address}/moderate/" in lines[2]
    assert lines[3].startswith("Discord: not running.")
    assert "Set SLACK_BOT_TOKEN" in lines[4]
    with urllib.request.urlopen(f"{address}/healthz", timeout=SECONDS) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    out, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in errors
    assert "geheimnis" not in "".join(lines) + errors


def test_run_only_some_platforms(house: Path) -> None:
    """A platform that there is not is wrong usage; one that cannot be started yet is told."""
    assert trivium(house, "run", "--only", "irc").returncode == 2
    one_line(trivium(house, "run", "--only", "discord"), "Set DISCORD_TOKEN")


# --- the rest ---


def test_doctor_finds_a_sound_house(house: Path) -> None:
    """With a sound database and no tokens the doctor finds no trouble."""
    done = trivium(house, "doctor")
    assert done.returncode == 0, done.stdout
    assert "up to date and sound" in done.stdout
    assert trivium(house, "doctor", "irc").returncode == 2


def test_doctor_finds_trouble(tmp_path: Path) -> None:
    """A damaged database is told, with exit code 1."""
    (tmp_path / "trivium.db").write_bytes(b"a letter to a friend " * 100)
    done = trivium(tmp_path, "doctor")
    assert done.returncode == 1
    assert "✗ Database" in done.stdout


def test_version_and_help(house: Path) -> None:
    """`version` prints it, and without words the help is shown."""
    assert trivium(house, "version").stdout.startswith("trivium ")
    assert "playground" in trivium(house, "--help").stdout


def _paths(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path
        return
    for name, each in inner.items():
        yield from _paths(each, (*path, name))


COMMANDS = tuple(_paths(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_runs_and_is_tested(house: Path, path: tuple[str, ...]) -> None:
    """Each command has help of its own, waits for its work, and stands in a test of this folder or its neighbours."""
    done = trivium(house, *path, "--help")
    assert done.returncode == 0
    assert "Usage: trivium" in done.stdout
    tests = Path(__file__).parents[1]
    folders = (tests / "judging", tests / "shell", tests / "pipe", tests / "terminal")
    text = "".join(file.read_text() for folder in folders for file in folder.glob("test_*.py"))
    assert ", ".join(f'"{word}"' for word in path) in text


def test_no_command_is_a_coroutine() -> None:
    """Typer never waits for a coroutine, so there is none among the commands."""
    import inspect

    for path in COMMANDS:
        command = typer.main.get_command(app)
        for word in path:
            command = command.commands[word]  # type: ignore[attr-defined]  # a group has commands
        assert not inspect.iscoroutinefunction(inspect.unwrap(command.callback))  # type: ignore[arg-type]
