"""What the builder asks, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from facts.builder import audit, build, withheld, wordings
from facts.knowledge import Claim, Knowledge, Mark, Number, Quantity, Rank, Status, SubjectRef, Text
from facts.question import AnswerKind, Question
from facts.vocabulary import PROPERTY
from tests.builder.samples import FACTS, SUBJECTS, by_hand, changed, fact, knowledge, subject, when


def resting_on(known: Knowledge, id: str, mature: bool = False) -> list[Question]:
    return [each for each in build(known, mature) if id in {fact for fact, _ in each.rests_on}]


def the(known: Knowledge, key: str) -> Question:
    return next(each for each in build(known) if each.key == key)


def test_a_year_is_asked_in_one_sentence() -> None:
    """A single-valued year is asked forwards, with four years of its period and every way to write the right one."""
    question = the(knowledge(), "choice:harbour:released::forward")
    assert question.stem == 'In which year was "Harbour Lights" released?'
    assert question.answer == "1961"
    assert question.kind is AnswerKind.YEAR
    assert len(question.options) == 4
    assert {"1961", "'61", "nineteen sixty-one"} <= set(question.accepted)
    assert question.why == '"Harbour Lights" was released in 1961.'
    assert question.sources == ("The Paper, A. Writer, 2026",)
    assert question.rests_on == (("harbour.released", 1),)


def test_a_year_backwards_needs_one_film() -> None:
    """Two films of one year make the year no question backwards; one film does."""
    keys = {each.key for each in build(knowledge())}
    assert "choice:harbour:released::backward" in keys
    twins = {each.key for each in build(changed("orchard.released", value=when(1961)))}
    assert "choice:harbour:released::backward" not in twins


def test_a_rumour_of_another_bearer_ends_a_backward_question() -> None:
    """Even a hedged fact that another film is of that year means that the answer may not be the only one."""
    rumour = changed("orchard.released", value=when(1961), marks=frozenset({Mark.HEDGED}))
    assert "choice:harbour:released::backward" not in {each.key for each in build(rumour)}


def test_a_film_is_found_by_its_story() -> None:
    """A text that one film has asks for the film, by options or typed, and never by a title's word."""
    question = the(knowledge(), "choice:winter:premise::backward")
    assert question.stem == "Which film is about a guard who hides a stowaway?"
    assert question.answer == "Winter Train"
    assert question.typed


def test_a_joint_fact_names_both() -> None:
    """What two did together is asked of the two, and of neither alone."""
    asked = resting_on(knowledge(), "mo+ines.films_made")
    assert asked
    assert all("Mo Verrin and Ines Calder" in each.stem for each in asked)
    assert not [each for each in build(knowledge()) if each.key.startswith("choice:mo:films_made")]


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.DISPUTED},
        {"status": Status.PROPOSED},
        {"status": Status.RETRACTED},
        {"rank": Rank.DEPRECATED},
        {"claim": Claim("a critic")},
        {"sources": ()},
        *({"marks": frozenset({mark})} for mark in Mark),
    ],
    ids=str,
)
def test_what_may_not_be_asked_is_not(change: dict[str, Any]) -> None:
    """A fact that is contested, claimed, marked or without a source is in no question."""
    assert resting_on(knowledge(), "harbour.premise")
    assert not resting_on(changed("harbour.premise", **change), "harbour.premise")


def test_mature_facts_are_for_a_mature_audience() -> None:
    """A mature fact is asked where the audience is, and of nobody else."""
    known = changed("harbour.premise", marks=frozenset({Mark.MATURE}))
    assert not resting_on(known, "harbour.premise")
    assert resting_on(known, "harbour.premise", mature=True)


def test_two_values_of_a_single_property_are_not_asked() -> None:
    """Where two accepted facts of one rank disagree on a single-valued property, neither is asked."""
    known = knowledge((*FACTS, fact("harbour", "released", when(1962), id="second")))
    assert not resting_on(known, "harbour.released")
    assert not resting_on(known, "second")


def test_the_preferred_of_two_is_asked_and_the_other_is_no_option() -> None:
    """A preferred value is asked, and what it outranks is never a wrong option."""
    second = fact("harbour", "released", when(1962), id="second", rank=Rank.PREFERRED)
    asked = resting_on(knowledge((*FACTS, second)), "second")
    assert asked
    assert not any("1961" in each.options for each in asked if each.kind is AnswerKind.YEAR)


