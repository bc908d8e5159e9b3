"""The stand-in refuses what Discord refuses: by its description, and by the limits that this leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discord_stand_in import limits
from tests.discord_stand_in.contract import Contract, description

FILM: list[dict[str, Any]] = [
    {
        "name": "film",
        "description": "Look up a film.",
        "options": [
            {"type": 3, "name": "name", "description": "its name", "required": True, "autocomplete": True}
        ],
        "default_member_permissions": None,
    },
    {"name": "rule", "description": "Rule.", "default_member_permissions": 32},
]
V2 = 1 << 15


def text(content: str, *buttons: str) -> dict[str, Any]:
    """A message of components with a text and a row of buttons."""
    row = [{"type": 2, "style": 2, "label": label, "custom_id": label} for label in buttons]
    parts: list[dict[str, Any]] = [{"type": 10, "content": content}]
    return {"flags": V2, "components": [*parts, *([{"type": 1, "components": row}] if row else [])]}


def test_a_response_that_is_wrong_is_found() -> None:
    """An answer of the stand-in without what Discord always sends is found."""
    contract = description()
    if contract is None:
        pytest.skip("Discord's description is not at hand")
    assert isinstance(contract, Contract)
    assert contract.response("GET", "/users/@me", 200, {"id": "1"})
    assert (
        contract.response("POST", "/channels/{channel_id}/messages", 404, {"message": "x", "code": 10003})
        == ""
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"content": "x" * 2001}, "letters long"),
        ({}, "empty message"),
        ({"components": [{"type": 10, "content": "x"}]}, "need the flag"),
        ({"flags": V2, "components": [{"type": 10, "content": " "}]}, "without words"),
        ({"flags": V2, "components": [{"type": 10, "content": "x" * 4001}]}, "4000 are allowed"),
        ({"flags": V2, "components": [{"type": 10, "content": "x"}] * 41}, "40 are allowed"),
        (text("x", "A", "A"), "stands there twice"),
        (text("x", *"ABCDEF"), "five buttons"),
        (text("x", ""), "without a label"),
        (text("x") | {"content": "y"}, "cannot have content"),
    ],
)
def test_limits_beyond_the_description_are_held(body: dict[str, Any], words: str) -> None:
    """A message over a limit that the description leaves out is refused, with the limit named."""
    assert words in "; ".join(limits.of_message(body))


def test_commands_have_limits_too() -> None:
    """A command without words, with an option out of order or with a capital letter is refused."""
    assert list(limits.of_commands(FILM)) == []
    option: dict[str, Any] = {"type": 3, "name": "b", "description": "x", "required": True}
    loose: dict[str, Any] = {"type": 3, "name": "a", "description": "x"}
    assert "comes after" in "".join(
        limits.of_commands([{"name": "a", "description": "x", "options": [loose, option]}])
    )
    assert "no description" in "".join(limits.of_commands([{"name": "a", "description": " "}]))
    assert "no name" in "".join(limits.of_commands([{"name": "Film", "description": "x"}]))
