"""Shapes against the obvious: one event at a time."""

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from stayflow.intake.columns import Shapes, StatedColumn, shape_of, shapes_of_columns
from stayflow.intake.columns.shapes import properties_seen, shapes_of
from stayflow.language.scope import ValueType

values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.lists(st.integers(), max_size=1),
    st.dictionaries(st.text(max_size=1), st.integers(), max_size=1),
    st.sampled_from(["x", "", "2026-01-31T08:00:00Z", "2026-01-31 08:00", "2026-01-31", "1234-56789012345678"]),
)  # fmt: skip
events = st.lists(st.dictionaries(st.sampled_from("abc"), values), max_size=20)


@settings(deadline=None)
@given(events)
def test_the_shapes_of_a_batch_are_those_of_its_events(batch):
    shapes = shapes_of(batch)
    assert [shapes.known[place] for place in shapes.of_row] == [shape_of(each) for each in batch]
    assert len(set(shapes.known)) == len(shapes.known)


@settings(deadline=None)
@given(events)
def test_what_is_seen_is_what_each_event_states(batch):
    names = ["view" if place % 2 else "buy" for place in range(len(batch))]
    seen = properties_seen(pa.array(names, pa.string()), shapes_of(batch))
    told = {(each.event, each.name, each.type): each.count for each in seen}
    slowly: dict[tuple[str, str, ValueType], int] = {}
    for event, each in zip(names, batch, strict=True):
        for name, kind in shape_of(each):
            slowly[event, name, kind] = slowly.get((event, name, kind), 0) + 1
    assert told == slowly


def test_a_file_states_by_column_and_what_misfits_is_text():
    columns = {
        "n": StatedColumn(
            ValueType.NUMBER, pa.array([1.0, None, None]), pa.array([None, "x", None])
        ),
        "ok": StatedColumn(ValueType.BOOLEAN, pa.array([True, None, None])),
    }
    shapes = shapes_of_columns(columns, 3)
    assert [shapes.known[place] for place in shapes.of_row] == [
        (("n", ValueType.NUMBER), ("ok", ValueType.BOOLEAN)),
        (("n", ValueType.TEXT),),
        (),
    ]


def test_events_can_be_given_other_shapes():
    shapes = Shapes(((), (("a", ValueType.TEXT),)), np.array([0, 1, 1], dtype=np.int32))
    put = shapes.put(np.array([1]), [()])
    assert [put.known[place] for place in put.of_row] == [(), (), (("a", ValueType.TEXT),)]
