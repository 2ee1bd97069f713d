"""Who did which event on which day, as bitmaps: what the tables of days hold, as persons of today.

The bitmaps hold the ids as they were when the events came, or the survivors as of the squash in force. Ids merged
away since are replaced by their survivors, so a bitmap always counts canonical persons.
"""

from dataclasses import dataclass
from typing import Final

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder

MERGED_AWAY: Final = "(SELECT groupBitmapState(`from`) FROM person_merges)"
MERGED_LATELY: Final = "(SELECT groupBitmapState(`from`) FROM person_recent)"


@dataclass(frozen=True, slots=True)
class DailyTable:
    """Where the bitmaps are: columns `event`, `day` and `people`, and a test of rows, if there is one."""

    name: str
    test: str | None


def daily_table(scope: Scope, binder: Binder) -> DailyTable:
    """The table that a scope reads."""
    if not scope.squash:
        return DailyTable("event_people_daily", None)
    return DailyTable("event_survivors_daily", f"squash = {binder.bind(scope.squash, 'UInt64')}")


def canonical_sql(bitmap: str, scope: Scope) -> str:
    """SQL of a bitmap of raw ids, with every id that was merged away replaced by its survivor."""
    if not scope.has_merges:
        return bitmap
    merged = MERGED_LATELY if scope.squash else MERGED_AWAY
    away = f"bitmapToArray(bitmapAnd({bitmap}, {merged}))"
    survivors = f"bitmapBuild(arrayMap(id -> {scope.survivor_of('id')}, {away}))"
    return f"bitmapOr(bitmapAndnot({bitmap}, {merged}), {survivors})"
