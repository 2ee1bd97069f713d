"""Properties written by column are the JSON that a parser reads back."""

import json

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from stayflow.intake.columns import StatedColumn, json_objects
from stayflow.language.scope import ValueType

texts = st.one_of(st.none(), st.text())
numbers = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))


@given(st.lists(st.tuples(texts, numbers, st.one_of(st.none(), st.booleans())), min_size=1))
def test_what_is_written_is_read_back(rows):
    text, number, truth = zip(*rows, strict=True)
    columns = {
        'a "name"': StatedColumn(ValueType.TEXT, pa.array(text, pa.string())),
        "n": StatedColumn(ValueType.NUMBER, pa.array(number, pa.float64())),
        "ok": StatedColumn(ValueType.BOOLEAN, pa.array(truth, pa.bool_())),
    }
    written = json_objects(columns, len(rows)).to_pylist()
    assert len(written) == len(rows)
    for line, row in zip(written, rows, strict=True):
        stated = dict(zip(('a "name"', "n", "ok"), row, strict=True))
        assert json.loads(line) == {
            key: value for key, value in stated.items() if value is not None
        }


def test_times_lists_and_misfits():
    columns = {
        "at": StatedColumn(ValueType.TIME, pa.array([1_769_817_600_500, None])),
        "tags": StatedColumn(ValueType.LIST, pa.array(['["a"]', None])),
        "price": StatedColumn(
            ValueType.NUMBER, pa.array([None, None], pa.float64()), pa.array([None, 'fr"ee'])
        ),
    }
    assert [json.loads(line) for line in json_objects(columns, 2).to_pylist()] == [
        {"at": "2026-01-31T00:00:00.500Z", "tags": ["a"]},
        {"price": 'fr"ee'},
    ]


def test_no_property_at_all():
    assert json_objects({}, 2).to_pylist() == ["{}", "{}"]
