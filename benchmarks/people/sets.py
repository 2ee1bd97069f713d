"""Five conditions and the algebra of the people who meet them, in DuckDB and in pandas.

Once with the conditions asked of the events, and once of members that are kept: in DuckDB a table of a member each, in
pandas sorted arrays in memory. Neither follows a merge that comes after the members were found, as ours does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.people.files import Duck, PeopleFiles

Ids = npt.NDArray[np.int64]
Found = tuple[int, int]
"""How many people, and the sum of their ids."""
CITIES = ("杭州", "上海")
BIG_AMOUNT, LOOKS = 300, 5
ALGEBRA = (
    "SELECT count(*), sum(person)::BIGINT FROM ("
    " (((SELECT person FROM buyers UNION SELECT person FROM lookers) INTERSECT SELECT person FROM locals)"
    " EXCEPT (SELECT person FROM big INTERSECT SELECT person FROM carts)))"
)


@dataclass(frozen=True, slots=True)
class Since:
    """Starts of windows and their end, Unix milliseconds; `month` is 30 days, `fortnight` 14."""

    month: int
    fortnight: int
    end: int


def _statements(since: Since) -> Mapping[str, str]:
    """The people of each condition."""
    month, fortnight = (
        f"ms >= {start} AND ms < {since.end}" for start in (since.month, since.fortnight)
    )
    city = ", ".join(f"'{each}'" for each in CITIES)
    return {
        "buyers": f"SELECT DISTINCT person FROM events WHERE event = 'purchase' AND {month}",
        "big": f"SELECT person FROM events WHERE event = 'purchase' AND ms < {since.end} GROUP BY person"
        f" HAVING round(sum(amount), 6) >= {BIG_AMOUNT}",
        "lookers": f"SELECT person FROM events WHERE event = 'product_view' AND {month}"
        f" GROUP BY person HAVING count(*) >= {LOOKS}",
        "carts": f"SELECT DISTINCT person FROM events WHERE event = 'add_to_cart' AND {fortnight}",
        "locals": f"SELECT person FROM known WHERE city IN ({city})",
    }


def keep_in_duckdb(since: Since, duck: Duck) -> None:
    """Keep the members of each condition as a table."""
    for name, sql in _statements(since).items():
        duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def kept_in_duckdb(duck: Duck) -> Found:
    """The algebra of the tables."""
    return _one(duck, ALGEBRA)


def asked_in_duckdb(since: Since, duck: Duck) -> Found:
    """The algebra of the conditions."""
    named = ", ".join(f"{name} AS ({sql})" for name, sql in _statements(since).items())
    return _one(duck, f"WITH {named} {ALGEBRA}")


def members_in_pandas(since: Since, files: PeopleFiles) -> Mapping[str, Ids]:
    """The members of each condition, sorted."""
    names = ("purchase", "product_view", "add_to_cart")
    frame = files.read_events(("event", "person", "ms", "amount"), names)
    frame = frame[frame.ms < since.end]
    bought = frame[frame.event == "purchase"]
    spent = bought.groupby("person").amount.sum().round(6)
    views = frame.person[(frame.event == "product_view") & (frame.ms >= since.month)]
    looked = views.value_counts(sort=False)
    carts = frame.person[(frame.event == "add_to_cart") & (frame.ms >= since.fortnight)]
    people = files.read_people("person", "city")
    return {
        name: np.unique(np.asarray(found, dtype=np.int64))
        for name, found in {
            "buyers": bought.person[bought.ms >= since.month],
            "big": spent.index[spent >= BIG_AMOUNT],
            "lookers": looked.index[looked >= LOOKS],
            "carts": carts,
            "locals": people.person[people.city.isin(CITIES)],
        }.items()
    }


def joined_in_pandas(members: Mapping[str, Ids]) -> Found:
    """The algebra of sorted arrays."""
    met = np.union1d(members["buyers"], members["lookers"])
    met = np.intersect1d(met, members["locals"], assume_unique=True)
    left = np.intersect1d(members["big"], members["carts"], assume_unique=True)
    found = np.setdiff1d(met, left, assume_unique=True)
    return len(found), int(found.sum())


def _one(duck: Duck, sql: str) -> Found:
    ((count, checksum),) = duck.execute(sql).fetchall()
    return int(count), int(checksum or 0)
