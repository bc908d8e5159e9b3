"""Every SQL statement of the shelf, built once when the program starts.

One law holds here: what a community reads is what all share, where it has the pack on, and its own; each statement
says so by `_visible`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, select

from facts.store.tables import (
    SHARED,
    Plain,
    content_versions,
    deletion_keys,
    fact_subjects,
    facts,
    name_tails,
    names,
    pack_switches,
    packs,
    question_revisions,
    questions,
    revisions,
    search_words,
    sources,
    subjects,
)

LAST = "\U0010ffff"  # sorts behind whatever begins with the same letters

_community: ColumnElement[str] = bindparam("community", type_=Plain)


def _theirs(table: Any) -> ColumnElement[bool]:
    """Rows of all, and the community's own."""
    theirs: ColumnElement[bool] = table.c.community_id.in_(
        [bindparam("shared", SHARED, type_=Plain), _community]
    )
    return theirs


_off = select(pack_switches.c.pack).where(
    pack_switches.c.community_id == _community, pack_switches.c.on == false()
)


def _visible(table: Any) -> ColumnElement[bool]:
    return and_(_theirs(table), table.c.pack.not_in(_off))


def _living(table: Any) -> ColumnElement[bool]:
    return and_(_visible(table), table.c.retired == false())


_subject = (subjects.c.id, subjects.c.kind, subjects.c.pack, subjects.c.summary)
_with_subject = and_(names.c.community_id == subjects.c.community_id, names.c.subject_id == subjects.c.id)
_shown = and_(_living(subjects), subjects.c.mature <= bindparam("mature"))
_matches: Select[Any] = select(names.c.subject_id, names.c.normal, subjects.c.kind).join(
    subjects, _with_subject
)

# --- subjects and names ---
SUBJECTS_BY_ID = select(*_subject).where(
    _living(subjects), subjects.c.id.in_(bindparam("ids", expanding=True))
)
NAMES_BY_ID = (
    select(names.c.subject_id, names.c.text, names.c.note)
    .where(_theirs(names), names.c.subject_id.in_(bindparam("ids", expanding=True)))
    .order_by(names.c.subject_id, names.c.place)
)
EXACT = _matches.where(_theirs(names), names.c.normal == bindparam("normal"), _shown).distinct()
JOINED = _matches.where(_theirs(names), names.c.joined == bindparam("joined"), _shown).distinct()
ONE_TYPO = (
    _matches.join(
        deletion_keys,
        and_(
            deletion_keys.c.community_id == names.c.community_id,
            deletion_keys.c.subject_id == names.c.subject_id,
            deletion_keys.c.place == names.c.place,
        ),
    )
    .where(_theirs(deletion_keys), deletion_keys.c.key.in_(bindparam("keys", expanding=True)), _shown)
    .group_by(names.c.subject_id, names.c.normal, subjects.c.kind)
    .having(func.count(deletion_keys.c.word.distinct()) >= bindparam("words"))
    .limit(500)
)
ALL_NAMES = _matches.where(_theirs(names), _shown).limit(bindparam("most"))
_with_tail = and_(
    name_tails.c.community_id == names.c.community_id,
    name_tails.c.subject_id == names.c.subject_id,
    name_tails.c.place == names.c.place,
)
_tails = _matches.join(name_tails, _with_tail).where(
    _theirs(name_tails),
    name_tails.c.tail >= bindparam("start"),
    name_tails.c.tail < bindparam("end"),
    _shown,
)
STARTING = _tails.limit(bindparam("most"))
COMPLETE = _tails.order_by(name_tails.c.word, names.c.place, name_tails.c.tail).limit(bindparam("most"))
COMPLETE_KINDS = COMPLETE.where(subjects.c.kind.in_(bindparam("kinds", expanding=True)))
LABELS = (
    _matches.where(_theirs(names), names.c.place == 0, _shown)
    .order_by(names.c.normal)
    .limit(bindparam("most"))
)
LABELS_KINDS = LABELS.where(subjects.c.kind.in_(bindparam("kinds", expanding=True)))
KINDS_KNOWN = select(subjects.c.kind).where(_living(subjects)).distinct()
SOURCES_BY_ID = select(sources).where(_theirs(sources), sources.c.id.in_(bindparam("ids", expanding=True)))

