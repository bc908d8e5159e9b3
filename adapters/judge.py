"""`trivium judge`: what the judge says of one guess, and how it does on a file of them.

One law: a guess is judged by the function that judges live play, on a question made as every other is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.quiz.judging import Outcome, Verdict, judge
from facts.builder.travelling import asked
from facts.question import AnswerKind, Question

_KINDS = {kind.value: kind for kind in AnswerKind} | {
    "film": AnswerKind.TITLE,
    "book": AnswerKind.TITLE,
    "people": AnswerKind.PERSON,
    "quantity with unit": AnswerKind.QUANTITY,
    "year or date": AnswerKind.DATE,
    "true or false": AnswerKind.BOOLEAN,
    "several in any order": AnswerKind.SEVERAL,
    "several (any order)": AnswerKind.SEVERAL,
    "list": AnswerKind.SEVERAL,
    "several in order": AnswerKind.IN_ORDER,
    "several (in order)": AnswerKind.IN_ORDER,
    "ordered": AnswerKind.IN_ORDER,
}
_COLUMNS = ("accepted", "kind", "guess", "yes or no", "why")
_YES = {"yes": True, "no": False}


class WrongCorpus(Exception):
    """A corpus, or what stands on the command line, that cannot be judged; it says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """A line of a corpus: a guess, and whether a fair reader would take it."""

    line: int
    accepted: str
    kind: str
    guess: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Miss:
    case: Case
    verdict: Verdict

    def __str__(self) -> str:
        sort = "false reject" if self.case.right else "false accept"
        kind = self.case.kind or "no kind"
        return (
            f"{sort}, line {self.case.line}: {self.case.guess!r} for {self.case.accepted!r} ({kind}):"
            f" {self.verdict.outcome}, {self.verdict.reason}; wanted {'yes' if self.case.right else 'no'}: {self.case.why}"
        )


def verdict(accepted: str, kind: str, guess: str) -> Verdict:
    """The verdict on a guess; accepted wordings have "|" between them."""
    return judge(_question(accepted, kind), guess)


def said(accepted: str, kind: str, guess: str) -> tuple[str, ...]:
    """What `trivium judge` prints of one guess."""
    found = verdict(accepted, kind, guess)
    return (f"{found.outcome}: {found.reason}",)


@lru_cache(maxsize=4096)
def _question(accepted: str, kind: str) -> Question:
    named = kind.strip().casefold()
    if named and named not in _KINDS:
        known = ", ".join(each.value for each in AnswerKind)
        raise WrongCorpus(f"There is no kind {kind!r}. The kinds are {known}; or leave it out.")
    wordings = tuple(each.strip() for each in accepted.split("|") if each.strip())
    if not wordings:
        raise WrongCorpus("Name at least one accepted wording.")
    return asked(wordings, _KINDS[named] if named else None)


def cases(file: Path) -> tuple[Case, ...]:
    """The cases of a corpus; lines that are empty or begin with # are left out, and so is a line of headings."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongCorpus(f"{file} cannot be read: {fault}") from fault
    return tuple(_cases(lines, file))


def _cases(lines: list[str], file: Path) -> Iterator[Case]:
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        heading = number == 1 and cells[0].strip().casefold() == "accepted"
        if not line.strip() or line.startswith("#") or heading:
            continue
        if len(cells) not in (4, 5) or cells[3].strip().casefold() not in _YES:
            wanted = ", ".join(_COLUMNS)
            raise WrongCorpus(f"{file}, line {number}: the columns are {wanted}, with tabs between them.")
        right = _YES[cells[3].strip().casefold()]
        yield Case(number, cells[0], cells[1].strip(), cells[2], right, "".join(cells[4:]).strip())


def misses(found: tuple[Case, ...]) -> tuple[Miss, ...]:
    """The cases on which the judge and a fair reader differ. Near is not right."""
    judged = (Miss(case, verdict(case.accepted, case.kind, case.guess)) for case in found)
    return tuple(miss for miss in judged if (miss.verdict.outcome is Outcome.RIGHT) is not miss.case.right)


def report(file: Path) -> tuple[str, ...]:
    """What `trivium judge --corpus` prints."""
    found = cases(file)
    missed = misses(found)
    rejects = sum(miss.case.right for miss in missed)
    right = len(found) - len(missed)
    share = f" ({right / len(found):.1%})" if found else ""
    summary = (
        f"{right} of {len(found)} right{share}",
        f"{len(missed) - rejects} false accepts",
        f"{rejects} false rejects",
    )
    return (*summary, *map(str, missed))
