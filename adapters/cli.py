"""The `trivium` command. Plain functions that call `asyncio.run`, since Typer does not wait for others.

Exit codes: 0 fine, 1 trouble (one line on stderr), 2 wrong usage. What a command needs is imported when it runs.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterable
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from adapters.settings import Settings
    from bot.messages import Role
    from bot.ports import Dice

app = typer.Typer(
    name="trivium",
    help="A quiz and fact bot: look facts up, play rounds on them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # their tracebacks would show local variables, secrets among them
)
packs = typer.Typer(help="Check and read packs of facts and questions.", no_args_is_help=True)
db = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(packs, name="packs")
slack = typer.Typer(help="Set Trivium up on Slack.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(slack, name="slack")

Result = TypeVar("Result")
Db = Annotated[str | None, typer.Option(help="A database's file or address, in place of DATABASE_URL.")]


def main() -> None:
    """The entry point."""
    app(prog_name="trivium")


# --- play ---


@app.command()
def run(
    only: Annotated[str, typer.Option(help="Only these platforms, with commas: web, discord, slack.")] = "",
    shards: Annotated[
        str, typer.Option(help="Which of Discord's shards are this process's: 0-3/16 is four of sixteen.")
    ] = "",
) -> None:
    """Start the web playground, and every platform that has credentials."""
    from adapters import launch

    wanted = tuple(name.strip() for name in only.split(",") if name.strip())
    if unknown := [name for name in wanted if name not in launch.PLATFORMS]:
        raise typer.BadParameter(f"There is no platform {unknown[0]}: write web, discord or slack.")
    _go(launch.run(_settings(None), _dice(), wanted, _shards(shards)))


@app.command()
def chat(
    as_: Annotated[str, typer.Option("--as", help="Who plays, with commas: Ann,Bo.")] = "You",
    channel: Annotated[str, typer.Option(help="The channel's name.")] = "terminal",
    db: Db = None,
) -> None:
    """Play in this terminal."""
    from adapters import launch
    from adapters.terminal import people

    names = tuple(dict.fromkeys(name.strip() for name in as_.split(",") if name.strip()))
    if not names:
        raise typer.BadParameter("Name at least one player: --as Ann,Bo.")
    place = people.place(channel, alone=len(names) == 1)
    _go(launch.chat(_settings(db), _dice(), place, people.players(names)))


@app.command()
def say(
    text: Annotated[str, typer.Argument(help='A line, such as "/film Pulgasari".')],
    json: Annotated[bool, typer.Option("--json", help="Print the card as JSON.")] = False,
    as_: Annotated[str, typer.Option("--as", help="Who says it.")] = "You",
    role: Annotated[str, typer.Option(help="What they are besides a member: moderator or teacher.")] = "",
    channel: Annotated[str, typer.Option(help="The channel's name.")] = "terminal",
    db: Db = None,
) -> None:
    """Say one line and print the answer; exit code 1 when it is a refusal."""
    from adapters import launch
    from adapters.terminal import once, people

    member = people.member(as_, _roles(role))
    shows = _go(launch.say(_settings(db), _dice(), text, people.place(channel, alone=True), member))
    _print(once.printed(shows, as_json=json))
    if not shows:
        typer.echo('Nothing answers that. Commands begin with a slash: trivium say "/help"', err=True)
    raise typer.Exit(1 if once.refused(shows) else 0)


@app.command()
def pipe(
    clock: Annotated[
        str, typer.Option(help="Whose time it is: real, or virtual (what the lines say).")
    ] = "real",
    seed: Annotated[int | None, typer.Option(help="Make chance repeat itself.")] = None,
    db: Db = None,
) -> None:
    """Join any chat system: JSON lines on standard input and output."""
    from adapters import launch

    if clock not in {"real", "virtual"}:
        raise typer.BadParameter("--clock is real or virtual.")
    _go(launch.pipe(_settings(db), _dice(seed), virtual=clock == "virtual"))


# --- packs ---


@packs.command("list")
def packs_list() -> None:
    """List the built-in packs."""
    from adapters import library

    _print(library.listed())


@packs.command("check")
def packs_check(file: Annotated[Path, typer.Argument(help="A pack's YAML file.")]) -> None:
    """Report every error of a pack, with its line."""
    from adapters import library

    _print(_guarded(lambda: library.checked(file)))


@packs.command("audit")
def packs_audit(
    pack: Annotated[
        str | None, typer.Argument(help="A built-in pack's name or a file; all built-in ones.")
    ] = None,
) -> None:
    """Print every rule that a question of a pack breaks."""
    from adapters import library

    _print(_guarded(lambda: tuple(library.audited(pack))))


@packs.command("sample")
def packs_sample(
    pack: Annotated[
        str | None, typer.Argument(help="A built-in pack's name or a file; all built-in ones.")
    ] = None,
    count: Annotated[
        int,
        typer.Option("-n", "--count", min=1, help="How many questions of one round, where it has as many."),
    ] = 10,
    seed: Annotated[int | None, typer.Option(help="Make chance repeat itself.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every question, not those of one round.")] = False,
) -> None:
    """Print questions of a pack, with their answers, to read: those of a round, or all."""
    from adapters import library

    wanted = None if every else count
    _print(_guarded(lambda: tuple(library.sampled(pack, wanted, _dice(seed).seed()))))


# --- the database ---


@db.command("upgrade")
def db_upgrade(db: Db = None) -> None:
    """Bring the database up to this version; a start does it too."""
    from adapters import keeping

    _print(_go(keeping.upgraded(_settings(db))))


@db.command("backup")
def db_backup(file: Annotated[Path, typer.Argument(help="Where to.")], db: Db = None) -> None:
    """Copy the database to a file, also while Trivium runs."""
    from adapters import keeping

    _print(_go(keeping.backed_up(_settings(db), file)))


@db.command("restore")
def db_restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False,
    db: Db = None,
) -> None:
    """Put a backup in the database's place; stop Trivium first."""
    from adapters import keeping

    _print(_go(keeping.restored(_settings(db), file, force=force)))


