"""How each property is said and asked, as data: the only room to touch when a property is to be asked about.

{s} is the subject (all of them for a joint fact) as running text has it, {v} the value, {q} the qualifiers,
{kind} the subject's kind; {was} {is} {has} {do} agree with the number of subjects. `backward` asks for the
subject: {who} there is "Who" for a person and "Which film" and the like for everything else.
A property that is not here is shown on cards and never asked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A property's sentences for subjects of `kinds` (empty: any).

    `one_of` asks for one value of a complete list of several. `statement` may be asked as true or false.
    With `siblings` wrong options are only such values as the property has elsewhere: not every event is an era.
    """

    property: str
    says: str
    forward: str = ""
    backward: str = ""
    one_of: str = ""
    kinds: tuple[str, ...] = ()
    statement: bool = True
    siblings: bool = False


PHRASINGS = (
    # --- works ---
    Phrasing(
        "description", "{s} {is} {v}", "Who {is} {s}?", "{who} is {v}?", kinds=("person",), statement=False
    ),
    Phrasing(
        "description",
        "{s} {is} {v}",
        "What {is} {s}?",
        "{who} is {v}?",
        kinds=("film", "law"),
        statement=False,
    ),
    Phrasing(
        "description",
        "{s} {was} {v}",
        "What {was} {s}?",
        "{who} was {v}?",
        kinds=("event",),
        statement=False,
    ),
    Phrasing(
        "description",
        "{s} {is} {v}",
        "What {is} {s}?",
        "Which of these is {v}?",
        kinds=("organisation",),
        statement=False,
    ),
    # A place or a festival described by its part in a story is a question one way only: "What is China?" is none.
    Phrasing(
        "description",
        "{s} {is} {v}",
        "",
        "{who} is {v}?",
        kinds=("festival", "award", "place"),
        statement=False,
    ),
    # "App is the program" wants an article that names of topics have or lack: a colon needs none.
    Phrasing("description", "{s}: {v}", "", "Which of these is {v}?", statement=False),
    Phrasing(
        "released",
        "{s} {was} released in {v}",
        "In which year was {s} released?",
        "{who} was released in {v}?",
    ),
    Phrasing(
        "director",
        "{s} {was} directed by {v}",
        "Who directed {s}?",
        "{who} did {v} direct?",
        "Which of these people directed {s}?",
    ),
    Phrasing(
        "producer",
        "{s} {was} made by {v}",
        "Who made {s}?",
        "{who} was made by {v}?",
        "Which of these made {s}?",
    ),
    Phrasing(
        "overseen_by",
        "{s} {was} overseen by {v}{q}",
        "Who oversaw the making of {s}?",
        "{who} was overseen by {v}?",
        "Which of these people oversaw the making of {s}?",
    ),
    Phrasing(
        "starring",
        "{s} {has} {v} among its stars",
        "Who stars in {s}?",
        "{who} stars {v}?",
        "Which of these people stars in {s}?",
    ),
    Phrasing("genre", "the genre of {s} is {v}", "What is the genre of {s}?", "", "Which of these is {s}?"),
    Phrasing(
        "modelled_on",
        "{s} {was} modelled on {v}{q}",
        "On which film was {s} modelled?",
        "{who} was modelled on {v}?",
        "On which of these films was {s} modelled?",
    ),
    Phrasing(
        "built_on",
        "{s} {is} built on {v}{q}",
        "On what material is {s} built?",
        "{who} is built on {v}?",
        "On which of these is {s} built?",
    ),
    Phrasing(
        "echoes",
        "the story of {s} echoes {v}",
        "Which real event does the story of {s} echo?",
        "The story of which film echoes {v}?",
        "Which of these events does the story of {s} echo?",
    ),
    Phrasing("set_in", "{s} {is} set in {v}", "When is {s} set?", "{who} is set in {v}?"),
    Phrasing(
        "set_during",
        "{s} {is} set during {v}",
        "During which time is {s} set?",
        "{who} is set during {v}?",
        statement=False,
        siblings=True,
    ),
    Phrasing("premise", "{s} {is} about {v}", "What is {s} about?", "{who} is about {v}?", statement=False),
    Phrasing(
        "villain",
        "the villain of {s} is {v}",
        "Who is the villain of {s}?",
        "In which film is the villain {v}?",
    ),
    Phrasing(
        "ending",
        "{s} ends with {v}",
        "With what does {s} end?",
        "{who} ends with {v}?",
        statement=False,
    ),
    Phrasing(
        "lesson",
        "the lesson of {s} is that {v}",
        "What is the lesson of {s}?",
        "Which film teaches that {v}?",
        statement=False,
    ),
    Phrasing(
        "first_broadcast",
        "{s} {was} first shown on television in {v}",
        "In which year was {s} first shown on television?",
        "{who} was first shown on television in {v}?",
    ),
    Phrasing("shows", "{s} shows {v}", "", "", "Which of these does {s} show?"),
    Phrasing(
        "award_won",
        "{s} won {v}{q}",
        "Which award did {s} win{q}?",
        "{who} won {v}{q}?",
        "Which of these awards did {s} win{q}?",
    ),
    # --- people ---
    Phrasing(
        "occupation",
        "{s} {is} {a} {v}",
        "What is the occupation of {s}?",
        "Which of these people is {a} {v}?",
        "Which of these is an occupation of {s}?",
        statement=False,
    ),
    Phrasing(
        "country",
        "{s} {is} from {v}",
        "Which country {is} {s} from?",
        "Which of these people is from {v}?",
        kinds=("person",),
    ),
    Phrasing(
        "country", "{s} {is} from {v}", "Which country {is} {s} from?", "{who} is from {v}?", kinds=("film",)
    ),
    Phrasing(
        "position",
        "{s} {is} {v}",
        "Which position has {s} held?",
        "Which of these people is {v}?",
        "Which of these positions has {s} held?",
    ),
    Phrasing(
        "father",
        "the father of {s} is {v}",
        "Who is the father of {s}?",
        "Whose father is {v}?",
    ),
    Phrasing(
        "partner",
        "{s} {was} the partner of {v}{q}",
        "Who was the partner of {s}?",
        "",
        "Which of these people was a partner of {s}?",
    ),
    Phrasing(
        "headed",
        "{s} headed {v}",
        "Which organisation did {s} head?",
        "Who headed {v}?",
        "Which of these did {s} head?",
    ),
    Phrasing(
        "abducted",
        "{s} {was} abducted in {v}",
        "In which year {was} {s} abducted?",
        "Who was abducted in {v}?",
    ),
    Phrasing(
        "abducted_in",
        "{s} {was} abducted in {v}{q}",
        "Where {was} {s} abducted?",
        "Who was abducted in {v}?",
    ),
    Phrasing(
        "taken_to",
        "{s} {was} taken to {v} after being abducted",
        "To which place {was} {s} taken after being abducted?",
        "Who was taken to {v} after being abducted?",
    ),
    Phrasing(
        "escaped",
        "{s} escaped in {v}{q}",
        "In which year did {s} escape{q}?",
        "Who escaped in {v}?",
    ),
    Phrasing(
        "settled_in",
        "{s} settled in {v}",
        "In which country did {s} settle?",
        "Who settled in {v}?",
    ),
    Phrasing(
        "films_made",
        "{s} made {v}{q}",
        "How many {unit} did {s} make{together}{q}?",
        "",
    ),
    Phrasing("owned", "{s} owned {v}", "How many {unit} did {s} own?"),
    Phrasing(
        "attended",
        "{s} attended {v}{q}",
        "Which of these did {s} attend{q}?",
        "Which of these people attended {v}{q}?",
        "Which of these did {s} attend{q}?",
    ),
    # --- organisations, festivals, awards, events, places, laws, topics ---
    Phrasing(
        "founded",
        "{s} {was} founded in {v}",
        "In which year {was} {s} founded?",
        "{who} was founded in {v}?",
    ),
    Phrasing(
        "specialises_in",
        "{s} specialises in {v}",
        "In what {do} {s} specialise?",
        "",
        "In which of these does {s} specialise?",
    ),
    Phrasing(
        "part_of",
        "{s} {is} part of {v}",
        "What {is} {s} part of?",
        "Which of these is part of {v}?",
        kinds=("organisation", "place", "festival"),
    ),
    Phrasing(
        "awarded_by",
        "{s} is given by {v}",
        "Who gives {s}?",
        "Which award is given by {v}?",
    ),
    Phrasing(
        "awarded_for",
        "{s} was given for {v}{q}",
        "For which film was {s} given?",
        "",
        "For which of these films was {s} given?",
    ),
    Phrasing(
        "awarded_to",
        "{s} went to {v}{q}",
        "To whom did {s} go?",
        "",
        "To which of these did {s} go?",
    ),
    Phrasing(
        "year",
        "{s} happened in {v}",
        "In which year did {s} happen?",
        "{who} happened in {v}?",
        kinds=("event",),
    ),
    Phrasing("year", "{s} {is} from {v}", "From which year {is} {s}?", "{who} is from {v}?"),
    Phrasing(
        "founded_after",
        "{s} {was} founded in the years after {v}",
        "In the years after which event {was} {s} founded?",
        "{who} was founded in the years after {v}?",
    ),
    Phrasing(
        "victim", "the victim of {s} was {v}", "Who was the victim of {s}?", "{who} had {v} as its victim?"
    ),
    Phrasing(
        "affiliation",
        "{s} {is} with {v}",
        "For which organisation does {s} work?",
        "Who works for {v}?",
        statement=False,
    ),
    Phrasing(
        "place",
        "{s} took place in {v}",
        "Where did {s} take place?",
        "{who} took place in {v}?",
        kinds=("event",),
    ),
    Phrasing(
        "place",
        "{s} is held in {v}",
        "Where is {s} held?",
        "{who} is held in {v}?",
        kinds=("festival",),
    ),
    Phrasing("place", "{s} is in {v}", "Where is {s}?", "{who} is in {v}?"),
    Phrasing("near", "{s} is near {v}", "Near which place is {s}?", "", "Near which of these is {s}?"),
    Phrasing(
        "capital_of",
        "{s} is the capital of {v}",
        "Of which country is {s} the capital?",
        "Which city is the capital of {v}?",
    ),
    Phrasing("count", "{s} numbers {v}{q}", ""),
)


def phrasing(name: str, kind: str) -> Phrasing | None:
    """The sentences for a property of a subject of this kind, the first that fits."""
    return next(
        (each for each in PHRASINGS if each.property == name and (not each.kinds or kind in each.kinds)), None
    )
