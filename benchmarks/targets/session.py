"""Sessions of sixty days beside the plain query that only counts them, on the same table.

Ours also answers what the plain query leaves out: campaigns, durations, depths, bounces, every day of the range.
"""

from collections.abc import Iterable

from benchmarks.frame import BenchContext, BenchTarget, Row, side_by_side
from benchmarks.loaded import Loaded, open_loaded
from stayflow.language.window import epoch_ms, parse_range
from stayflow.measure.analysis import SessionResult, answer_query

RANGE = {"last": "60d"}
QUESTION = {"kind": "session", "range": RANGE}
DAY_MS, SILENCE_MS = 86_400_000, 1_800_000
PLAIN = """
SELECT sum(begun), countIf(begun > 0) FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(toUnixTimestamp64Milli(time))) AS done,
    arrayCount((at, before) -> at - before > {silence:Int64} AND at >= {start:Int64} AND at < {end:Int64},
      done, arrayPushFront(arrayPopBack(done), 0)) AS begun
  FROM events
  WHERE time >= fromUnixTimestamp64Milli({start:Int64} - {day:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({end:Int64} + {day:Int64}, 'UTC')
  GROUP BY person
)
"""


def measure_session(context: BenchContext) -> Iterable[Row]:
    """Compare the two ways."""
    with open_loaded(context) as loaded:
        yield side_by_side(
            "sessions of 60 days",
            lambda: ask_sessions(loaded),
            lambda: count_by_hand(loaded),
            context=context,
            note="plain query that counts sessions and people and nothing else, merges applied",
        )


def ask_sessions(loaded: Loaded) -> tuple[int, int]:
    """Sessions and people by our question."""
    answer = answer_query(QUESTION, scope=loaded.scope, warehouse=loaded.warehouse)
    assert isinstance(answer.result, SessionResult)
    return answer.result.numbers.sessions, answer.result.numbers.people


def count_by_hand(loaded: Loaded) -> tuple[int, int]:
    """Sessions and people by the statement above."""
    start, end = parse_range(RANGE).bounds(loaded.scope.zone, loaded.now)
    parameters = {
        "start": epoch_ms(start),
        "end": epoch_ms(end),
        "day": DAY_MS,
        "silence": SILENCE_MS,
    }
    sessions, people = loaded.warehouse.one(PLAIN, parameters)
    return int(sessions), int(people)


TARGET = BenchTarget(
    "session", "sessions of sixty days beside the plain query that counts them", measure_session
)
