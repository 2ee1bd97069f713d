"""The statement of a condition as it is sent, kept for review in `tests/snapshots/condition/` and executed here.

After a change that is meant: `STAYFLOW_SNAPSHOTS=write python -m pytest tests/language/condition/test_statements.py`.
"""

import os
from pathlib import Path

import pytest

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_classes, compile_people, parse_condition
from tests.conftest import Engines
from tests.language.reference import people_who
from tests.language.world import World, generate

FOLDER = Path(__file__).resolve().parents[2] / "snapshots" / "condition"
IN_CITY = {"attribute": {"name": "city", "op": "in", "value": ["杭州", "上海"]}}
SPENT = {
    "did": {
        "event": "purchase",
        "where": {"property": "category", "value": "母婴"},
        "aggregate": {"sum": "amount"},
        "op": "gte",
        "value": 20,
        "within": {"last": "30d"},
    }
}
QUIET = {"not": {"did": {"event": "purchase", "within": {"last": "7d"}}}}
CASES = {
    "everybody": {},
    "attribute": IN_CITY,
    "attribute_missing": {"attribute": {"name": "city", "op": "is_not_set"}},
    "driven_by_behaviour": {"all": [IN_CITY, SPENT, QUIET]},
    "everybody_but": {"all": [IN_CITY, QUIET]},
    "everybody_but_counted": {"all": [IN_CITY, {"did": {"event": "purchase", "count": {"lt": 3}}}]},
    "either": {"any": [IN_CITY, SPENT, {"did": {"event": ["view", "refund"], "count": 3}}]},
    "in_order": {"sequence": {"steps": [{"event": "view"}, {"event": "add_to_cart"}], "without": {"event": "purchase"}, "within": "24h"}},
    "since_an_event": {"all": [IN_CITY, {"did": {"event": "purchase", "count": {"lt": 2}, "within": {"since": "1h after first view", "for": "7d"}}}]},
    "first_value": {"did": {"event": "purchase", "aggregate": {"first": "category"}, "op": "is_not_set"}},
    "no_column_yet": {"did": {"event": "*", "where": {"all": [{"property": "loose", "op": "lt", "value": 0}, {"not": {"property": "gift", "op": "eq", "value": True}}]}}},
}  # fmt: skip
WORLD = generate(5, "Asia/Shanghai")


@pytest.fixture
def merged(engines: Engines, project: ProjectId) -> World:
    world = generate(6, "Asia/Shanghai", merges=10)
    world.load(engines.warehouse.project(project))
    return world


def check(name: str, sql: str) -> None:
    file = FOLDER / f"{name}.sql"
    if os.environ.get("STAYFLOW_SNAPSHOTS") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{sql};\n", encoding="utf-8")
    assert f"{sql};\n" == file.read_text(encoding="utf-8"), (
        f"{file.name} differs; review and write it anew"
    )


@pytest.mark.parametrize("name", CASES)
def test_statements_are_those_reviewed(name: str) -> None:
    check(name, compile_people(parse_condition(CASES[name]), WORLD.scope()).sql)


def test_statements_over_merged_persons_are_those_reviewed(
    engines: Engines, project: ProjectId, merged: World
) -> None:
    raw = CASES["driven_by_behaviour"]
    expected = people_who(raw, merged)
    for name, scope, people in (
        ("merged", merged.scope(), expected),
        ("merged_and_given", merged.scope().with_people([1, 2, 3]), expected & {1, 2, 3}),
    ):
        statement = compile_people(parse_condition(raw), scope)
        check(name, statement.sql)
        rows = engines.warehouse.project(project).query(statement.sql, statement.parameters).rows
        assert {person for (person,) in rows} == people


def test_classes_are_one_pass() -> None:
    rules = [("a", parse_condition(SPENT)), ("b", parse_condition({"any": [IN_CITY, QUIET]}))]
    sql = compile_classes(rules, "c", WORLD.scope()).sql
    assert sql.count("FROM events") == 1
    check("classes", sql)


@pytest.mark.parametrize("name", CASES)
def test_no_word_of_the_caller_is_in_the_statement(name: str) -> None:
    sql = compile_people(parse_condition(CASES[name]), WORLD.scope()).sql
    for word in ("'purchase'", "母婴", "杭州", "'city'", "'loose'", "2026"):
        assert word not in sql
