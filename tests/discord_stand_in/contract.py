"""Discord's own OpenAPI description, to check every request and every response against.

One law: a run without the description says so, loudly, once. The file is named by TRIVIUM_DISCORD_OPENAPI; without
it, the one beside the repository is tried.
"""

from __future__ import annotations

import copy
import functools
import json
import os
import warnings
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

SETTING = "TRIVIUM_DISCORD_OPENAPI"
BESIDE = Path(__file__).parents[2] / "../shared/contracts/discord-openapi.json"

# What the client library sends, Discord takes, and the description leaves out.
_MORE: dict[str, dict[str, Any]] = {
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": ["boolean", "null"]}},
    "CreatePrivateChannelRequest": {"recipient_id": {"type": ["string", "integer"]}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"type": ["boolean", "null"]}},
}


class NotChecked(UserWarning):
    """The stand-in's requests and responses were not checked against Discord's description."""


class Contract:
    """Checks a body against the description; what is wrong comes back as words, nothing means it fits."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._paths: dict[str, Any] = description["paths"]
        self._components = _strict(description["components"])
        self._validators: dict[tuple[str, ...], Draft202012Validator | None] = {}

    def knows(self, method: str, path: str) -> bool:
        return method.lower() in self._paths.get(path, {})

    def request(self, method: str, path: str, body: object) -> str:
        """What is wrong with a request's body."""
        operation = self._operation(method, path)
        content = operation.get("requestBody", {}).get("content", {})
        return self._wrong(("request", method, path), content, body)

    def response(self, method: str, path: str, status: int, body: object) -> str:
        """What is wrong with a response's body."""
        responses = self._operation(method, path)["responses"]
        known = str(status) if str(status) in responses else f"{str(status)[0]}XX"
        if known not in responses:
            return "" if status >= 500 else f"{method} {path} never answers with {status}"
        response = responses[known]
        if "$ref" in response:
            response = self._components["responses"][response["$ref"].rpartition("/")[2]]
        return self._wrong(("response", method, path, known), response.get("content", {}), body)

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        operation: dict[str, Any] = self._paths[path][method.lower()]
        return operation

    def _wrong(self, key: tuple[str, ...], content: dict[str, Any], body: object) -> str:
        if key not in self._validators:
            schema = content.get("application/json", {}).get("schema")
            whole = None if schema is None else {**_closed(schema), "components": self._components}
            self._validators[key] = None if whole is None else Draft202012Validator(whole)
        validator = self._validators[key]
        if validator is None:
            return "" if body is None else f"{' '.join(key)} has no body"
        fault = best_match(validator.iter_errors(body))
        return "" if fault is None else f"{' '.join(key)}: {fault.json_path}: {fault.message[:400]}"


def _strict(components: dict[str, Any]) -> dict[str, Any]:
    """The components with objects closed, so that a key Discord does not know is found."""
    strict = copy.deepcopy(components)
    widened = {name for name in strict["schemas"] if f'"#/components/schemas/{name}"' in _all_of(components)}
    for name, more in _MORE.items():
        strict["schemas"][name]["properties"] |= more
    for name, schema in strict["schemas"].items():
        if name not in widened:
            _closed(schema)
    return strict


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    if "properties" in schema and "additionalProperties" not in schema:
        schema["additionalProperties"] = False
    return schema


def _all_of(components: dict[str, Any]) -> str:
    """Every `allOf` of the description as one text: what is joined with more must stay open."""
    found: list[object] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            found.extend(node.get("allOf", ()))
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(components["schemas"])
    return json.dumps(found)


@functools.lru_cache(maxsize=1)
def description() -> Contract | None:
    """The description that the setting names, or the one beside the repository; None, with a warning, without."""
    file = Path(os.environ.get(SETTING) or BESIDE)
    if not file.is_file():
        warnings.warn(
            f"NOT CHECKED: Discord's OpenAPI description is not at {file.name!r}, so no request of the bot and no "
            f"response of the stand-in was checked against it. Name the file in {SETTING}.",
            NotChecked,
            stacklevel=2,
        )
        return None
    return Contract(json.loads(file.read_text("utf-8")))
