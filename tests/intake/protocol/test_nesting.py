"""JSON nested too deeply is cut where it gets too deep, and nowhere else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.intake.protocol.nesting import BYTES_MAX, DEPTH_MAX, cut_nesting


def nested(levels: int, inside: str = "1") -> str:
    return "[" * levels + inside + "]" * levels


@pytest.mark.parametrize("opening", ["[]", "{}"])
def test_only_what_is_too_deep_is_cut(opening: str) -> None:
    deep = nested(5_000) if opening == "[]" else '{"a":' * 5_000 + "1" + "}" * 5_000
    body = f'[{{"a":{deep},"b":"[[{{"}},2]'.encode()
    cut = cut_nesting(body)
    assert cut is not None
    first, second = json.loads(cut)
    assert (first["b"], second) == ("[[{", 2)
    assert cut.count(b"nested too deeply") == 1


def test_what_is_not_too_deep_stays() -> None:
    assert cut_nesting(nested(DEPTH_MAX).encode()) is None
    assert cut_nesting(nested(DEPTH_MAX + 1).encode()) is not None
    assert cut_nesting(b'"' + b"[" * 500 + b'"') is None
    assert cut_nesting(b'"\\"' + b"[" * 500 + b'"') is None
    assert cut_nesting(nested(BYTES_MAX).encode()) is None


def test_a_text_that_nobody_closes_is_looked_through_once() -> None:
    """From each quote in it to the end it would be hours."""
    assert cut_nesting(nested(200).encode() + b'\\"' * 400_000) is not None
    assert cut_nesting(b'"' + b"\\" * 400_001) is None


def test_two_deep_places_are_cut_both() -> None:
    cut = cut_nesting(f"[{nested(300)},{nested(300)},3]".encode())
    assert cut is not None
    assert cut.count(b"nested too deeply") == 2
    assert json.loads(cut)[2] == 3


@given(st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_json_of_ordinary_depth_is_never_touched(value: object) -> None:
    assert cut_nesting(json.dumps(value).encode()) is None
