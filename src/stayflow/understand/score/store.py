"""This room's statements on PostgreSQL."""

import json
from collections.abc import Sequence
from datetime import datetime

from stayflow.kernel.errors import nearest
from stayflow.stores.relational import Transaction
from stayflow.understand.score.errors import ScoreNotFound
from stayflow.understand.score.model import Schedule, Score, ScoreVersion

SCORE = """
    select score_id, name, label_zh, label_en, note, owner, definition, schedule, version, created_at, created_by,
        changed_at, changed_by, refreshed_at
    from scores
"""


def list_scores(tx: Transaction) -> list[Score]:
    """Every score, by name."""
    return tx.all(Score, f"{SCORE} order by name")


def find_score(tx: Transaction, name_or_id: str) -> Score | None:
    """The score of this id or name; None when there is none."""
    found = tx.all(
        Score, f"{SCORE} where score_id = %(key)s or name = %(key)s", {"key": name_or_id}
    )
    found.sort(key=lambda score: score.score_id != name_or_id)
    return found[0] if found else None


def get_score(tx: Transaction, name_or_id: str, *, path: str | None = None) -> Score:
    """The score of this id or name.

    Raises:
        ScoreNotFound: There is none; the message lists the nearest.
    """
    found = find_score(tx, name_or_id)
    if found is not None:
        return found
    names = [name for (name,) in tx.rows("select name from scores")]
    raise ScoreNotFound(f'unknown score "{name_or_id}"{nearest(name_or_id, names)}', path=path)


def lock_scores(tx: Transaction, score_ids: Sequence[str]) -> None:
    """Let computations of the same scores follow one another, until the transaction ends."""
    tx.execute(
        "select 1 from scores where score_id = any(%(ids)s) order by score_id for update",
        {"ids": list(score_ids)},
    )


def has_live_scores(tx: Transaction) -> bool:
    """True when some score is computed on events."""
    return bool(
        tx.value(
            "select exists (select 1 from scores where schedule = %(live)s)",
            {"live": Schedule.LIVE.value},
        )
    )


def add_score(tx: Transaction, score: Score) -> bool:
    """Store a new score with its first version; False when its name is taken."""
    added = tx.execute(
        """
        insert into scores (score_id, name, label_zh, label_en, note, owner, definition, schedule, version,
            created_at, created_by, changed_at, changed_by)
        values (%(score_id)s, %(name)s, %(label_zh)s, %(label_en)s, %(note)s, %(owner)s, %(definition)s::jsonb,
            %(schedule)s, %(version)s, %(at)s, %(by)s, %(at)s, %(by)s)
        on conflict (project_id, name) do nothing
        """,
        _row(score),
    )
    if added:
        add_version(tx, score)
    return bool(added)


def change_row(tx: Transaction, score: Score) -> None:
    """Store a changed score."""
    tx.execute(
        """
        update scores set name = %(name)s, label_zh = %(label_zh)s, label_en = %(label_en)s, note = %(note)s,
            owner = %(owner)s, definition = %(definition)s::jsonb, schedule = %(schedule)s, version = %(version)s,
            changed_at = %(at)s, changed_by = %(by)s
        where score_id = %(score_id)s
        """,
        _row(score),
    )


def add_version(tx: Transaction, score: Score) -> None:
    """Keep the definition in force as a version."""
    tx.execute(
        """
        insert into score_versions (score_id, version, definition, changed_at, changed_by)
        values (%(score_id)s, %(version)s, %(definition)s::jsonb, %(at)s, %(by)s)
        """,
        _row(score),
    )


def list_versions(tx: Transaction, score_id: str) -> list[ScoreVersion]:
    """Every definition the score had, the newest first."""
    return tx.all(
        ScoreVersion,
        "select version, definition, changed_at, changed_by from score_versions"
        " where score_id = %(id)s order by version desc",
        {"id": score_id},
    )


def remove_row(tx: Transaction, score_id: str) -> None:
    """Remove a score with its versions."""
    tx.execute("delete from scores where score_id = %(id)s", {"id": score_id})


def mark_refreshed(tx: Transaction, score_ids: Sequence[str], at: datetime) -> None:
    """Remember when everybody was computed."""
    tx.execute(
        "update scores set refreshed_at = %(at)s where score_id = any(%(ids)s)",
        {"at": at, "ids": list(score_ids)},
    )


def _row(score: Score) -> dict[str, object]:
    return {
        "score_id": score.score_id,
        "name": score.name,
        "label_zh": score.label_zh,
        "label_en": score.label_en,
        "note": score.note,
        "owner": score.owner,
        "definition": json.dumps(score.definition, ensure_ascii=False, default=str),
        "schedule": score.schedule,
        "version": score.version,
        "at": score.changed_at,
        "by": score.changed_by,
    }
