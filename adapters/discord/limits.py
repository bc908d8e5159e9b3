"""What Discord takes of anything: its limits as numbers, and the one way in which texts are cut to them. Pure.

One law: what is too long is cut with an ellipsis or left out, and is never an error.
"""

from __future__ import annotations

COMPONENTS = 40  # of one message, at any depth
LETTERS = 4000  # of all the texts of one message
TEXT = 1800  # of one text of ours: a message has several
ROW = 5  # buttons side by side
LABEL = 80  # a button's
ID = 100  # a button's, a field's or a form's custom_id
OPTIONS = 25  # of a command, and of a select
CHOICES = 25  # that are suggested
CHOICE = 100  # letters of one that is suggested
DESCRIPTION = 100  # letters of a command's or an option's
FIELDS = 5  # parts of a modal
TITLE = 45  # a modal's
FIELD_LABEL = 45
FIELD_HELP = 100
PLACEHOLDER = 100
VALUE = 4000  # letters of a field
NONCE = 25


def cut(text: str, most: int) -> str:
    """The text, with an ellipsis where it was longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
