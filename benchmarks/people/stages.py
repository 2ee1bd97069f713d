"""The default lifecycle model over many days, in DuckDB and in pandas.

DuckDB: what an event adds on its day and takes away when it leaves a window are rows; they are added up in the order
of a person's days, which is also how ours does it. pandas: a matrix of a person and a day each, of active days and of
purchases, and running sums over its columns. The matrix is quick because all events lie within ninety days; a year of
them would be a matrix, and a time, four times as large. Neither knows any other model than this one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.people.files import Duck, PeopleFiles
from stayflow.understand.lifecycle import DefaultThresholds

PURCHASE = "purchase"
HABIT_RECENT, HABIT_BEFORE, HABIT_AT_LEAST = 28, 84, 6
STAGES = ("acquisition", "exploration", "growth", "maturity", "churn")
Moves = Mapping[tuple[str, str], tuple[int, int]]
"""From which stage to which: how many changes, and the sum of their days since 1970."""
Counts = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of the replay, since 1970."""

    first: int
    last: int


def replay_in_duckdb(days: Days, at: DefaultThresholds, duck: Duck) -> Moves:
    """Every change of stage, counted."""
    told = " UNION ALL ".join(
        f"SELECT person, day + {move}, {', '.join(part.get(name, '0') for name in NUMBERS)} FROM {table}"
        for table, move, part in _parts(at)
    )
    sums = ", ".join(f"sum(sum({name})) OVER mine AS {name}" for name in NUMBERS)
    rows = duck.execute(
        "WITH active AS ("
        "  SELECT person, day - DATE '1970-01-01' AS day, count(*) FILTER (event = 'purchase') AS bought"
        f"  FROM events WHERE day <= DATE '1970-01-01' + {days.last} GROUP BY person, day),"
        " buying AS (SELECT * FROM active WHERE bought > 0),"
        " contact AS (SELECT person, min(day) AS day FROM active GROUP BY person),"
        " since AS ("
        f"  SELECT person, greatest(least(first_day, ifnull(day, first_day)), {days.first}) AS day"
        f"  FROM known LEFT JOIN contact USING (person) WHERE least(first_day, ifnull(day, first_day)) <= {days.last}),"
        f" told(person, day, {', '.join(NUMBERS)}) AS ({told}),"
        f" standing AS (SELECT person, day, {sums} FROM told WHERE day <= {days.last} GROUP BY person, day"
        "  WINDOW mine AS (PARTITION BY person ORDER BY day)),"
        f" stages AS (SELECT person, day, CASE {_stage_sql(at)} END AS stage FROM standing),"
        " changes AS (SELECT day, stage, ifnull(lag(stage) OVER (PARTITION BY person ORDER BY day), -1) AS before"
        "  FROM stages)"
        " SELECT before, stage, count(*), sum(day) FROM changes WHERE before != stage GROUP BY ALL"
    ).fetchall()
    return {
        (STAGES[was] if was >= 0 else "", STAGES[now]): (int(count), int(total))
        for was, now, count, total in rows
    }


NUMBERS = ("ever", "known", "quiet", "recent", "before", "bought", "steady", "peak", "still")
"""Events ever; thresholds of days since the first contact that were passed; active days in three windows; purchases
ever and in three windows."""


def _parts(at: DefaultThresholds) -> Iterator[tuple[str, int, Mapping[str, str]]]:
    """Tables, by how many days their rows are moved, and what these add to which number."""
    yield "since", 0, {}
    yield "contact", 0, {"ever": "1"}
    for days in (at.exploration_days, at.growth_days, at.maturity_days):
        yield "contact", days, {"known": "1"}
    yield "active", 0, {"quiet": "1", "recent": "1"}
    yield "active", at.churn_days, {"quiet": "-1"}
    yield "active", HABIT_RECENT, {"recent": "-1", "before": "1"}
    yield "active", HABIT_RECENT + HABIT_BEFORE, {"before": "-1"}
    yield "buying", 0, dict.fromkeys(("bought", "steady", "peak", "still"), "bought")
    yield "buying", at.growth_window_days, {"steady": "-bought"}
    yield "buying", at.maturity_window_days, {"peak": "-bought"}
    yield "buying", at.churn_quiet_days, {"still": "-bought"}


