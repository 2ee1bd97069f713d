"""The generated events as a file to import: Parquet, or CSV, with the mapping that reads it.

Files are named by their size and seed and used again; a file is written under another name first,
so a run that was stopped leaves none half-written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from benchmarks.frame import BenchContext
from benchmarks.generate import (
    CATEGORIES,
    CHANNELS,
    CITIES,
    DEVICES,
    EVENT_NAMES,
    PRODUCTS,
    SOURCES,
    DayEvents,
    Ints,
    make_days,
    make_people,
)

FileFormat = Literal["parquet", "csv"]
CURRENCY = "CNY"
PURCHASE = EVENT_NAMES.index("purchase")
PRODUCT_EVENTS = tuple(
    EVENT_NAMES.index(name) for name in ("product_view", "add_to_cart", "checkout", "purchase")
)
MAPPING = """\
format: {format}
event: {{column: event}}
time: {{column: time_ms, format: unix_ms, zone: UTC}}
identities:
  user_id: {{column: user_id}}
  anonymous_id: {{column: anonymous_id}}
properties:
  category: {{column: category}}
  product: {{column: product}}
  amount: {{column: amount, type: number}}
  order_id: {{column: order_id}}
attributes: {{}}
revenue: {{column: amount, currency: CNY}}
"""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A generated file with its mapping beside it."""

    file: Path
    mapping: Path
    events: int


def make_dataset(context: BenchContext, file_format: FileFormat = "parquet") -> Dataset:
    """Return the file of this size and seed, writing it when it is not there yet."""
    assert file_format in get_args(FileFormat)
    stem = f"events-{context.events}-{context.seed}"
    file = context.folder / f"{stem}.{file_format}"
    mapping = context.folder / f"{stem}-{file_format}.yaml"
    if not file.exists():
        context.progress(f"writing {file.name} ({context.events:,} events)")
        unfinished = file.with_suffix(".unfinished")
        write = {"parquet": _write_parquet, "csv": _write_csv}[file_format]
        write(unfinished, export_batches(context))
        unfinished.rename(file)
    mapping.write_text(MAPPING.format(format=file_format), encoding="utf-8")
    return Dataset(file=file, mapping=mapping, events=count_events(context))


def count_events(context: BenchContext) -> int:
    """Return how many events the generator makes for this size and seed, to the event."""
    people = make_people(context.people, context.seed)
    return sum(len(day) for day in make_days(people, context.events, context.seed))


def export_batches(context: BenchContext) -> Iterator[pa.Table]:
    """Yield one table a day, in the order of time, as an export of a shop would have it."""
    people = make_people(context.people, context.seed)
    for day in make_days(people, context.events, context.seed):
        yield export_table(day)


def export_table(day: DayEvents) -> pa.Table:
    """Return one day with the columns of the exported file."""
    return pa.table(
        {
            "event": pick(day.event, EVENT_NAMES),
            "time_ms": pa.array(day.time_ms),
            "user_id": pc.if_else(pa.array(day.is_known), user_ids(day), ""),
            "anonymous_id": device_ids(day),
            "session_id": numbered("s", day.session),
            "channel": pick(day.channel, CHANNELS),
            "source": pick(day.source, SOURCES),
            "device": pick(day.device, tuple(device for device, _, _ in DEVICES)),
            "os": pick(day.device, tuple(system for _, system, _ in DEVICES)),
            "browser": pick(day.device, tuple(browser for _, _, browser in DEVICES)),
            "province": pick(day.city, tuple(province for province, _ in CITIES)),
            "city": pick(day.city, tuple(city for _, city in CITIES)),
            "category": categories(day),
            "product": products(day),
            "amount": amounts(day),
            "order_id": order_ids(day),
        }
    )


def pick(indexes: Ints, names: tuple[str, ...]) -> pa.Array:
    """Return `names[index]` for each index."""
    return pa.DictionaryArray.from_arrays(
        pa.array(indexes.astype(np.int32)), pa.array(names)
    ).dictionary_decode()


def numbered(prefix: str, numbers: Ints) -> pa.Array:
    """Return the numbers as text after a prefix: `s17`."""
    return pc.binary_join_element_wise(prefix, pc.cast(pa.array(numbers), pa.string()), "")


def user_ids(day: DayEvents) -> pa.Array:
    """Return the `user_id` of the true person of each event."""
    return numbered("u", day.person)


def device_ids(day: DayEvents) -> pa.Array:
    """Return the anonymous id of the device of each event."""
    return pc.binary_join_element_wise(
        numbered("d", day.person), pick(day.is_second_device.astype(np.int64), ("1", "2")), "-"
    )


def has_product(day: DayEvents) -> pa.Array:
    """Tell which events are about a product."""
    return pa.array(np.isin(day.event, PRODUCT_EVENTS))


def categories(day: DayEvents) -> pa.Array:
    """Return the category, empty for events without a product."""
    return pc.if_else(has_product(day), pick(day.category, CATEGORIES), "")


def products(day: DayEvents) -> pa.Array:
    """Return the product, empty for events without one."""
    names = tuple(f"p{number}" for number in range(PRODUCTS))
    return pc.if_else(has_product(day), pick(day.product, names), "")


def amounts(day: DayEvents) -> pa.Array:
    """Return the amount of a purchase in the currency, null for other events."""
    is_purchase = day.event == PURCHASE
    return pa.array(day.price_minor / 100, mask=~is_purchase)


def order_ids(day: DayEvents) -> pa.Array:
    """Return the order of a purchase, empty for other events."""
    return pc.if_else(pa.array(day.event == PURCHASE), numbered("o", day.session), "")


def _write_parquet(file: Path, batches: Iterator[pa.Table]) -> None:
    first = next(batches)
    with parquet.ParquetWriter(file, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        for batch in batches:
            writer.write_table(batch)


def _write_csv(file: Path, batches: Iterator[pa.Table]) -> None:
    first = next(batches)
    with csv.CSVWriter(file, first.schema) as writer:
        writer.write_table(first)
        for batch in batches:
            writer.write_table(batch)
