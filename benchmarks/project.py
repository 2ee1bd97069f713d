"""The generated events as a loaded project, written straight into its tables.

This is the state an import of the same data would leave: persons with dense ids, the second
devices merged away from the moment they were known, daily bitmaps by the materialised view. It is
several times quicker than an import, which has a benchmark of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.dataset import (
    CURRENCY,
    PURCHASE,
    amounts,
    categories,
    has_product,
    numbered,
    order_ids,
    pick,
    products,
)
from benchmarks.generate import (
    CHANNELS,
    CITIES,
    DEVICES,
    EVENT_NAMES,
    FIRST_DAY_MS,
    NEVER_MS,
    SOURCES,
    DayEvents,
    Ints,
    People,
    make_days,
)


@dataclass(frozen=True, slots=True)
class Persons:
    """Which person id each device has, and which ids were merged into which.

    Attributes:
        first_id: Person id of each person's first device.
        second_id: Person id of the second device while nobody had logged in on it.
        merged_from: Ids that were merged away, ascending.
        merged_to: The survivor of each.
        merged_at_ms: When, Unix milliseconds.
    """

    first_id: Ints
    second_id: Ints
    merged_from: Ints
    merged_to: Ints
    merged_at_ms: Ints


def assign_persons(people: People, days: Iterator[DayEvents]) -> Persons:
    """Give every device its person id, and find the merges among the events of `days`.

    A second device that was never used anonymously has no person of its own, so it merges none.
    """
    had_history = np.zeros(people.count, dtype=bool)
    known_at_ms = np.full(people.count, NEVER_MS, dtype=np.int64)
    for day in days:
        is_anonymous = day.is_second_device & ~day.is_known
        had_history[day.person[is_anonymous]] = True
        is_login = day.is_second_device & day.is_known
        np.minimum.at(known_at_ms, day.person[is_login], day.time_ms[is_login])
    first_id = np.arange(1, people.count + 1)
    second_id = np.where(had_history, people.count + np.cumsum(had_history), first_id)
    is_merged = had_history & (known_at_ms != NEVER_MS)
    return Persons(
        first_id=first_id,
        second_id=second_id,
        merged_from=second_id[is_merged],
        merged_to=first_id[is_merged],
        merged_at_ms=known_at_ms[is_merged],
    )


def event_tables(
    people: People, persons: Persons, *, events: int, seed: int
) -> Iterator[tuple[pa.Table, int]]:
    """Yield one table a day with the columns of `events`, and the number of its batch."""
    first_row = 0
    for number, day in enumerate(make_days(people, events, seed), start=1):
        yield event_table(day, persons, first_row=first_row, batch=number), number
        first_row += len(day)


def event_table(day: DayEvents, persons: Persons, *, first_row: int, batch: int) -> pa.Table:
    """Return one day with the columns of the table `events`; what is not given is empty."""
    is_alone = day.is_second_device & ~day.is_known
    person = np.where(is_alone, persons.second_id[day.person], persons.first_id[day.person])
    is_purchase = day.event == PURCHASE
    return pa.table(
        {
            "event": pick(day.event, EVENT_NAMES),
            "person_id": pa.array(person.astype(np.uint64)),
            "time": milliseconds(day.time_ms),
            "event_id": event_ids(first_row, len(day)),
            "received_at": milliseconds(day.time_ms + 400),
            "batch": pa.array(np.full(len(day), batch, dtype=np.uint64)),
            "arrival": pa.array(np.arange(first_row, first_row + len(day), dtype=np.uint64)),
            "session_id": numbered("s", day.session),
            "channel": pick(day.channel, CHANNELS),
            "source": pick(day.source, SOURCES),
            "device": pick(day.device, tuple(device for device, _, _ in DEVICES)),
            "os": pick(day.device, tuple(system for _, system, _ in DEVICES)),
            "browser": pick(day.device, tuple(browser for _, _, browser in DEVICES)),
            "country": pick(np.zeros(len(day), dtype=np.int64), ("CN",)),
            "province": pick(day.city, tuple(province for province, _ in CITIES)),
            "city": pick(day.city, tuple(city for _, city in CITIES)),
            "revenue": revenues(day.price_minor, is_purchase),
            "currency": pick(is_purchase.astype(np.int64), ("", CURRENCY)),
            "properties": property_texts(day),
        }
    )


def milliseconds(instants: Ints) -> pa.Array:
    """Return Unix milliseconds as instants in UTC."""
    return pa.array(instants).cast(pa.timestamp("ms", tz="UTC"))


def event_ids(first_row: int, count: int) -> pa.Array:
    """Return `count` different ids of 16 bytes."""
    numbers = np.zeros((count, 2), dtype=np.uint64)
    numbers[:, 0] = FIRST_DAY_MS
    numbers[:, 1] = np.arange(first_row, first_row + count)
    return pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(16), count, [None, pa.py_buffer(numbers.tobytes())]
    )


def revenues(price_minor: Ints, is_purchase: npt.NDArray[np.bool_]) -> pa.Array:
    """Return the price of purchases as exact decimals, null elsewhere."""
    exact = pa.array(price_minor, mask=~is_purchase).cast(pa.decimal128(19, 0))
    return pc.divide(exact, pa.scalar(100, pa.decimal128(3, 0))).cast(pa.decimal128(18, 6))


def property_texts(day: DayEvents) -> pa.Array:
    """Return the properties as JSON text: a product's category and name, an order's amount."""
    about_product = pc.binary_join_element_wise(
        '{"category":"', categories(day), '","product":"', products(day), '"', ""
    )
    about_order = pc.binary_join_element_wise(
        ',"order_id":"', order_ids(day), '","amount":', amounts(day).cast(pa.string()), "", ""
    )
    text = pc.binary_join_element_wise(about_product, pc.fill_null(about_order, ""), "}", "")
    return pc.if_else(has_product(day), text, "{}")


def people_ids(persons: Persons) -> Ints:
    """Return every person id there is, those merged away included."""
    return np.unique(np.concatenate((persons.first_id, persons.second_id)))
