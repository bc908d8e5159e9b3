"""Slack's reference of blocks, elements and views, as data: which keys there are, which are needed, how long each may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.slack_stand_in.checks import (
    Check,
    anything,
    between,
    flag,
    kind_of,
    many,
    one_of_words,
    structure,
    text,
    whole,
    words,
)

_PLAIN, _EITHER = ("plain_text",), ("plain_text", "mrkdwn")


def _option(*kinds: str) -> Check:
    given = {"text": text(75, *kinds), "value": words(150), "description": text(75, *kinds)}
    return structure({**given, "url": words(3000)}, {"text", "value"})


_OPTION, _BOX = _option(*_PLAIN), _option(*_EITHER)
OPTIONS = many(_OPTION, 100, 0)
GROUPS = many(structure({"label": text(75, *_PLAIN), "options": OPTIONS}, {"label", "options"}), 100)
_CONFIRM = structure(
    {
        "title": text(100, *_PLAIN),
        "text": text(300, *_EITHER),
        "confirm": text(30, *_PLAIN),
        "deny": text(30, *_PLAIN),
        "style": one_of_words("primary", "danger"),
    },
    {"title", "text", "confirm", "deny"},
)
_ACTION: dict[str, Check] = {"action_id": words(255), "confirm": _CONFIRM, "focus_on_load": flag}
_HINT = {"placeholder": text(150, *_PLAIN)}
_DISPATCH = {"dispatch_action_config": anything}
_SELECT = {**_ACTION, **_HINT}
_MULTI = {**_SELECT, "max_selected_items": between(1, 100)}

_BUTTON: tuple[Mapping[str, Check], set[str]] = (
    {
        "text": text(75, *_PLAIN),
        "action_id": words(255),
        "url": words(3000),
        "value": words(2000),
        "style": one_of_words("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": words(75),
    },
    {"text"},
)
_SELECTS: dict[str, tuple[Mapping[str, Check], set[str]]] = {
    "static_select": (
        {**_SELECT, "options": OPTIONS, "option_groups": GROUPS, "initial_option": _OPTION},
        set(),
    ),
    "external_select": (
        {**_SELECT, "min_query_length": between(0, 3000), "initial_option": _OPTION},
        set(),
    ),
    "users_select": ({**_SELECT, "initial_user": words(255)}, set()),
    "conversations_select": (
        {
            **_SELECT,
            "initial_conversation": words(255),
            "filter": anything,
            "default_to_current_conversation": flag,
        },
        set(),
    ),
    "channels_select": ({**_SELECT, "initial_channel": words(255)}, set()),
    "multi_static_select": (
        {**_MULTI, "options": OPTIONS, "option_groups": GROUPS, "initial_options": OPTIONS},
        set(),
    ),
    "multi_external_select": ({**_MULTI, "min_query_length": whole, "initial_options": OPTIONS}, set()),
    "multi_users_select": ({**_MULTI, "initial_users": many(words(255), 100)}, set()),
    "multi_conversations_select": (
        {**_MULTI, "initial_conversations": many(words(255), 100), "filter": anything},
        set(),
    ),
    "multi_channels_select": ({**_MULTI, "initial_channels": many(words(255), 100)}, set()),
}
_FEW = many(_BOX, 10)
_PICKERS: dict[str, tuple[Mapping[str, Check], set[str]]] = {
    "radio_buttons": ({**_ACTION, "options": _FEW, "initial_option": _BOX}, {"options"}),
    "checkboxes": ({**_ACTION, "options": _FEW, "initial_options": _FEW}, {"options"}),
    "datepicker": ({**_ACTION, **_HINT, "initial_date": words(10)}, set()),
    "timepicker": ({**_ACTION, **_HINT, "initial_time": words(5), "timezone": words(255)}, set()),
}
_TYPED: dict[str, Check] = {**_SELECT, **_DISPATCH, "initial_value": words(3000)}
_LENGTH = {"min_length": between(0, 3000), "max_length": between(1, 3000)}
_INPUTS: dict[str, tuple[Mapping[str, Check], set[str]]] = {
    "plain_text_input": ({**_TYPED, **_LENGTH, "multiline": flag}, set()),
    "number_input": (
        {**_TYPED, "is_decimal_allowed": flag, "min_value": words(255), "max_value": words(255)},
        {"is_decimal_allowed"},
    ),
    "email_text_input": (_TYPED, set()),
    "url_text_input": (_TYPED, set()),
}
_IMAGE: tuple[Mapping[str, Check], set[str]] = (
    {"image_url": words(3000), "slack_file": anything, "alt_text": words(2000)},
    {"alt_text"},
)
_OVERFLOW: tuple[Mapping[str, Check], set[str]] = ({**_ACTION, "options": many(_OPTION, 5)}, {"options"})
_IN_ACTIONS = {"button": _BUTTON, "overflow": _OVERFLOW, **_SELECTS, **_PICKERS}
_IN_SECTION = {**_IN_ACTIONS, "image": _IMAGE}
_IN_INPUT = {**_INPUTS, **_SELECTS, **_PICKERS}


def _in_context(value: Any, where: str) -> list[str]:
    if isinstance(value, dict) and value.get("type") == "image":
        return kind_of({"image": _IMAGE})(value, where)
    return text(3000, *_EITHER)(value, where)


_STYLE = structure(dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag), set())
_RUNS: dict[str, tuple[Mapping[str, Check], set[str]]] = {
    "text": ({"text": words(3000), "style": _STYLE}, {"text"}),
    "link": ({"url": words(3000), "text": words(3000), "unsafe": flag, "style": _STYLE}, {"url"}),
    "emoji": ({"name": words(255), "unicode": words(255)}, {"name"}),
    "date": (
        {
            "timestamp": whole,
            "format": words(255),
            "url": words(3000),
            "fallback": words(255),
            "style": _STYLE,
        },
        {"timestamp", "format"},
    ),
    "user": ({"user_id": words(255), "style": _STYLE}, {"user_id"}),
    "broadcast": ({"range": one_of_words("here", "channel", "everyone"), "style": _STYLE}, {"range"}),
}
_LINE = many(kind_of(_RUNS), 1000, 0)
_SECTIONS: dict[str, tuple[Mapping[str, Check], set[str]]] = {
    "rich_text_section": ({"elements": _LINE}, {"elements"}),
    "rich_text_quote": ({"elements": _LINE, "border": whole}, {"elements"}),
    "rich_text_preformatted": ({"elements": _LINE, "border": whole}, {"elements"}),
}
_RICH = {
    **_SECTIONS,
    "rich_text_list": (
        {
            "style": one_of_words("bullet", "ordered"),
            "elements": many(kind_of(_SECTIONS), 1000),
            "indent": between(0, 8),
            "offset": whole,
            "border": whole,
        },
        {"style", "elements"},
    ),
}
_ID: dict[str, Check] = {"block_id": words(255)}
BLOCKS: dict[str, tuple[Mapping[str, Check], set[str]]] = {
    "section": (
        {
            **_ID,
            "text": text(3000, *_EITHER),
            "fields": many(text(2000, *_EITHER), 10),
            "accessory": kind_of(_IN_SECTION),
            "expand": flag,
        },
        set(),
    ),
    "header": ({**_ID, "text": text(150, *_PLAIN)}, {"text"}),
    "divider": (_ID, set()),
    "image": ({**_ID, **_IMAGE[0], "title": text(2000, *_PLAIN)}, {"alt_text"}),
    "context": ({**_ID, "elements": many(_in_context, 10)}, {"elements"}),
    "actions": ({**_ID, "elements": many(kind_of(_IN_ACTIONS), 25)}, {"elements"}),
    "input": (
        {
            **_ID,
            "label": text(2000, *_PLAIN),
            "element": kind_of(_IN_INPUT),
            "hint": text(2000, *_PLAIN),
            "optional": flag,
            "dispatch_action": flag,
        },
        {"label", "element"},
    ),
    "rich_text": ({**_ID, "elements": many(kind_of(_RICH), 1000)}, {"elements"}),
}
HOME_FIELDS: dict[str, Check] = {
    "type": anything,
    "blocks": anything,
    "private_metadata": words(3000, 0),
    "callback_id": words(255, 0),
    "external_id": words(255, 0),
}
MODAL_FIELDS: dict[str, Check] = {
    "title": text(24, *_PLAIN),
    "close": text(24, *_PLAIN),
    "submit": text(24, *_PLAIN),
    "clear_on_close": flag,
    "notify_on_close": flag,
    "submit_disabled": flag,
}
