"""Saved views of lists: how somebody looked at one (filter, columns, order), kept under a name for the project.

Owns `list_views`. What a view holds is the list's own address; this room does not read it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayflow.kernel.errors import InvalidInput, NotFound
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction

NAME_MAX: Final = 60
SEARCH_BYTES_MAX: Final = 20_000
VIEWS_MAX: Final = 100
"""Of one list."""
PAGE: Final = re.compile(r"[a-z][a-z/-]{0,39}")
_COLUMNS: Final = "view_id, page, name, search, saved_at, saved_by"


class ViewNotFound(NotFound):
    """The project has no such view."""

    code = "view_not_found"


class ViewInvalid(InvalidInput):
    """A view that cannot be saved."""

    code = "view_invalid"


@dataclass(frozen=True, slots=True)
class ListView:
    """A saved view.

    Attributes:
        view_id: Stable.
        page: Which list, by the path of its page: `people`.
        name: Unique among the views of the list.
        search: What stands in the address of the page, by name.
        saved_at: When it was saved last.
        saved_by: By whom.
    """

    view_id: str
    page: str
    name: str
    search: Mapping[str, object]
    saved_at: datetime
    saved_by: str


def list_views(tx: Transaction, page: str) -> list[ListView]:
    """The views of a list, by name."""
    return tx.all(
        ListView, f"select {_COLUMNS} from list_views where page = %s order by name", (page,)
    )


def save_view(
    tx: Transaction,
    page: str,
    name: str,
    search: Mapping[str, object],
    *,
    by: str,
    now: datetime,
) -> ListView:
    """Save a view of a list; one of the same name is replaced.

    Raises:
        ViewInvalid: The name, the page or what it holds does not fit, or the list has too many.
    """
    written = json.dumps(search, ensure_ascii=False)
    _check(page, name, written)
    # Two who save at once take turns, so that neither sees room that the other takes.
    tx.execute(
        "select pg_advisory_xact_lock(hashtextextended("
        "'list_views ' || current_setting('stayflow.project') || ' ' || %s, 0))",
        (page,),
    )
    saved = tx.one(
        ListView,
        f"""
        insert into list_views (view_id, page, name, search, saved_at, saved_by)
        select %(id)s, %(page)s, %(name)s, %(search)s::jsonb, %(now)s, %(by)s
        where (select count(*) from list_views where page = %(page)s and name <> %(name)s) < %(most)s
        on conflict (project_id, page, name) do update set search = excluded.search,
          saved_at = excluded.saved_at, saved_by = excluded.saved_by
        returning {_COLUMNS}
        """,
        {
            "id": new_id(),
            "page": page,
            "name": name,
            "search": written,
            "now": now,
            "by": by,
            "most": VIEWS_MAX,
        },
    )
    if saved is None:
        raise ViewInvalid(f"a list has at most {VIEWS_MAX} views; remove one", path="name")
    return saved


def remove_view(tx: Transaction, view_id: str) -> None:
    """Forget a view.

    Raises:
        ViewNotFound: There is none.
    """
    if not tx.rows("delete from list_views where view_id = %s returning view_id", (view_id,)):
        raise ViewNotFound(f'no view "{view_id}" is saved')


def _check(page: str, name: str, written: str) -> None:
    if not PAGE.fullmatch(page):
        raise ViewInvalid("expected the path of a list, such as people", path="page")
    if not name.strip() or len(name) > NAME_MAX:
        raise ViewInvalid(f"expected a name of 1 to {NAME_MAX} letters", path="name")
    if len(written.encode()) > SEARCH_BYTES_MAX:
        raise ViewInvalid("holds too much; leave out a part of the filter", path="search")
