"""Texts on a shelf say what they say, whether they are looked up or not."""

from collections.abc import Sequence

import pytest

from stayflow.intake.columns import Shelf


def read(texts: Sequence[str]) -> dict[str, list[str | None]]:
    if "broken" in texts:
        raise ValueError
    told = {"name": [text.upper() for text in texts]}
    return told | ({"url": [f"/{text}" for text in texts]} if "page" in texts else {})


def test_a_text_that_comes_again_has_the_place_it_had() -> None:
    shelf: Shelf[str] = Shelf()
    first = shelf.put(["a", "b", "a"], read)
    second = shelf.put(["b", "page", "c"], read)
    assert (list(first.places), list(second.places), len(shelf)) == ([0, 1, 0], [1, 2, 3], 4)
    assert second.values("name") == ["B", "PAGE", "C"]
    assert first.values("url") == [None, None, None]
    assert second.values("url") == [None, "/page", "/c"]


@pytest.mark.parametrize("alike", [True, False])
def test_what_cannot_be_read_leaves_nothing_and_what_is_forgotten_is_read_anew(
    alike: bool,
) -> None:
    shelf: Shelf[str] = Shelf()
    many = [f"t{number // 8 if alike else number}" for number in range(48_000)]
    for first in range(0, len(many), 100):
        put = shelf.put(many[first : first + 100], read)
        assert put.values("name") == [text.upper() for text in many[first : first + 100]]
    count = len(shelf)
    assert count == (6_000 if alike else 48_000)
    with pytest.raises(ValueError, match=r"^$"):
        shelf.put(["x", "broken"], read)
    assert len(shelf) == count
    assert shelf.put(["x", "t3"], read).values("name") == ["X", "T3"]
    shelf.forget(count)
    assert len(shelf) == count
    again = shelf.put(["t1", "x"], read)
    assert again.values("name") == ["T1", "X"]
    shelf.forget(1)
    assert shelf.put(["t0", "t1"], read).values("name") == ["T0", "T1"]
    assert {len(column) for column in shelf.columns.values()} == {len(shelf)}