# --- facts and questions ---
_head = and_(
    revisions.c.community_id == facts.c.community_id,
    revisions.c.fact_id == facts.c.id,
    revisions.c.number == facts.c.revision,
)
_facts: Select[Any] = (
    select(facts.c.id, facts.c.revision, facts.c.pack, revisions.c.content)
    .join(revisions, _head)
    .where(_living(facts), facts.c.status != "retracted")
    .order_by(facts.c.community_id, facts.c.pack, facts.c.place, facts.c.id)
)
FACTS = _facts
FACTS_BY_ID = _facts.where(facts.c.id.in_(bindparam("ids", expanding=True)))
CHANGED_AT = (
    select(facts.c.id, revisions.c.at)
    .join(revisions, _head)
    .where(_living(facts), facts.c.id.in_(bindparam("ids", expanding=True)))
)
FACTS_OF = _facts.join(
    fact_subjects,
    and_(fact_subjects.c.community_id == facts.c.community_id, fact_subjects.c.fact_id == facts.c.id),
).where(
    _theirs(fact_subjects),
    fact_subjects.c.subject_id == bindparam("subject"),
    fact_subjects.c.role == bindparam("role"),
)
QUESTIONS = (
    select(questions.c.id, questions.c.revision, questions.c.pack, question_revisions.c.content)
    .join(
        question_revisions,
        and_(
            question_revisions.c.community_id == questions.c.community_id,
            question_revisions.c.question_id == questions.c.id,
            question_revisions.c.number == questions.c.revision,
        ),
    )
    .where(_living(questions))
    .order_by(questions.c.community_id, questions.c.pack, questions.c.place, questions.c.id)
)
SUBJECTS = select(*_subject).where(_living(subjects)).order_by(subjects.c.community_id, subjects.c.id)
NAMES = (
    select(names.c.subject_id, names.c.text, names.c.note)
    .where(_theirs(names))
    .order_by(names.c.subject_id, names.c.place)
)
SOURCES = select(sources).where(_theirs(sources))

# --- full text ---
_entry = (search_words.c.subject_id, search_words.c.fact_id, search_words.c.weight, search_words.c.word)
_word = and_(
    _theirs(search_words), search_words.c.word >= bindparam("start"), search_words.c.word < bindparam("end")
)
# Two statements, as an entry is a subject's names or a fact, and each knows its own pack.
WORD_IN_NAMES = (
    select(*_entry)
    .join(
        subjects,
        and_(
            search_words.c.community_id == subjects.c.community_id, search_words.c.subject_id == subjects.c.id
        ),
    )
    .where(_word, search_words.c.fact_id == "", _shown)
    .limit(bindparam("most"))
)
WORD_IN_FACTS = (
    select(*_entry)
    .join(
        facts, and_(search_words.c.community_id == facts.c.community_id, search_words.c.fact_id == facts.c.id)
    )
    .where(
        _word,
        search_words.c.fact_id != "",
        _living(facts),
        facts.c.status != "retracted",
        facts.c.spoiler == false(),
        facts.c.mature <= bindparam("mature"),
    )
    .limit(bindparam("most"))
)

# --- packs ---
PACKS = select(packs).where(_theirs(packs)).order_by(packs.c.name)
SWITCHES = select(pack_switches.c.pack, pack_switches.c.on).where(pack_switches.c.community_id == _community)


def _counted(table: Any) -> Select[Any]:
    return (
        select(table.c.pack, func.count())
        .where(_theirs(table), table.c.retired == false())
        .group_by(table.c.pack)
    )


COUNTS = {"subjects": _counted(subjects), "facts": _counted(facts), "questions": _counted(questions)}
VERSIONS = select(content_versions.c.community_id, content_versions.c.version).where(
    _theirs(content_versions)
)