def test_a_dispute_silences_its_neighbours() -> None:
    """An accepted value beside a disputed one waits until the dispute is settled."""
    rival = fact("harbour", "released", when(1962), id="rival", status=Status.DISPUTED)
    assert not resting_on(knowledge((*FACTS, rival)), "harbour.released")


def test_absence_is_not_falsity() -> None:
    """A property with many values is asked only where its list is known to be complete."""
    open_list = fact("harbour", "starring", SubjectRef("tova"))
    closed = fact("harbour", "starring", SubjectRef("tova"), complete=True)
    assert not resting_on(knowledge((*FACTS, open_list)), open_list.id)
    asked = resting_on(knowledge((*FACTS, closed)), closed.id)
    assert (
        next(each.stem for each in asked if each.key.startswith("choice")) == 'Who stars in "Harbour Lights"?'
    )


def test_a_list_of_several_asks_for_one_and_offers_no_other() -> None:
    """A complete list of two asks "which of these", and the other of the two is no wrong option."""
    stars = [fact("harbour", "starring", SubjectRef(who), id=who, complete=True) for who in ("tova", "mo")]
    asked = [
        each for each in resting_on(knowledge((*FACTS, *stars)), "tova") if each.kind is AnswerKind.PERSON
    ]
    assert asked[0].stem == 'Which of these people stars in "Harbour Lights"?'
    assert "Mo Verrin" not in asked[0].options
    assert not asked[0].typed


def test_a_bounded_number_is_not_asked() -> None:
    """ "More than nine" has no exact answer."""
    vague = changed("mo+ines.films_made", value=Quantity(Number(9, None, exclusive=True), "films"))
    assert not resting_on(vague, "mo+ines.films_made")


def test_a_stem_never_tells() -> None:
    """A value that shares a word with its own subject is asked in neither direction."""
    told = changed("winter.premise", value=Text("a long ride on a train"))
    keys = {each.key for each in build(told)}
    assert "choice:winter:premise::backward" not in keys
    assert "choice:winter:premise::forward" not in keys


def test_namesakes_are_not_asked() -> None:
    """Of two films with one name no question can say which is meant."""
    known = knowledge(subjects=(*SUBJECTS, subject("harbour-ii", "film", "Harbour lights")))
    assert not [each for each in build(known) if "Harbour" in each.stem]


def test_a_surname_shared_is_not_enough() -> None:
    """A surname alone is right where one person bears it, and not where two do."""
    alone = the(knowledge(), "choice:mo:father::forward")
    assert "Osgood" in alone.accepted
    shared = knowledge(subjects=(*SUBJECTS, subject("lena", "person", "Lena Osgood")))
    assert "Osgood" not in the(shared, "choice:mo:father::forward").accepted


def test_places_that_lie_in_one_another_are_not_options_together() -> None:
    """A town and the land around it may both be right, so they never stand side by side."""
    within = fact("castrel", "part_of", SubjectRef("aldmoor"))
    question = the(knowledge((*FACTS, within)), "choice:mo:settled_in::forward")
    assert "Castrel" not in question.options


def test_keys_stay_and_versions_move() -> None:
    """A new revision of a fact keeps its questions' keys and changes their versions."""
    before = the(knowledge(), "choice:harbour:released::forward")
    again = knowledge(
        [f if f.id != "harbour.released" else type(f)(f.id, 2, f.pack, f.statement) for f in FACTS]
    )
    after = the(again, before.key)
    assert after.version != before.version


def test_the_order_of_facts_changes_nothing() -> None:
    """The same knowledge in another order gives the same questions."""
    assert build(knowledge()) == build(knowledge(reversed(FACTS), reversed(SUBJECTS)))


def test_the_right_option_moves_about() -> None:
    """The right option is not always in one place."""
    assert len({each.correct for each in build(knowledge()) if len(each.options) == 4}) >= 3


def test_true_or_false_stays_rare() -> None:
    """True or false is at most a quarter, and asks of no fact twice."""
    asked = build(knowledge())
    said = [each for each in asked if each.kind is AnswerKind.BOOLEAN]
    assert 0 < len(said) <= len(asked) / 4
    assert len({each.rests_on for each in said}) == len(said)


