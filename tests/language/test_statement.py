from datetime import UTC, datetime

from stayflow.kernel.ids import ProjectId
from stayflow.language.statement import Binder, Statement
from tests.conftest import Engines


def test_equal_values_share_a_placeholder_and_others_do_not() -> None:
    binder = Binder()
    first, again, other = (
        binder.bind("a", "String"),
        binder.bind("a", "String"),
        binder.bind(1, "UInt8"),
    )
    assert first == again != other
    assert binder.parameters == {"b0": "a", "b1": 1}


def test_a_value_that_looks_like_sql_stays_a_value(engines: Engines, project: ProjectId) -> None:
    binder = Binder()
    text = "x'); DROP TABLE events; -- {b0:String} \\ '"
    sql = f"SELECT {binder.bind(text, 'String')}, {binder.bind([text], 'Array(String)')}"
    assert engines.warehouse.project(project).one(sql, binder.parameters) == (text, [text])


def test_an_instant_is_bound_to_the_millisecond(engines: Engines, project: ProjectId) -> None:
    at = datetime(2026, 1, 31, 23, 59, 59, 999000, tzinfo=UTC)
    binder = Binder()
    assert (
        engines.warehouse.project(project).value(f"SELECT {binder.instant(at)}", binder.parameters)
        == at
    )


def test_two_statements_become_one(engines: Engines, project: ProjectId) -> None:
    inner = Statement("SELECT {b0:UInt8} + {other:UInt8} AS n", {"b0": 1, "other": 10})
    binder = Binder()
    outer = binder.bind(100, "UInt8")
    sql = f"SELECT {outer} + n FROM ({binder.include(inner)})"
    assert engines.warehouse.project(project).value(sql, binder.parameters) == 111
