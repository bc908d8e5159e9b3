"""YAML as plain data that remembers its lines.

Two laws hold here. Only the plain part of YAML 1.2 is read: no anchors, aliases, tags or several documents, and no
key twice. And whatever was read, the line and the text as it stood can be told for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

Path: TypeAlias = tuple[str | int, ...]
"""How to get somewhere from the top: ("subjects", "salt", "facts", 2)."""

_DEEPEST = 20
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that cannot stand as it is, and where."""

    path: Path
    line: int
    message: str


@dataclass(slots=True)
class Tree:
    """What was read: plain data, the line of each part, and each scalar as it was written."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_tree(text: str) -> Tree:
    """Reads one YAML document; what is wrong with it stands in the tree. Text that is no YAML gives one wrong."""
    tree = Tree()
    try:
        _Reader(text, tree).read()
    except _Broken as broken:
        tree.wrong = [broken.wrong]
    except ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        tree.wrong = [Wrong((), line, "there is a character here that YAML does not allow")]
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        problem = str(fault.problem or "it cannot be read").strip().rstrip(".")
        tree.wrong = [Wrong((), mark.line + 1 if mark else 1, f"this is not YAML: {problem}")]
    except YAMLError:
        tree.wrong = [Wrong((), 1, "this is not YAML")]
    return tree


class _Broken(Exception):
    """Reading cannot go on."""

    def __init__(self, line: int, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.wrong = Wrong(path, line, message)


class _Reader:
    """Builds the tree from YAML's events, one after the other."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._events = iter(YAML(typ="safe", pure=True).parse(text))
        self._tree = tree

    def read(self) -> None:
        event = self._next()
        documents = 0
        while (kind := type(event).__name__) != "StreamEndEvent":
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise _Broken(_line(event), "a second document begins here: a pack is one document")
                self._tree.data = self._node(self._next(), ())
            event = self._next()

    def _next(self) -> Any:
        return next(self._events)

    def _node(self, event: Any, path: Path) -> Any:
        self._tree.lines.setdefault(path, _line(event))
        kind = type(event).__name__
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise _Broken(_line(event), "anchors (&) and aliases (*) are not read here: write it out", path)
        if len(path) > _DEEPEST:
            raise _Broken(_line(event), "this is nested too deeply", path)
        if kind == "ScalarEvent":
            return self._scalar(event, path)
        if getattr(event, "tag", None):
            self._refuse(event, path, f"tags ({event.tag}) are not read here")
        return self._mapping(path) if kind == "MappingStartEvent" else self._sequence(path)

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while type(event := self._next()).__name__ != "MappingEndEvent":
            if type(event).__name__ != "ScalarEvent":
                raise _Broken(_line(event), "a key must be plain words", path)
            key = event.value
            if key in found:
                first = self._tree.lines[(*path, key)]
                self._refuse(event, (*path, key), f"this key stands twice (line {first} has it already)")
                self._node(self._next(), (*path, key, "again"))
                continue
            self._tree.lines[(*path, key)] = _line(event)
            found[key] = self._node(self._next(), (*path, key))
        return found

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while type(event := self._next()).__name__ != "SequenceEndEvent":
            found.append(self._node(event, (*path, len(found))))
        return found

    def _scalar(self, event: Any, path: Path) -> Any:
        text = str(event.value)
        self._tree.written[path] = text
        if event.tag and event.tag != "!":
            self._refuse(event, path, f"tags ({event.tag}) are not read here")
        return _plain(text) if event.implicit[0] and event.style in (None, "") else text

    def _refuse(self, event: Any, path: Path, message: str) -> None:
        self._tree.wrong.append(Wrong(path, _line(event), message))


def _plain(text: str) -> Any:
    """An unquoted scalar by YAML 1.2's core schema: "no" and "2026-05-01" are words."""
    if text.lower() in _WORDS and text in (text.lower(), text.title(), text.upper()):
        return _WORDS[text.lower()]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
