"""Forms."""

from html import escape
from typing import Annotated, Any

from fastapi import Query

from stayflow.intake import form as rooms
from stayflow.intake.form import Form, definition_json
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.forms import form_address
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.form import (
    FormAnswer,
    FormChangeBody,
    FormCreateBody,
    FormList,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag

_Limit = Annotated[int, Query(ge=1, le=500)]


def list_forms(context: InProject, cursor: str | None = None, limit: _Limit = 50) -> FormList:
    """Forms, and what was sent."""
    with context.transaction() as tx:
        page = rooms.list_forms(tx, cursor=cursor, limit=limit)
    return FormList(forms=[_answer(context, each) for each in page.items], next=page.next)


def create_form(body: FormCreateBody, context: InProject) -> FormAnswer:
    """Make a form; it takes answers at once."""
    with context.transaction() as tx:
        made = rooms.create_form(
            tx, body.model_dump(mode="json"), now=context.now(), by=context.caller.actor
        )
    return _answer(context, made)


def get_form(form_id: str, context: InProject) -> FormAnswer:
    """One form."""
    with context.transaction() as tx:
        form = rooms.get_form(tx, form_id)
    return _answer(context, form)


def change_form(form_id: str, body: FormChangeBody, context: InProject) -> FormAnswer:
    """Change, close or open a form."""
    changes: dict[str, Any] = body.model_dump(mode="json", exclude_unset=True)
    with context.transaction() as tx:
        changed = rooms.change_form(tx, form_id, changes, now=context.now())
    return _answer(context, changed)


def remove_form(form_id: str, context: InProject) -> None:
    """Remove a form; what was submitted stays."""
    with context.transaction() as tx:
        rooms.remove_form(tx, form_id)


def _answer(context: InProject, form: Form) -> FormAnswer:
    url = form_address(context.app, context.project, form.form_id)
    with context.transaction() as tx:
        counts = rooms.read_counts(tx, form.form_id)
    title = escape(form.definition.title)
    return FormAnswer.model_validate(
        {
            **definition_json(form.definition),
            "form_id": form.form_id,
            "name": form.name,
            "state": form.state,
            "url": url,
            "snippet": f'<script src="{url}/embed.js" data-title="{title}"></script>',
            "frame": f'<iframe src="{url}" title="{title}" width="100%" height="640"'
            ' style="border:0"></iframe>',
            "counts": {outcome.value: count for outcome, count in counts.items()},
            "created_at": form.created_at,
            "created_by": form.created_by,
            "changed_at": form.changed_at,
        }
    )


_ALL = PROJECT + "/forms"
_ONE = _ALL + "/{form_id}"
ROUTES = (
    Route("GET", _ALL, list_forms, Least.VIEWER, Tag.DATA, FormList),
    Route("POST", _ALL, create_form, Least.OPERATOR, Tag.DATA, FormAnswer, status=201),
    Route("GET", _ONE, get_form, Least.VIEWER, Tag.DATA, FormAnswer),
    Route("PATCH", _ONE, change_form, Least.OPERATOR, Tag.DATA, FormAnswer),
    Route("DELETE", _ONE, remove_form, Least.OPERATOR, Tag.DATA),
)
