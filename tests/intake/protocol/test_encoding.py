"""Base64 that was on its way, and lz-string, of which the expected texts were made by lz-string 1.5."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.intake.protocol import BodyTooLarge, BodyUnreadable
from stayflow.intake.protocol.encoding import read_base64, read_form, read_lz_string


def test_base64_survives_a_form() -> None:
    # fb ef be is "++++" in the ordinary alphabet and "----" in that of addresses
    for text in ("++++", "    ", "----", "++ -", "++\n+\r+"):
        assert read_base64(text) == b"\xfb\xef\xbe"
    assert read_base64("YQ") == read_base64("YQ==") == b"a"


@pytest.mark.parametrize("text", ["a", "%", "名", "YQ=YQ"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(BodyUnreadable):
        read_base64(text)


def test_of_a_repeated_field_the_first_counts() -> None:
    assert read_form("a=1&b=&a=2&%E5%90%8D=x+y") == {"a": "1", "b": "", "名": "x y"}
    with pytest.raises(BodyUnreadable):
        read_form("&".join("a=1" for _ in range(2_000)))


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ("", "Q==="),
        ("a", "IZA="),
        ("aaaaaaaaaaaaaa", "IY1tA==="),
    ],
)
def test_lz_string_is_unpacked(text: str, packed: str) -> None:
    assert read_lz_string(packed, 100).decode() == text


def test_lz_string_does_not_unpack_a_bomb() -> None:
    with pytest.raises(BodyTooLarge):
        read_lz_string("IY1tA===", 10)
    with pytest.raises(BodyTooLarge):
        read_lz_string("A" * 1_000_001, 10_000)


@given(st.text("ABCDEFabcdef0123456789+/=- ", max_size=200))
def test_lz_string_refuses_what_is_none(text: str) -> None:
    with contextlib.suppress(BodyUnreadable, BodyTooLarge):
        read_lz_string(text, 10_000)
