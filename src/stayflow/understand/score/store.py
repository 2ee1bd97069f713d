"""This room's statements on PostgreSQL."""

from stayflow.kernel.paging import Listing, Page
from stayflow.stores.relational import Transaction
from stayflow.understand.label import (
    IS_FOUND,
    Shelf,
    find_labelled,
    get_labelled,
    has_scheduled,
    list_labelled,
    select_sql,
)
from stayflow.understand.score.errors import (
    ScoreInvalid,
    ScoreNameTaken,
    ScoreNotFound,
    ScoreSetNotFound,
)
from stayflow.understand.score.model import Schedule, Score

_PAGES = Listing("scores", ("",))
SCORES = Shelf(
    "score",
    row=Score,
    order="name",
    invalid=ScoreInvalid,
    not_found=ScoreNotFound,
    name_taken=ScoreNameTaken,
    set_not_found=ScoreSetNotFound,
    sets="scores for",
)


def list_scores(tx: Transaction) -> list[Score]:
    """Every score, by name."""
    return list_labelled(tx, SCORES)


def page_scores(
    tx: Transaction, word: str = "", *, cursor: str | None = None, limit: int = 50
) -> Page[Score]:
    """Scores with a word in their name or a label, by name.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (name,) = _PAGES.behind(cursor)
    found = tx.all(
        Score,
        f"{select_sql(SCORES)} where name > %(name)s and {IS_FOUND} order by name limit %(limit)s",
        {"name": name, "word": word, "limit": limit + 1},
    )
    shown = tuple(found[:limit])
    return Page(shown, _PAGES.cursor(shown[-1].name) if len(found) > limit else None)


def find_score(tx: Transaction, name_or_id: str) -> Score | None:
    """The score of this id or name; None when there is none."""
    return find_labelled(tx, SCORES, name_or_id)


def get_score(tx: Transaction, name_or_id: str, *, path: str | None = None) -> Score:
    """The score of this id or name.

    Raises:
        ScoreNotFound: There is none; the message lists the nearest.
    """
    return get_labelled(tx, SCORES, name_or_id, path=path)


def has_live_scores(tx: Transaction) -> bool:
    """True when some score is computed on events."""
    return has_scheduled(tx, SCORES, Schedule.LIVE)
