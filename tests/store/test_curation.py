"""What makes a fact acceptable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facts.curation import Reason, refusals
from facts.knowledge import Name, Precision, Qualifier, Statement, Subject, SubjectRef, Text, When

SUBJECTS = {
    "salt": Subject("salt", "film", (Name("Salt"),), "own"),
    "ann": Subject("ann", "person", (Name("Ann"),), "own"),
}
SOUND = Statement(("salt",), "director", SubjectRef("ann"), sources=("atlas",))


def test_a_sound_fact_has_no_refusals() -> None:
    """A film's director, a person, with a source."""
    assert refusals(SOUND, SUBJECTS) == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sources": ()}, Reason.NO_SOURCE),
        ({"subjects": ()}, Reason.NO_SUBJECT),
        ({"subjects": ("nobody",)}, Reason.UNKNOWN_SUBJECT),
        ({"subjects": ("ann",)}, Reason.WRONG_SUBJECT_KIND),
        ({"property": "colour"}, Reason.UNKNOWN_PROPERTY),
        ({"value": Text("Ann")}, Reason.WRONG_VALUE),
        ({"value": SubjectRef("salt")}, Reason.WRONG_VALUE_KIND),
        ({"value": SubjectRef("nobody")}, Reason.UNKNOWN_SUBJECT),
        ({"property": "genre", "value": Text("  ")}, Reason.EMPTY_VALUE),
        ({"qualifiers": (Qualifier("colour", Text("red")),)}, Reason.UNKNOWN_PROPERTY),
        ({"qualifiers": (Qualifier("where", When(1, 1, Precision.YEAR, "1")),)}, Reason.WRONG_VALUE),
    ],
)
def test_each_flaw_is_refused_for_its_reason(changes: dict[str, object], reason: Reason) -> None:
    """One flaw, one refusal."""
    found = refusals(replace(SOUND, **changes), SUBJECTS)  # type: ignore[arg-type]
    assert [refusal.reason for refusal in found] == [reason]
