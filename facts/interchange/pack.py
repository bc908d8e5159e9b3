"""A pack's YAML file, read: a `Pack`, or every error in it with its line. Pure.

One law holds here: whoever writes a pack is told everything that is wrong at once, in words of the pack, never of
the tools that read it. The format is in docs/packs.md, its shape in facts/packs/pack.schema.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from facts.interchange.questions import read_questions
from facts.interchange.shape import misshapen
from facts.interchange.statements import read_facts
from facts.interchange.workbench import Workbench
from facts.interchange.yaml_lines import read_tree
from facts.knowledge import Name, Pack, Source, Subject
from facts.names import normal

LARGEST = 5_000_000  # bytes


@dataclass(frozen=True, slots=True, order=True)
class PackError:
    """What is wrong with a pack: the line, the way there ("subjects.salt.facts[2].value"), and why."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return (
            f"line {self.line}: {self.path}: {self.message}"
            if self.path
            else f"line {self.line}: {self.message}"
        )


def read_pack_bytes(data: bytes) -> Pack | tuple[PackError, ...]:
    """The pack of a file's bytes, or all that is wrong with it."""
    if len(data) > LARGEST:
        return (PackError(1, "", f"the file is too large: {LARGEST // 1_000_000} MB at most"),)
    try:
        return read_pack(data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return (PackError(line, "", "the file is not UTF-8: save it in that encoding"),)


def read_pack(text: str) -> Pack | tuple[PackError, ...]:
    """The pack that a text says, or all that is wrong with it, by line."""
    if len(text) > LARGEST:
        return (PackError(1, "", f"the file is too large: {LARGEST // 1_000_000} MB at most"),)
    tree = read_tree(text)
    if tree.data is None and not tree.wrong:
        return (PackError(1, "", "the file is empty"),)
    bench = Workbench(tree)
    if isinstance(tree.data, dict):
        for wrong in misshapen(tree):
            bench.refuse(wrong.path, wrong.message)
        pack = _assembled(bench)
    else:
        pack = None
        if not tree.wrong:
            bench.refuse((), "a pack begins with lines such as “pack: my-pack” and “title: …”")
    errors = {PackError(wrong.line, _shown(wrong.path), wrong.message) for wrong in tree.wrong}
    return pack if pack and not errors else tuple(sorted(errors))


def _assembled(bench: Workbench) -> Pack:
    """The pack, as far as it can be made; what cannot be has been refused."""
    top = bench.tree.data
    name = str(top.get("pack", ""))
    sources = tuple(_source(bench, id) for id in bench.sources if bench.sound("sources", id))
    default = top.get("default_source")
    if isinstance(default, str) and default not in bench.sources:
        bench.unknown(("default_source",), default, "source", bench.sources)
    for id in bench.kinds:
        bench.subjects[id] = _subject(bench, id, name)
    facts = read_facts(bench, name)
    questions = read_questions(bench, name, facts)
    return Pack(
        name=name,
        version=str(top.get("version", "")),
        title=str(top.get("title", "")),
        licence=str(top.get("licence", "")),
        summary=str(top.get("summary", "")),
        language=str(top.get("language", "en")),
        subjects=tuple(bench.subjects.values()),
        facts=facts,
        sources=sources,
        questions=questions,
    )


def _source(bench: Workbench, id: str) -> Source:
    return Source(id, **{name: bench.words("sources", id, name) for name in bench.sources[id]})


def _subject(bench: Workbench, id: str, pack: str) -> Subject:
    """A subject with the names that can be read; one without any is called by its id for further checks."""
    given = bench.part("subjects", id)
    listed = given.get("names")
    names: list[Name] = []
    for place, one in enumerate(listed if isinstance(listed, list) else ()):
        at = ("subjects", id, "names", place)
        if not bench.sound(*at):
            continue
        note = bench.words(*at, "note") if isinstance(one, dict) else ""
        text = bench.words(*at, "text") if isinstance(one, dict) else bench.words(*at)
        if not normal(text):
            bench.refuse(at, "a name is missing")
        elif any(name.text == text for name in names):
            bench.refuse(at, f"{text!r} is a name of it already")
        else:
            names.append(Name(text, note))
    summary = given.get("summary", "")
    return Subject(
        id, bench.kinds[id], tuple(names) or (Name(id),), pack, summary if isinstance(summary, str) else ""
    )


def _shown(path: tuple[Any, ...]) -> str:
    """A path as people write it: subjects.salt.facts[2].value."""
    shown = ""
    for step in path:
        shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown else str(step)
    return shown
