"""Which questions make a round, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facts.builder import about, build, draw
from facts.builder.draw import apart
from facts.knowledge import Topic, TopicKind
from facts.question import AnswerKind, Difficulty, Question
from tests.builder.samples import by_hand, fact, knowledge, when

KNOWN = knowledge(questions=[by_hand()])
ASKED = build(KNOWN)


def plain(name: str, /, **more: object) -> Question:
    """A question that has nothing in common with another of another name."""
    base = Question(
        key=name,
        version="1",
        stem=f"Stem {name}?",
        kind=AnswerKind.TERM,
        answer=f"answer {name}",
        options=(f"answer {name}", f"wrong {name}", f"third {name}"),
        correct=0,
        accepted=(),
        foes=(),
        why=f"Because {name}.",
        sources=("Paper",),
        rests_on=((f"fact {name}", 1),),
        subjects=(f"subject {name}",),
        topic="Reels",
    )
    return replace(base, **more)  # type: ignore[arg-type]  # any field


def test_a_seed_is_a_round() -> None:
    """The same seed draws the same round, whatever the order of what is offered; another seed another one."""
    first = draw(ASKED, 5, seed=7)
    assert first == draw(tuple(reversed(ASKED)), 5, seed=7)
    assert any(draw(ASKED, 5, seed=seed) != first for seed in range(8, 12))


def test_no_two_rest_on_one_fact() -> None:
    """A fact is asked once in a round, whatever the direction."""
    for seed in range(20):
        facts = [fact for each in draw(ASKED, 10, seed) for fact, _ in each.rests_on]
        assert len(facts) == len(set(facts))


@pytest.mark.parametrize(
    "other",
    [
        plain("b", stem="Is it the answer A?"),
        plain("b", why="It is answer a, as it happens."),
        plain("b", options=("answer b", "answer a"), answer="answer b"),
        plain("b", stem="stem a"),
        plain("b", rests_on=(("fact a", 2),)),
    ],
    ids=["stem", "reveal", "two options", "one stem", "one fact"],
)
def test_what_gives_another_away_stays_out(other: Question) -> None:
    """A question whose stem, reveal or few options hold another's answer never stands in its round."""
    assert not apart(plain("a"), other)
    assert not apart(other, plain("a"))
    assert len(draw([plain("a"), other], 2, seed=1)) == 1


def boolean(name: str, why: str, /, **more: object) -> Question:
    told = {"kind": AnswerKind.BOOLEAN, "answer": "True", "options": ("True", "False"), "why": why}
    return plain(f"boolean:{name}:year::forward", **{**told, **more})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (boolean("raid", "The raid was in 1978."), plain("b", why="From 1978 on she was away.")),
        (boolean("raid", "The raid was in 1978."), boolean("ann", "Ann was taken in 1978.")),
        (
            boolean("raid", "It was in Old Harbour.", subjects=("raid", "old-harbour")),
            plain("b", answer="Old Harbour", options=("Old Harbour", "x", "y")),
        ),
        (
            plain("a", answer="8", why="From 1978 to 1986.", rests_on=(("f", 1), ("g", 1))),
            plain("b", why="The raid of 1978 was long."),
        ),
        (
            plain("order:a::first", why="The raid: 1978, the flight: 1986.", rests_on=(("f", 1), ("g", 1))),
            plain("b", answer="1986", kind=AnswerKind.YEAR),
        ),
        (
            plain("a", answer="1978", kind=AnswerKind.YEAR),
            plain("b", options=("answer b", "the very woman who was carried off in 1978", "third b")),
        ),
        (boolean("raid", "It was long.", subjects=("raid",)), plain("b", subjects=("raid",))),
    ],
    ids=["year", "two subjects", "place", "worked out", "order", "a long option", "a truth"],
)
def test_a_truth_and_a_sum_are_given_away_too(one: Question, other: Question) -> None:
    """True or false, an order and a number that is worked out are given away by the years they follow from."""
    assert not apart(one, other)
    assert not apart(other, one)


