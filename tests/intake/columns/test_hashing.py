"""Hashes are the same for ever, differ where rows differ, and know no chunk."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from stayflow.intake.columns import as_ids, hash_rows

cells = st.one_of(st.none(), st.text(max_size=40))
rows = st.lists(st.tuples(cells, cells), min_size=1, max_size=30)


def hashed(table: list[tuple[str | None, str | None]]) -> list[bytes]:
    columns = [pa.array(column, pa.string()) for column in zip(*table, strict=True)]
    return [value.as_py() for value in as_ids(hash_rows(columns))]


def test_the_hash_never_changes():
    """Event ids are stored: another hash would let every retry count again."""
    assert hashed([("purchase", "m1"), ("", None), ("杭州", "a longer text of 24 byt")]) == [
        bytes.fromhex(text)
        for text in (
            "75b90bfa676c9baccf4e85bb0f43f15a",
            "f2f142e5a28ce5da5311d3f63c81954e",
            "af683a54bae4e0dfaf5193701af72f3e",
        )
    ]


@given(rows)
def test_equal_rows_hash_alike_and_others_do_not(table):
    assert len(set(hashed(table))) == len(set(table))


@given(rows, st.integers(0, 29))
def test_a_slice_hashes_like_the_whole(table, start):
    columns = [pa.array(column, pa.string()) for column in zip(*table, strict=True)]
    part = hash_rows([column.slice(min(start, len(table) - 1)) for column in columns])
    assert (part == hash_rows(columns)[min(start, len(table) - 1) :]).all()


def test_cells_do_not_run_into_each_other():
    assert len(set(hashed([("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc")]))) == 4


def test_a_million_neighbours_do_not_collide_in_either_half():
    hashes = hash_rows([pa.array(np.arange(1_000_000)).cast(pa.string())])
    assert len(np.unique(hashes[:, 0])) == len(np.unique(hashes[:, 1])) == 1_000_000


def test_each_bit_flips_half_of_the_bits():
    ones = hash_rows([pa.array([f"user{n:06}" for n in range(20_000)])])
    others = hash_rows([pa.array([f"vser{n:06}" for n in range(20_000)])])
    flipped = np.unpackbits((ones ^ others).view(np.uint8), axis=1).mean(axis=0)
    assert flipped.min() > 0.48
    assert flipped.max() < 0.52
