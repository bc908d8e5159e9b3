"""Reading packs: what is right is read whole, what is wrong is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.interchange.pack import PackError, read_pack, read_pack_bytes
from facts.interchange.shape import SCHEMA
from facts.knowledge import (
    Claim,
    Mark,
    Number,
    Pack,
    Precision,
    Qualifier,
    Quantity,
    Rank,
    Status,
    SubjectRef,
    When,
)
from facts.packs import builtin, builtin_files
from facts.question import AnswerKind, Difficulty
from facts.vocabulary import KIND, PROPERTY, QUALIFIER

SMALL = (Path(__file__).parent.parent / "small.yaml").read_text("utf-8")

HEAD = """\
pack: tiny
version: 1.0.0
title: Tiny
licence: CC0-1.0
default_source: atlas
sources:
  atlas: {title: An atlas}
subjects:
  salt:
    kind: film
    names: [Salt]
    facts:
"""


def errors(text: str) -> list[str]:
    read = read_pack(text)
    assert not isinstance(read, Pack), "this pack was read without an error"
    return [str(error) for error in read]


def test_each_thing_a_pack_can_say_is_read(small_pack: Pack) -> None:
    """Values, claims, marks, joint subjects, defaults: each arrives as it was meant."""
    facts = {fact.id: fact.statement for fact in small_pack.facts}
    assert facts["pulgasari.released"].value == When(1985, 1985, Precision.YEAR, "1985")
    assert facts["salt.released"].value == When(1985, 1985, Precision.MONTH, "June 1985", 6)
    assert facts["kim-jong-il.owned"].value == Quantity(Number(15000, None, True), "films")
    made = facts["shin-sang-ok.films_made"]
    assert made.subjects == ("shin-sang-ok", "choi-eun-hee")
    assert made.qualifiers == (Qualifier("where", SubjectRef("pyongyang")),)
    abducted = facts["shin-sang-ok.abducted"].value
    assert abducted == When(1976, 1979, Precision.PART_OF_DECADE, "the late 1970s")
    assert facts["confrontation.echoes"].claim == Claim("critics", False, Claim("shin-sang-ok", True))
    assert facts["pulgasari.director"].marks == {Mark.INFERRED}
    assert facts["kim-jong-il.occupation"].rank is Rank.PREFERRED
    assert facts["ryongchon-disaster.cause-official"].status is Status.DISPUTED
    assert facts["ryongchon-disaster.cause-official"].sources == ("diary",)
    assert facts["pulgasari.released"].sources == ("atlas",)
    assert {source.id: source.date for source in small_pack.sources} == {
        "atlas": "2020",
        "diary": "2021-05-01",
    }
    assert small_pack.questions[0].subjects == ("pulgasari",)
    assert small_pack.subjects[0].names[2].text == "불가사리"


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("{property: released, value: soon}", "subjects.salt.facts[0].value: a year is missing"),
        ("{property: released}", "subjects.salt.facts[0]: value is missing"),
        (
            "{property: relased, value: 1985}",
            "facts[0].property: 'relased' is not known here; did you mean 'released'?",
        ),
        (
            "{property: released, value: 1985, rnk: normal}",
            "facts[0].rnk: 'rnk' is not known here; did you mean 'rank'?",
        ),
        (
            "{property: director, value: salty}",
            "director takes a subject, and none has the id 'salty'; did you mean 'salt'?",
        ),
        ("{property: director, value: salt}", "director takes a person, and 'salt' is a film"),
        (
            "{property: occupation, value: actress}",
            "facts[0].property: occupation is said of a person, not of a film",
        ),
        (
            "{property: released, value: 1985, sources: [atlsa]}",
            "sources[0]: no source has the id 'atlsa'; did you mean 'atlas'?",
        ),
        ("{property: released, value: 1985, with: [nobody]}", "with[0]: no subject has the id 'nobody'"),
        ("{property: released, value: {year: 1985, month: 13}}", "the month must be a number from 1 to 12"),
        ("{property: released, value: {year: 2023, month: 2, day: 29}}", "February 2023 has no day 29"),
        ("{property: released, value: {first: 1990, last: 1980}}", "first (1990) comes after last (1980)"),
        ("{property: count, value: {exactly: 3}}", "a unit is missing"),
        ("{property: count, value: {exactly: 3, at_least: 2, unit: films}}", "exactly one of"),
        ("{property: genre, value: ''}", "the value is empty"),
        (
            "{property: genre, value: drama, marks: [spoler]}",
            "'spoler' is not known here; did you mean 'spoiler'?",
        ),
        (
            "{property: genre, value: drama, status: retracted}",
            "'retracted' is not known here; it is one of accepted, disputed",
        ),
        (
            "{property: genre, value: drama, qualifiers: {whn: 1985}}",
            "qualifiers.whn: 'whn' is not known here",
        ),
        ("{property: genre, value: drama, qualifiers: {when: soon}}", "qualifiers.when: a year is missing"),
        ("{property: genre, value: drama, according_to: {who: salty}}", "no subject has the id 'salty'"),
        (
            "{property: genre, property: genre, value: drama}",
            "this key stands twice (line 13 has it already)",
        ),
        ("{property: genre, value: &a drama}", "anchors (&) and aliases (*) are not read here"),
        ("{property: genre, value: !!str drama}", "tags"),
        ("word", "facts[0]: a fact: its property and value must stand here, not 'word'"),
    ],
)
def test_what_is_wrong_with_a_fact_is_told_on_its_line(fact: str, told: str) -> None:
    """One error, with its line, the way there and a plain sentence."""
    (error,) = errors(HEAD + f"      - {fact}\n")
    assert error.startswith("line 13: ")
    assert told in error


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("pack: tiny", "pack: My Pack"), "line 1: pack: 'My Pack' is not an id"),
        (("version: 1.0.0", "version: 1.0"), "line 2: version: a version of three numbers"),
        (("title: Tiny\n", ""), "line 1: title is missing"),
        (
            ("kind: film", "kind: flim"),
            "line 10: subjects.salt.kind: 'flim' is not known here; did you mean 'film'?",
        ),
        (("names: [Salt]", "names: []"), "line 11: subjects.salt.names: this is empty"),
        (
            ("names: [Salt]", "names: [Salt, Salt]"),
            "line 11: subjects.salt.names[1]: 'Salt' is a name of it already",
        ),
        (
            ("default_source: atlas", "default_source: atla"),
            "line 5: default_source: no source has the id 'atla'",
        ),
        (("  salt:", "  Sa lt:"), "line 9: subjects.Sa lt: 'Sa lt' cannot be an id"),
    ],
)
def test_what_is_wrong_around_the_facts_is_told(change: tuple[str, str], told: str) -> None:
    """The pack's own lines, subjects and sources."""
    assert told in errors((HEAD + "      []\n").replace(*change))[0]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("flim", "line 10: subjects.salt.kind: 'flim' is not known here; did you mean 'film'?"),
        (
            "organisation",
            "line 10: subjects.salt.kind: 'salt' is an organisation here, and 3 facts take it for a film, "
            "first on line 13",
        ),
    ],
)
def test_a_wrong_kind_is_one_mistake(kind: str, told: str) -> None:
    """However many facts a wrong kind puts out, it is told once, where it stands."""
    facts = """\
      - {property: released, value: 1985}
      - {property: genre, value: drama}
      - {property: premise, value: a long walk}
  kip:
    kind: person
    names: [Kip]
    facts:
      - {property: award_won, value: best, qualifiers: {for_work: salt}}
  best:
    kind: award
    names: [Best]
"""
    assert errors(HEAD.replace("kind: film", f"kind: {kind}") + facts) == [told]


