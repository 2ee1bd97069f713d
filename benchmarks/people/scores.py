"""A score of capped, fading points in DuckDB and in pandas, in the whole numbers that ours is made of.

Both count by person, day and rule, bound what a day gives, and add up what is left of it; neither says which events
gave what, and neither follows conditions on people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from benchmarks.people.files import Duck, PeopleFiles

SHARES = 1_000_000
THOUSANDTHS = 1000
DAY_BITS = 16
Scored = tuple[int, int, tuple[int, ...]]
"""How many have a score, the sum of their thousandths, and how many are in each band."""


@dataclass(frozen=True, slots=True)
class PointRules:
    """A score, read from its definition.

    Attributes:
        points: Thousandths an event gives, by its name.
        most: Thousandths a day gives at most, by the name.
        rate: What fades in a day, a natural exponent.
        low: Least thousandths of a score; `high` the most.
        bands: Where the bands begin, from the lowest up.
        today: Days since 1970.
    """

    points: Mapping[str, int]
    most: Mapping[str, int]
    rate: float
    low: int
    high: int
    bands: Sequence[int]
    today: int

    @staticmethod
    def read(definition: Mapping[str, object], today: int) -> "PointRules":
        """The rules of a definition as it is posted."""
        rules = definition["rules"]
        bounds, bands = definition["bounds"], definition["bands"]
        assert isinstance(rules, list)
        assert isinstance(bounds, dict)
        assert isinstance(bands, list)
        return PointRules(
            points={each["event"]: each["points"] * THOUSANDTHS for each in rules},
            most={each["event"]: each["per_day_max"] * THOUSANDTHS for each in rules},
            rate=-log(2) / float(str(definition["half_life"]).removesuffix("d")),
            low=bounds["min"] * THOUSANDTHS,
            high=bounds["max"] * THOUSANDTHS,
            bands=[each["from"] * THOUSANDTHS for each in bands],
            today=today,
        )


def scores_in_duckdb(rules: PointRules, duck: Duck) -> Scored:
    """Everybody's score, summed up."""
    names = ", ".join(f"'{name}'" for name in rules.points)
    counts = ", ".join(
        f"count(*) FILTER (event = '{name}') AS n{n}" for n, name in enumerate(rules.points)
    )
    given = " + ".join(
        f"least(n{n} * {points}, {rules.most[name]})"
        for n, (name, points) in enumerate(rules.points.items())
    )
    ends = [*rules.bands[1:], rules.high + 1]
    bands = ", ".join(
        f"count(*) FILTER (points >= {start} AND points < {end})"
        for start, end in zip(rules.bands, ends, strict=True)
    )
    (row,) = duck.execute(
        f"SELECT count(*), sum(points)::BIGINT, {bands} FROM ("
        f" SELECT greatest({rules.low}, least({rules.high}, (whole + {SHARES // 2}) // {SHARES})) AS points FROM ("
        f"  SELECT person, sum(({given}) * share)::BIGINT AS whole FROM ("
        f"   SELECT *, floor({SHARES} * exp(greatest(0, {rules.today} - age) * {rules.rate!r}) + 0.50000001)::BIGINT"
        "    AS share FROM ("
        f"    SELECT person, day - DATE '1970-01-01' AS age, {counts} FROM events"
        f"    WHERE event IN ({names}) GROUP BY person, day))"
        "  GROUP BY person))"
    ).fetchall()
    return int(row[0]), int(row[1]), tuple(int(each) for each in row[2:])


def scores_in_pandas(rules: PointRules, files: PeopleFiles) -> Scored:
    """Everybody's score, summed up."""
    frame = files.read_events(("event", "person", "day"), tuple(rules.points))
    keys = (frame.person.to_numpy().astype(np.int64) << DAY_BITS) + frame.day.to_numpy()
    counts = frame.event.groupby([frame.event, keys], observed=True, sort=False).size()
    names = counts.index.get_level_values(0)
    person_day = counts.index.get_level_values(1).to_numpy()
    given = np.minimum(
        counts.to_numpy() * names.map(rules.points).to_numpy().astype(np.int64),
        names.map(rules.most).to_numpy().astype(np.int64),
    )
    age = np.maximum(0, rules.today - (person_day & (2**DAY_BITS - 1)))
    share = np.floor(SHARES * np.exp(age * rules.rate) + 0.50000001).astype(np.int64)
    people, place = np.unique(person_day >> DAY_BITS, return_inverse=True)
    whole = np.zeros(len(people), dtype=np.int64)
    np.add.at(whole, place, given * share)
    points = np.clip((whole + SHARES // 2) // SHARES, rules.low, rules.high)
    bands = np.bincount(np.searchsorted(rules.bands, points, side="right"), minlength=len(rules.bands) + 1)  # fmt: skip
    return len(people), int(points.sum()), tuple(int(each) for each in bands[1:])
