"""The statements as they are sent, kept for review in `tests/snapshots/effect/` and executed here.

After a change that is meant: `STAYFLOW_SNAPSHOTS=write python -m pytest tests/measure/effect/test_statements.py`.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from stayflow.language.event_filter import parse_event_filter
from stayflow.measure.effect import EffectQuestion, Outcome, campaign_people_sql
from stayflow.measure.effect.queries import series_sql, totals_sql
from tests.measure.effect.records import GOAL, QUESTION, Records

FOLDER = Path(__file__).resolve().parents[2] / "snapshots" / "effect"
TEA = parse_event_filter({"property": "category", "op": "eq", "value": "tea"})
QUESTIONS = {
    "with_goal": QUESTION,
    "with_filter": replace(QUESTION, goal=replace(GOAL, where=TEA)),
    "without_goal": replace(QUESTION, goal=None),
}


def statements(question: EffectQuestion, records: Records):
    yield "totals", totals_sql(question, records.scope)
    yield "series", series_sql(question, records.scope)
    yield "people", campaign_people_sql(question, Outcome.CONVERTED, records.scope)


@pytest.mark.parametrize("name", QUESTIONS)
def test_statements_are_those_reviewed(engines, project, name: str):
    records = Records(engines.warehouse.project(project))
    text = ""
    for what, statement in statements(QUESTIONS[name], records):
        records.warehouse.query(statement.sql, statement.parameters)
        text += f"-- {what}\n{statement.sql};\n\n"
        for word in ("'c1'", "'purchase'", "'tea'", "604800000"):
            assert word not in statement.sql
    file = FOLDER / f"{name}.sql"
    if os.environ.get("STAYFLOW_SNAPSHOTS") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; review it"
