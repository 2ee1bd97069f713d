"""Room `form`: forms that people fill in on a page of ours or in a frame of theirs.

Owns (PostgreSQL): `forms`, `form_counts`. A submission becomes the event `form.submitted`, with
the identities and attributes that the form's fields name; it goes through the durable log like any
other. Spam is kept out by a signed token of the page with a least age, a field that only programs
see, and a bound per address (in `interfaces`).
"""

from stayflow.intake.form.answer import EVENT_SUBMITTED, check_answers, submitted_event
from stayflow.intake.form.errors import FormInvalid, FormNameTaken, FormNotFound
from stayflow.intake.form.model import (
    Answers,
    Definition,
    FieldType,
    Form,
    FormField,
    FormState,
    Outcome,
    Visitor,
)
from stayflow.intake.form.parse import definition_json
from stayflow.intake.form.store import (
    change_form,
    count_attempt,
    create_form,
    get_form,
    list_forms,
    read_counts,
    remove_form,
)
from stayflow.intake.form.token import PageToken, make_token, read_token

__all__ = [
    "EVENT_SUBMITTED",
    "Answers",
    "Definition",
    "FieldType",
    "Form",
    "FormField",
    "FormInvalid",
    "FormNameTaken",
    "FormNotFound",
    "FormState",
    "Outcome",
    "PageToken",
    "Visitor",
    "change_form",
    "check_answers",
    "count_attempt",
    "create_form",
    "definition_json",
    "get_form",
    "list_forms",
    "make_token",
    "read_counts",
    "read_token",
    "remove_form",
    "submitted_event",
]
