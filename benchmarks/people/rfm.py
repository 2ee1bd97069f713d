"""RFM classes of everybody who bought, in DuckDB and in pandas: one pass over the purchases, the cuts, the sizes."""

from dataclasses import dataclass
from typing import Literal

from benchmarks.people.files import Duck, PeopleFiles

Sizes = dict[tuple[int, int, int], int]


@dataclass(frozen=True, slots=True)
class Window:
    """Milliseconds of the window, its end excluded, and today in days since 1970."""

    start: int
    end: int
    today: int


Cut = Literal["mean", "fifths"]


def rfm_in_duckdb(window: Window, cut: Cut, duck: Duck) -> Sizes:
    """How many people are in each class, by whether r, f and m are high."""
    cuts = {
        "mean": "avg(r) AS cut_r, avg(f) AS cut_f, avg(m) AS cut_m",
        "fifths": "quantile_cont(r, 0.4) AS cut_r, quantile_cont(f, 0.6) AS cut_f,"
        " quantile_cont(m, 0.6) AS cut_m",
    }[cut]
    rows = duck.execute(
        "WITH buyer AS MATERIALIZED ("
        f" SELECT person, {window.today} - (max(day) - DATE '1970-01-01') AS r, count(*) AS f, sum(amount) AS m"
        " FROM events WHERE event = 'purchase' AND ms >= $start AND ms < $end GROUP BY person),"
        f" cut AS (SELECT {cuts} FROM buyer)"
        " SELECT (r <= cut_r)::INT, (f >= cut_f)::INT, (m >= cut_m)::INT, count(*) FROM buyer, cut GROUP BY ALL",
        {"start": window.start, "end": window.end},
    ).fetchall()
    return {(int(r), int(f), int(m)): int(people) for r, f, m, people in rows}


def rfm_in_pandas(window: Window, cut: Cut, files: PeopleFiles) -> Sizes:
    """How many people are in each class, by whether r, f and m are high."""
    frame = files.read_events(("person", "ms", "day", "amount"), ("purchase",))
    frame = frame[(frame.ms >= window.start) & (frame.ms < window.end)]
    grouped = frame.groupby("person", sort=False)
    recency = window.today - grouped.day.max()
    often, spent = grouped.size(), grouped.amount.sum()
    if cut == "mean":
        highs = (recency <= recency.mean(), often >= often.mean(), spent >= spent.mean())
    else:
        highs = (
            recency <= recency.quantile(0.4),
            often >= often.quantile(0.6),
            spent >= spent.quantile(0.6),
        )
    r, f, m = (each.astype(int) for each in highs)
    sizes = (r * 4 + f * 2 + m).value_counts()
    return {(code >> 2, code >> 1 & 1, code & 1): int(n) for code, n in sizes.items()}
