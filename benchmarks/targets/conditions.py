"""Ten conditions of growing difficulty: beside hand-written SQL, pandas, the estimate, and a handful of people."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from benchmarks.frame import (
    AnswersDiffer,
    BenchContext,
    BenchTarget,
    Row,
    alternate,
    median_seconds,
    ratio_row,
    side_by_side,
    stopwatch,
)
from benchmarks.loaded import Loaded, open_loaded
from benchmarks.targets._conditions_by_hand import CASES, Case
from benchmarks.targets._conditions_in_pandas import (
    DAY_MS,
    IN_PANDAS,
    Frames,
    answer,
    end_of_today,
    write_files,
)
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.understand.segment import estimate_people

DAYS = {"week": 7, "month": 30, "two_months": 60}
GIVEN = 100
BEYOND = 15
"""So many times faster than pandas."""
POINT = """
SELECT person_id, event, time FROM events WHERE person_id IN (
  SELECT arrayJoin({people:Array(UInt64)})
  UNION ALL SELECT `from` FROM person_merges FINAL WHERE `to` IN {people:Array(UInt64)})
"""


def measure_conditions(context: BenchContext) -> Iterable[Row]:
    """Every comparison, for each condition."""
    with open_loaded(context) as loaded:
        end = end_of_today(loaded)
        people = ask_people(loaded)
        ours: dict[str, float] = {}
        for case in CASES:
            row = side_by_side(
                case.name,
                partial(count_people, loaded, case.condition),
                partial(count_by_hand, loaded, case, end),
                context=context,
                bound=1.1,
                note="hand-written SQL, merges applied",
            )
            ours[case.name] = row.ours_seconds
            yield row
        for case in CASES:
            yield measure_estimate(loaded, case, context)
        for case in CASES:
            yield measure_given(loaded, case, people, context)
        context.progress("writing the events for pandas")
        files = context.folder / f"parquet-{context.events}-{context.seed}"
        write_files(loaded, files)
        for case, in_pandas in zip(CASES, IN_PANDAS, strict=True):
            seconds = ours[case.name]
            beside = measure_pandas(loaded, case, partial(_fresh, in_pandas, files, end), seconds)
            yield beside
            if case.floor:
                yield measure_floor(loaded, case, end, beside.yardstick_seconds or 0.0, context)


def measure_estimate(loaded: Loaded, case: Case, context: BenchContext) -> Row:
    """The estimate while editing beside the count over everybody."""
    tree = parse_condition(case.condition)

    def estimate() -> tuple[int, int]:
        found = estimate_people(tree, scope=_scope(loaded), warehouse=loaded.warehouse)
        return found.count, found.error

    name = f"estimate of {case.name}"
    estimate()  # warms up
    row = alternate(
        name, estimate, lambda: count_people(loaded, case.condition), rounds=context.rounds
    )
    count, error = estimate()
    real, _ = count_people(loaded, case.condition)
    if not error:
        return replace(row, note=f"counted exactly, as it reads little: {count:,}")
    return replace(row, bound=0.3, note=f"{count:,} ± {error:,}; counted {real:,}")


def measure_given(loaded: Loaded, case: Case, people: list[int], context: BenchContext) -> Row:
    """The condition over some people beside reading their events."""
    scope = _scope(loaded).with_people(people)

    def given() -> tuple[int, int]:
        return count_people(loaded, case.condition, scope)

    def bare() -> object:
        return loaded.warehouse.query(POINT, {"people": people}).rows

    given(), bare()  # warms up
    name = f"{GIVEN} people: {case.name}"
    row = alternate(name, given, bare, rounds=context.rounds, bound=5)
    return replace(row, note="a bare point query of their events")


def measure_pandas(
    loaded: Loaded,
    case: Case,
    in_pandas: Callable[[], object],
    ours: float,
) -> Row:
    """The condition beside pandas, whose answer must be the same.

    Raises:
        AnswersDiffer: It is not.
    """
    with stopwatch() as watch:
        found = answer(in_pandas())
    counted = count_people(loaded, case.condition)
    if found != counted:
        raise AnswersDiffer(f"{case.name}: {counted} here, {found} in pandas")
    note = f"pandas over Parquet, reading it included; {watch.seconds / ours:.1f} times as long"
    return ratio_row(f"pandas: {case.name}", ours, watch.seconds, bound=1 / BEYOND, note=note)


def measure_floor(
    loaded: Loaded, case: Case, end: int, in_pandas: float, context: BenchContext
) -> Row:
    """What reading the columns alone takes, beside the same time of pandas: no answer can be quicker."""
    parameters = _parameters(case.floor, end)
    seconds = median_seconds(
        lambda: loaded.warehouse.one(case.floor, parameters), rounds=context.rounds
    )
    note = "its columns read once and added up; no merge followed, no person told apart"
    return ratio_row(f"floor of {case.name}", seconds, in_pandas, bound=1 / BEYOND, note=note)


def count_people(
    loaded: Loaded, condition: JsonObject, scope: Scope | None = None
) -> tuple[int, int]:
    """How many people meet a condition, and the sum of their ids; parsing and compiling are part of it."""
    people = compile_people(parse_condition(condition), scope or _scope(loaded))
    sql = f"SELECT count(), sum(person_id) FROM ({people.sql})"
    count, checksum = loaded.warehouse.one(sql, people.parameters)
    return int(count), int(checksum)


def count_by_hand(loaded: Loaded, case: Case, end: int) -> tuple[int, int]:
    """The same by the statement beside it."""
    count, checksum = loaded.warehouse.one(case.by_hand, _parameters(case.by_hand, end))
    return int(count), int(checksum)


def _parameters(sql: str, end: int) -> dict[str, int]:
    starts = {name: end - days * DAY_MS for name, days in DAYS.items()} | {"end": end}
    return {name: at for name, at in starts.items() if f"{{{name}:" in sql}


def ask_people(loaded: Loaded) -> list[int]:
    """Some canonical persons, spread over all and always the same."""
    rows = loaded.warehouse.query(
        "SELECT person_id FROM people WHERE person_id NOT IN (SELECT `from` FROM person_merges)"
        f" ORDER BY cityHash64(person_id) LIMIT {GIVEN}"
    ).rows
    return [int(person) for (person,) in rows]


@cache
def _scope(loaded: Loaded) -> Scope:
    """Read once: whoever asks ten conditions reads the catalogue for all of them."""
    return loaded.scope


def _fresh(in_pandas: Callable[[Frames], object], files: Path, end: int) -> object:
    """The answer of pandas that has read nothing yet."""
    return in_pandas(Frames(files, end))


TARGET = BenchTarget(
    "conditions",
    "ten conditions beside hand-written SQL, pandas, the estimate, and 100 given people",
    measure_conditions,
)
