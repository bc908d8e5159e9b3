"""The audit finds every rule broken on purpose, and nothing in what the builder makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.builder import audit, build, draw
from facts.builder.draw import apart
from facts.builder.rules import Rule
from facts.knowledge import Claim, Fact, Knowledge, Mark, Number, Quantity, Rank, Status, SubjectRef, Text
from facts.question import AnswerKind, Question
from tests.builder.samples import FACTS, SUBJECTS, by_hand, changed, fact, films, knowledge, when

KNOWN = knowledge(questions=[by_hand()])
YEAR, STORY = "choice:harbour:released::forward", "choice:winter:premise::backward"
PLACE, JOINT = "choice:mo:father::forward", "choice:mo+ines:films_made::forward"
ORDER = "order:harbour:released::first"


def built(key: str) -> Question:
    return next(each for each in build(KNOWN) if each.key == key)


def rules(known: Knowledge, *questions: Question) -> set[str]:
    return {each.rule for each in audit(known, questions)}


BROKEN: list[tuple[Rule, str, Callable[[Question], Question]]] = [
    (Rule.FORM, YEAR, lambda q: replace(q, stem="in which year")),
    (Rule.FORM, YEAR, lambda q: replace(q, stem=q.stem.replace(" was ", "  was "))),
    (Rule.FORM, YEAR, lambda q: replace(q, options=(*q.options, "1850"))),
    (Rule.FORM, YEAR, lambda q: replace(q, options=(q.answer, q.answer), correct=0)),
    (Rule.FORM, YEAR, lambda q: replace(q, correct=(q.correct + 1) % 4)),
    (Rule.FORM, YEAR, lambda q: replace(q, why="")),
    (Rule.RESTS, YEAR, lambda q: replace(q, rests_on=(("nowhere", 1),))),
    (Rule.RESTS, YEAR, lambda q: replace(q, rests_on=(("harbour.released", 2),))),
    (Rule.RESTS, YEAR, lambda q: replace(q, rests_on=())),
    (Rule.JOINT, JOINT, lambda q: replace(q, stem="How many films did Mo Verrin make?")),
    (Rule.FALSE, PLACE, lambda q: replace(q, options=(q.answer, "Aldmoor", "Brevik"), correct=0)),
    (Rule.FALSE, STORY, lambda q: replace(q, options=(q.answer, "Mo Verrin", "The Orchard"), correct=0)),
    (Rule.FALSE, ORDER, lambda q: replace(q, answer=q.options[q.correct - 1], correct=(q.correct - 1) % 4)),
    (Rule.ALIKE, YEAR, lambda q: replace(q, options=(q.answer, "1850", "1962"), correct=0)),
    (Rule.ALIKE, YEAR, lambda q: replace(q, options=(q.answer, "long ago", "1962"), correct=0)),
    (Rule.ALIKE, STORY, lambda q: replace(q, answer="W" * 60, options=("W" * 60, "Salt"), correct=0)),
    (Rule.LEAK, STORY, lambda q: replace(q, stem="Which film of a winter is about a guard?")),
    (Rule.TITLES, YEAR, lambda q: replace(q, stem=q.stem.replace('"', ""))),
    (Rule.TYPED, STORY, lambda q: replace(q, accepted=("Snow Train",))),
    (Rule.TYPED, STORY, lambda q: replace(q, accepted=(*q.accepted, q.options[q.correct - 1]))),
    (Rule.TYPED, STORY, lambda q: replace(q, stem="Which of these is about a guard who hides a stowaway?")),
    (Rule.SOURCE, YEAR, lambda q: replace(q, sources=())),
]


@pytest.mark.parametrize(
    ("rule", "key", "spoil"), BROKEN, ids=[f"{b[0].name}-{n}" for n, b in enumerate(BROKEN)]
)
def test_a_spoiled_question_is_found(rule: Rule, key: str, spoil: Callable[[Question], Question]) -> None:
    """A sound question passes; the same one spoiled breaks the rule."""
    sound = built(key)
    assert rules(KNOWN, sound) == set()
    assert rule in rules(KNOWN, spoil(sound))


SPOILED: list[tuple[Rule, str, Knowledge]] = [
    *((Rule.BARRED, YEAR, changed("harbour.released", marks=frozenset({mark}))) for mark in Mark),
    (Rule.BARRED, YEAR, changed("harbour.released", claim=Claim("a critic"))),
    (Rule.RESTS, YEAR, changed("harbour.released", status=Status.DISPUTED)),
    (Rule.RESTS, YEAR, changed("harbour.released", status=Status.RETRACTED)),
    (Rule.BEST, YEAR, changed("harbour.released", rank=Rank.DEPRECATED)),
    (Rule.BEST, YEAR, knowledge((*FACTS, fact("harbour", "released", when(1999), id="second")))),
    (
        Rule.BEST,
        YEAR,
        knowledge((*FACTS, fact("harbour", "released", when(1999), id="x", status=Status.DISPUTED))),
    ),
    (Rule.FALSE, STORY, changed("orchard.premise", value=Text("a guard who hides a stowaway"))),
    (Rule.FALSE, STORY, changed("orchard.premise", marks=frozenset({Mark.HEDGED}))),
    (Rule.UNIQUE, STORY, changed("orchard.premise", value=Text("a guard who hides a stowaway"))),
    (Rule.EXACT, YEAR, changed("harbour.released", value=replace(when(1961), last=1965))),
    (Rule.EXACT, JOINT, changed("mo+ines.films_made", value=Quantity(Number(9, None), "films"))),
]


@pytest.mark.parametrize(
    ("rule", "key", "known"), SPOILED, ids=[f"{s[0].name}-{n}" for n, s in enumerate(SPOILED)]
)
def test_a_question_its_facts_have_left_is_found(rule: Rule, key: str, known: Knowledge) -> None:
    """A question built once breaks the rule when the knowledge has changed under it."""
    assert rule in rules(known, built(key))


def test_an_open_list_is_found() -> None:
    """A question on a list that is no longer known to be complete breaks a rule."""
    stars = fact("harbour", "starring", SubjectRef("tova"), complete=True)
    asked = [each for each in build(knowledge((*FACTS, stars))) if each.rests_on == ((stars.id, 1),)]
    opened = fact("harbour", "starring", SubjectRef("tova"))
    assert Rule.BEST in rules(knowledge((*FACTS, opened)), asked[0])


def test_what_excludes_nothing_is_found() -> None:
    """An occupation asked as if there could be no other breaks the rules, by options and as true or false."""
    jobs = {"mo": "actress", "ines": "film director", "tova": "baker", "kip": "engraver"}
    closed = [fact(who, "occupation", Text(job), complete=True) for who, job in jobs.items()]
    asked = next(
        each for each in build(knowledge((*FACTS, *closed))) if each.key == "choice:mo:occupation::forward"
    )
    opened = knowledge((*FACTS, *(fact(who, "occupation", Text(job)) for who, job in jobs.items())))
    assert Rule.BEST in rules(opened, asked)
    besides = fact("mo", "known_for", Text("work as a baker, an engraver and a film director"))
    assert Rule.FALSE in rules(knowledge((*FACTS, *closed, besides)), asked)
    said = replace(
        asked,
        stem="True or false: Mo Verrin is a baker.",
        kind=AnswerKind.BOOLEAN,
        answer="False",
        options=("True", "False"),
        correct=1,
        accepted=(),
        foes=(),
    )
    assert Rule.FALSE in rules(opened, said)


def test_a_description_that_may_be_anothers_is_found() -> None:
    """An option that says "a" may describe the subject too, and a right one that says "a" may describe another."""
    told = {"harbour": "story of twins", "orchard": "farce on a farm", "winter": "journey of a guard"}
    ones = [fact(id, "description", Text(f"the {words}")) for id, words in told.items()]
    known = knowledge((*FACTS, *ones))
    key = "choice:orchard:description::forward"
    asked = next(each for each in build(known) if each.key == key)
    assert rules(known, asked) == set()
    wrong = tuple(each if each == asked.answer else each.replace("the ", "a ", 1) for each in asked.options)
    assert Rule.FALSE in rules(known, replace(asked, options=wrong))
    loose = fact("orchard", "description", Text("a farce on a farm"))
    assert Rule.BEST in rules(knowledge((*FACTS, ones[0], loose, ones[2])), asked)


def test_a_false_statement_that_is_true_is_found() -> None:
    """A statement to be judged false must not say what the fact says, nor a true one something else."""
    said = next(each for each in build(KNOWN) if each.kind is AnswerKind.BOOLEAN and each.answer == "True")
    assert rules(KNOWN, said) <= {Rule.SHARE}
    assert Rule.FALSE in rules(KNOWN, replace(said, answer="False", correct=1))
    assert Rule.FALSE in rules(KNOWN, replace(said, stem="True or false: it is so."))


def test_what_questions_break_together_is_found() -> None:
    """A key used twice, a fact said twice and too many true-or-false are told of the whole."""
    said = [each for each in build(KNOWN) if each.kind is AnswerKind.BOOLEAN]
    again = replace(said[0], key=said[0].key + "-again")
    assert {Rule.KEYS, Rule.SHARE} <= rules(KNOWN, said[0], again)
    assert Rule.KEYS in rules(KNOWN, built(YEAR), built(YEAR))


def test_a_mature_audience_may_be_asked_more() -> None:
    """A mature question passes the audit for a mature audience alone."""
    known = changed("harbour.released", marks=frozenset({Mark.MATURE}))
    asked = build(known, mature=True)
    assert audit(known, asked, mature=True) == ()
    assert Rule.BARRED in {each.rule for each in audit(known, asked)}


VALUES = {
    "released": st.integers(1950, 1958).map(when),
    "premise": st.sampled_from(
        ["a guard", "a guard who hides", "an engraver", "two sisters", "a winter"]
    ).map(Text),
    "starring": st.sampled_from(["mo", "ines", "tova", "kip"]).map(SubjectRef),
}
PERSONAL = {
    "settled_in": st.sampled_from(["aldmoor", "brevik", "castrel"]).map(SubjectRef),
    "father": st.sampled_from(["mo", "ines", "kip"]).map(SubjectRef),
    "films_made": st.integers(1, 40).map(films),
    "occupation": st.sampled_from(["actress", "film director", "film-maker", "baker"]).map(Text),
}
WORKS, PEOPLE = ["harbour", "orchard", "winter", "lantern"], ["mo", "ines", "tova", "kip", "mo+ines"]


@st.composite
def facts(draw_from: st.DrawFn) -> Fact:
    """Any fact: of any rank and status, with any mark, claimed or not, from a complete list or not."""
    who, values = draw_from(
        st.sampled_from([*((w, VALUES) for w in WORKS), *((p, PERSONAL) for p in PEOPLE)])
    )
    name = draw_from(st.sampled_from(sorted(values)))
    plain = st.booleans()
    return fact(
        who,
        name,
        draw_from(values[name]),
        rank=draw_from(st.sampled_from(Rank)) if draw_from(plain) else Rank.NORMAL,
        status=draw_from(st.sampled_from(Status)) if draw_from(plain) else Status.ACCEPTED,
        marks=frozenset(draw_from(st.sets(st.sampled_from(Mark), max_size=1)))
        if draw_from(plain)
        else frozenset(),
        claim=Claim("a critic") if draw_from(plain) and draw_from(plain) else None,
        complete=draw_from(plain),
    )


@st.composite
def knowledges(draw_from: st.DrawFn) -> Knowledge:
    known = draw_from(st.lists(facts(), max_size=24))
    numbered = [replace(each, id=f"{each.id}.{place}") for place, each in enumerate(known)]
    return knowledge(numbered, SUBJECTS, [by_hand(facts=())])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(knowledges(), st.booleans())
def test_whatever_is_known_the_audit_finds_nothing(known: Knowledge, mature: bool) -> None:
    """Of any knowledge, what is built breaks no rule."""
    assert audit(known, build(known, mature), mature) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(knowledges(), st.integers(0, 50), st.integers())
def test_whatever_is_drawn_stands_apart(known: Knowledge, count: int, seed: int) -> None:
    """Of any knowledge, no two questions of a round give each other away."""
    drawn = draw(build(known), count, seed)
    assert len(drawn) <= count
    assert all(apart(one, other) for one in drawn for other in drawn if one is not other)
