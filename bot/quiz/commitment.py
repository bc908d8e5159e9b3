"""The seal of a round: at its start a commitment to all that decides it, at its end what that was made of.

Two laws. What is sealed has one text, in lines that anybody can write into a file and hash with sha256sum; whatever of
a question or of the options stood outside it could be changed unseen, and a test holds that nothing does. And each
question is sealed under a salt of its own, so that opening those that were asked tells nothing of those that were not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from bot.quiz.round import Round
from facts.question import LETTERS, Question

SHOWN = 32  # digits of a commitment that a card shows: two texts that agree in so many cannot be made

# What would break a line, or be lost when it is copied from a screen: controls, marks that nobody sees, spaces at an
# end or doubled; and the backslash, with which they are written.
_FRAGILE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\]|\A | \Z|(?<= ) "
)


def commit(round: Round, questions: Sequence[Question], salt: str) -> str:
    """The commitment to a round that drew these questions, reserves included: 64 hexadecimal digits.

    `salt` is 64 more, secret for good: the salts of single questions come from it.
    """
    texts = (question_text(one, salt_of(salt, index)) for index, one in enumerate(questions, start=1))
    return digest(round_text(round, map(digest, texts)))


def digest(text: str) -> str:
    """The text's SHA-256, as sha256sum prints it."""
    return hashlib.sha256(text.encode()).hexdigest()


def salt_of(salt: str, position: int) -> str:
    """The salt of the question at this position; it tells neither the round's salt nor another question's."""
    return digest(f"{salt} {position}")


def spoken(commitment: str) -> str:
    """The beginning of a commitment, in groups that can be compared by eye: as the start card shows it."""
    return " ".join(commitment[i : i + 8] for i in range(0, SHOWN, 8))


def round_text(round: Round, digests: Iterable[str]) -> str:
    """What the commitment is the SHA-256 of: the round, how it is played, and each question by its own digest."""
    place, options, timing = round.place, round.options, round.timing
    return _text(
        "trivium seal 1",
        ("round", round.id),
        ("started", str(round.started_at)),
        ("platform", place.platform),
        ("community", place.community),
        ("channel", place.channel),
        ("host", round.host),
        ("topic", options.topic),
        ("topic-ref", options.topic_ref),
        ("asked-for", str(options.questions)),
        ("count", str(round.count)),
        ("seconds", str(options.seconds)),
        ("mode", options.mode.value),
        ("scoring", options.scoring.value),
        ("difficulty", options.difficulty or ""),
        ("teams", options.teams.value),
        ("announce", str(timing.announce)),
        ("grace", str(timing.grace)),
        ("tie", str(timing.tie)),
        ("settle", str(timing.settle)),
        ("reveal", str(timing.reveal)),
        ("pause", str(timing.pause)),
        ("patience", str(timing.patience)),
        ("seed", str(round.seed)),
        *(("question", one) for one in digests),
    )


def question_text(question: Question, salt: str) -> str:
    """What stands behind a question's digest: all that is asked, all that is right, all that the judge goes by."""
    return _text(
        "trivium question 1",
        ("salt", salt),
        ("key", question.key),
        ("version", question.version),
        ("stem", question.stem),
        ("kind", question.kind.value),
        *(("option", one) for one in question.options),
        ("right", LETTERS[question.correct : question.correct + 1] or str(question.correct)),
        ("answer", question.answer),
        *(("accepted", one) for one in question.accepted),
        *(("wording", one) for one in question.wordings),
        *(("qualifier", one) for one in question.qualifiers),
        *(("foe", one) for one in question.foes),
        *(("lookalike", one) for one in question.lookalikes),
        ("tolerance", repr(float(question.tolerance))),
        ("why", question.why),
        *(("source", one) for one in question.sources),
        *(("fact", f"{revision} {fact}") for fact, revision in question.rests_on),
        *(("subject", one) for one in question.subjects),
        ("topic", question.topic),
        ("difficulty", question.difficulty.value),
    )


def _text(title: str, *lines: tuple[str, str]) -> str:
    """A name and a value a line, each ended by a line feed; a name alone where the value is empty."""
    told = (f"{name} {_whole(value)}" if value else name for name, value in lines)
    return "".join(f"{line}\n" for line in (title, *told))


def _whole(value: str) -> str:
    return _FRAGILE.sub(lambda found: f"\\u{ord(found[0]):04x}", value)
