"""The hand-written questions of a pack, checked so that each can be asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from facts.interchange.workbench import Workbench
from facts.interchange.yaml_lines import Path
from facts.knowledge import Fact, Mark, WrittenQuestion
from facts.names import normal
from facts.question import AnswerKind, Difficulty


def read_questions(bench: Workbench, pack: str, facts: tuple[Fact, ...]) -> tuple[WrittenQuestion, ...]:
    """All questions that can be read, in the order of the file."""
    known = {fact.id: fact for fact in facts}
    declared = known.keys() | _written_ids(bench)
    lines: dict[str, int] = {}
    questions: list[WrittenQuestion] = []
    for place in range(len(bench.items("questions"))):
        path = ("questions", place)
        id = bench.words(*path, "id")
        line = bench.tree.line(path)
        if id and id in lines:
            bench.refuse((*path, "id"), f"the question {id!r} stands on line {lines[id]} already")
        lines.setdefault(id, line)
        if not bench.sound(*path):
            continue
        for number, fact in enumerate(bench.items(*path, "facts")):
            if fact not in declared:
                bench.unknown((*path, "facts", number), fact, "fact", declared)
        question = _question(bench, path, pack, known)
        _check_options(bench, path, question)
        questions.append(question)
    return tuple(questions)


def _written_ids(bench: Workbench) -> set[str]:
    """The ids of facts that stand in the file, whether they could be read or not: an error is told once."""
    ids: set[str] = set()
    for subject in bench.declared:
        for place in range(len(bench.items("subjects", subject, "facts"))):
            given = bench.part("subjects", subject, "facts", place)
            ids.add(str(given.get("id", f"{subject}.{given.get('property', '')}")))
    return ids


def _question(bench: Workbench, path: Path, pack: str, known: Mapping[str, Fact]) -> WrittenQuestion:
    given = bench.part(*path)
    rests_on = tuple(given.get("facts", ()))
    for place, id in enumerate(given.get("subjects", ())):
        if id not in bench.declared:
            bench.unknown((*path, "subjects", place), id, "subject", bench.declared)
    of_facts = (id for fact in rests_on if fact in known for id in known[fact].statement.subjects)
    return WrittenQuestion(
        id=given["id"],
        pack=pack,
        stem=bench.words(*path, "ask"),
        answer=bench.words(*path, "answer"),
        wrong=bench.texts(*path, "wrong"),
        why=bench.words(*path, "why"),
        sources=bench.credited(path),
        facts=rests_on,
        accepted=bench.texts(*path, "accept"),
        answer_kind=given.get("kind", AnswerKind.TERM.value),
        difficulty=given.get("difficulty", Difficulty.MEDIUM.value),
        subjects=tuple(given.get("subjects", ())) or tuple(dict.fromkeys(of_facts)),
        marks=frozenset(map(Mark, given.get("marks", ()))),
        typed=given.get("typed", True),
        tolerance=float(given.get("tolerance", 0)),
        converts=given.get("converts", False),
    )


def _check_options(bench: Workbench, path: Path, question: WrittenQuestion) -> None:
    """Options must differ, the answer must not be among the wrong ones nor stand in what is asked."""
    right = {normal(text) for text in (question.answer, *question.accepted)}
    seen: set[str] = set()
    for place, option in enumerate(question.wrong):
        form = normal(option)
        if form in right:
            bench.refuse((*path, "wrong", place), f"{option!r} is the right answer, or a right wording of it")
        elif form in seen:
            bench.refuse((*path, "wrong", place), f"{option!r} stands among the wrong options twice")
        seen.add(form)
    if question.answer_kind == AnswerKind.BOOLEAN:
        return
    if f" {normal(question.answer)} " in f" {normal(question.stem)} ":
        bench.refuse((*path, "ask"), f"the answer {question.answer!r} stands in what is asked")
    if question.answer_kind == AnswerKind.YEAR and not question.answer.isdigit():
        bench.refuse(
            (*path, "answer"), f"a question of kind year has a year for its answer, not {question.answer!r}"
        )