@db.command("verify")
def db_verify(db: Db = None) -> None:
    """Check that the database is sound."""
    from adapters import keeping

    _print(_go(keeping.verified(_settings(db))))


# --- platforms ---


@slack.command("manifest")
def slack_manifest(
    url: Annotated[
        str,
        typer.Option(
            help="Where Slack reaches Trivium: https://trivia.example.org. Without it, Socket Mode."
        ),
    ] = "",
    short: Annotated[
        bool, typer.Option("--short", help="With a command each: /film, /trivia and so on.")
    ] = False,
    prefix: Annotated[
        str, typer.Option(help="What stands before the short names: quiz- makes /quiz-film.")
    ] = "",
) -> None:
    """Print the app's manifest, for api.slack.com/apps."""
    from adapters.slack import manifest

    try:
        _print(
            manifest.as_yaml(manifest.manifest(url.rstrip("/"), short=short or bool(prefix), prefix=prefix))
        )
    except manifest.WrongManifest as wrong:
        _stop(str(wrong))


# --- the rest ---


@app.command()
def verify(
    round: Annotated[str, typer.Argument(help="Its id, or what its start card shows of its seal.")],
    show: Annotated[
        bool, typer.Option("--show", help="Print what it was sealed with, once it is over.")
    ] = False,
    db: Db = None,
) -> None:
    """Play a round again from its log and prove its seal and its board; exit code 1 when something differs."""
    from adapters import verify as verifying

    if show:
        _print(_go(verifying.opened(_settings(db), round)))
        return
    sound, lines = _go(verifying.verified(_settings(db), round))
    _print(lines)
    raise typer.Exit(0 if sound else 1)


@app.command()
def doctor(
    what: Annotated[str, typer.Argument(help="discord or slack; everything if left out.")] = "",
    db: Db = None,
) -> None:
    """Check what a start depends on, and say how to mend it."""
    from adapters import doctor as doctors

    if what not in {"", "discord", "slack"}:
        raise typer.BadParameter("Name discord or slack, or nothing for everything.")
    findings = _go(doctors.examine(_settings(db), what))
    _print(str(finding) for finding in findings)
    raise typer.Exit(1 if any(finding.state is doctors.State.TROUBLE for finding in findings) else 0)


@app.command()
def judge(
    guess: Annotated[str, typer.Argument(help="What was typed.")] = "",
    accept: Annotated[str, typer.Option(help='The right wordings: "Pulgasari|Bulgasari".')] = "",
    kind: Annotated[
        str, typer.Option(help="What sort of answer it is: title, person, place, number, year …")
    ] = "",
    corpus: Annotated[
        Path | None,
        typer.Option(help="A file of guesses: accepted, kind, guess, yes or no, why; tabs between."),
    ] = None,
) -> None:
    """Say how a typed answer is judged and why, or how the judge does on a file of guesses."""
    from adapters import judge as judges

    if (corpus is None) is not bool(accept):
        raise typer.BadParameter('Give a guess and --accept "one|another", or --corpus FILE.tsv.')
    try:
        lines = judges.report(corpus) if corpus is not None else judges.said(accept, kind, guess)
    except judges.WrongCorpus as wrong:
        _stop(str(wrong))
    _print(lines)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"trivium {version_of('trivium')}")


# --- what the commands share ---


def _go(work: Coroutine[Any, Any, Result]) -> Result:
    """Runs it; whatever an operator can mend is one line and exit code 1."""
    return _guarded(lambda: asyncio.run(_settled(work)))


async def _settled(work: Coroutine[Any, Any, Result]) -> Result:
    from facts.store.database import DatabaseTrouble

    try:
        return await work
    except DatabaseTrouble:
        # The thread of a connection that failed still reports to the loop; with the loop gone it would print a fault.
        await asyncio.sleep(0.1)
        raise


def _guarded(work: Callable[[], Result]) -> Result:
    from adapters.launch import Trouble
    from facts.store.database import DatabaseTrouble

    try:
        return work()
    except (Trouble, DatabaseTrouble) as trouble:
        _stop(str(trouble))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _settings(db: str | None) -> Settings:
    from adapters.settings import WrongSetting, read_settings, set_up_logging

    given = {} if db is None else {"DATABASE_URL": db if "://" in db else f"sqlite:///{db}"}
    try:
        settings = read_settings(**given)
    except WrongSetting as wrong:
        _stop(str(wrong))
    set_up_logging(settings)
    return settings


def _dice(seed: int | None = None) -> Dice:
    from adapters.clock import RealDice, SeededDice

    return RealDice() if seed is None else SeededDice(seed)


def _roles(role: str) -> tuple[Role, ...]:
    from bot.messages import Role

    try:
        return (Role(role),) if role else ()
    except ValueError:
        raise typer.BadParameter("--role is moderator or teacher.") from None


def _shards(given: str) -> tuple[range, int] | None:
    """Which of how many: "0-3/16", or "5/16" for one."""
    if not given:
        return None
    read = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", given)
    if read:
        first, last, of = int(read[1]), int(read[2] or read[1]), int(read[3])
        if first <= last < of:
            return range(first, last + 1), of
    raise typer.BadParameter("--shards is the first and the last, and how many there are in all: 0-3/16.")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _stop(sentence: str) -> NoReturn:
    typer.echo(f"trivium: {sentence}", err=True)
    raise typer.Exit(1)
