"""What the documents show, done: commands print what stands there, a patch applies, a bridge carries."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.docs.reading import DOCUMENTS, ROOT, RUN, Block, blocks, name

README = ROOT / "README.md"
SHOWN = [
    pytest.param(block, id=f"{name(document)}: {block.text.splitlines()[0]}")
    for document in DOCUMENTS
    for block in blocks(document)
    if block.language == "console" and not block.patched
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the built-in packs, to copy."""
    folder = tmp_path_factory.mktemp("filled")
    trivium(folder, ROOT, "say", "/help")
    return folder / "trivium.db"


def trivium(folder: Path, project: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command of a project, with the database of a folder."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'trivium.db'}", "PYTHONUTF8": "1"}
    return subprocess.run(
        [*RUN, *words],
        cwd=project,
        env=environment | more,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def print_of(block: Block, folder: Path, project: Path) -> str:
    """What the block's commands print, written as the block writes it."""
    told = ""
    for line in re.findall(r"^\$ (.+)$", block.text, re.MULTILINE):
        command, *words = shlex.split(line)
        assert command == "trivium", line
        done = trivium(folder, project, *words)
        told += f"$ {line}\n{done.stdout}{done.stderr}"
    return told


@pytest.mark.parametrize("block", SHOWN)
def test_a_command_prints_what_stands_there(block: Block, filled: Path, tmp_path: Path) -> None:
    """Every console block, run on a fresh database, prints exactly what the document shows."""
    shutil.copy(filled, tmp_path / "trivium.db")
    assert print_of(block, tmp_path, ROOT) == block.text


def test_a_command_is_added_in_thirty_lines(filled: Path, tmp_path: Path) -> None:
    """The README's patch applies to a copy of the project, keeps its form, and its command answers as shown."""
    if shutil.which("git") is None:
        missing = "This test needs git. On Debian and Ubuntu: apt-get install git"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    project = tmp_path / "project"
    for top in ("facts", "bot", "adapters"):
        shutil.copytree(ROOT / top, project / top, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", project)
    (patch,) = (block.text for block in blocks(README) if block.language == "diff")
    assert len(re.findall(r"^\+(?!\+\+ )", patch, re.MULTILINE)) <= 30
    apart: Mapping[str, str] = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    subprocess.run(["git", "apply", "-"], cwd=project, env=apart, input=patch, text=True, check=True)
    changed = re.findall(r"^\+\+\+ b/(.+)$", patch, re.MULTILINE)
    for form in (["check"], ["format", "--check"]):
        subprocess.run([sys.executable, "-m", "ruff", *form, "--quiet", *changed], cwd=project, check=True)
    shutil.copy(filled, tmp_path / "trivium.db")
    (shown,) = (block for block in blocks(README) if block.language == "console" and block.patched)
    assert print_of(shown, tmp_path, project) == shown.text
    assert "/names name: Show every name of something." in trivium(tmp_path, project, "say", "/help").stdout


def test_the_session_of_the_pipe(filled: Path, tmp_path: Path) -> None:
    """The session in docs/pipe.md is handled line by line, and its late answer counts."""
    shutil.copy(filled, tmp_path / "trivium.db")
    (session,) = (block.text for block in blocks(ROOT / "docs" / "pipe.md") if block.language == "jsonl")
    (bridge,) = (block.text for block in blocks(ROOT / "docs" / "pipe.md") if block.language == "python")
    (tmp_path / "inbox.jsonl").write_text(session, "utf-8")
    (tmp_path / "bridge.py").write_text(bridge, "utf-8")
    words = [*RUN, "pipe", "--clock", "virtual", "--seed", "7", "--db", str(tmp_path / "trivium.db")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "bridge.py", *words],
        cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    posted = (tmp_path / "posted.txt").read_text("utf-8")
    assert "to u1:\n  You chose A" in posted
    assert "to u2:\n  You chose B" in posted
    assert re.search(r"\d of 2\.", posted), posted
    assert "Final board" in posted
