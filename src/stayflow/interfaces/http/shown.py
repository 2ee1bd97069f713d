"""People as the API shows them: personal data masked for those who may not see it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from stayflow.access.masking import is_personal_attribute, is_personal_identity, mask
from stayflow.interfaces.http.context import Denied, ProjectContext
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.people import (
    CellShape,
    IdentityShape,
    PeopleAnswer,
    PersonLine,
)
from stayflow.language.statement import Statement
from stayflow.measure.analysis import answer_query
from stayflow.measure.sheet import Hiding, find_meant, hide_values, names_masked
from stayflow.understand.profile import (
    ATTRIBUTE,
    Cell,
    KnownIdentity,
    PageAsked,
    PeoplePage,
    list_people,
)


def read_people(
    context: ProjectContext,
    people: Statement,
    asked: PageAsked,
    *,
    attributes: Iterable[str] | None = None,
) -> PeopleAnswer:
    """A page of the people of a statement, as the caller may see them.

    Args:
        context: The caller.
        people: Rows of `person_id`.
        asked: Which page, in which order, with which columns.
        attributes: Only these are shown; None shows all.

    Raises:
        Denied: The order would tell what is masked for the caller.
    """
    order = asked.order
    if order is not None and order.by == ATTRIBUTE and context.hides_attribute(order.name, ""):
        raise Denied(f'"{order.name}" is masked for your role, so people cannot be sorted by it')
    with context.transaction() as tx:
        page = list_people(
            people,
            asked,
            tx=tx,
            scope=context.scope(),
            warehouse=context.warehouse(),
            sources=context.app.columns(context.project),
        )
    return _people(context, page, None if attributes is None else frozenset(attributes))


def show_identities(
    context: ProjectContext, identities: Iterable[KnownIdentity]
) -> list[IdentityShape]:
    """Identities, personal ones masked for roles below operator."""
    shown = []
    for each in identities:
        hidden = is_personal_identity(each.kind) and not context.sees_personal_data
        value = mask(each.value) if hidden else each.value
        shown.append(IdentityShape(kind=each.kind, value=value, masked=hidden))
    return shown


def show_attribute(context: ProjectContext, name: str, value: str) -> tuple[str, bool]:
    """An attribute's value, and whether it is masked."""
    if not context.hides_attribute(name, value):
        return value, False
    return (mask(value) if value else value), True


def show_property(context: ProjectContext, name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A property's value, masked like an attribute of its name; wherever it is nested, and numbers too."""
    if isinstance(value, Mapping):
        return {key: show_property(context, str(key), each) for key, each in value.items()}
    if isinstance(value, list):
        return [show_property(context, name, each) for each in value]
    if value is None or isinstance(value, bool):
        return value
    shown, is_masked = show_attribute(context, name, str(value))
    return shown if is_masked else value


def show_answer(context: ProjectContext, answer: object) -> Any:  # noqa: ANN401 - any JSON
    """An answer of an analysis; values that it is split by are masked as they are of a person."""
    if context.sees_personal_data:
        return answer
    return hide_values(msgspec.to_builtins(answer), context.hides_attribute)


def meant_by(context: ProjectContext, question: Mapping[str, Any]) -> dict[str, Any]:
    """A question whose `who` names values as the caller sees them, with the values themselves.

    They are found in the question's own answer, masked as it was: nobody learns more than the answer shows.
    """
    asked = dict(question)
    who = asked.pop("who", None)
    if context.sees_personal_data or not names_masked(who):
        return dict(question)
    asked.pop("precision", None)
    answer = answer_query(
        asked, scope=context.scope(), warehouse=context.app.kept_facts(context.project)
    )
    hiding = Hiding(context.hides_attribute, answer.holds)
    hiding.hide(msgspec.to_builtins(answer))
    return {**question, "who": find_meant(who, hiding.meant)}


def _people(
    context: ProjectContext, page: PeoplePage, columns: frozenset[str] | None
) -> PeopleAnswer:
    return PeopleAnswer(
        count=page.count,
        people=[
            PersonLine(
                person_id=row.person_id,
                identities=show_identities(context, row.identities),
                attributes=_attributes(context, row.attributes, columns),
                first_seen_at=row.first_seen_at,
                last_seen_at=row.last_seen_at,
                cells=[[_cell(context, each) for each in cells] for cells in row.cells],
            )
            for row in page.people
        ],
        next=page.next,
    )


def _attributes(
    context: ProjectContext, attributes: Mapping[str, str], columns: frozenset[str] | None
) -> dict[str, str]:
    return {
        name: show_attribute(context, name, value)[0]
        for name, value in attributes.items()
        if columns is None or name in columns
    }


def _cell(context: ProjectContext, cell: Cell) -> CellShape:
    """A value; an e-mail address among the values of a tag is masked as it is anywhere."""
    if not context.sees_personal_data and is_personal_attribute("", cell.value):
        hidden = mask(cell.value)
        return CellShape(value=hidden, label=Sentence(zh=hidden, en=hidden))
    return CellShape(value=cell.value, label=Sentence(zh=cell.label.zh, en=cell.label.en))
