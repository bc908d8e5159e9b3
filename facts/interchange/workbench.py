"""What the reading of a pack works on: the tree, the ids it declares, and what has been refused. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from facts.interchange.shape import nearest
from facts.interchange.yaml_lines import Path, Tree, Wrong
from facts.knowledge import Subject


class Workbench:
    """One pack under work. `kinds` has every declared subject that has a kind, sound or not otherwise."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.sources: dict[str, dict[str, Any]] = self.part("sources")
        self.kinds: dict[str, str] = {
            id: about["kind"]
            for id, about in self.part("subjects").items()
            if isinstance(about, dict) and isinstance(about.get("kind"), str)
        }
        self.declared: Collection[str] = self.part("subjects").keys()
        self.subjects: dict[str, Subject] = {}

    def at(self, *path: str | int) -> Any:
        """What stands at a path; None where nothing does."""
        here = self.tree.data
        for step in path:
            inside = isinstance(here, dict) or (isinstance(here, list) and isinstance(step, int))
            try:
                here = here[step] if inside else None
            except (KeyError, IndexError):
                return None
        return here

    def part(self, *path: str | int) -> dict[str, Any]:
        """The keys and values at a path; none where something else stands."""
        here = self.at(*path)
        return here if isinstance(here, dict) else {}

    def items(self, *path: str | int) -> list[Any]:
        """The list at a path; empty where something else stands."""
        here = self.at(*path)
        return here if isinstance(here, list) else []

    def words(self, *path: str | int) -> str:
        """A scalar as it was written, on one line; empty where there is none."""
        return " ".join(self.tree.written.get(path, "").split())

    def texts(self, *path: str | int) -> tuple[str, ...]:
        """A list of scalars as they were written."""
        return tuple(self.words(*path, place) for place in range(len(self.items(*path))))

    def sound(self, *path: str | int) -> bool:
        """Whether nothing at a path or inside it has been refused."""
        return not any(wrong.path[: len(path)] == path for wrong in self.tree.wrong)

    def refuse(self, path: Path, message: str) -> None:
        self.tree.wrong.append(Wrong(path, self.tree.line(path), message))

    def unknown(self, path: Path, id: str, what: str, known: Collection[str]) -> None:
        self.refuse(path, f"no {what} has the id {id!r}{nearest(id, known)}")

    def credited(self, path: Path) -> tuple[str, ...]:
        """The sources of a fact or a question: its own, or the pack's default. Refuses to have none."""
        default = self.at("default_source")
        named = self.items(*path, "sources") or ([default] if isinstance(default, str) else [])
        if not named:
            self.refuse(
                path, "a source is missing: name one under sources, or a default_source for the whole pack"
            )
        for place, id in enumerate(self.items(*path, "sources")):
            if id not in self.sources:
                self.unknown((*path, "sources", place), id, "source", self.sources)
        return tuple(named)
