"""docs/architecture.md is true to the code: its house, its names, its diagram."""

from __future__ import annotations

import importlib
import re
import tomllib

import pytest
from sqlalchemy import Table

from bot.ledger import tables, tables_web
from bot.quiz.round import PHASES, Phase
from tests.docs.reading import DOCUMENTS, ROOT, blocks, name, prose, spans

PAGE = ROOT / "docs" / "architecture.md"
HOUSES = ("facts", "bot", "adapters")


def diagram() -> str:
    """The phases of a round as mermaid draws them."""
    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(PHASES)).value}"]
    for phase, following in PHASES.items():
        lines += [f"    {phase.value} --> {each.value}" for each in Phase if each in following]
        if not following:
            lines.append(f"    {phase.value} --> [*]")
    return "\n".join(lines) + "\n"


def house() -> list[str]:
    """The paths of the tree that the page draws."""
    tree = next(block.text for block in blocks(PAGE) if block.language == "text")
    paths, top = [], ""
    for line in tree.splitlines():
        entry = line.split()[0]
        top = top if line.startswith(" ") else entry
        paths.append(top + entry if line.startswith(" ") else entry)
    return paths


def test_the_diagram_is_drawn_from_the_table() -> None:
    """The page's diagram shows exactly what may follow what."""
    drawn = next(block.text for block in blocks(PAGE) if block.language == "mermaid")
    assert drawn == diagram(), f"put this into {PAGE.name}:\n{diagram()}"


def test_every_room_has_its_line() -> None:
    """Each file and folder of the house stands in the tree, and nothing else does."""
    there = {
        f"{top}/{one.name}{'/' if one.is_dir() else ''}"
        for top in HOUSES
        for one in (ROOT / top).iterdir()
        if not one.name.startswith("__")
    }
    assert {path for path in house() if path.rstrip("/") not in HOUSES} == there


def test_every_table_of_the_ledger_is_told() -> None:
    """The page's table of tables names each that the ledger has, and no other."""
    told = re.search(r"^\| table \|.*?\n\n", prose(PAGE), re.MULTILINE | re.DOTALL)
    assert told
    ours = {
        one.name for module in (tables, tables_web) for one in vars(module).values() if isinstance(one, Table)
    }
    assert set(re.findall(r"^\| `(\w+)` \|", told[0], re.MULTILINE)) == ours


def test_every_contract_is_told() -> None:
    """Each import contract of pyproject.toml stands in the page's table, by its name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    told = re.findall(r"^\| (.+?) \|", prose(PAGE), re.MULTILINE)
    assert [
        one["name"] for one in project["tool"]["importlinter"]["contracts"] if one["name"] not in told
    ] == []


@pytest.mark.parametrize(
    "named", sorted({span for span in spans(PAGE) if re.match(r"(facts|bot|adapters)\.", span)})
)
def test_every_name_exists(named: str) -> None:
    """A module, class or function that the page names can be imported by that name."""
    parts = named.split(".")
    for split in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:split]))
        except ModuleNotFoundError:
            continue
        for part in parts[split:]:
            found = getattr(found, part)
        return
    pytest.fail(f"there is no module {parts[0]}")


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_path_exists(document: object) -> None:
    """A file or folder of the project that a document names is there."""
    within = re.compile(r"(?:facts|bot|adapters|tests|docs|benchmarks|requirements)/[\w./-]*")
    page = next(one for one in DOCUMENTS if one == document)
    missing = [span for span in spans(page) if within.fullmatch(span) and not (ROOT / span).exists()]
    assert missing == []
