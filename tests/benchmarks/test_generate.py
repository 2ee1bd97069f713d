"""The generated world: the same for a seed, ordered, merged, and a funnel that loses people."""

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.dataset import export_batches, make_dataset
from benchmarks.frame import BenchContext
from benchmarks.generate import EVENT_NAMES, make_days, make_people
from benchmarks.project import assign_persons, event_tables, people_ids

EVENTS, PEOPLE, SEED = 60_000, 3_000, 7


@pytest.fixture(scope="module")
def people():
    return make_people(PEOPLE, SEED)


@pytest.fixture(scope="module")
def days(people):
    return list(make_days(people, EVENTS, SEED))


def test_a_seed_makes_one_world(people, days):
    again = list(make_days(make_people(PEOPLE, SEED), EVENTS, SEED))
    assert all(
        np.array_equal(day.time_ms, other.time_ms) and np.array_equal(day.person, other.person)
        for day, other in zip(days, again, strict=True)
    )
    other = list(make_days(people, EVENTS, SEED + 1))
    assert not np.array_equal(days[0].time_ms, other[0].time_ms)


def test_the_size_is_about_what_was_asked_and_everybody_comes(days):
    assert sum(len(day) for day in days) == pytest.approx(EVENTS, rel=0.05)
    assert len(np.unique(np.concatenate([day.person for day in days]))) == PEOPLE


def test_events_come_in_the_order_of_time_and_steps_in_the_order_of_the_funnel(days):
    for day in days:
        assert (np.diff(day.time_ms) >= 0).all()
        kinds = {name: day.session[day.event == EVENT_NAMES.index(name)] for name in EVENT_NAMES}
        for later, earlier in (
            ("purchase", "checkout"),
            ("checkout", "add_to_cart"),
            ("add_to_cart", "product_view"),
        ):
            assert np.isin(kinds[later], kinds[earlier]).all()


def test_once_known_a_device_stays_known_and_about_one_in_twenty_is_merged(people, days):
    persons = assign_persons(people, iter(days))
    share = len(persons.merged_from) / people.count
    assert 0.03 < share < 0.08
    assert len(people_ids(persons)) == people.count + len(
        np.unique(persons.second_id[persons.second_id > people.count])
    )
    assert (persons.merged_to <= people.count).all()
    assert (persons.merged_from > people.count).all()


def test_the_export_and_the_loaded_tables_tell_of_the_same_events(people, days):
    persons = assign_persons(people, iter(days))
    context = BenchContext(folder=None, events=EVENTS, seed=SEED)
    loaded = list(event_tables(people, persons, events=EVENTS, seed=SEED))
    exported = list(export_batches(context))
    assert context.people == PEOPLE
    assert [table.num_rows for table, _ in loaded] == [table.num_rows for table in exported]
    assert loaded[3][0]["event"].to_pylist() == exported[3]["event"].to_pylist()
    ids = {row for table, _ in loaded for row in table["event_id"].to_pylist()}
    assert len(ids) == sum(table.num_rows for table, _ in loaded)


def test_a_dataset_is_written_once_with_its_mapping(tmp_path):
    context = BenchContext(folder=tmp_path, events=4_000, seed=SEED)
    made = make_dataset(context)
    assert pq.read_metadata(made.file).num_rows == made.events
    first_written = made.file.stat().st_mtime_ns
    assert make_dataset(context).file.stat().st_mtime_ns == first_written
    assert "format: parquet" in made.mapping.read_text()
    rows = make_dataset(context, "csv").file.read_text(encoding="utf-8").splitlines()
    assert len(rows) == made.events + 1
