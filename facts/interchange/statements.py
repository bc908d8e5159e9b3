"""The facts of a pack: each statement, checked against what the pack declares. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from facts.curation import Reason, Refusal, refusals
from facts.interchange.shape import nearest
from facts.interchange.values import NotAValue, read_value
from facts.interchange.workbench import Workbench
from facts.interchange.yaml_lines import Path
from facts.knowledge import Claim, Fact, Mark, Qualifier, Rank, Statement, Status, SubjectRef, Value
from facts.vocabulary import KIND, PROPERTY, QUALIFIER, Property

_MANY = 3  # facts that one kind forbids: then the kind is the mistake, and not each of the facts


@dataclass(frozen=True, slots=True)
class _Misfit:
    """A fact that the kind of a subject forbids, and the kinds it could be."""

    path: Path
    message: str
    wanted: tuple[str, ...]


def read_facts(bench: Workbench, pack: str) -> tuple[Fact, ...]:
    """All facts that can be read, in the order of the file."""
    facts: dict[str, Fact] = {}
    lines: dict[str, int] = {}
    misfits: dict[str, list[_Misfit]] = {}
    for subject in bench.declared:
        for place in range(len(bench.items("subjects", subject, "facts"))):
            path = ("subjects", subject, "facts", place)
            if not bench.sound(*path):
                continue
            given = bench.part(*path)
            id = given.get("id", f"{subject}.{given['property']}")
            line = bench.tree.line(path)
            if id in lines:
                bench.refuse(
                    path, f"the fact {id!r} stands on line {lines[id]} already: give each an id of its own"
                )
            lines.setdefault(id, line)
            statement = _statement(bench, path, subject)
            if statement:
                facts.setdefault(id, Fact(id, 1, pack, statement))
                for refusal in refusals(statement, bench.subjects):
                    _refuse(bench, path, statement, refusal, misfits)
    _tell_misfits(bench, misfits)
    return tuple(facts.values())


def _statement(bench: Workbench, path: Path, subject: str) -> Statement | None:
    given = bench.part(*path)
    sources = bench.credited(path)
    value = _value(bench, (*path, "value"), PROPERTY[given["property"]])
    qualifiers = [
        (name, _value(bench, (*path, "qualifiers", name), QUALIFIER[name]))
        for name in given.get("qualifiers", {})
    ]
    claim = _claim(bench, (*path, "according_to"), given["according_to"]) if "according_to" in given else None
    for place, id in enumerate(given.get("with", ())):
        if id == subject:
            bench.refuse((*path, "with", place), "a fact is not joint with its own subject")
        elif id not in bench.declared:
            bench.unknown((*path, "with", place), id, "subject", bench.declared)
    if value is None or any(narrowed is None for _, narrowed in qualifiers):
        return None
    return Statement(
        subjects=(subject, *given.get("with", ())),
        property=given["property"],
        value=value,
        qualifiers=tuple(Qualifier(name, narrowed) for name, narrowed in qualifiers if narrowed is not None),
        rank=Rank(given.get("rank", Rank.NORMAL)),
        status=Status(given.get("status", Status.ACCEPTED)),
        marks=frozenset(map(Mark, given.get("marks", ()))),
        claim=claim,
        sources=sources,
        complete=given.get("complete", False),
    )


def _value(bench: Workbench, path: Path, known: Property) -> Value | None:
    try:
        value = read_value(known.takes, bench.at(*path), bench.words(*path))
    except NotAValue as fault:
        bench.refuse(path, str(fault))
        return None
    if isinstance(value, SubjectRef) and value.subject not in bench.declared:
        hint = nearest(value.subject, bench.declared)
        bench.refuse(path, f"{known.name} takes a subject, and none has the id {value.subject!r}{hint}")
        return None
    return value


def _claim(bench: Workbench, path: Path, given: dict[str, Any]) -> Claim:
    """Who says so. Words that are nearly a subject's id are a slip, not a name."""
    who = bench.words(*path, "who")
    if who not in bench.declared and " " not in who and nearest(who, bench.declared):
        bench.unknown((*path, "who"), who, "subject", bench.declared)
    by = _claim(bench, (*path, "by"), given["by"]) if "by" in given else None
    return Claim(who, who in bench.declared, by)


def _refuse(
    bench: Workbench, path: Path, statement: Statement, refusal: Refusal, misfits: dict[str, list[_Misfit]]
) -> None:
    """One refusal of the rules of curation, in the words of a pack; what a subject's kind forbids is gathered."""
    own = refusal.property == statement.property
    at = (*path, "value") if own else (*path, "qualifiers", refusal.property)
    wanted = " or ".join(map(_one, refusal.wanted))
    match refusal.reason:
        case Reason.WRONG_SUBJECT_KIND if refusal.given in KIND:
            message = f"{refusal.property} is said of {wanted}, not of {_one(refusal.given)}"
            who = next(id for id in statement.subjects if bench.subjects[id].kind == refusal.given)
            misfits.setdefault(who, []).append(_Misfit((*path, "property"), message, refusal.wanted))
        case Reason.WRONG_VALUE_KIND if refusal.given in KIND:
            who = bench.words(*at)
            message = f"{refusal.property} takes {wanted}, and {who!r} is {_one(refusal.given)}"
            misfits.setdefault(who, []).append(_Misfit(at, message, refusal.wanted))
        case Reason.EMPTY_VALUE:
            bench.refuse(at, "the value is empty")
        case (
            _
        ):  # whatever else it may be has been told where it was read: a kind that is none, on its own line
            pass


def _tell_misfits(bench: Workbench, misfits: dict[str, list[_Misfit]]) -> None:
    """Each fact that a subject's kind forbids; where they all want another kind, the kind alone is the mistake."""
    for id, found in misfits.items():
        agreed = [kind for kind in KIND if all(kind in each.wanted for each in found)]
        if len(found) < _MANY or not agreed:
            for each in found:
                bench.refuse(each.path, each.message)
            continue
        meant = " or ".join(map(_one, agreed))
        said = f"{len(found)} facts take it for {meant}, first on line {bench.tree.line(found[0].path)}"
        bench.refuse(("subjects", id, "kind"), f"{id!r} is {_one(bench.kinds[id])} here, and {said}")


def _one(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