def test_what_came_first_is_strictly_first() -> None:
    """A question of order has one answer, and its reveal tells every date."""
    question = the(knowledge(), "order:harbour:released::first")
    assert question.answer == 'the release of "Harbour Lights"'
    assert len(question.rests_on) == 4
    assert "1961" in question.why


def test_a_tie_is_no_order() -> None:
    """Two films of one year never stand in one question as first and wrong."""
    tied = [
        each for each in build(changed("orchard.released", value=when(1961))) if each.key.startswith("order:")
    ]
    assert tied
    for each in tied:
        if each.key.endswith(":first"):
            assert not {'the release of "Harbour Lights"', 'the release of "The Orchard"'} <= set(
                each.options
            )


def test_a_written_question_is_asked_beside_the_others() -> None:
    """A question somebody wrote keeps its words, and its options come in a seeded order."""
    question = the(knowledge(questions=[by_hand()]), "written:reels:who-hid")
    assert question.answer == "Winter Train"
    assert question.options[question.correct] == "Winter Train"
    assert question.rests_on == (("winter.premise", 1),)
    assert question.sources == ("The Paper, A. Writer, 2026",)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (by_hand(marks=frozenset({Mark.SPOILER})), "it is marked spoiler"),
        (by_hand(marks=frozenset({Mark.MATURE})), "it is marked mature"),
        (by_hand(facts=("nowhere",)), "the fact nowhere is not here"),
        (by_hand(wrong=("winter train",)), "it needs two to four options, all different"),
        (by_hand(wrong=("Snow Train", "X", "Y", "Z")), "it needs two to four options, all different"),
        (by_hand(accepted=("Orchard",)), "a wrong option is accepted too"),
        (by_hand(stem="Which train of winter hides a stowaway?"), "it tells its answer"),
    ],
)
def test_a_written_question_is_withheld_with_its_reason(question: Any, reason: str) -> None:
    """A written question under the bar is not asked, and its reason can be told."""
    known = knowledge(questions=[question])
    assert withheld(known) == (("written:reels:who-hid", reason),)
    assert not [each for each in build(known) if each.key.startswith("written:")]


@pytest.mark.parametrize("status", [Status.DISPUTED, Status.RETRACTED, Status.PROPOSED])
def test_a_written_question_falls_with_its_fact(status: Status) -> None:
    """A written question waits while a fact it rests on does not stand."""
    facts = changed("winter.premise", status=status).facts
    assert withheld(knowledge(facts, questions=[by_hand()]))[0][1] == "the fact winter.premise does not stand"


def test_the_sample_passes_its_audit() -> None:
    """What is built of the sample breaks no rule."""
    known = knowledge(questions=[by_hand()])
    assert audit(known, build(known)) == ()
    assert len(build(known)) > 20


def test_a_wording_that_the_stem_says_is_no_answer() -> None:
    """Asked for a film's other title by its first, nobody is right who types the first."""
    question = by_hand(
        stem='Which other title has "Harbour Lights"?', answer="Lights of the Harbour", wrong=("Fog", "Sea")
    )
    accepted = wordings.unsaid(("Lights of the Harbour", "Harbour Lights"), question.stem)
    assert accepted == ("Lights of the Harbour",)


def test_a_name_that_describes_is_not_asked_to_be_described() -> None:
    """What "the fire of Aldmoor" is needs no asking; what "the Long Night" is does."""
    events = [
        subject(id, "event", name)
        for id, name in [
            ("fire", "The fire of Aldmoor"),
            ("night", "The Long Night"),
            ("flood", "The Great Wave"),
        ]
    ]
    texts = {
        "fire": "the blaze in a mill",
        "night": "the evening without lamps",
        "flood": "the tide that took nine boats",
    }
    told = [fact(id, "description", Text(words)) for id, words in texts.items()]
    stems = {each.stem for each in build(knowledge((*FACTS, *told), (*SUBJECTS, *events)))}
    assert "What was the Long Night?" in stems
    assert not any(stem.startswith("What was the fire") for stem in stems)


