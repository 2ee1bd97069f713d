"""This room's statements on PostgreSQL."""

from stayflow.kernel.errors import nearest
from stayflow.kernel.paging import Page, begin_behind, encode_cursor
from stayflow.stores.relational import Transaction
from stayflow.understand.label import IS_FOUND, Shelf, add_version, has_scheduled, row_of
from stayflow.understand.score.errors import (
    ScoreInvalid,
    ScoreNameTaken,
    ScoreNotFound,
    ScoreSetNotFound,
)
from stayflow.understand.score.model import Schedule, Score

SCORES = Shelf("score", ScoreInvalid, ScoreNameTaken, ScoreSetNotFound, "scores for")

SCORE = """
    select score_id, name, label_zh, label_en, note, owner, definition, schedule, version, created_at, created_by,
        changed_at, changed_by, refreshed_at
    from scores
"""


def list_scores(tx: Transaction) -> list[Score]:
    """Every score, by name."""
    return tx.all(Score, f"{SCORE} order by name")


def page_scores(
    tx: Transaction, word: str = "", *, cursor: str | None = None, limit: int = 50
) -> Page[Score]:
    """Scores with a word in their name or a label, by name.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (name,) = begin_behind(cursor, ("",))
    found = tx.all(
        Score,
        f"{SCORE} where name > %(name)s and {IS_FOUND} order by name limit %(limit)s",
        {"name": name, "word": word, "limit": limit + 1},
    )
    shown = tuple(found[:limit])
    return Page(shown, encode_cursor(shown[-1].name) if len(found) > limit else None)


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


def has_live_scores(tx: Transaction) -> bool:
    """True when some score is computed on events."""
    return has_scheduled(tx, SCORES, Schedule.LIVE)


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
        add_version(tx, SCORES, score.score_id, score)
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


def _row(score: Score) -> dict[str, object]:
    return {
        **row_of(score),
        "score_id": score.score_id,
    }
