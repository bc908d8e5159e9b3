"""What a revision keeps is what was said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facts.knowledge import (
    Claim,
    Mark,
    Number,
    Precision,
    Qualifier,
    Quantity,
    Rank,
    Statement,
    Status,
    SubjectRef,
    Text,
    When,
    WrittenQuestion,
)
from facts.store.encoding import decode_question, decode_statement, encode_question, encode_statement

words = st.text(max_size=20)
numbers = st.one_of(
    st.none(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False)
)
number = st.builds(Number, numbers, numbers, st.booleans(), words)
years = st.integers(-9999, 9999)
when = st.builds(
    When,
    years,
    years,
    st.sampled_from(Precision),
    words,
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
)
value = st.one_of(
    st.builds(Text, words), st.builds(SubjectRef, words), when, number, st.builds(Quantity, number, words)
)
claim = st.recursive(st.none(), lambda inner: st.builds(Claim, words, st.booleans(), inner), max_leaves=4)
several = st.lists(words, max_size=3).map(tuple)
statement = st.builds(
    Statement,
    subjects=several,
    property=words,
    value=value,
    qualifiers=st.lists(st.builds(Qualifier, words, value), max_size=3).map(tuple),
    rank=st.sampled_from(Rank),
    status=st.sampled_from(Status),
    marks=st.frozensets(st.sampled_from(Mark)),
    claim=claim,
    sources=several,
    complete=st.booleans(),
)
question = st.builds(
    WrittenQuestion,
    id=words,
    pack=words,
    stem=words,
    answer=words,
    wrong=several,
    why=words,
    sources=several,
    facts=several,
    accepted=several,
    answer_kind=words,
    difficulty=words,
    subjects=several,
    marks=st.frozensets(st.sampled_from(Mark)),
    typed=st.booleans(),
    revision=st.integers(1, 99),
)


@given(statement)
def test_a_statement_comes_back_as_it_was(said: Statement) -> None:
    """Encoding loses nothing, and says the same thing in the same way."""
    kept = encode_statement(said)
    assert decode_statement(kept) == said
    assert encode_statement(decode_statement(kept)) == kept


@given(question)
def test_a_written_question_comes_back_as_it_was(asked: WrittenQuestion) -> None:
    """Its id, pack and revision stand beside the text, the rest in it."""
    assert decode_question(encode_question(asked), asked.id, asked.pack, asked.revision) == asked
