"""Questions that were worth keeping: named, and asked again with one click."""

import json
from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound, nearest
from stayflow.kernel.ids import new_id
from stayflow.language.raw import JsonObject, join, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.measure.analysis import read_query
from stayflow.measure.dashboard.board import dashboards_showing
from stayflow.stores.relational import Transaction

NAME_MAX = 200
QUESTIONS_MAX = 500
SELECT = "select question_id, name, kind, query, created_at, created_by from questions"


class QuestionNotFound(NotFound):
    """The project keeps no such question."""

    code = "question_not_found"


class QuestionNameTaken(Conflict):
    """Another question has the name."""

    code = "question_name_taken"


class QuestionInUse(Conflict):
    """Dashboards show the question."""

    code = "question_in_use"


@dataclass(frozen=True, slots=True)
class Question:
    """A kept question; `query` is as it was posted."""

    question_id: str
    name: str
    kind: str
    query: JsonObject
    created_at: datetime
    created_by: str


def save_question(tx: Transaction, name: str, query: object, *, scope: Scope, by: str) -> Question:
    """Keep a question that can be read.

    Args:
        tx: A transaction of the project.
        name: What it is called.
        query: As it would be asked.
        scope: The project at this moment.
        by: Who keeps it.

    Raises:
        InvalidInput: The name is too long, the project keeps too many, or the question is wrong (below `query`).
        QuestionNameTaken: Another question has the name.
    """
    if not 0 < len(name) <= NAME_MAX:
        raise InvalidInput(f"expected 1 to {NAME_MAX} characters", path="name")
    if tx.value("select count(*) from questions") >= QUESTIONS_MAX:
        raise InvalidInput(f"a project keeps at most {QUESTIONS_MAX} questions; remove one")
    node = _read(query, scope)
    question = Question(
        new_id(), name, read_text(node.get("kind"), "query.kind"), dict(node), scope.now, by
    )
    added = tx.execute(
        """
        insert into questions (question_id, name, kind, query, created_at, created_by)
        values (%(id)s, %(name)s, %(kind)s, %(query)s::jsonb, %(at)s, %(by)s)
        on conflict (project_id, name) do nothing
        """,
        {
            "id": question.question_id,
            "name": name,
            "kind": question.kind,
            "query": json.dumps(question.query, ensure_ascii=False, default=str),
            "at": question.created_at,
            "by": by,
        },
    )
    if not added:
        raise QuestionNameTaken(f'a question "{name}" is kept already', path="name")
    return question


def list_questions(tx: Transaction) -> list[Question]:
    """All kept questions, in the order they were kept."""
    return tx.all(Question, f"{SELECT} order by created_at, question_id")


def find_question(tx: Transaction, name_or_id: str) -> Question | None:
    """The question of this id or name; None when there is none."""
    return tx.one(
        Question,
        f"{SELECT} where question_id = %(key)s or name = %(key)s order by question_id = %(key)s desc limit 1",
        {"key": name_or_id},
    )


def get_question(tx: Transaction, name_or_id: str) -> Question:
    """The question of this id or name.

    Raises:
        QuestionNotFound: There is none; the message lists the nearest.
    """
    found = find_question(tx, name_or_id)
    if found is not None:
        return found
    names = [name for (name,) in tx.rows("select name from questions")]
    raise QuestionNotFound(f'no question "{name_or_id}" is kept{nearest(name_or_id, names)}')


def remove_question(tx: Transaction, name_or_id: str) -> None:
    """Forget a question.

    Raises:
        QuestionNotFound: There is none.
        QuestionInUse: Dashboards show it; the message names them.
    """
    question = get_question(tx, name_or_id)
    showing = dashboards_showing(tx, question.question_id)
    if showing:
        raise QuestionInUse(f"shown by {', '.join(showing)}; take it off there first")
    tx.execute("delete from questions where question_id = %(id)s", {"id": question.question_id})


def _read(query: object, scope: Scope) -> JsonObject:
    """The question as posted; its mistakes are found below `query`."""
    try:
        read_query(query, scope=scope)
        return read_object(query, "")
    except InvalidInput as error:
        error.path = join("query", error.path) if error.path else "query"
        raise
