"""Where ClickHouse's errors become ours, and a statement that leaves its project is stopped."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from clickhouse_connect.driver.exceptions import ClickHouseError, StreamFailureError

from stayflow.kernel.errors import StayflowError
from stayflow.stores.errors import QueryTooLarge, QueryTooLong, StoreFailed, StoreUnavailable
from stayflow.stores.warehouse.reading import ReadingStopped

_MEMORY = 241
_CODE = re.compile(r"Code: (\d+)")
_BY_CODE: dict[int, tuple[type[StayflowError], str]] = {
    159: (
        QueryTooLong,
        "the query ran longer than it may; choose a shorter range or fewer breakdowns",
    ),
    160: (
        QueryTooLong,
        "the query would run longer than it may; choose a shorter range or fewer breakdowns",
    ),
    158: (
        QueryTooLarge,
        "the query reads more rows than it may; choose a shorter range, or fewer events and people",
    ),
    _MEMORY: (
        QueryTooLarge,
        "the query wants more memory than it may; choose a shorter range or fewer breakdowns",
    ),
    394: (ReadingStopped, "the question was given up; ask it again"),
    735: (ReadingStopped, "the question was given up; ask it again"),
    202: (StoreUnavailable, "the warehouse has too many queries at once"),
    439: (StoreUnavailable, "the warehouse has no thread left for the query"),
    209: (StoreUnavailable, "the warehouse does not answer in time"),
    210: (StoreUnavailable, "the warehouse cannot be reached"),
}
_TOGETHER = "(total)"
_NONE_LEFT: tuple[type[StayflowError], str] = (
    StoreUnavailable,
    "the queries that run have taken all the memory there is for them; ask again in a moment",
)
_REFUSED: tuple[type[StayflowError], str] = (StoreFailed, "")
_CUT_OFF: tuple[type[StayflowError], str] = (
    StoreUnavailable,
    "the warehouse broke its answer off; ask again",
)
# What the driver meets in an answer whose rest is missing: it says so, or reads what is no length and no text.
_BROKEN_OFF = (StreamFailureError, UnicodeDecodeError, IndexError)
_DATABASE = re.compile(r"""[`"]?\b(p_[a-z0-9_]+)[`"]?\s*\.""")
_OUTSIDE = re.compile(
    r"\b(remote|remoteSecure|url|file|s3|gcs|hdfs|mysql|postgresql|mongodb|merge|cluster|executable|python)\s*\(",
    re.IGNORECASE,
)


class LeavesProject(StoreFailed):
    """A statement names another project's database or reaches out of the engine: a defect."""

    code = "leaves_project"


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's exceptions into ours."""
    try:
        yield
    except ClickHouseError as error:
        text = str(error)
        found = _CODE.search(text)
        default = _CUT_OFF if isinstance(error, StreamFailureError) and not found else _REFUSED
        code = int(found[1]) if found else 0
        kind, sentence = _BY_CODE.get(code, default)
        if code == _MEMORY and _TOGETHER in text:
            kind, sentence = _NONE_LEFT
        raise kind(sentence or f"the warehouse refused a statement: {text[:500]}") from error
    except (UnicodeDecodeError, IndexError) as error:
        kind, sentence = _CUT_OFF
        raise kind(sentence) from error
    except (ConnectionError, TimeoutError) as error:
        raise StoreUnavailable("the warehouse cannot be reached") from error


def may_be_repeated(error: StayflowError) -> bool:
    """Whether a query is worth asking again: it had too little memory, or was broken off without a word.

    chDB says nothing where what stops a query comes while its answer is being told: a kill, or the bound of all
    queries together.
    """
    found = _CODE.search(str(error.__cause__))
    return isinstance(error.__cause__, _BROKEN_OFF) if found is None else int(found[1]) == _MEMORY


def check_stays_inside(sql: str, database: str) -> None:
    """Stop a statement that names a foreign database or a table function that leaves the engine.

    The handle's connection stands in its own database, so our statements never qualify a table.

    Raises:
        LeavesProject: It does.
    """
    for match in _DATABASE.finditer(sql):
        if match[1] != database:
            raise LeavesProject(f"a statement of {database} names {match[1]}")
    if outside := _OUTSIDE.search(sql):
        raise LeavesProject(f"a statement of {database} calls {outside[1]}()")
