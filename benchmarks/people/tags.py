"""Tags of a count in a window and two thresholds each, in DuckDB and in pandas.

DuckDB: one pass with a count for each event and window, and one over its rows for all thresholds. pandas: the events
of one name at a time, a count by person for each window, once for all thresholds that ask for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.people.files import Duck, PeopleFiles

Sizes = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class CountTag:
    """`often` for whoever did it `high` times in [start, end), `some` for `low` times and less than `high`."""

    name: str
    event: str
    start: int
    end: int
    low: int
    high: int


def tags_in_duckdb(tags: Sequence[CountTag], duck: Duck) -> Sizes:
    """How many people have each value."""
    counts = {
        stretch: f"count(*) FILTER (event = '{stretch[0]}' AND ms >= {stretch[1]}) AS n{n}"
        for n, stretch in enumerate(_stretches(tags))
    }
    places = {stretch: f"n{n}" for n, stretch in enumerate(counts)}
    events = ", ".join(f"'{each}'" for each in dict.fromkeys(tag.event for tag in tags))
    sizes = ", ".join(
        f"count(*) FILTER ({place} >= {tag.high}),"
        f" count(*) FILTER ({place} >= {tag.low} AND {place} < {tag.high})"
        for tag in tags
        for place in [places[tag.event, tag.start, tag.end]]
    )
    (row,) = duck.execute(
        f"SELECT {sizes} FROM (SELECT person, {', '.join(counts.values())} FROM events"
        f" WHERE event IN ({events}) AND ms >= {min(tag.start for tag in tags)}"
        f" AND ms < {max(tag.end for tag in tags)} GROUP BY person)"
    ).fetchall()
    names = [(tag.name, value) for tag in tags for value in ("often", "some")]
    return {name: people for name, people in zip(names, row, strict=True) if people}


def tags_in_pandas(tags: Sequence[CountTag], files: PeopleFiles) -> Sizes:
    """How many people have each value."""
    frame = files.read_events(
        ("event", "person", "ms"), tuple(dict.fromkeys(tag.event for tag in tags))
    )
    by_name = dict(iter(frame.groupby("event", observed=True)))
    found = {}
    for event, start, end in _stretches(tags):
        mine = by_name[event]
        counts = mine.person[(mine.ms >= start) & (mine.ms < end)].value_counts(sort=False)
        for tag in tags:
            if (tag.event, tag.start, tag.end) == (event, start, end):
                found[tag.name, "often"] = int((counts >= tag.high).sum())
                found[tag.name, "some"] = int(counts.between(tag.low, tag.high - 1).sum())
    return {name: people for name, people in found.items() if people}


def _stretches(tags: Sequence[CountTag]) -> Iterator[tuple[str, int, int]]:
    yield from dict.fromkeys((tag.event, tag.start, tag.end) for tag in tags)
