"""Lines come whole, whatever pieces they arrive in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.lines import LONGEST, TOO_LONG, split


@given(
    lines=st.lists(st.binary(max_size=9).map(lambda raw: raw.translate(None, b"\r\n")), max_size=6),
    at=st.data(),
)
def test_pieces_make_no_difference(lines: list[bytes], at: st.DataObject) -> None:
    """However the bytes are cut, the same lines come out; a blank one is a space."""
    whole = b"".join(line + b"\n" for line in lines)
    cuts = sorted(at.draw(st.lists(st.integers(0, len(whole)), max_size=4)))
    pieces = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert list(split(pieces)) == [line or b" " for line in lines]


def test_a_last_line_needs_no_end() -> None:
    """The last line counts without its newline, and a carriage return is no part of a line."""
    assert list(split([b"one\r\ntwo"])) == [b"one", b"two"]


def test_a_too_long_line_costs_only_itself() -> None:
    """A line beyond the limit is told, is not kept, and the next one is whole."""
    piece = b"x" * (LONGEST // 2 + 1)
    assert list(split([b"one\n", piece, piece, piece, b"\ntwo\n"])) == [b"one", TOO_LONG, b"two"]
    assert list(split([piece + piece])) == [TOO_LONG]
