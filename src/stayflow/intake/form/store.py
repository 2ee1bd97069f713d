"""This room's statements on PostgreSQL, and the verbs over them."""

from collections.abc import Mapping
from datetime import date, datetime

from stayflow.intake.form.errors import FormInvalid, FormNameTaken, FormNotFound
from stayflow.intake.form.model import Definition, Form, FormState, Outcome
from stayflow.intake.form.parse import parse_definition
from stayflow.intake.published import (
    Board,
    change_published,
    get_published,
    publish,
    read_rows,
    remove_published,
)
from stayflow.kernel.ids import new_id
from stayflow.kernel.paging import Listing, Page
from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction

_PAGES = Listing("forms", ("",))
FORMS = Board(
    "forms",
    key="form_id",
    path="form_id",
    said="form",
    make=Form,
    definition=Definition,
    state=FormState,
    parse=parse_definition,
    invalid=FormInvalid,
    not_found=FormNotFound,
    name_taken=FormNameTaken,
)


def create_form(tx: Transaction, raw: JsonObject, *, now: datetime, by: str) -> Form:
    """Make a form that takes answers at once.

    Raises:
        FormInvalid: A field does not fit.
        FormNameTaken: The name is another's.
    """
    return publish(tx, FORMS, new_id(), raw, now=now, by=by)


def change_form(tx: Transaction, form_id: str, changes: JsonObject, *, now: datetime) -> Form:
    """Change what is named: `name`, `state`, and the parts of the definition.

    Raises:
        FormNotFound: There is none.
        FormInvalid: A field does not fit.
        FormNameTaken: The name is another's.
    """
    return change_published(tx, FORMS, form_id, changes, now=now)


def get_form(tx: Transaction, form_id: str) -> Form:
    """One form.

    Raises:
        FormNotFound: There is none.
    """
    return get_published(tx, FORMS, form_id)


def list_forms(tx: Transaction, *, cursor: str | None = None, limit: int = 50) -> Page[Form]:
    """Forms, the oldest first.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (after,) = _PAGES.behind(cursor)
    found = read_rows(
        tx,
        FORMS,
        "where form_id > %(after)s order by form_id limit %(limit)s",
        {"after": after, "limit": limit + 1},
    )
    shown = tuple(found[:limit])
    return Page(shown, _PAGES.cursor(shown[-1].form_id) if len(found) > limit else None)


def remove_form(tx: Transaction, form_id: str) -> None:
    """Remove a form; what was submitted stays.

    Raises:
        FormNotFound: There is none.
    """
    remove_published(tx, FORMS, form_id)


def count_attempt(tx: Transaction, form_id: str, outcome: Outcome, *, day: date) -> None:
    """Count what became of an attempt."""
    tx.execute(
        """
        insert into form_counts (form_id, day, outcome, count) values (%s, %s, %s, 1)
        on conflict (project_id, form_id, day, outcome)
        do update set count = form_counts.count + 1
        """,
        (form_id, day, outcome.value),
    )


def read_counts(tx: Transaction, form_id: str) -> Mapping[Outcome, int]:
    """Attempts so far, by what became of them."""
    rows = tx.rows(
        "select outcome, sum(count)::bigint from form_counts where form_id = %s group by outcome",
        (form_id,),
    )
    found = {str(outcome): int(count) for outcome, count in rows}
    return {outcome: found.get(outcome.value, 0) for outcome in Outcome}
