"""The shape of a pack by its JSON schema, with what is wrong told in plain English. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from facts.interchange.yaml_lines import Path, Tree, Wrong

# Packaged with the code and read once, when this module is: a part of the program, not input.
SCHEMA: dict[str, Any] = json.loads((files("facts.packs") / "pack.schema.json").read_text("utf-8"))
_CHECK = Draft202012Validator(SCHEMA)

_SORTS = {
    "object": "keys and values",
    "array": "a list",
    "string": "words",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def misshapen(tree: Tree) -> Iterator[Wrong]:
    """Everything whose shape is not a pack's."""
    for fault in _CHECK.iter_errors(tree.data):
        path: Path = tuple(fault.absolute_path)
        for inner, message in _told(fault):
            at = (*path, *inner)
            yield Wrong(at, tree.line(at), message)


def nearest(word: str, known: Any) -> str:
    """A question that ends a message: the known word most like this one, or nothing."""
    like = get_close_matches(str(word), list(known), 1, 0.6)
    return f"; did you mean {like[0]!r}?" if like else ""


def _told(fault: ValidationError) -> Iterator[tuple[Path, str]]:
    """Messages for one fault, each with the way from the fault's place to what it is about."""
    given: Any = fault.instance
    wanted: Any = fault.validator_value
    schema: Any = fault.schema
    if "propertyNames" in fault.absolute_schema_path:
        yield (given,), f"{given!r} cannot be an id: use small letters, digits and hyphens"
        return
    match fault.validator:
        case "required":
            missing = fault.message.split("'")[1]
            yield (), f"{missing} is missing"
        case "additionalProperties":
            known = schema.get("properties", {})
            for key in sorted(set(given) - set(known), key=list(given).index):
                yield (
                    (key,),
                    f"{key!r} is not known here" + (nearest(key, known) or f"; known are {', '.join(known)}"),
                )
        case "enum":
            near = nearest(given, wanted) if isinstance(given, str) else ""
            yield (
                (),
                f"{_shown(given)} is not known here"
                + (near or f"; it is one of {', '.join(map(str, wanted))}"),
            )
        case "type":
            yield (), f"{_wanted(schema, wanted)} must stand here, not {_sort(given)}"
        case "pattern":
            yield (), f"{_shown(given)} is not {schema['description']}"
        case "minItems" | "minProperties" | "minLength":
            yield (), f"this is empty: {_wanted(schema, schema.get('type'))} must stand here"
        case "maxItems":
            yield (), f"{len(given)} are too many: at most {wanted}"
        case "uniqueItems":
            twice = next(one for one in given if given.count(one) > 1)
            yield (), f"{twice!r} stands here twice"
        case _:
            yield (), f"{_wanted(schema, schema.get('type'))} must stand here"


def _wanted(schema: dict[str, Any], sorts: Any) -> str:
    if "description" in schema:
        return str(schema["description"])
    return " or ".join(
        _SORTS[sort] for sort in (sorts if isinstance(sorts, list) else [sorts]) if sort in _SORTS
    )


def _sort(given: Any) -> str:
    match given:
        case None:
            return "nothing"
        case bool():
            return str(given).lower()
        case str() | int() | float():
            return _shown(given)
        case list():
            return "a list"
    return "keys and values"


def _shown(given: Any) -> str:
    """What was given, short enough for a message."""
    if isinstance(given, (dict, list)) or given is None:
        return _sort(given)
    shown = repr(given)
    return shown if len(shown) <= 60 else shown[:57] + "…'"
