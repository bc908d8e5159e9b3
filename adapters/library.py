"""`trivium packs`: reads packs as files, without a database, and tells what is in them and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters.launch import Trouble
from facts.builder import audit, build, draw
from facts.interchange.pack import PackError, read_pack
from facts.knowledge import Knowledge, Pack
from facts.packs import builtin
from facts.question import LETTERS, Question


def listed() -> Iterator[str]:
    for pack in builtin():
        yield f"{pack.name} {pack.version}  {pack.title}: {_size(pack)}. {pack.licence}"


def checked(file: Path) -> Sequence[str]:
    """One line for a sound pack; raises `Trouble` with every error of another."""
    pack = _read(file)
    return (f"{file} is sound: {pack.name} {pack.version}, {_size(pack)}.",)


def audited(name: str | None) -> Iterator[str]:
    """One line a pack where no question breaks a rule; raises `Trouble` with every breach else."""
    for pack in _named(name):
        knowledge = _knowledge(pack)
        questions = build(knowledge)
        if breaches := audit(knowledge, questions):
            raise Trouble("\n".join(f"{breach.key}: {breach.rule}: {breach.detail}" for breach in breaches))
        yield f"{pack.name}: {len(questions)} questions break no rule."


def sampled(name: str | None, count: int | None, seed: int) -> Iterator[str]:
    """Questions with their answers, as one reads them: a round of `count`, or every one there is."""
    for pack in _named(name):
        questions = build(_knowledge(pack))
        for question in questions if count is None else draw(questions, count, seed):
            yield from _told(question)


def _told(question: Question) -> Iterator[str]:
    yield question.stem
    for number, option in enumerate(question.options):
        yield f"  {LETTERS[number]}  {option}{'  ✓' if number == question.correct else ''}"
    if question.typed:
        yield f"  typed: {', '.join(question.accepted)}"
    yield f"  {question.answer}. {question.why} ({'; '.join(question.sources)})"
    yield ""


def _named(name: str | None) -> Sequence[Pack]:
    if name is None:
        return builtin()
    if found := [pack for pack in builtin() if pack.name == name]:
        return found
    if Path(name).is_file():
        return (_read(Path(name)),)
    known = ", ".join(pack.name for pack in builtin())
    raise Trouble(f"There is no pack and no file {name}. Built in: {known}.")


def _read(file: Path) -> Pack:
    try:
        text = file.read_text("utf-8")
    except OSError as fault:
        raise Trouble(f"{file} cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise Trouble(f"{file} is not UTF-8 text.") from None
    pack = read_pack(text)
    if isinstance(pack, Pack):
        return pack
    raise Trouble("\n".join(_error(file, error) for error in pack))


def _error(file: Path, error: PackError) -> str:
    return f"{file}:{error.line}: {f'{error.path}: ' if error.path else ''}{error.message}"


def _size(pack: Pack) -> str:
    return f"{len(pack.subjects)} subjects, {len(pack.facts)} facts, {len(pack.questions)} written questions"


def _knowledge(pack: Pack) -> Knowledge:
    return Knowledge(
        {pack.name: pack.title},
        {subject.id: subject for subject in pack.subjects},
        {source.id: source for source in pack.sources},
        pack.facts,
        pack.questions,
    )
