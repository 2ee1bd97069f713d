"""Every statement as it is sent, kept for review in `tests/snapshots/measure/` and executed here.

After a change that is meant: `STAYFLOW_SNAPSHOTS=write python -m pytest tests/measure/analysis/test_statements.py`.
"""

import os
from pathlib import Path

import pytest

from stayflow.language.statement import Statement
from stayflow.measure.analysis import Desk, read_query
from tests.measure.analysis.questions import QUESTIONS, WHO
from tests.measure.world import Happened, World

FOLDER = Path(__file__).resolve().parents[2] / "snapshots" / "measure"


class RecordingDesk(Desk):
    """Keeps the statements it reads."""

    def __init__(self, world: World) -> None:
        super().__init__(world.scope, world.warehouse)
        self.sent: list[Statement] = []

    def read(self, statement: Statement):
        self.sent.append(statement)
        return super().read(statement)


@pytest.fixture
def merged(shanghai) -> World:
    return shanghai.fill([Happened("a", 1, shanghai.now)], merges={9: 1})


@pytest.mark.parametrize("name", QUESTIONS)
def test_statements_are_those_reviewed(merged, name):
    desk = RecordingDesk(merged)
    analysis = read_query(QUESTIONS[name], scope=merged.scope)
    analysis.answer(desk)
    answered = len(desk.sent)
    for who in WHO[name]:
        desk.sent.append(analysis.people(who, desk))
        merged.warehouse.query(desk.sent[-1].sql, desk.sent[-1].parameters)
    text = "".join(
        f"-- {'answer' if number < answered else 'people'}\n{each.sql};\n\n"
        for number, each in enumerate(desk.sent)
    )
    file = FOLDER / f"{name}.sql"
    if os.environ.get("STAYFLOW_SNAPSHOTS") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), (
        f"{file.name} differs; review and write it anew"
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_values_are_bound(merged, name):
    """No word of the caller is in the statement."""
    desk = RecordingDesk(merged)
    read_query(QUESTIONS[name], scope=merged.scope).answer(desk)
    for statement in desk.sent:
        for word in ("'a'", "'buy'", "'x'", "'category'", "'city'", "'default'", "2026-03"):
            assert word not in statement.sql
