"""The same ten conditions in pandas, over Parquet files of the columns they need.

Reading the files and following the merges is part of each answer, as it is of ours; the files are in order of time.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pyarrow import parquet

from benchmarks.loaded import Loaded
from stayflow.language.window import epoch_ms

if TYPE_CHECKING:
    import numpy.typing as npt

DAY_MS = 86_400_000
SHANGHAI_MS = 8 * 3_600_000
FILES = {
    "events": "SELECT event, person_id, toUnixTimestamp64Milli(time) AS time, property_amount AS amount"
    " FROM events ORDER BY time, arrival",
    "people": "SELECT person_id FROM people",
    "cities": "SELECT person_id, text AS city, at FROM person_attributes FINAL WHERE name = 'city'",
    "merges": "SELECT `from`, `to`, (SELECT max(person_id) FROM people) AS last FROM person_merges FINAL",
}


class Frames:
    """The project as files; what a condition asks for is read when it does.

    Args:
        folder: Where `write_files` put them.
        end: The end of today, Unix ms.
    """

    def __init__(self, folder: Path, end: int) -> None:
        self.folder = folder
        self.end = end

    def read(self, name: str) -> "pd.DataFrame":
        """A file, `person_id` led to the survivor as `person`."""
        found = pd.read_parquet(self.folder / f"{name}.parquet")
        found["person"] = self.survivors[found.pop("person_id").to_numpy()]
        return found

    @cached_property
    def survivors(self) -> "npt.NDArray[np.uint64]":
        """By person id."""
        merges = pd.read_parquet(self.folder / "merges.parquet")
        ids = np.arange(int(merges["last"].iloc[0]) + 1, dtype=np.uint64)
        ids[merges["from"].to_numpy()] = merges["to"].to_numpy()
        return ids

    @cached_property
    def events(self) -> "pd.DataFrame":
        """`event` (categorical), `person`, `time` (Unix ms), `amount`."""
        return self.read("events")

    @property
    def everybody(self) -> "pd.Series[int]":
        """Every canonical person, once."""
        return self.read("people").person.drop_duplicates()

    @cached_property
    def cities(self) -> "pd.Series[str]":
        """The newest city of each person who has one."""
        return self.read("cities").sort_values("at").groupby("person").city.last()

    def of(self, *names: str, days: int | None = None) -> "pd.DataFrame":
        """The events of these names, of the last so many days."""
        found = self.events[self.events.event.isin(names)]
        if days is None:
            return found
        return found[(found.time >= self.end - days * DAY_MS) & (found.time < self.end)]

    def in_city(self) -> "pd.Index[int]":
        """The people of two cities."""
        return self.cities.index[self.cities.isin(["杭州", "上海"])]


def write_files(loaded: Loaded, folder: Path) -> None:
    """Write what the conditions need as Parquet, once."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sql in FILES.items():
        table = loaded.warehouse.arrow(sql)
        if name == "events":
            place = table.schema.get_field_index("event")
            table = table.set_column(place, "event", table["event"].dictionary_encode())
        parquet.write_table(table, folder / f"{name}.parquet")


def answer(people: object) -> tuple[int, int]:
    """How many, and the sum of their ids."""
    ids = np.asarray(people, dtype=np.uint64)
    return len(ids), int(ids.sum())


def _five_views(frames: Frames) -> object:
    counts = frames.of("product_view", days=30).groupby("person").size()
    return counts.index[counts >= 5]


def _sum_of_some(frames: Frames) -> object:
    bought = frames.of("purchase", days=60)
    sums = bought[bought.amount >= 20].groupby("person").amount.sum().round(6)
    return sums.index[sums >= 300]


def _did_not(frames: Frames) -> object:
    buyers = frames.of("purchase", days=30).person.unique()
    return frames.everybody[~frames.everybody.isin(buyers)]


def _big_spenders(frames: Frames) -> object:
    bought = frames.of("purchase", days=30)
    sums = bought.groupby("person").amount.sum().round(6)
    big = sums.index[sums >= 300]
    return big[big.isin(frames.in_city()) & ~big.isin(frames.of("purchase", days=7).person)]


def _window_shoppers(frames: Frames) -> object:
    views = frames.of("product_view", days=30).groupby("person").size()
    many = views.index[views >= 5]
    carts = frames.of("add_to_cart", days=30).person.unique()
    return many[many.isin(carts) & ~many.isin(frames.of("purchase", days=30).person.unique())]


def _either(frames: Frames) -> object:
    views = frames.of("page_view")
    days = (views.time + SHANGHAI_MS) // DAY_MS
    active = days.groupby(views.person).nunique()
    bought = frames.of("purchase")
    p90 = bought.groupby("person").amount.quantile(0.9)
    never = frames.in_city().difference(bought.person.unique())
    found = np.concatenate((active.index[active >= 10], p90.index[p90 > 200], never))
    return np.unique(found.astype(np.uint64))


def _after_the_first_view(frames: Frames) -> object:
    first = frames.of("product_view").groupby("person").time.min().rename("first")
    carts = frames.of("add_to_cart").merge(first, left_on="person", right_index=True)
    inside = carts[(carts.time > carts["first"]) & (carts.time <= carts["first"] + 7 * DAY_MS)]
    counts = inside.groupby("person").size()
    return counts.index[counts >= 2]


def _in_order(frames: Frames) -> object:
    events = frames.of("search", "product_view", "add_to_cart", "purchase", days=30)
    found = []
    for person, mine in events.groupby("person", sort=False):
        one = two = 0
        for name, time in zip(mine.event.array, mine.time.array, strict=True):
            if name == "search":
                one = time + DAY_MS
            elif name == "product_view":
                two = one if one >= time else two
            elif name == "purchase":
                one = two = 0
            elif two >= time:
                found.append(person)
                break
    return found


IN_PANDAS: tuple[Callable[[Frames], object], ...] = (
    lambda frames: frames.in_city(),
    lambda frames: frames.of("purchase", days=30).person.unique(),
    _five_views,
    _sum_of_some,
    _did_not,
    _big_spenders,
    _window_shoppers,
    _either,
    _after_the_first_view,
    _in_order,
)
"""By the number of the case."""


def end_of_today(loaded: Loaded) -> int:
    """The end of the project's present day, Unix ms."""
    today = loaded.now.astimezone(loaded.scope.zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return epoch_ms(today) + DAY_MS