def test_an_alias_gives_away_too() -> None:
    """Another accepted wording of the answer counts like the answer."""
    assert not apart(
        plain("a", accepted=("answer a", "old harbour")), plain("b", stem="Where is the Old Harbour?")
    )


def test_part_of_a_word_gives_nothing_away() -> None:
    """An answer is found as whole words: "Salt" is not in "salty"."""
    assert apart(plain("a", answer="Salt", options=("Salt", "x", "y")), plain("b", stem="What is salty?"))


def test_used_questions_wait() -> None:
    """A used question comes only when every fresh one is in the round."""
    offered = [plain(name) for name in "abcdef"]
    assert {each.key for each in draw(offered, 4, seed=1, used={"a", "b"})} == set("cdef")
    assert {each.key for each in draw(offered, 6, seed=1, used={"a", "b"})} == set("abcdef")
    assert len(draw(offered, 3, seed=1, used=set("abcdef"))) == 3


def test_rising_goes_from_easy_to_hard() -> None:
    """A rising round is in order of difficulty, and spread over all three."""
    levels = list(Difficulty)
    offered = [plain(f"q{n}", difficulty=levels[n % 3]) for n in range(12)]
    drawn = draw(offered, 6, seed=3, difficulty="rising")
    assert [levels.index(each.difficulty) for each in drawn] == [0, 0, 1, 1, 2, 2]


def test_a_difficulty_is_kept() -> None:
    """A named difficulty draws no other, be the round shorter."""
    offered = [plain("a"), plain("b", difficulty=Difficulty.HARD)]
    assert [each.key for each in draw(offered, 2, seed=1, difficulty=Difficulty.HARD)] == ["b"]


def test_a_typed_round_has_answers_to_type() -> None:
    """A typed round draws only what can be asked without options."""
    assert draw(ASKED, 5, seed=1, typed=True)
    assert all(each.typed for each in draw(ASKED, 5, seed=1, typed=True))


def test_a_round_is_mixed() -> None:
    """Subjects and kinds of answer are spread: one is not asked again while another waits."""
    offered = [plain(f"x{n}", subjects=("one",)) for n in range(8)] + [
        plain("y"),
        plain("z", kind=AnswerKind.YEAR),
    ]
    assert {"y", "z"} <= {each.key for each in draw(offered, 3, seed=2)}


def test_nothing_to_draw_is_no_round() -> None:
    """No questions, or none wanted, is an empty round."""
    assert draw((), 10, seed=1) == ()
    assert draw(ASKED, 0, seed=1) == ()


def test_a_topic_narrows() -> None:
    """A pack, a kind and a subject each keep what is theirs, written questions with the rest."""
    pack = about(ASKED, Topic(TopicKind.PACK, "reels", "Old reels"), KNOWN)
    assert pack == ASKED
    assert about(ASKED, Topic(TopicKind.PACK, "other", "Other"), KNOWN) == ()
    film = about(ASKED, Topic(TopicKind.KIND, "film", "films"), KNOWN)
    assert film
    assert not any("father" in each.key for each in film)
    winter = about(ASKED, Topic(TopicKind.SUBJECT, "winter", "Winter Train"), KNOWN)
    assert "written:reels:who-hid" in {each.key for each in winter}
    assert all("winter" in each.subjects for each in winter)


def test_a_subject_is_touched_by_what_names_it() -> None:
    """A subject's topic holds what has it for a value."""
    kip = about(ASKED, Topic(TopicKind.SUBJECT, "kip", "Kip Osgood"), KNOWN)
    assert "choice:mo:father::forward" in {each.key for each in kip}


def test_two_packs_of_one_title_are_kept_apart() -> None:
    """A pack's topic goes by the pack, not by its title."""
    mine = replace(fact("orchard", "founded", when(1950)), pack="own")
    known = replace(knowledge((*KNOWN.facts, mine)), packs={"reels": "Reels", "own": "Reels"})
    kept = about(build(known), Topic(TopicKind.PACK, "own", "Reels"), known)
    assert {each.rests_on[0][0] for each in kept} == {mine.id}