def _stage_sql(at: DefaultThresholds) -> str:
    kept = round((1 - at.churn_drop) * 1000) * HABIT_RECENT
    faded = (
        f"before >= {HABIT_AT_LEAST} AND recent * {1000 * HABIT_BEFORE} <= before * {kept}"
        " AND still = 0"
    )
    return (
        f"WHEN (ever > 0 AND quiet = 0) OR ({faded}) THEN 4"
        f" WHEN known >= 3 AND peak >= {at.maturity_purchases} THEN 3"
        f" WHEN known >= 2 AND steady >= {at.growth_purchases} THEN 2"
        f" WHEN known >= 1 OR bought >= {at.exploration_purchases} THEN 1 ELSE 0"
    )


def replay_in_pandas(days: Days, at: DefaultThresholds, files: PeopleFiles) -> Moves:
    """Every change of stage, counted."""
    known = files.read_people("person", "first_day")
    frame = files.read_events(("event", "person", "day"))
    frame = frame[frame.day <= days.last]
    counts = (frame.event == PURCHASE).groupby([frame.person, frame.day], sort=False).agg(["size", "sum"])  # fmt: skip
    place = np.searchsorted(known.person, counts.index.get_level_values(0))
    day = counts.index.get_level_values(1).to_numpy()
    begin = min(int(day.min()), int(known.first_day.min()))
    lives = _Lives(known.first_day.to_numpy(), begin, days.last)
    lives.fill(place, day, counts["sum"].to_numpy())
    return lives.replay(days, at)


class _Lives:
    """Active days and purchases of everybody on every day, as running sums.

    Args:
        first_day: Of everybody.
        begin: The first day of the matrix; `last` its last one.
    """

    def __init__(self, first_day: npt.NDArray[np.int64], begin: int, last: int) -> None:
        self.begin, self.last, self.since = begin, last, first_day.copy()
        shape = (last - begin + 1, len(first_day))
        self.active, self.bought = np.zeros(shape, np.int16), np.zeros(shape, np.int16)

    def fill(self, place: Counts, day: Counts, bought: Counts) -> None:
        """Put in the days of the people at these places."""
        self.active[day - self.begin, place] = 1
        self.bought[day - self.begin, place] = bought
        for sums in (self.active, self.bought):
            np.cumsum(sums, axis=0, out=sums)
        np.minimum.at(self.since, place, day)

    def replay(self, days: Days, at: DefaultThresholds) -> Moves:
        """The stage of everybody on every day, and where it changes."""
        never = np.iinfo(np.int32).max
        has_event = self.active[-1] > 0
        contact = np.where(has_event, (self.active > 0).argmax(axis=0) + self.begin, never)
        before = np.full(len(self.since), -1, np.int8)
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for day in range(max(days.first, self.begin), days.last + 1):
            stage = np.where(self.since <= day, self._stages(day, contact, at), -1).astype(np.int8)
            codes = np.bincount((before[stage != before] + 1) * 8 + stage[stage != before])
            for code in np.flatnonzero(codes):
                key = ("", *STAGES)[code >> 3], STAGES[code & 7]
                count, total = found.get(key, (0, 0))
                found[key] = count + int(codes[code]), total + int(codes[code]) * day
            before = stage
        return found

    def _stages(self, day: int, contact: Counts, at: DefaultThresholds) -> Counts:
        recent = self._within(self.active, day, HABIT_RECENT)
        habit = self._within(self.active, day - HABIT_RECENT, HABIT_BEFORE)
        kept = round((1 - at.churn_drop) * 1000) * HABIT_RECENT
        still = self._within(self.bought, day, at.churn_quiet_days)
        faded = (habit >= HABIT_AT_LEAST) & (recent * 1000 * HABIT_BEFORE <= habit * kept)
        quiet = (contact <= day) & (self._within(self.active, day, at.churn_days) == 0)
        age = day - contact
        rules: Sequence[npt.NDArray[np.bool_]] = (
            quiet | (faded & (still == 0)),
            (age >= at.maturity_days)
            & (self._within(self.bought, day, at.maturity_window_days) >= at.maturity_purchases),
            (age >= at.growth_days)
            & (self._within(self.bought, day, at.growth_window_days) >= at.growth_purchases),
            (age >= at.exploration_days)
            | (self._within(self.bought, day, 10_000) >= at.exploration_purchases),
        )
        return np.select(rules, (4, 3, 2, 1), 0)

    def _within(self, sums: npt.NDArray[np.int16], day: int, days: int) -> Counts:
        """What the last so many days up to one have."""
        end = sums[day - self.begin] if day >= self.begin else np.zeros_like(sums[0])
        start = day - days - self.begin
        return (end - sums[start] if start >= 0 else end).astype(np.int32)
