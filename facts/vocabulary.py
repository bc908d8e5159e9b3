"""The words facts are made of: kinds of subject and properties, as data.

A pack may use exactly these. To add a property, add its line here and, if questions are to come of it, a template
in `facts.builder.templates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """What a property's value is."""

    TEXT = "text"
    SUBJECT = "subject"
    WHEN = "when"
    NUMBER = "number"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of subject: how one and many are called, and the command that looks it up best."""

    name: str
    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Property:
    """What may be said of a subject.

    `label` stands before the value on a card. `single` says that a subject has one value at most by what the
    property means (one father, one year of release), which is what makes another value false: a person may have two
    occupations, and a film be about two things. `tells_which` says that a value which begins with "the" is true of
    one subject alone, and so false of every other. `kinds` are the kinds of subject it is said of; empty means any.
    `takes_kind` are the kinds a subject value may be of. Properties stand in the order in which a card lists them.
    """

    name: str
    label: str
    takes: Takes
    single: bool = False
    tells_which: bool = False
    kinds: tuple[str, ...] = ()
    takes_kind: tuple[str, ...] = ()


KINDS = (
    Kind("film", "film", "films"),
    Kind("person", "person", "people"),
    Kind("organisation", "organisation", "organisations"),
    Kind("festival", "festival", "festivals"),
    Kind("award", "award", "awards"),
    Kind("event", "event", "events"),
    Kind("place", "place", "places"),
    Kind("law", "law", "laws"),
    Kind("period", "period", "periods"),
    Kind("topic", "topic", "topics"),  # a practice, a genre, a technology: "state-approved apps"
)

_WORK = ("film",)
_MAKER = ("person", "organisation")

# A text value is a phrase: no capital at its start, no full stop, and never the subject's own name. "…" in the comment
# shows the sentence it completes; S is the subject's name. docs/packs.md says the same to whoever writes a pack.
PROPERTIES = (
    # "S is …": "the monster epic modelled on Godzilla". Asked only where it begins with "the".
    Property("description", "", Takes.TEXT, tells_which=True),
    # --- works ---
    Property("released", "Released", Takes.WHEN, single=True, kinds=_WORK),
    # when it ran, if not when it came out
    Property("in_cinemas", "In cinemas", Takes.WHEN, single=True, kinds=_WORK),
    Property("director", "Directed by", Takes.SUBJECT, kinds=_WORK, takes_kind=("person",)),
    Property("producer", "Made by", Takes.SUBJECT, kinds=_WORK, takes_kind=_MAKER),
    Property("overseen_by", "Overseen by", Takes.SUBJECT, kinds=_WORK, takes_kind=_MAKER),
    Property("starring", "Starring", Takes.SUBJECT, kinds=_WORK, takes_kind=("person",)),
    # "The genre of S is …", without an article: "monster epic"
    Property("genre", "Genre", Takes.TEXT, kinds=_WORK),
    Property("modelled_on", "Modelled on", Takes.SUBJECT, kinds=_WORK, takes_kind=_WORK),
    Property("built_on", "Built on", Takes.SUBJECT, kinds=_WORK),  # the material a documentary rests on
    Property("echoes", "Echoes", Takes.SUBJECT, kinds=_WORK, takes_kind=("event",)),
    Property("set_in", "Set in", Takes.WHEN, kinds=_WORK),
    # a story may span more than one
    Property("set_during", "Set during", Takes.SUBJECT, kinds=_WORK, takes_kind=("period", "event")),
    Property("premise", "Story", Takes.TEXT, kinds=_WORK),  # "S is about …"
    # "The main character of S is …"
    Property("protagonist", "Main character", Takes.TEXT, kinds=_WORK),
    Property("villain", "Villain", Takes.TEXT, kinds=_WORK),  # "The villain of S is …"
    Property("shows", "Shows", Takes.TEXT, kinds=_WORK),  # "S shows …"
    Property("ending", "Ending", Takes.TEXT, kinds=_WORK),  # "S ends with …"
    Property("lesson", "Lesson", Takes.TEXT, kinds=_WORK),  # "The lesson of S is that …"
    Property("style", "Style", Takes.TEXT, kinds=_WORK),  # "S is made with …"
    Property("first_broadcast", "First on television", Takes.WHEN, single=True, kinds=_WORK),
    Property("award_won", "Awards", Takes.SUBJECT, kinds=("film", "person"), takes_kind=("award",)),
    Property("reception_home", "At home", Takes.TEXT, kinds=_WORK),  # "At home S was …"
    Property("reception_abroad", "Abroad", Takes.TEXT, kinds=_WORK),  # "Abroad S was …"
    # --- people ---
    # "S is a …", without an article: "actress"
    Property("occupation", "Occupation", Takes.TEXT, kinds=("person",)),
    # a person's, a film's, an organisation's
    Property("country", "Country", Takes.SUBJECT, takes_kind=("place",)),
    # "The position of S is …", without an article: "leader of North Korea"
    Property("position", "Position", Takes.TEXT, kinds=("person",)),
    Property(
        "affiliation",
        "Works for",
        Takes.SUBJECT,
        kinds=("person",),
        takes_kind=("organisation",),
    ),
    Property("father", "Father", Takes.SUBJECT, single=True, kinds=("person",), takes_kind=("person",)),
    Property("partner", "Partner", Takes.SUBJECT, kinds=("person",), takes_kind=("person",)),
    Property("headed", "Headed", Takes.SUBJECT, kinds=("person",), takes_kind=("organisation",)),
    Property("abducted", "Abducted", Takes.WHEN, single=True, kinds=("person",)),
    Property(
        "abducted_in", "Abducted in", Takes.SUBJECT, single=True, kinds=("person",), takes_kind=("place",)
    ),
    Property("taken_to", "Taken to", Takes.SUBJECT, kinds=("person",), takes_kind=("place",)),
    Property("ordered_to", "Was ordered to", Takes.TEXT, kinds=("person",)),  # "S was ordered to …"
    Property("escaped", "Escaped", Takes.WHEN, single=True, kinds=("person",)),
    Property("settled_in", "Settled in", Takes.SUBJECT, kinds=("person",), takes_kind=("place",)),
    Property("films_made", "Films made", Takes.QUANTITY, single=True, kinds=("person",)),
    Property("owned", "Owned", Takes.QUANTITY, kinds=("person",)),
    Property("attended", "Attended", Takes.SUBJECT, kinds=("person",), takes_kind=("festival", "event")),
    Property("said", "Said", Takes.TEXT, kinds=("person",)),  # "S said that …": reported speech, in our words
    # "S …": "ran the industry in person"
    Property("did", "Did", Takes.TEXT, kinds=("person", "organisation", "place")),
    Property("known_for", "Known for", Takes.TEXT),  # "S is known for …"
    # --- organisations, festivals, awards, events, places, laws, topics ---
    Property("founded", "Founded", Takes.WHEN, single=True),
    Property("founded_after", "Founded in the years after", Takes.SUBJECT, takes_kind=("event",)),
    Property("specialises_in", "Specialises in", Takes.TEXT, kinds=("organisation",)),  # "S specialises in …"
    Property("part_of", "Part of", Takes.SUBJECT),
    Property(
        "awarded_by",
        "Awarded by",
        Takes.SUBJECT,
        kinds=("award",),
        takes_kind=("festival", "organisation"),
    ),
    Property("awarded_for", "Awarded for", Takes.SUBJECT, kinds=("award",), takes_kind=_WORK),
    Property("awarded_to", "Awarded to", Takes.SUBJECT, kinds=("award",), takes_kind=("person", "film")),
    Property("year", "Year", Takes.WHEN, single=True, kinds=("event", "law", "award")),
    Property("lasted", "Lasted", Takes.WHEN, single=True, kinds=("period",)),
    Property("categories", "Mostly fell into", Takes.SUBJECT, kinds=("period",), takes_kind=("topic",)),
    Property("held", "Held", Takes.WHEN, kinds=("festival", "event", "topic")),
    Property("place", "Place", Takes.SUBJECT, takes_kind=("place",)),
    Property("near", "Near", Takes.SUBJECT, kinds=("place", "event"), takes_kind=("place",)),
    Property("victim", "Victim", Takes.SUBJECT, kinds=("event",), takes_kind=("person",)),
    Property("followed", "Followed", Takes.SUBJECT, kinds=("event",), takes_kind=("event",)),
    # "The cause of S was …": mostly according to somebody
    Property("cause", "Cause", Takes.TEXT, kinds=("event",)),
    Property("involved", "Involved", Takes.SUBJECT, kinds=("event", "topic"), takes_kind=_MAKER),
    Property("provides", "Provides", Takes.TEXT),  # a law, an app, a service: "S provides …"
    Property("punishes", "Punishes", Takes.TEXT, kinds=("law", "topic")),  # "S punishes …"
    Property("capital_of", "Capital of", Takes.SUBJECT, single=True, kinds=("place",), takes_kind=("place",)),
    Property("features", "Marked by", Takes.TEXT),  # a period, a practice: "S is marked by …"
    Property("change", "Change", Takes.TEXT),  # "A change in S: …": what altered, and since when
    Property("count", "Number", Takes.QUANTITY),
    Property("note", "Also", Takes.TEXT),  # what fits nowhere else, a clause by itself; never asked
)

# What may narrow a fact; on a card it stands in brackets after the value.
QUALIFIERS = (
    Property("when", "", Takes.WHEN, single=True),
    Property("where", "in", Takes.SUBJECT, single=True),
    Property("for_work", "for", Takes.SUBJECT, single=True),
    Property("for_country", "for", Takes.SUBJECT, single=True),
    Property("as", "as", Takes.TEXT, single=True),
    Property("by", "by", Takes.SUBJECT),
    Property("how", "", Takes.TEXT, single=True),
)

KIND = {kind.name: kind for kind in KINDS}
PROPERTY = {prop.name: prop for prop in PROPERTIES}
QUALIFIER = {prop.name: prop for prop in QUALIFIERS}
ORDER = {prop.name: place for place, prop in enumerate(PROPERTIES)}
