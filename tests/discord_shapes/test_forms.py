"""Forms as modals: five parts at most, what was typed kept, what was given carried."""

from __future__ import annotations

from adapters.discord import forms, translate
from adapters.discord.forms import Draft
from adapters.discord.translate import Arrival
from bot.cards import Form, FormField
from bot.messages import Filled

KEY = "k" * 20


def shown(draft: Draft) -> list[str]:
    """The options that a modal has a field for."""
    return [part["component"]["custom_id"] for part in forms.modal(draft, KEY)["components"]]


def _fact(**values: str) -> Form:
    needed = ("subject", "property", "value", "source")
    names = (*needed[:1], "kind", *needed[1:], "author", "publisher", "date", "link")
    fields = tuple(
        FormField(
            name,
            name,
            required=name in needed,
            value=values.get(name, ""),
            suggests=name in ("subject", "property"),
            choices=("film", "person") if name == "kind" else (),
        )
        for name in names
    )
    return Form("facts add", "Add a fact with its source.", fields)


def test_what_was_given_as_options_leaves_room_for_the_rest() -> None:
    """What is needed and missing has a field, then what is only typed; what was given is carried along."""
    draft = Draft(_fact(subject="Salt", property="genre"))
    assert shown(draft) == ["value", "source", "author", "publisher", "date"]
    assert dict(forms.carried(draft)) == {"subject": "Salt", "property": "genre"}


def test_a_form_opened_again_has_the_same_fields() -> None:
    """What had a field before has one again, with its text, beside what is wrong."""
    before = frozenset({"value", "source", "author", "publisher", "date"})
    form = _fact(subject="Salt", property="genre", value="x", source="Wiki", author="Ann", date="soon")
    wrong = tuple(
        FormField(**{**{name: getattr(field, name) for name in FormField.__slots__}, "error": "No date."})
        if field.option == "date"
        else field
        for field in form.fields
    )
    draft = Draft(Form(form.command, form.title, wrong), before=before)
    assert set(shown(draft)) == before
    labels = {part["component"]["custom_id"]: part for part in forms.modal(draft, KEY)["components"]}
    assert labels["author"]["component"]["value"] == "Ann"
    assert labels["date"]["description"] == "No date."


def test_a_form_that_opens_for_the_first_time_blames_nobody() -> None:
    """A field that nobody has filled in yet has no error beside it."""
    field = FormField("value", "Value", help="the value", required=True, error="This is needed.")
    modal = forms.modal(Draft(Form("facts add", "Add", (field,))), KEY)
    assert modal["components"][0]["description"] == "the value"


def test_what_is_sent_back_is_the_command_with_all_its_values() -> None:
    """What the modal asked for stands in place of what was carried, also where it was emptied."""
    parts = [
        {"type": 18, "component": {"type": 4, "custom_id": "value", "value": "drama"}},
        {"type": 18, "component": {"type": 4, "custom_id": "author", "value": ""}},
        {"type": 18, "component": {"type": 3, "custom_id": "kind", "values": ["film"]}},
        {"type": 10, "id": 2},
    ]
    arrival = Arrival(1 << 30, 2, "Ann", 3, 4, data={"components": parts})
    heard = translate.filled(arrival, "facts add", (("subject", "Salt"), ("author", "Bo")))
    assert isinstance(heard.content, Filled)
    assert heard.content.command == "facts add"
    assert dict(heard.content.values) == {"subject": "Salt", "author": "", "value": "drama", "kind": "film"}
