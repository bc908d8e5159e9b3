"""Facts become questions: built, audited, drawn for a round, narrowed to a topic. Pure, and the same everywhere."""

from facts.builder.audit import audit
from facts.builder.build import build, withheld
from facts.builder.draw import draw
from facts.builder.rules import Breach, Rule
from facts.builder.topics import about

__all__ = ["Breach", "Rule", "about", "audit", "build", "draw", "withheld"]