def test_a_kind_has_its_article() -> None:
    """What a property is said of is told in good English."""
    (error,) = errors(HEAD + "      - {property: victim, value: kip}\n" + KIP)
    assert "victim is said of an event, not of a film" in error


KIP = """\
  kip:
    kind: person
    names: [Kip]
"""

QUESTION = """\
questions:
  - id: one
    ask: Which film is it?
    answer: Salt
    wrong: [Pepper, Sugar]
    why: It is.
"""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("[Pepper, Sugar]", "[salt, Sugar]"), "questions[0].wrong[0]: 'salt' is the right answer"),
        (
            ("[Pepper, Sugar]", "[Pepper, pepper]"),
            "questions[0].wrong[1]: 'pepper' stands among the wrong options twice",
        ),
        (("[Pepper, Sugar]", "[a, b, c, d]"), "questions[0].wrong: 4 are too many: at most 3"),
        (("[Pepper, Sugar]", "[]"), "questions[0].wrong: this is empty"),
        (
            ("Which film is it?", "Is Salt a film?"),
            "questions[0].ask: the answer 'Salt' stands in what is asked",
        ),
        (
            ("why: It is.", "why: It is.\n    facts: [salt.released]"),
            "questions[0].facts[0]: no fact has the id",
        ),
        (("why: It is.", "why: It is.\n    kind: year"), "has a year for its answer, not 'Salt'"),
        (("    why: It is.\n", ""), "questions[0]: why is missing"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(change: tuple[str, str], told: str) -> None:
    """Options that meet, an answer given away, facts that are not there."""
    (error,) = errors(HEAD + "      []\n" + QUESTION.replace(*change))
    assert told in error


def test_numbers_as_options_are_read_as_they_were_written() -> None:
    """An unquoted year, or a number with its zeros, is words where words stand."""
    pack = read_pack(
        HEAD + "      []\n" + QUESTION.replace("Salt", "1985").replace("Pepper, Sugar", "1984, 1.50")
    )
    assert isinstance(pack, Pack)
    assert (pack.questions[0].answer, pack.questions[0].wrong) == ("1985", ("1984", "1.50"))


def test_all_errors_come_at_once_by_line() -> None:
    """An error hides no other."""
    facts = [
        "{property: released, value: x}",
        "{property: nothing, value: x}",
        "{property: genre, value: x, sources: [y]}",
    ]
    told = errors(
        HEAD.replace("kind: film", "kind: film\n    colour: red")
        + "".join(f"      - {one}\n" for one in facts)
    )
    assert [int(one.split(":")[0].removeprefix("line ")) for one in told] == [11, 14, 15, 16]


def test_a_fact_without_a_source_is_told() -> None:
    """Neither its own nor a default."""
    (error,) = errors(
        HEAD.replace("default_source: atlas\n", "") + "      - {property: genre, value: drama}\n"
    )
    assert "a source is missing" in error


def test_a_property_twice_needs_an_id() -> None:
    """Two facts never share an id."""
    (error,) = errors(HEAD + "      - {property: genre, value: drama}\n" * 2)
    assert "line 14" in error
    assert "stands on line 13 already: give each an id of its own" in error


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b"# nothing\n", "the file is empty"),
        (b"pack: [", "this is not YAML"),
        (b"pack: \xff\n", "not UTF-8"),
        (b"a\n---\nb\n", "a second document"),
        (b"just words", "a pack begins with lines such as"),
        (b"- a\n- b", "a pack begins with lines such as"),
        (b"pack: \x07", "a character here that YAML does not allow"),
        (b"a: " + b"[" * 40, "nested too deeply"),
        (b"\x00" * 10, "a character here that YAML does not allow"),
        (b"x" * 5_000_001, "too large"),
        (b"a: b: c", "this is not YAML"),
    ],
)
def test_a_file_that_is_no_pack_gives_one_clear_error(data: bytes, told: str) -> None:
    """Whatever it is, one line says so."""
    read = read_pack_bytes(data)
    assert not isinstance(read, Pack)
    assert len(read) == 1
    assert told in str(read[0])
    assert "ruamel" not in str(read[0])