def test_a_complete_list_does_not_make_two_values_one() -> None:
    """A single-valued property with two values is not asked, whatever its list claims."""
    both = [fact("harbour", "released", when(year), id=str(year), complete=True) for year in (1961, 1962)]
    rest = [each for each in FACTS if each.id != "harbour.released"]
    assert not [each for each in build(knowledge((*rest, *both))) if "harbour:released" in each.key]


def test_a_figure_that_somebody_gave_is_no_wrong_option() -> None:
    """A proposed number, and any within somebody's bounds, may be true and so is never a wrong option."""
    rumour = fact(
        "mo+ines", "films_made", Quantity(Number(10, None), "films"), id="rumour", status=Status.PROPOSED
    )
    question = the(knowledge((*FACTS, rumour)), "choice:mo+ines:films_made::forward")
    assert all(int(each) <= 9 for each in question.options)


def test_one_of_many_tells_nothing_apart() -> None:
    """ "One of the best-loved …" may hold of any film: it is no wrong option, and no film is asked by it."""
    asked = build(changed("winter.premise", value=Text("one of the great escapes of its day")))
    assert "choice:winter:premise::backward" not in {each.key for each in asked}
    stories = [each for each in asked if each.key.endswith(":premise::forward") and "winter" not in each.key]
    assert stories
    assert not any(option.startswith("one of") for each in stories for option in each.options)


def test_what_was_retracted_is_in_nobodys_way() -> None:
    """A retracted fact is held by nobody: it ends no question about another subject."""
    gone = fact("orchard", "released", when(1961), id="gone", status=Status.RETRACTED)
    assert "choice:harbour:released::backward" in {each.key for each in build(knowledge((*FACTS, gone)))}


SOME = ("harbour", "orchard", "winter", "lantern")


def test_what_a_person_is_may_be_several_things() -> None:
    """An occupation does not make another one false: nothing is asked of it until a list of them is complete."""
    jobs = {"mo": "actress", "ines": "film director", "tova": "baker", "kip": "engraver"}
    open_lists = [fact(who, "occupation", Text(job)) for who, job in jobs.items()]
    assert not [each for each in build(knowledge((*FACTS, *open_lists))) if "occupation" in each.key]
    closed = [fact(who, "occupation", Text(job), complete=True) for who, job in jobs.items()]
    asked = [each for each in build(knowledge((*FACTS, *closed))) if "occupation" in each.key]
    assert asked
    assert not any(each.kind is AnswerKind.BOOLEAN for each in asked)


def test_no_wrong_phrase_follows_from_what_else_is_said() -> None:
    """A phrase that another statement about the subject holds is no wrong option."""
    jobs = {"mo": "actress", "ines": "film director", "tova": "baker", "kip": "engraver"}
    closed = [fact(who, "occupation", Text(job), complete=True) for who, job in jobs.items()]
    key = "choice:mo:occupation::forward"
    assert "baker" in the(knowledge((*FACTS, *closed)), key).options
    besides = fact("mo", "known_for", Text("work as a baker between two films"))
    assert "baker" not in the(knowledge((*FACTS, *closed, besides)), key).options


@pytest.mark.parametrize("name", ["country", "part_of", "place", "settled_in", "premise", "affiliation"])
def test_what_may_have_two_values_is_not_single(name: str) -> None:
    """Where one may be from, live or belong, and what a film is about, excludes nothing."""
    assert not PROPERTY[name].single


def test_a_description_tells_which_one_by_its_article() -> None:
    """ "The lantern of paper" is one thing alone and asked both ways; "a lantern of paper" may be anything."""
    told = ["story of twins", "farce on a farm", "journey of a guard", "portrait of a debtor"]
    ones = [fact(id, "description", Text(f"the {words}")) for id, words in zip(SOME, told, strict=True)]
    keys = {each.key for each in build(knowledge((*FACTS, *ones)))}
    assert {"choice:orchard:description::forward", "choice:orchard:description::backward"} <= keys
    loose = [fact(id, "description", Text(f"a {words}")) for id, words in zip(SOME, told, strict=True)]
    assert not [each for each in build(knowledge((*FACTS, *loose))) if "description" in each.key]
    mixed = build(knowledge((*FACTS, *ones[:3], loose[3])))
    assert not any(option.startswith("a portrait") for each in mixed for option in each.options)
