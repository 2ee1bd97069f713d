"""This room's statements on PostgreSQL, and the verbs over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from stayflow.intake.form.errors import FormInvalid, FormNameTaken, FormNotFound
from stayflow.intake.form.model import Definition, Form, FormState, Outcome
from stayflow.intake.form.parse import definition_json, parse_definition, parse_name
from stayflow.kernel.ids import new_id
from stayflow.kernel.paging import Page, begin_behind, encode_cursor
from stayflow.language.raw import JsonObject
from stayflow.stores.relational import Transaction

_COLUMNS = "form_id, name, definition, state, created_at, created_by, changed_at"


@dataclass(frozen=True, slots=True)
class _Row:
    form_id: str
    name: str
    definition: dict[str, object]
    state: str
    created_at: datetime
    created_by: str
    changed_at: datetime

    def noun(self) -> Form:
        return Form(
            self.form_id,
            self.name,
            msgspec.convert(self.definition, Definition),
            FormState(self.state),
            self.created_at,
            self.created_by,
            self.changed_at,
        )


def create_form(tx: Transaction, raw: JsonObject, *, now: datetime, by: str) -> Form:
    """Make a form that takes answers at once.

    Raises:
        FormInvalid: A field does not fit.
        FormNameTaken: The name is another's.
    """
    fields = dict(raw)
    name = _free_name(tx, fields.pop("name", None))
    form = Form(new_id(), name, parse_definition(fields), FormState.OPEN, now, by, now)
    _write(tx, form)
    return form


def change_form(tx: Transaction, form_id: str, changes: JsonObject, *, now: datetime) -> Form:
    """Change what is named: `name`, `state`, and the parts of the definition.

    Raises:
        FormNotFound: There is none.
        FormInvalid: A field does not fit.
        FormNameTaken: The name is another's.
    """
    form = get_form(tx, form_id)
    fields = dict(changes)
    name = form.name
    if "name" in fields:
        name = _free_name(tx, fields.pop("name"), besides=form_id)
    state = str(fields.pop("state", form.state.value))
    if state not in set(FormState):
        raise FormInvalid(f"expected one of {', '.join(FormState)}", path="state")
    definition = parse_definition({**definition_json(form.definition), **fields})
    changed = Form(
        form_id, name, definition, FormState(state), form.created_at, form.created_by, now
    )
    _write(tx, changed)
    return changed


def get_form(tx: Transaction, form_id: str) -> Form:
    """One form.

    Raises:
        FormNotFound: There is none.
    """
    row = tx.one(_Row, f"select {_COLUMNS} from forms where form_id = %s", (form_id,))
    if row is None:
        raise FormNotFound(f"no form {form_id}", path="form_id")
    return row.noun()


def list_forms(tx: Transaction, *, cursor: str | None = None, limit: int = 50) -> Page[Form]:
    """Forms, the oldest first.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (after,) = begin_behind(cursor, ("",))
    rows = tx.all(
        _Row,
        f"select {_COLUMNS} from forms where form_id > %s order by form_id limit %s",
        (after, limit + 1),
    )
    found = tuple(row.noun() for row in rows[:limit])
    return Page(found, encode_cursor(found[-1].form_id) if len(rows) > limit else None)


def remove_form(tx: Transaction, form_id: str) -> None:
    """Remove a form; what was submitted stays.

    Raises:
        FormNotFound: There is none.
    """
    if not tx.execute("delete from forms where form_id = %s", (form_id,)):
        raise FormNotFound(f"no form {form_id}", path="form_id")


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


def _free_name(tx: Transaction, raw: object, *, besides: str = "") -> str:
    name = parse_name(raw)
    taken = "select exists (select from forms where name = %s and form_id <> %s)"
    if tx.value(taken, (name, besides)):
        raise FormNameTaken(f'a form "{name}" exists already', path="name")
    return name


def _write(tx: Transaction, form: Form) -> None:
    tx.execute(
        """
        insert into forms (form_id, name, definition, state, created_at, created_by, changed_at)
        values (%(id)s, %(name)s, %(definition)s::jsonb, %(state)s, %(at)s, %(by)s, %(changed)s)
        on conflict (project_id, form_id) do update
        set name = excluded.name, definition = excluded.definition, state = excluded.state,
          changed_at = excluded.changed_at
        """,
        {
            "id": form.form_id,
            "name": form.name,
            "definition": msgspec.json.encode(form.definition).decode(),
            "state": form.state.value,
            "at": form.created_at,
            "by": form.created_by,
            "changed": form.changed_at,
        },
    )
