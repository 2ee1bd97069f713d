"""One person's page, and lists of people."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from stayflow.kernel.paging import Listing
from stayflow.language.scope import Scope
from stayflow.language.statement import Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.profile.column import Cells, Column, ColumnSource, read_cells
from stayflow.understand.profile.model import (
    PageAsked,
    Panel,
    PanelContent,
    PeoplePage,
    PersonPage,
    PersonRow,
    Reading,
)
from stayflow.understand.profile.order import Part, sort_page
from stayflow.understand.profile.queries import (
    list_attributes,
    list_seen,
    list_whereabouts,
    read_history,
    select_page,
)
from stayflow.understand.profile.store import (
    get_survivor,
    list_identities,
    list_ids,
    list_merges,
    search_people,
)
from stayflow.understand.profile.timeline import list_changes, with_changes

_PAGES = Listing("people", (0,))
READERS = 4
"""Statements sent at once for one page: more only wait for one another on two cores."""
PEOPLE_PAGE_MAX = 500


def read_person(
    person_id: int,
    *,
    tx: Transaction,
    scope: Scope,
    warehouse: ProjectWarehouse,
    panels: Sequence[Panel] = (),
) -> PersonPage:
    """Everything known of one person.

    Args:
        person_id: Any id ever given; a merged one leads to the survivor.
        tx: The project's transaction.
        scope: The project.
        warehouse: Asked by several statements at once.
        panels: What other rooms add.

    Raises:
        PersonNotFound: The id was never given.
    """
    person = get_survivor(tx, person_id)
    one = scope.with_people([person], raw=list_ids(tx, [person]))
    reading = Reading(person, one, tx, warehouse)
    with ThreadPoolExecutor(READERS) as pool:
        history = pool.submit(read_history, one, warehouse)
        attributes = pool.submit(list_attributes, one, warehouse)
        whereabouts = pool.submit(list_whereabouts, one, warehouse)
        added = [(panel.name, pool.submit(panel.read, reading)) for panel in panels]
        identities = list_identities(tx, [person])[person]
        merges = list_merges(tx, person)
        changes = list_changes(tx, person)
        contents = [PanelContent(name, future.result()) for name, future in added]
        totals, events = history.result()
        timeline = with_changes(events, changes)
        return PersonPage(
            person_id=person,
            identities=identities,
            merges=merges,
            attributes=attributes.result().get(person, ()),
            totals=totals,
            timeline=timeline.items,
            timeline_next=timeline.next,
            whereabouts=whereabouts.result(),
            panels=tuple(each for each in contents if each.content is not None),
        )


def list_people(
    people: Statement,
    asked: PageAsked,
    *,
    tx: Transaction,
    scope: Scope,
    warehouse: ProjectWarehouse,
    sources: Sequence[ColumnSource] = (),
) -> PeoplePage:
    """A page of the people of a statement (`person_id`), with how many there are.

    Args:
        people: What `compile_people`, a segment or a query's `who` gives.
        asked: Which page, of whom, in which order, with which columns.
        tx: The project's transaction.
        scope: The project.
        warehouse: Counts and reads.
        sources: What other rooms know of people, for columns and orders.

    Raises:
        UnknownColumn: A column does not exist, or gives no order.
        UnknownAttribute: Nobody has the attribute it is sorted by.
    """
    limit = max(0, min(asked.limit, PEOPLE_PAGE_MAX))
    among = search_people(tx, asked.search) if asked.search else None
    if asked.order is None:
        (after,) = _PAGES.behind(asked.cursor)
        page = select_page(people, warehouse, after=after, limit=limit, among=among)
        count, shown = page.count, page.people
        following = _PAGES.cursor(shown[-1]) if page.has_more else None
    else:
        count = select_page(people, warehouse, after=0, limit=0, among=among).count
        part = Part(asked.order, asked.cursor, limit + 1, among)
        placed = sort_page(people, part, scope=scope, warehouse=warehouse, sources=sources)
        shown = tuple(each.person_id for each in placed[:limit])
        following = placed[limit - 1].cursor if 0 < limit < len(placed) else None
    if not shown:
        return PeoplePage(count, (), None)
    rows = describe_people(shown, tx=tx, scope=scope, warehouse=warehouse)
    some = scope.with_people(shown, raw=list_ids(tx, shown))
    cells = read_cells(asked.columns, sources, tx=tx, scope=some, warehouse=warehouse)
    return PeoplePage(
        count, tuple(_with_cells(each, asked.columns, cells) for each in rows), following
    )


def _with_cells(row: PersonRow, columns: Sequence[Column], cells: Cells) -> PersonRow:
    return replace(row, cells=tuple(cells.get((row.person_id, each), ()) for each in columns))


def describe_people(
    people: Sequence[int], *, tx: Transaction, scope: Scope, warehouse: ProjectWarehouse
) -> tuple[PersonRow, ...]:
    """One line for each of some canonical persons, in their order."""
    some = scope.with_people(people, raw=list_ids(tx, people))
    identities = list_identities(tx, people)
    attributes = list_attributes(some, warehouse)
    seen = list_seen(some, warehouse)
    return tuple(
        PersonRow(
            person_id=person,
            identities=identities[person],
            attributes={each.name: each.value for each in attributes.get(person, ())},
            first_seen_at=seen[person].first_at,
            last_seen_at=seen[person].last_at,
        )
        for person in people
        if person in seen
    )
