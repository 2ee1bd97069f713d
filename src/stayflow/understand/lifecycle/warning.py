"""Early warning: who fades away against their own habit, in three grades.

A person's drop is 1 - (r / R) / (b / B): r active days of the last R days, b of the B days before. A grade begins at a
drop and ends where the next one begins; so each person is in one grade at most, and each grade is a condition.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stayflow.kernel.errors import InvalidInput
from stayflow.language.condition import compile_classes, compile_people, parse_condition
from stayflow.language.raw import JsonObject, join, read_choice, read_number, read_object
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.habit import parse_habit

GRADES: Final = ("watch", "warn", "urgent")
ACTIONS: Final = ("message", "coupon", "call")
NOTE_MAX: Final = 500
NO_GRADE: Final = ""
HABIT_FIELDS: Final = ("event", "where", "unit", "recent", "before", "at_least")
DEFAULT_SETTINGS: Final[JsonObject] = {
    "grades": {
        "watch": {"drop": 0.3, "action": "message", "note": ""},
        "warn": {"drop": 0.5, "action": "coupon", "note": ""},
        "urgent": {"drop": 0.7, "action": "call", "note": ""},
    }
}


class WarningInvalid(InvalidInput):
    """Settings of the early warning that cannot be."""

    code = "lifecycle_warning_invalid"


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade.

    Attributes:
        name: `watch`, `warn` or `urgent`.
        drop: Share below their own habit from which it begins.
        action: What is done about it: `message`, `coupon` or a `call` by a person.
        note: For whoever does it.
        condition: The people of the grade.
    """

    name: str
    drop: float
    action: str
    note: str
    condition: JsonObject


@dataclass(frozen=True, slots=True)
class GradeSize:
    """A grade, its people now, and as many days ago as are compared."""

    grade: Grade
    people: int
    people_before: int


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """The settings in force, and what they find."""

    settings: JsonObject
    recent_days: int
    grades: tuple[GradeSize, ...]


def parse_warning(raw: object, path: str = "") -> tuple[Grade, ...]:
    """Read settings: the fields of a habit, and `grades` with a `drop`, an `action` and a `note` each.

    Raises:
        WarningInvalid: The grades do not follow one another.
        Malformed: A part has the wrong shape; the path names it.
    """
    node = read_object(raw, path, known=(*HABIT_FIELDS, "grades"))
    habit = {name: node[name] for name in HABIT_FIELDS if node.get(name) is not None}
    given = read_object(node.get("grades"), join(path, "grades"), known=GRADES)
    rows = [
        read_object(given.get(name), join(path, f"grades.{name}"), known=("drop", "action", "note"))
        for name in GRADES
    ]
    drops = [
        read_number(row.get("drop"), join(path, f"grades.{name}.drop"))
        for name, row in zip(GRADES, rows, strict=True)
    ]
    grades = []
    for n, (name, row) in enumerate(zip(GRADES, rows, strict=True)):
        at = join(path, f"grades.{name}")
        drop: object = drops[n]
        if n + 1 < len(GRADES):
            if drops[n + 1] <= drops[n]:
                raise WarningInvalid(
                    f"{GRADES[n + 1]} begins above {name}: expected more than {drops[n]}",
                    path=join(path, f"grades.{GRADES[n + 1]}.drop"),
                )
            drop = {"gte": drops[n], "lt": drops[n + 1]}
        clause: dict[str, object] = {**habit, "drop": drop}
        parse_habit(clause, path)
        grades.append(
            Grade(
                name=name,
                drop=drops[n],
                action=read_choice(row.get("action", "message"), join(at, "action"), ACTIONS),
                note=str(row.get("note", ""))[:NOTE_MAX],
                condition={"habit": clause},
            )
        )
    return tuple(grades)


def find_settings(tx: Transaction) -> JsonObject:
    """The settings in force: the project's own, or the default."""
    found = tx.value("select definition from lifecycle_warnings")
    return found if isinstance(found, Mapping) else DEFAULT_SETTINGS


def keep_settings(tx: Transaction, raw: JsonObject, *, scope: Scope, by: str) -> None:
    """Keep settings of one's own.

    Raises:
        WarningInvalid: They cannot be (every error of the condition too).
    """
    _count(parse_warning(raw), scope)
    tx.execute(
        """
        insert into lifecycle_warnings (definition, changed_at, changed_by)
        values (%(definition)s::jsonb, %(at)s, %(by)s)
        on conflict (project_id) do update set definition = excluded.definition,
          changed_at = excluded.changed_at, changed_by = excluded.changed_by
        """,
        {
            "definition": json.dumps(raw, ensure_ascii=False, default=str),
            "at": scope.now,
            "by": by,
        },
    )


def read_warning(
    settings: JsonObject, *, scope: Scope, warehouse: ProjectWarehouse
) -> EarlyWarning:
    """Who is in which grade now, and who was when the compared days began."""
    grades = parse_warning(settings)
    recent = parse_habit(grades[0].condition["habit"], "").recent_days
    now = _sizes(grades, scope, warehouse)
    before = _sizes(grades, scope.at(_days_ago(scope, recent)), warehouse)
    return EarlyWarning(
        settings,
        recent,
        tuple(
            GradeSize(grade, now.get(grade.name, 0), before.get(grade.name, 0)) for grade in grades
        ),
    )


def people_who_faded(settings: JsonObject, name: str, *, scope: Scope) -> Statement:
    """The people (`person_id`) who were in a grade when the compared days began.

    Raises:
        Malformed: There is no such grade.
    """
    grades = {grade.name: grade for grade in parse_warning(settings)}
    grade = grades[read_choice(name, "grade", GRADES)]
    recent = parse_habit(grade.condition["habit"], "").recent_days
    then = scope.at(_days_ago(scope, recent))
    return compile_people(parse_condition(grade.condition, facets=scope.facets), then)


def _days_ago(scope: Scope, days: int) -> datetime:
    return scope.now - timedelta(days=days)


def _sizes(grades: tuple[Grade, ...], scope: Scope, warehouse: ProjectWarehouse) -> dict[str, int]:
    binder = Binder()
    counted = _count(grades, scope, binder)
    return {str(name): int(n) for name, n in warehouse.query(counted, binder.parameters).rows}


def _count(grades: tuple[Grade, ...], scope: Scope, binder: Binder | None = None) -> str:
    rules = [
        (grade.name, parse_condition(grade.condition, facets=scope.facets)) for grade in grades
    ]
    found = compile_classes(rules, NO_GRADE, scope)
    inner = (binder or Binder()).include(found)
    return f"SELECT class, count() FROM ({inner}) WHERE class != '' GROUP BY class"
