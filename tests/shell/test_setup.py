"""What a fresh clone is set up with: the Makefile, the containers and the documents agree with each other."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from adapters.settings import Settings

ROOT = Path(__file__).parents[2]
VERBS = ("setup", "run", "chat", "test", "check", "format", "bench", "docs", "lock")


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *words], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with what set-up reads, and no virtual environment."""
    for name in ("Makefile", "pyproject.toml"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    (tmp_path / "requirements").mkdir()
    for name in ("run.lock", "dev.lock"):
        (tmp_path / "requirements" / name).write_text("")
    return tmp_path


def stand_in(folder: Path, body: str) -> str:
    """A command that plays an unfit Python."""
    path = folder / "python-of-a-test"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_help_lists_every_verb() -> None:
    """`make help` names each verb with what it does."""
    listed = make(ROOT, "help").stdout
    for verb in VERBS:
        assert re.search(rf"^make {verb} +\w", listed, re.MULTILINE), verb


def test_a_missing_python_is_told(fresh: Path) -> None:
    """Without Python the set-up says what to install, and leaves nothing behind."""
    told = make(fresh, "run", "PYTHON=no-such-python")
    assert told.returncode != 0
    assert "needs Python 3.11 or newer" in told.stderr
    assert not (fresh / ".venv").exists()


def test_an_old_python_is_told(fresh: Path) -> None:
    """An old Python is named with its version."""
    told = make(fresh, "test", stand_in(fresh, '[ "$1" = -V ] && echo "Python 3.9.2" && exit 0; exit 1'))
    assert told.returncode != 0
    assert "needs Python 3.11 or newer" in told.stderr
    assert "3.9.2" in told.stderr


def test_a_python_without_venv_is_told(fresh: Path) -> None:
    """A Python without the venv module says which package has it."""
    told = make(fresh, "setup", stand_in(fresh, 'case "$2" in *venv*) exit 1;; esac; exit 0'))
    assert told.returncode != 0
    assert "apt-get install python3-venv" in told.stderr


def test_a_second_set_up_does_nothing(fresh: Path) -> None:
    """With its stamps in place, set-up runs no installer again."""
    (fresh / ".venv").mkdir()
    for stamp in ("made", "ready-run", "ready-dev"):
        (fresh / ".venv" / stamp).touch()
    told = make(fresh, "setup", "PYTHON=no-such-python")
    assert told.returncode == 0
    assert told.stdout.strip() == "Ready: .venv/bin/trivium"


def test_locks_hold_every_dependency_by_hash() -> None:
    """Each dependency of pyproject.toml is locked with a hash, and no lock names where packages come from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {_name(text) for text in project["project"]["dependencies"]}
    develop = {_name(text) for text in project["dependency-groups"]["dev"]}
    run, dev = ((ROOT / "requirements" / name).read_text() for name in ("run.lock", "dev.lock"))
    assert wanted <= _locked(run)
    assert wanted | develop <= _locked(dev)
    for lock in (run, dev):
        assert "://" not in lock
        assert "index-url" not in lock


def test_both_locks_agree() -> None:
    """What runs in the tests is what runs: no package has two versions."""
    run, dev = (
        dict(
            re.findall(r"^([a-z0-9-]+)==([^ \\]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE)
        )
        for name in ("run.lock", "dev.lock")
    )
    assert {name: dev[name] for name in run} == run


def test_every_dependency_has_its_reason() -> None:
    """docs/dependencies.md names each direct dependency."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    documented = (ROOT / "docs" / "dependencies.md").read_text().lower()
    for text in (*project["project"]["dependencies"], *groups["dev"], *groups["build"]):
        plain = re.split(r"[\[<>=]", text)[0].lower()
        assert re.search(rf"\b{re.escape(plain)}\b", documented), plain


def test_every_setting_is_documented() -> None:
    """docs/operators.md explains each variable, and .env.example offers each that an operator needs."""
    guide, example = (ROOT / "docs" / "operators.md").read_text(), (ROOT / ".env.example").read_text()
    for field in Settings.model_fields.values():
        assert f"`{field.validation_alias}`" in guide
        if not str(field.validation_alias).endswith("_API_URL"):
            assert f"#{field.validation_alias}=" in example


def test_compose_is_sound() -> None:
    """SQLite is the default; PostgreSQL starts only with its profile; the database is in a named volume."""
    compose = YAML(typ="safe").load((ROOT / "compose.yaml").read_text())
    services = compose["services"]
    assert services["postgres"]["profiles"] == ["postgres"]
    assert "profiles" not in services["trivium"]
    assert "sqlite:////data/" in services["trivium"]["environment"]["DATABASE_URL"]
    for service in services.values():
        for volume in service["volumes"]:
            assert volume.split(":")[0] in compose["volumes"]


def test_the_dockerfile_copies_what_is_there() -> None:
    """Every file that is copied exists and is sent, and the process runs as a user of its own."""
    dockerfile = (ROOT / "Dockerfile").read_text()
    sent = (ROOT / ".dockerignore").read_text().splitlines()
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in sent, source
    assert re.search(r"^USER (?!root)", dockerfile, re.MULTILINE)
    assert "/healthz" in dockerfile


def test_ci_calls_the_projects_own_verbs() -> None:
    """.ci/run is sound bash, and runs the same `make test` and `make check` as people do."""
    script = ROOT / ".ci" / "run"
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert script.stat().st_mode & 0o111
    assert {"make test", "make check"} <= set(script.read_text().splitlines())


def _name(text: str) -> str:
    return re.split(r"[\[<>=]", text)[0].lower().replace(".", "-")


def _locked(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