@given(st.data())
def test_no_damage_to_a_pack_is_a_crash(data: st.DataObject) -> None:
    """A pack with a piece cut out or put in is read or refused with lines that exist."""
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, min(len(SMALL), start + 40)))
    put = data.draw(st.sampled_from(["", "null", "[]", "{}", "x", ": ", "- ", "1985", "\n", "'", "#"]))
    read = read_pack(SMALL[:start] + put + SMALL[end:])
    if not isinstance(read, Pack):
        assert read
        assert all(
            isinstance(error, PackError) and 1 <= error.line <= SMALL.count("\n") + 2 for error in read
        )


def test_the_schema_speaks_the_vocabulary() -> None:
    """Kinds, properties, qualifiers and marks of the schema are those of the code."""
    shapes = SCHEMA["$defs"]
    assert shapes["subject"]["properties"]["kind"]["enum"] == list(KIND)
    assert shapes["fact"]["properties"]["property"]["enum"] == list(PROPERTY)
    assert list(shapes["fact"]["properties"]["qualifiers"]["properties"]) == list(QUALIFIER)
    assert shapes["fact"]["properties"]["marks"]["items"]["enum"] == [mark.value for mark in Mark]
    assert shapes["fact"]["properties"]["rank"]["enum"] == [rank.value for rank in Rank]
    assert shapes["question"]["properties"]["kind"]["enum"] == [kind.value for kind in AnswerKind]
    assert shapes["question"]["properties"]["difficulty"]["enum"] == [one.value for one in Difficulty]


def test_the_built_in_packs_are_sound() -> None:
    """Each file is read without an error and named as it is."""
    packs = builtin()
    assert [pack.name for pack in packs] == [file.name for file in builtin_files()]
    assert "dprk-cinema" in {pack.name for pack in packs}
